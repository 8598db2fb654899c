"""What people are told of, how they want to be told, and the mails that do it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly, Viewer


class OfUser:
    """A row that its user alone sees, not even an admin."""

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Their own."""
        return true() if viewer.is_system else cls.user_id == viewer.user_id


class Notification(Row, OfUser, Base):
    """Something one user is told, once for each ``key``; ``mail``: off, now, or with the next digest."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index(None, "user_id", "created_at", "id"),
        Index("notifications_unread_idx", "user_id", postgresql_where=text("read_at IS NULL AND in_app")),
        Index(
            "notifications_digest_idx",
            "user_id",
            postgresql_where=text("mail = 'digest' AND mailed_at IS NULL AND read_at IS NULL"),
        ),
    )

    kind: Mapped[str]
    key: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    title: Mapped[str]
    in_app: Mapped[bool]
    mail: Mapped[str]
    mailed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class NotificationSettings(Row, OfUser, Base):
    """How a user wants to be told; ``rules`` holds what differs from the shipped ones."""

    __tablename__ = "notification_settings"
    __table_args__ = (UniqueConstraint("user_id"),)

    rules: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    digest_hour: Mapped[int] = mapped_column(server_default="8", default=8)
    digested_on: Mapped[date | None]


class UserMail(Row, AdminsOnly, Base):
    """A mail to one of us: queued, sending, sent, failed or unknown; like a message, never sent twice."""

    __tablename__ = "user_mails"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str]
    text: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="queued")
    error: Mapped[str | None]
