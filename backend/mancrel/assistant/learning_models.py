"""What people taught the assistant: replays of decisions, corrected labels, lessons from edits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.conversations.models import Conversation, OfConversation
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import OpenToAll


class Replay(Row, OpenToAll, Base):
    """A configuration tried on what people have decided, before it may act.

    ``candidate``: the whole configuration; ``changes``: what of it differs; ``cases``: ids,
    outcomes, and of new drafts the words that nothing carries. ``done`` of ``planned`` drafts are made,
    where it drafts anew.
    """

    __tablename__ = "replays"
    __table_args__ = (Index(None, "fingerprint", "created_at"),)

    fingerprint: Mapped[str]
    candidate: Mapped[dict[str, Any]]
    changes: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(server_default="pending")
    verdict: Mapped[str | None]
    basis: Mapped[str | None]
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    cases: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    reasons: Mapped[list[str]] = mapped_column(server_default="[]")
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    finished_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(server_default="0")
    planned: Mapped[int] = mapped_column(server_default="0")
    asked_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def lesson_id(self) -> UUID | None:
        """The lesson that is followed in it and was not before, if it is about one."""
        before, after = self.changes.get("lessons", ((), ()))
        return next((UUID(one) for one in after if one not in before), None)


class Activation(Row, OpenToAll, Base):
    """A riskier configuration that was put to work: after a replay, or by an admin's word.

    ``accepted``: the warning of its replay that an admin said was meant.
    """

    __tablename__ = "activations"

    fingerprint: Mapped[str]
    changes: Mapped[dict[str, Any]]
    override_reason: Mapped[str | None]
    accepted: Mapped[str | None]
    replay_id: Mapped[UUID | None] = mapped_column(ForeignKey("replays.id", ondelete="SET NULL"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    by: Mapped[User | None] = relationship(lazy="joined")


class LabelCorrection(Row, OfConversation, Base):
    """The labels that a person gave a message, and what ``model`` had said ``before``."""

    __tablename__ = "label_corrections"
    __table_args__ = (UniqueConstraint("message_id"),)

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    labels: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any]]
    model: Mapped[str]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    conversation: Mapped[Conversation] = relationship(lazy="raise")


class Lesson(Row, OpenToAll, Base):
    """A change that people make to drafts again and again; facts in it are blanks (``{number}``).

    ``status``: noticed, proposed, accepted, dismissed, off.
    """

    __tablename__ = "lessons"
    __table_args__ = (Index(None, "status", "intent", "language"),)

    intent: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="noticed")
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[User | None] = relationship(lazy="joined")


class LessonExample(Row, OfConversation, Base):
    """One edit that a lesson rests on: what the draft said, and what was sent instead."""

    __tablename__ = "lesson_examples"
    __table_args__ = (UniqueConstraint("lesson_id", "suggestion_id"),)

    suggestion_id: Mapped[UUID] = mapped_column(ForeignKey("suggestions.id", ondelete="CASCADE"), index=True)
    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lessons.id", ondelete="CASCADE"))
    said: Mapped[str]
    wanted: Mapped[str]
    conversation: Mapped[Conversation] = relationship(lazy="raise")
