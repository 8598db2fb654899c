"""Saved views of lists, who opens which one first, and changes of many records with what each row was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, or_, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import Team, User
from mancrel.kit.bins import Binned
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import Scope, Viewer

NOBODY, TEAM, EVERYONE = "nobody", "team", "everyone"


class SavedView(Binned, Base):
    """How somebody looks at a list: its columns in order, filter and sort.

    ``kind``: contacts, companies or deals. What it names may be gone by now (a custom field in the bin):
    it stays here, so that it is back with the field, and is left out of what is shown.
    """

    __tablename__ = "saved_views"
    __table_args__ = (Index(None, "kind", "position", "id"),)

    kind: Mapped[str]
    name: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    shared: Mapped[str] = mapped_column(server_default=NOBODY)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    columns: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    filter: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    sort: Mapped[str | None]
    position: Mapped[int] = mapped_column(server_default="0")
    owner: Mapped[User] = relationship(lazy="joined", foreign_keys="SavedView.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="SavedView.team_id")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Their own, and what is shared with them; a private one is not even an admin's."""
        if viewer.is_system:
            return true()
        of_team = cls.shared == TEAM
        if viewer.scope is not Scope.ALL:
            of_team = and_(of_team, cls.team_id.in_(viewer.team_ids))
        return or_(cls.owner_id == viewer.user_id, cls.shared == EVERYONE, of_team)


class DefaultView(Row, Base):
    """The view that a user's list begins with."""

    __tablename__ = "default_views"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    view_id: Mapped[UUID] = mapped_column(ForeignKey("saved_views.id", ondelete="CASCADE"), index=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Their own."""
        return true() if viewer.is_system else cls.user_id == viewer.user_id


class BulkChange(Row, Base):
    """One change of many records, on its way through them.

    ``change``: the fields that are set. The records are those ``picked`` by id, or all that match ``filter``
    and ``q`` when it begins. ``turn`` counts the run and its undoing: what was left over of an earlier one
    does nothing. ``done`` of ``total`` is the progress of the present one.
    """

    __tablename__ = "bulk_changes"
    __table_args__ = (Index(None, "by_id", "created_at"),)

    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    change: Mapped[dict[str, Any]]
    picked: Mapped[bool]
    filter: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    q: Mapped[str | None]
    status: Mapped[str]
    error: Mapped[str | None]
    turn: Mapped[int] = mapped_column(server_default="0", default=0)
    done: Mapped[int] = mapped_column(server_default="0", default=0)
    total: Mapped[int] = mapped_column(server_default="0", default=0)
    last_number: Mapped[int] = mapped_column(server_default="0", default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    undone: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    finished_at: Mapped[datetime | None]
    by: Mapped[User] = relationship(lazy="joined")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever made it, and admins."""
        return true() if viewer.scope is Scope.ALL else cls.by_id == viewer.user_id


class BulkRow(Base):
    """What became of one record: the fields that were written, as they were and as they are."""

    __tablename__ = "bulk_rows"
    __table_args__ = (Index("bulk_rows_outcome_idx", "bulk_id", "outcome", "number"),)

    bulk_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_changes.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[UUID]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    before: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    undone: Mapped[str | None]

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its change."""
        if viewer.scope is Scope.ALL:
            return true()
        return cls.bulk_id.in_(select(BulkChange.id).where(BulkChange.visible(viewer)))
