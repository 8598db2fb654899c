"""Who changed what: each change of an audited record is a row with its values before and after.

A class names its ``audited`` columns; the session's flush does the rest, so no room can forget it. Rows are
only ever added (a trigger holds that). A timed job links them to a chain of digests (``seal``): a row that is
changed, taken out or put in between afterwards breaks it. The values themselves are in the chain as a salted
digest only, so that erasing a person's values and their salts leaves the chain whole.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    LargeBinary,
    Table,
    and_,
    event,
    exists,
    false,
    func,
    insert,
    inspect,
    or_,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.unitofwork import UOWTransaction
from sqlalchemy.orm.util import identity_key

from mancrel.kit import jobs
from mancrel.kit.db import Base, Row, uuid7, viewer_of
from mancrel.kit.visibility import Scope, Viewer

SALT_BYTES = 16
UNCHAINED = bytes(32)
"""What the first link of the chain follows."""

_audited: list[type[Any]] = []


class Audited:
    """A mapped class whose changes are kept; ``audited`` names its columns and lists of records."""

    audited: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        """Remember the class."""
        super().__init_subclass__(**options)
        _audited.append(cls)

    def audited_as(self) -> tuple[str, UUID, str]:
        """Return the table and the id of the record that is shown as changed, and what this is a part of it.

        A part (an address of a contact, say) gives its name to the field; a record itself gives none.
        """
        return self.__tablename__, self.id, ""  # type: ignore[attr-defined]


class Change(Base):
    """What one change did. ``diff``: field to [before, after], null once erased, as is its ``salt``.

    ``seq`` and ``link`` are its place in the chain, given some seconds later. ``via`` is the job that did it,
    where no person was at work, or the API key that a person let do it.
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index(None, "subject_id", "created_at", "id"),
        Index(None, "actor_id", "id"),
        Index("changes_unlinked_idx", "id", postgresql_where=text("seq IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    created_at: Mapped[datetime]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    via: Mapped[str | None]
    diff: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    link: Mapped[bytes | None] = mapped_column(LargeBinary)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With the record that changed."""
        if viewer.scope is Scope.ALL:
            return true()
        return or_(false(), *(cls._of(model, viewer) for model in _audited if issubclass(model, Row)))

    @classmethod
    def _of(cls, model: type[Any], viewer: Viewer) -> ColumnElement[bool]:
        # Correlated: a page of a record's history asks for this one record only.
        seen = exists().where(model.id == cls.subject_id, model.visible(viewer))
        return and_(cls.subject_type == model.__tablename__, seen.correlate_except(model))


@contextmanager
def because(session: Session, **ids: UUID) -> Iterator[None]:
    """Tell with what is changed within which records led to it: fields such as ``deal_id``."""
    session.flush()
    session.info["because"] = {name: [None, str(id_)] for name, id_ in ids.items()}
    try:
        yield
        session.flush()
    finally:
        del session.info["because"]


@event.listens_for(Session, "before_flush")
def _touch(session: Session, _context: UOWTransaction, _given: Any) -> None:
    """Let a record count as changed when a part or a list of it is: its version says that it is another."""
    for one in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(one, Audited):
            table, id_, part = one.audited_as()
            if part and id_ and (one in session.deleted or session.is_modified(one)):
                _touch_whole(session, table, id_)
        if isinstance(one, Row) and one not in session.new and _has_other_list(one):
            one.updated_at = datetime.now(UTC)


def _touch_whole(session: Session, table: str, id_: UUID) -> None:
    model = next(one for one in _audited if one.__tablename__ == table)
    whole = session.identity_map.get(identity_key(model, id_))
    if whole is None:
        values = update(model.__table__).where(model.__table__.c.id == id_).values(updated_at=func.now())
        session.connection().execute(values)
    elif whole not in session.new and whole not in session.deleted:
        whole.updated_at = datetime.now(UTC)


def _has_other_list(record: Row) -> bool:
    state = inspect(record)
    lists = (one.key for one in state.mapper.relationships if one.uselist)
    return any(state.attrs[name].history.has_changes() for name in lists)


@event.listens_for(Session, "after_flush")
def _keep(session: Session, _context: UOWTransaction) -> None:
    rows = list(_changes(session))
    if rows:
        session.connection().execute(insert(cast("Table", Change.__table__)), rows)


def keep_created(session: Session, *records: Audited) -> None:
    """Keep the creation of records that were inserted by a statement, past the session."""
    rows = [_row(session, one, "created", _made(one)) for one in records]
    if rows:
        session.connection().execute(insert(cast("Table", Change.__table__)), rows)


def _made(record: Audited) -> dict[str, list[Any]]:
    part = record.audited_as()[2]
    diff: dict[str, list[Any]] = {}
    for name in record.audited:
        diff |= _told(_named(part, name, record), None, _plain(getattr(record, name)))
    return diff


def _changes(session: Session) -> Iterator[dict[str, Any]]:
    touched = (("created", session.new), ("changed", session.dirty), ("deleted", session.deleted))
    for action, records in touched:
        for record in records:
            diff = _diff(record, action) if isinstance(record, Audited) else None
            if diff:
                yield _row(session, record, action, {**diff, **session.info.get("because", {})})


def _diff(record: Audited, action: str) -> dict[str, list[Any]]:
    """Return the audited fields that differ, before and after."""
    state, part = inspect(record), record.audited_as()[2]
    found: dict[str, list[Any]] = {}
    for name in record.audited:
        history = state.attrs[name].history
        if action == "deleted":
            before, after = history.non_deleted() or history.deleted, ()
        elif history.has_changes():
            before, after = (history.deleted if action == "changed" else ()), history.added
        else:
            continue
        is_list = state.mapper.attrs[name].uselist if name in state.mapper.relationships else False
        values = [_plain(one) if is_list else _plain(one[0] if one else None) for one in (before, after)]
        found |= _told(_named(part, name, record), *values)
    return found


def _told(name: str, before: Any, after: Any) -> dict[str, list[Any]]:
    """Return what is told of a field: nothing if it is the same, and of an object its own fields."""
    if not isinstance(before or after, dict):
        return {} if before == after else {name: [before, after]}
    old, new = before or {}, after or {}
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return {f"{name}.{key}": [old.get(key), new.get(key)] for key in keys}


def _named(part: str, name: str, record: Audited) -> str:
    if not part:
        return name
    return part if len(record.audited) == 1 else f"{part}.{name}"


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it; what is empty counts as nothing, and a record is its id."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, Row):
        return str(value.id)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value] or None
    return None if value in ("", {}) else value


def _row(session: Session, record: Audited, action: str, diff: dict[str, Any]) -> dict[str, Any]:
    type_, id_, part = record.audited_as()
    if part:
        action = "changed"
    elif "deleted_at" in diff and action == "changed":  # to the bin, or back
        action = "deleted" if diff["deleted_at"][1] else "restored"
    running, viewer, salt = jobs.running.get(), viewer_of(session), secrets.token_bytes(SALT_BYTES)
    return {
        "id": uuid7(),
        "created_at": datetime.now(UTC),
        "subject_type": type_,
        "subject_id": id_,
        "action": action,
        "actor_id": viewer.user_id,
        "via": running.subscriber if running else viewer.via,
        "diff": diff,
        "salt": salt,
        "digest": digest_of(diff, salt),
    }


def digest_of(diff: dict[str, Any], salt: bytes) -> bytes:
    """Return what stands for the values in the chain."""
    return hashlib.sha256(salt + json.dumps(diff, sort_keys=True).encode()).digest()


def link_of(change: Change, seq: int, before: bytes) -> bytes:
    """Return a change's link: made of its place, all that is said of it, and the link before."""
    said: Sequence[str | None] = (
        str(change.id), change.created_at.astimezone(UTC).isoformat(), change.subject_type,
        str(change.subject_id), change.action, str(change.actor_id), change.via,
    )  # fmt: skip
    return hashlib.sha256(before + seq.to_bytes(8) + change.digest + json.dumps(said).encode()).digest()
