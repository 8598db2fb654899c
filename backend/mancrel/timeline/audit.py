"""Who changed what: the log of changes filtered, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.kit.changes import Change
from mancrel.kit.schema import Moment, Text
from mancrel.timeline import names

MOST = 50_000
"""Rows in one file; a narrower period gives the rest."""

COLUMNS = (
    "seq", "created_at", "actor", "via", "action", "record", "record_id", "record_name", "field", "before",
    "after",
)  # fmt: skip
Action = Literal["created", "changed", "deleted", "restored"]


@dataclass(frozen=True)
class Filter:
    """Which changes are meant; everything is by default."""

    subject_type: Annotated[Text | None, Query(max_length=40)] = None
    subject_id: UUID | None = None
    actor_id: UUID | None = None
    action: Action | None = None
    field: Annotated[Text | None, Query(max_length=80)] = None
    since: Moment | None = None
    until: Moment | None = None


def chosen(wanted: Filter) -> Select[Change]:
    """Return the query of what a filter means."""
    query = select(Change)
    for name in ("subject_type", "subject_id", "actor_id", "action"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Change, name) == value)
    if wanted.field:
        query = query.where(Change.diff.has_key(wanted.field))
    if wanted.since:
        query = query.where(Change.created_at >= wanted.since)
    if wanted.until:
        query = query.where(Change.created_at < wanted.until)
    return query


def rows(session: Session, wanted: Filter) -> Iterator[tuple[Any, ...]]:
    """Yield the newest changes as rows of ``COLUMNS``, one for each field."""
    query = chosen(wanted).order_by(Change.id.desc()).limit(MOST)
    people: dict[UUID | None, str] = dict(session.execute(select(User.id, User.name)).all())
    found = session.scalars(query.execution_options(yield_per=1_000))
    for some in found.partitions():
        known, titles = names.of(session, some), names.of_records(session, some)
        for one in some:
            head = (one.seq, one.created_at.isoformat(), people.get(one.actor_id), one.via, one.action)
            for field, (before, after) in (one.diff or {"": (None, None)}).items():
                if wanted.field and field != wanted.field:
                    continue
                values = (names.shown(known, before), names.shown(known, after))
                record = (one.subject_type, one.subject_id, titles.get(one.subject_id))
                yield (*head, *record, field, *values)
