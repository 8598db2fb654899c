"""Knowledge gaps: what customers asked and nothing that the shop has written down could answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy import ColumnElement, ForeignKey, Index, func, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.adapters.vectors import DIMENSIONS
from mancrel.conversations.models import OfConversation
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import Scope, Viewer
from mancrel.knowledge.models import Article


class Gap(Row, Base):
    """A group of questions with one meaning; it holds no customer's words, those are in its questions.

    ``embedding`` is what its first question means to ``model``. ``status``: open, answered or dismissed.
    """

    __tablename__ = "gaps"
    __table_args__ = (Index(None, "last_asked_at", "id"),)

    model: Mapped[str]
    embedding: Mapped[Any] = mapped_column(Vector(DIMENSIONS))
    intent: Mapped[str]
    language: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="open")
    last_asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reopened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    article_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"), index=True
    )
    article: Mapped[Article | None] = relationship(lazy="joined")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever sees one of its questions."""
        if viewer.scope is Scope.ALL:
            return true()
        return cls.id.in_(select(GapQuestion.gap_id).where(GapQuestion.visible(viewer)))


class GapQuestion(Row, OfConversation, Base):
    """One question that could not be answered, with the message it stood in."""

    __tablename__ = "gap_questions"

    gap_id: Mapped[UUID] = mapped_column(ForeignKey("gaps.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str]
    intent: Mapped[str]
    language: Mapped[str]
    why: Mapped[str]
