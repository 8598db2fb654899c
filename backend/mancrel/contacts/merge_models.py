"""Merges of contacts, as they must be known to undo them, and pairs that may be one person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.contacts.models import Contact
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly, Scope, Viewer


class Merge(Row, Base):
    """A merge of contacts into one (``keep_id``), as it must be known to undo it.

    ``moves``: each contact that is shown as another since, and as whom before (null: as itself).
    ``written``: each field of ``keep_id`` that got another value, with the contact it is of, the value
    before and the one written.
    """

    __tablename__ = "merges"

    keep_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    moves: Mapped[dict[str, Any]]
    written: Mapped[dict[str, Any]]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    keep: Mapped[Contact] = relationship(lazy="raise")
    by: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Merge.by_id")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its contact."""
        if viewer.scope is Scope.ALL:
            return true()
        return cls.keep_id.in_(select(Contact.id).where(Contact.visible(viewer)))


class Pair(Row, Base):
    """Two contacts that may be one person, and why; ``left_id`` is the lesser id.

    ``dismissed_at``: somebody said that they are two, so they are not suggested again.
    """

    __tablename__ = "duplicate_pairs"
    __table_args__ = (UniqueConstraint("left_id", "right_id"), Index(None, "score", "id"))

    left_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    right_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    reasons: Mapped[list[str]]
    dismissed_at: Mapped[datetime | None]
    dismissed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    left: Mapped[Contact] = relationship(lazy="raise", foreign_keys="Pair.left_id")
    right: Mapped[Contact] = relationship(lazy="raise", foreign_keys="Pair.right_id")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With both contacts."""
        if viewer.scope is Scope.ALL:
            return true()
        seen = select(Contact.id).where(Contact.visible(viewer))
        return and_(cls.left_id.in_(seen), cls.right_id.in_(seen))


class DuplicateScan(AdminsOnly, Base):
    """How far the search for duplicates has come: among the newest contacts, and on its round of all."""

    __tablename__ = "duplicate_scans"

    kind: Mapped[str] = mapped_column(primary_key=True)
    after_id: Mapped[UUID]
