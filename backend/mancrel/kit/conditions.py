"""Conditions of a request on the one record it names: ``If-Match`` and ``If-None-Match`` (RFC 9110).

An entity tag has two parts: the record's version (when it last changed) and a digest of what was answered.
``If-None-Match`` compares both, for an answer also shows what is not the record's own (an owner's name).
``If-Match`` compares the version, under the lock of the change: nobody overwrites what they never saw.
A list shows no tags, so its rows' ``updated_at`` in quotation marks stands for a tag in ``If-Match``.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.kit.errors import MancrelError

TAG = re.compile(r'(?:W/)?"([^"]*)"')  # proxies that compress make a tag weak
ANY = "*"
DIGEST_CHARS = 16


class Stale(MancrelError):
    """Somebody has changed this record since you read it; read it again, then repeat your change."""

    status = HTTPStatus.PRECONDITION_FAILED


class Unconditional(MancrelError):
    """This has no version that If-Match could name; leave the header out."""

    status = HTTPStatus.PRECONDITION_FAILED


@dataclass
class Condition:
    """The record that a request names in its path, once it is found, and what is asked of its version."""

    ids: frozenset[UUID]
    if_match: str | None
    if_none_match: str | None
    model: Any = None
    id: UUID | None = None
    updated_at: datetime | None = None
    held: bool = False

    def names(self, record: Any) -> bool:
        """Whether a record is the one in the path: of several, the first that was found."""
        return record.id in self.ids and self.id in {None, record.id}

    def has_already(self, tag: str) -> bool:
        """Whether the client has what is tagged like this."""
        known = tags(self.if_none_match) if self.if_none_match else set()
        return not known.isdisjoint({ANY, tag.strip('"')})


def begin(session: Session, path: dict[str, Any], if_match: str | None, if_none_match: str | None) -> None:
    """Note what a request names and asks."""
    session.info["condition"] = Condition(frozenset(_ids(path)), if_match, if_none_match)


def _ids(path: dict[str, Any]) -> list[UUID]:
    found = []
    for value in path.values():
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return found


def of(session: Session) -> Condition | None:
    """Return the condition of a session's request; jobs have none."""
    condition: Condition | None = session.info.get("condition")
    return condition


def seen(session: Session, record: Any, model: Any) -> None:
    """Note a record that was found, or what is shown of it, if the request names it."""
    condition = of(session)
    if condition and condition.names(record):
        condition.model, condition.id = model, record.id
        condition.updated_at = getattr(record, "updated_at", None)


def hold(session: Session, record: Any) -> None:
    """Let a record be changed, which is locked by now.

    Raises:
        Stale: the request names another version of it.

    """
    seen(session, record, type(record))
    condition = of(session)
    if condition is None or condition.if_match is None or condition.held or not condition.names(record):
        return
    condition.held = True
    known = {_named(tag) for tag in tags(condition.if_match)}
    if ANY not in known and _version(record.updated_at) not in known:
        raise Stale(field="If-Match")


def _named(tag: str) -> str:
    """Return the version that a tag names: by its first part, or by the moment of the last change."""
    if "T" not in tag:  # a tag is hexadecimal, a moment has a T
        return tag.partition("-")[0]
    try:
        return _version(datetime.fromisoformat(tag).astimezone(UTC))
    except (ValueError, OverflowError):
        return tag


def refuse_unheld(session: Session) -> None:
    """Let a change be kept.

    Raises:
        Unconditional: it was made on a condition, and nothing was there to hold it against.

    """
    condition = of(session)
    if condition and condition.if_match is not None and not condition.held:
        raise Unconditional(field="If-Match")


def version_now(session: Session, condition: Condition) -> datetime | None:
    """Return when the record that a request names last changed, by now."""
    model = condition.model
    found: datetime | None = session.scalar(select(model.updated_at).where(model.id == condition.id))
    return found


def tag_of(updated_at: datetime, body: bytes) -> str:
    """Return the entity tag of an answer about a record."""
    return f'"{_version(updated_at)}-{hashlib.sha256(body).hexdigest()[:DIGEST_CHARS]}"'


def _version(updated_at: datetime) -> str:
    return f"{int(updated_at.timestamp() * 1_000_000):x}"


def tags(header: str) -> set[str]:
    """Return the tags that a header names, without quotation marks; ``*`` stands for any."""
    return {ANY} if header.strip() == ANY else set(TAG.findall(header))
