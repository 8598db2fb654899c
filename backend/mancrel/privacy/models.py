"""Files of personal data, erasures, and rules of how long things are kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.contacts.models import Contact
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly, Scope, Viewer

RUNNING = "running"


class PersonExport(Audited, Row, Base):
    """Everything about a person as one file, for whoever asked.

    ``file`` is its random name outside the web root; it is there while ``status`` is ready.
    ``complete``: whether whoever asked sees all there is.
    """

    __tablename__ = "person_exports"
    audited = ("contact_id", "status")

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(server_default=RUNNING)
    error: Mapped[str | None]
    file: Mapped[str]
    size: Mapped[int | None]
    complete: Mapped[bool | None]
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    by: Mapped[User] = relationship(lazy="joined")
    contact: Mapped[Contact] = relationship(lazy="joined")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever asked, and admins."""
        return true() if viewer.scope is Scope.ALL else cls.by_id == viewer.user_id


class Erasure(Audited, Row, AdminsOnly, Base):
    """That somebody was erased, by whom, when and why; nothing in it leads to them once it is done.

    ``subject_id`` is drawn at random. While it runs, ``contact_id`` and ``records`` say what is erased,
    ``step`` how far it is, ``after_id`` where within a step, and ``so_far`` what is erased already.
    """

    __tablename__ = "erasures"
    __table_args__ = (
        Index("erasures_running_idx", "contact_id", unique=True, postgresql_where=text("status = 'running'")),
        Index(None, "created_at", "id"),
    )

    audited = ("subject_id", "reason", "status", "counts")

    subject_id: Mapped[UUID]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=RUNNING)
    error: Mapped[str | None]
    contact_id: Mapped[UUID | None]
    records: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    step: Mapped[int] = mapped_column(server_default="0", default=0)
    after_id: Mapped[UUID | None]
    so_far: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    finished_at: Mapped[datetime | None]
    by: Mapped[User | None] = relationship(lazy="joined")


class RetentionRule(Audited, Row, AdminsOnly, Base):
    """How many days one kind of data is kept, null for ever; and what the last night removed."""

    __tablename__ = "retention_rules"
    audited = ("kind", "keep_days")

    kind: Mapped[str] = mapped_column(unique=True)
    keep_days: Mapped[int | None]
    last_run_at: Mapped[datetime | None]
    last_removed: Mapped[int | None]
