"""The quote ledger: what sent replies stated, and the corrections that became due."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.conversations.models import Conversation, OfConversation
from mancrel.kit.db import Base, Row


class Quote(Row, OfConversation, Base):
    """One thing that a sent reply stated, as the catalogue or an article had it then.

    ``fact`` is what the guard confirmed (see ``Claim.facts``); ``stated`` the words of the reply.
    ``seen_version`` is the version it was last compared with. ``status``: holds, outdated, superseded
    (a later reply stated it anew), corrected or dismissed.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        Index(None, "product_id"),
        Index(None, "article_id"),
    )

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("products.id", ondelete="SET NULL"))
    article_id: Mapped[UUID | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"))
    title: Mapped[str]
    field: Mapped[str]
    fact: Mapped[dict[str, Any]]
    stated: Mapped[str]
    version: Mapped[int]
    seen_version: Mapped[int]
    quoted_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default="holds")


class Correction(Row, OfConversation, Base):
    """A reply that is due because what was stated in a conversation no longer holds.

    ``changes`` say what was stated and how it is now; ``body`` is null until it is drafted.
    ``status``: open, sent, dismissed, or closed when everything is as stated again.
    """

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "created_at", "id"),)

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(server_default="open")
    changes: Mapped[list[dict[str, Any]]]
    body: Mapped[str | None]
    claims: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    edited: Mapped[bool] = mapped_column(server_default="false")
    reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    sent_message_id: Mapped[UUID | None]
    decided_by: Mapped[User | None] = relationship(lazy="joined")
    conversation: Mapped[Conversation] = relationship(lazy="raise")


Index("quotes_watched_idx", Quote.conversation_id, postgresql_where=Quote.status.in_(("holds", "outdated")))
Index(
    "corrections_open_key",
    Correction.conversation_id,
    unique=True,
    postgresql_where=Correction.status == "open",
)
