"""Threads, messages, attachments and suggestions.

Channels belong to a later room in code but a thread must name its channel, so the table is here.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Computed,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import Team, User
from mancrel.contacts.models import Contact
from mancrel.intake.models import Endpoint
from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly, OpenToAll, Owned, Viewer, of_seen

_WORDS = "to_tsvector('simple', left(coalesce(subject, '') || ' ' || new_text, 20000))"


class Channel(Audited, Binned, OpenToAll, Base):
    """A way in which messages come and go, with its endpoint."""

    __tablename__ = "channels"
    audited = ("name", "is_active", "team_id", "deleted_at")

    kind: Mapped[str]
    name: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    is_active: Mapped[bool] = mapped_column(server_default="true")
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("endpoints.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    failures: Mapped[int] = mapped_column(server_default="0")
    failing_because: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    endpoint: Mapped[Endpoint] = relationship(lazy="raise")
    team: Mapped[Team | None] = relationship(lazy="joined")


class Conversation(Audited, Binned, Owned, Base):
    """A thread of messages with one contact over one channel.

    ``ai_paused``: a person has taken over, so nothing leaves by itself until they hand it back.
    ``writing_until``: until then a person (``writing_name``) is taken to be writing a reply.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("conversations_recent_idx", "last_message_at", "id"),
        Index("conversations_team_recent_idx", "team_id", "last_message_at", "id"),
        Index("conversations_owner_recent_idx", "owner_id", "last_message_at", "id"),
        Index("conversations_status_idx", "status", "last_message_at", "id"),
        Index("conversations_decision_idx", "decision", "suggestion_status", "last_message_at", "id"),
        Index("conversations_begins_idx", text("lower(subject) text_pattern_ops")),
        Index(
            "conversations_subject_trgm_idx",
            "subject",
            postgresql_using="gin",
            postgresql_ops={"subject": "gin_trgm_ops"},
        ),
    )

    audited = ("status", "contact_id", "ai_paused", "owner_id", "team_id", "deleted_at")

    subject: Mapped[str]
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id"), index=True)
    channel_id: Mapped[UUID | None] = mapped_column(ForeignKey("channels.id"))
    linked_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    status: Mapped[str] = mapped_column(server_default="open")
    snippet: Mapped[str] = mapped_column(server_default="")
    intent: Mapped[str | None]
    priority: Mapped[str | None]
    sentiment: Mapped[str | None]
    language: Mapped[str | None]
    decision: Mapped[str | None]
    suggestion_status: Mapped[str | None]
    unread: Mapped[bool] = mapped_column(server_default="true")
    waiting_since: Mapped[datetime | None]
    last_message_at: Mapped[datetime] = mapped_column(server_default=func.now())
    snoozed_until: Mapped[datetime | None]
    participants: Mapped[list[str]] = mapped_column(server_default="[]")
    ai_paused: Mapped[bool] = mapped_column(server_default="false")
    writing_until: Mapped[datetime | None]
    writing_name: Mapped[str | None]
    contact_row: Mapped[Contact] = relationship(lazy="joined", innerjoin=True)
    channel: Mapped[Channel | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Conversation.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Conversation.team_id")

    @property
    def contact(self) -> Contact:
        """The person that its contact is shown as."""
        return self.contact_row.shown


class OfConversation:
    """A row that takes its conversation's visibility."""

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its conversation."""
        return of_seen(cls.conversation_id, Conversation, viewer)


class Message(Row, OfConversation, Base):
    """One mail, in or out, or a private note.

    ``status`` of what goes out: queued, sending, sent, failed, unknown, bounced, cancelled.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel_id", "external_id"),
        Index("messages_external_idx", "external_id"),
        Index(
            "messages_references_idx",
            "references",
            postgresql_using="gin",
            postgresql_ops={"references": "jsonb_path_ops"},
        ),
        Index("messages_words_idx", "words", postgresql_using="gin"),
        Index("messages_leaving_idx", "leaves_at", postgresql_where=text("status = 'queued'")),
    )

    channel_id: Mapped[UUID | None] = mapped_column(ForeignKey("channels.id"))
    external_id: Mapped[str | None]
    in_reply_to: Mapped[str | None]
    references: Mapped[list[str]] = mapped_column(server_default="[]")
    direction: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="email")
    author_kind: Mapped[str]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    to_address: Mapped[str | None]
    from_address: Mapped[str | None]
    reply_to: Mapped[str | None]
    subject: Mapped[str | None]
    text: Mapped[str]
    new_text: Mapped[str]
    quoted_text: Mapped[str | None]
    html: Mapped[str | None]
    status: Mapped[str]
    status_reason: Mapped[str | None]
    private: Mapped[bool] = mapped_column(server_default="false")
    automated: Mapped[str | None]
    authentic: Mapped[bool] = mapped_column(server_default="false")
    automatic: Mapped[bool] = mapped_column(server_default="false")
    triage: Mapped[dict[str, Any] | None]
    delivery_id: Mapped[UUID | None]
    suggestion_id: Mapped[UUID | None]
    leaves_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    words: Mapped[Any] = mapped_column(TSVECTOR, Computed(_WORDS, persisted=True), deferred=True)
    conversation: Mapped[Conversation] = relationship(lazy="raise")
    attachments: Mapped[list["Attachment"]] = relationship(lazy="raise", order_by="Attachment.id")


class Attachment(Row, OfConversation, Base):
    """A file that came with a message; its bytes are in the file store under ``digest``.

    ``content_id``: by which the message's own HTML shows it (RFC 2392), if it was meant to be shown there.
    """

    __tablename__ = "attachments"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    content_id: Mapped[str | None]


class Suggestion(Row, OfConversation, Base):
    """What the assistant proposes to answer to one inbound message, kept for audit.

    ``shadow``: it would have been sent by itself, and waits for a person because of shadow mode.
    ``stake``, ``urgency``, ``waits_since`` and ``patience_s`` order the approval queue (``waiting.py``).
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        Index("suggestions_waiting_idx", "created_at", "id", postgresql_where=text("status = 'pending'")),
        Index(None, "created_at", "id"),
        Index("suggestions_shadow_idx", "decided_at", postgresql_where=text("shadow")),
    )

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    body: Mapped[str | None]
    original_body: Mapped[str | None]
    confidence: Mapped[float]
    parts: Mapped[list[dict[str, Any]]]
    decision: Mapped[str]
    shadow: Mapped[bool] = mapped_column(server_default="false")
    status: Mapped[str]
    reasons: Mapped[list[str]]
    sources: Mapped[list[dict[str, Any]]]
    claims: Mapped[list[dict[str, Any]]]
    inputs: Mapped[dict[str, Any]]
    model: Mapped[str]
    model_version: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reject_reason: Mapped[str | None]
    reject_kind: Mapped[str | None]
    sent_message_id: Mapped[UUID | None]
    stake: Mapped[float] = mapped_column(server_default="10")
    urgency: Mapped[float] = mapped_column(server_default="2")
    waits_since: Mapped[datetime | None]
    patience_s: Mapped[int] = mapped_column(server_default="86400")
    history: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    decided_by: Mapped[User | None] = relationship(lazy="joined")
    message: Mapped[Message] = relationship(lazy="raise")
    conversation: Mapped[Conversation] = relationship(lazy="raise")


class AutomaticReply(AdminsOnly, Base):
    """One automatic reply that was queued, counted by the caps that stop mail loops."""

    __tablename__ = "automatic_replies"
    __table_args__ = (
        Index(None, "address", "sent_at"),
        Index(None, "domain", "sent_at"),
        Index(None, "conversation_id", "sent_at"),
    )

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    channel_id: Mapped[UUID | None]
    address: Mapped[str]
    domain: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SendingStop(OpenToAll, Base):
    """An intent, or ``*`` for all, of which nothing may leave by itself; the assistant's switches tell it."""

    __tablename__ = "sending_stops"

    intent: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]


class AddressBounce(Row, AdminsOnly, Base):
    """A delivery report about an address; a permanent one, or three within a week, suppress it."""

    __tablename__ = "address_bounces"

    address: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    permanent: Mapped[bool]
    message_id: Mapped[UUID | None]
