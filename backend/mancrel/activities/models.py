"""Tasks, notes, calls, meetings and e-mails to write; their reminders, and the calendars that show them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, text, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import Team, User
from mancrel.contacts.related import Related
from mancrel.kit.bins import Binned, listed_index
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import Opened, Viewer, of_seen, seen_index


class Activity(Audited, Binned, Opened, Related, Base):
    """Something to do or done; a note is there for everyone who looks after its person or company.

    ``conversation_id`` and ``message_id`` are ids of a later room.

    ``due_at`` is when it is to be done; of a meeting, when it begins. ``repeat`` is the plan of a series: how
    often, and from which local time in which zone on. Its occurrences are counted by ``series_no``, each is
    planned for ``planned_at`` (it may be moved by itself), and of one series only one is open at a time.
    """

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("series_id", "series_no"),
        Index(None, "conversation_id"),
        Index(None, "created_at", "id"),
        listed_index("activities", "due_at"),
        seen_index("activities"),
        Index(
            "activities_open_due_idx",
            "due_at",
            postgresql_where=text("done_at IS NULL AND deleted_at IS NULL"),
        ),
        Index(
            "activities_own_open_idx",
            "owner_id",
            "due_at",
            postgresql_where=text("done_at IS NULL AND deleted_at IS NULL"),
        ),
        Index(
            "activities_one_open_idx",
            "series_id",
            unique=True,
            postgresql_where=text("done_at IS NULL AND deleted_at IS NULL"),
        ),
    )

    audited = (
        "kind", "title", "body", "due_at", "start_at", "end_at", "done_at", "repeat", "contact_id",
        "company_id", "deal_id", "owner_id", "team_id", "deleted_at",
    )  # fmt: skip

    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str | None]
    due_at: Mapped[datetime | None]
    start_at: Mapped[datetime | None]
    end_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    repeat: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    series_id: Mapped[UUID | None]
    series_no: Mapped[int | None]
    planned_at: Mapped[datetime | None]
    conversation_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None] = mapped_column(unique=True)
    deal_id: Mapped[UUID | None] = mapped_column(ForeignKey("deals.id", ondelete="SET NULL"), index=True)
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Activity.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Activity.team_id")
    reminders: Mapped[list["Reminder"]] = relationship(
        lazy="selectin", order_by="Reminder.minutes_before", cascade="all, delete-orphan"
    )


class Reminder(Row, Base):
    """When the owner of an activity is reminded of it; ``sent_at`` is set by the job that does it, once."""

    __tablename__ = "reminders"
    __table_args__ = (Index("reminders_due_idx", "remind_at", postgresql_where=text("sent_at IS NULL")),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"), index=True)
    minutes_before: Mapped[int]
    by_mail: Mapped[bool]
    remind_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its activity."""
        return of_seen(cls.activity_id, Activity, viewer)


class CalendarFeed(Row, Base):
    """The secret address of a user's calendar; only a digest of it is kept."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    token_digest: Mapped[str] = mapped_column(unique=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Their own."""
        return true() if viewer.is_system else cls.user_id == viewer.user_id
