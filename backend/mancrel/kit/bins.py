"""The bin: what was deleted is kept, and comes back for 30 days to whoever may delete it."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Index, and_, select, text
from sqlalchemy.orm import Mapped, Session

from mancrel.kit.db import Row, lock_to_change
from mancrel.kit.errors import Conflict, Forbidden, NotFound
from mancrel.kit.visibility import Owned, Viewer

KEPT_DAYS = 30


class Binned(Row):
    """A record that is moved to the bin instead of being deleted."""

    deleted_at: Mapped[datetime | None]


def listed_index(table: str, column: str) -> Index:
    """Return the index that gives a page of a list in the order of a column without reading the rest."""
    return Index(f"{table}_by_{column}_idx", column, "id", postgresql_where=text("deleted_at IS NULL"))


T = TypeVar("T", bound=Binned)


class NotInBin(Conflict):
    """This is not in the bin."""


class BinExpired(Conflict):
    """This was deleted more than 30 days ago and can no longer be restored."""


def discard(record: Binned) -> None:
    """Move a record to the bin."""
    record.deleted_at = datetime.now(UTC)


def shelf(viewer: Viewer, model: type[Binned], permission: str) -> ColumnElement[bool]:
    """Rows in the bin that the viewer may bring back.

    Raises:
        Forbidden: the bin is for those who may delete.

    """
    if permission not in viewer.permissions:
        raise Forbidden("Only those who may delete these see the bin.", field="deleted")
    fresh = model.deleted_at > _oldest()
    return and_(fresh, model.owned_by(viewer)) if issubclass(model, Owned) else fresh


def _oldest() -> datetime:
    return datetime.now(UTC) - timedelta(days=KEPT_DAYS)


def restore(session: Session, model: type[T], id_: UUID) -> T:
    """Take a record out of the bin and return it, locked.

    Raises:
        NotFound: out of the viewer's reach, or never there.
        Forbidden: the viewer sees the record through a thread, but it is not theirs to change.
        NotInBin: it was not deleted, or is back already.
        BinExpired: the 30 days are over.

    """
    if session.scalar(select(model.id).where(model.id == id_)) is None:
        raise NotFound(f"There is no such {model.__name__.lower()}.")
    record = lock_to_change(session, model, id_)
    if record.deleted_at is None:
        raise NotInBin
    if record.deleted_at <= _oldest():
        raise BinExpired
    record.deleted_at = None
    return record
