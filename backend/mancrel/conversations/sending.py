"""How a message leaves: checked again under lock at the moment of sending, sent at most once.

A send is two-phase: the message is marked ``sending`` and committed, sent, and its outcome recorded.
If the outcome is not known the message is ``unknown``: settled by evidence or a person, never resent.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.catalogue.models import Product
from mancrel.conversations.models import (
    AddressBounce,
    Channel,
    Conversation,
    Message,
    Suggestion,
)
from mancrel.conversations.outbox import cancel, happened, newest_inbound
from mancrel.kit import events
from mancrel.kit.errors import Conflict
from mancrel.kit.failpoints import reach
from mancrel.knowledge.models import Article


class TooLate(Conflict):
    """The message has already left."""


@dataclass(frozen=True)
class Plan:
    """What the channel needs to deliver a message; ``resumed`` when an earlier attempt began to send."""

    message_id: UUID
    channel_id: UUID
    channel_settings: dict[str, Any]
    to_address: str
    to_name: str
    subject: str
    text: str
    in_reply_to: str | None
    references: tuple[str, ...]
    automatic: bool
    external_id: str | None
    resumed: bool


def claim(session: Session, message_id: UUID, external_id: str) -> Plan | None:
    """Decide under lock whether a message may leave now, and mark it as being sent.

    Returns None when there is nothing to send: withdrawn, cancelled or already settled.
    """
    reach("outbox.before_claim")
    message = session.get(Message, message_id, with_for_update=True)
    if message is None or message.status not in {"queued", "sending"}:
        return None
    conversation = session.scalars(
        select(Conversation)
        .where(Conversation.id == message.conversation_id)
        .with_for_update(of=Conversation)
    ).one()
    channel = session.get(Channel, message.channel_id)
    if channel is None or message.to_address is None:
        return None
    resumed = message.status == "sending"
    if not resumed:
        reason = _reason_to_hold(session, message, conversation)
        if reason:
            cancel(session, message, conversation, reason)
            return None
        message.status, message.external_id = "sending", external_id
    return Plan(
        message_id=message.id,
        channel_id=channel.id,
        channel_settings=channel.settings,
        to_address=message.to_address,
        to_name=conversation.contact.name,
        subject=message.subject or "",
        text=message.text,
        in_reply_to=message.in_reply_to,
        references=tuple(message.references),
        automatic=message.automatic,
        external_id=message.external_id,
        resumed=resumed,
    )


def _reason_to_hold(session: Session, message: Message, conversation: Conversation) -> str | None:
    if not message.automatic or message.suggestion_id is None:
        return None
    suggestion = session.get(Suggestion, message.suggestion_id)
    last = newest_inbound(session, conversation.id)
    if suggestion is None or suggestion.status != "scheduled":
        return "The suggestion was withdrawn."
    if last is None or last.id != suggestion.message_id:
        return "The customer wrote again."
    return changed_fact(session, suggestion)


def changed_fact(session: Session, suggestion: Suggestion) -> str | None:
    """Return which stated fact no longer holds in the catalogue, or None."""
    facts = [fact for claim_ in suggestion.claims for fact in claim_.get("facts", [])]
    ids = {UUID(fact["product_id"]) for fact in facts if fact.get("product_id")}
    rows = session.scalars(select(Product).where(Product.id.in_(ids)).with_for_update(of=Product))
    products = {str(product.id): product for product in rows}
    quoted = {UUID(fact["article_id"]): fact["value"] for fact in facts if fact.get("article_id")}
    articles = session.scalars(select(Article).where(Article.id.in_(quoted)).with_for_update())
    in_force = {one.id: one.version for one in articles if one.deleted_at is None}
    if any(in_force.get(id_) != version for id_, version in quoted.items()):
        return "An article that is quoted has changed."
    for fact in facts:
        product = products.get(fact.get("product_id", ""))
        if fact.get("product_id") and not _still_holds(fact, product):
            return f"The {fact['field'].replace('_', ' ')} stated has changed in the catalogue."
    return None


def _still_holds(fact: dict[str, Any], product: Product | None) -> bool:
    if product is None or product.deleted_at is not None:
        return False
    value, now = fact["value"], getattr(product, fact["field"], None)
    if fact["field"] == "stock":
        return int(product.stock) >= int(value) if fact.get("at_least") else now == int(value)
    if fact["field"] == "price":
        return product.price == Decimal(str(value)) and product.currency == fact["currency"]
    return bool(now == value)


def record_sent(session: Session, message_id: UUID) -> None:
    """Record that the other side took the message."""
    message, conversation = _locked(session, message_id)
    if message.status not in {"sending", "unknown"}:
        return
    message.status, message.status_reason = "sent", None
    message.sent_at = datetime.now(UTC)
    conversation.waiting_since = None
    suggestion = session.get(Suggestion, message.suggestion_id) if message.suggestion_id else None
    if suggestion:
        if suggestion.status == "scheduled":
            suggestion.status = conversation.suggestion_status = "sent"
        suggestion.sent_message_id = message.id
        suggestion.history = [*suggestion.history, happened("sent")]
    _tell(session, "message.sent", message, conversation)


def record_failure(session: Session, message_id: UUID, status: str, reason: str) -> None:
    """Record that a message failed, or that nobody knows (``unknown``), or that it waits again."""
    message, conversation = _locked(session, message_id)
    if message.status != "sending":
        return
    message.status, message.status_reason = status, reason[:500]
    if status != "queued":
        _tell(session, f"message.{status}", message, conversation)


def settle(session: Session, message_id: UUID, outcome: str) -> Message:
    """Let a person say whether a message whose outcome is unknown was sent.

    Raises:
        TooLate: its outcome is known.

    """
    message, conversation = _locked(session, message_id)
    if message.status != "unknown":
        raise TooLate("The outcome of this message is already known.")
    if outcome == "sent":
        record_sent(session, message_id)
    else:
        message.status, message.status_reason = "failed", "A person found that it was not sent."
        _tell(session, "message.failed", message, conversation)
    return message


def _locked(session: Session, message_id: UUID) -> tuple[Message, Conversation]:
    message = session.get(Message, message_id, with_for_update=True)
    if message is None:
        message_ = f"message {message_id} is gone"
        raise LookupError(message_)
    return message, session.scalars(
        select(Conversation).where(Conversation.id == message.conversation_id)
    ).one()


def _tell(session: Session, type_: str, message: Message, conversation: Conversation) -> None:
    session.flush()
    events.record(
        session,
        type_,
        message,
        key=f"conversation:{conversation.id}",
        shown_as=conversation,
        conversation_id=str(conversation.id),
    )


def record_bounce(
    session: Session, external_id: str | None, address: str, status: str, *, permanent: bool
) -> Message | None:
    """Record a delivery report; returns the message of ours that it is about, when we know it."""
    query = select(Message).where(Message.external_id == external_id, Message.direction == "out")
    message = session.scalars(query).first() if external_id else None
    session.add(
        AddressBounce(
            address=(address or (message.to_address if message else "") or "").lower(),
            status=status,
            permanent=permanent,
            message_id=message.id if message else None,
        )
    )
    if message and permanent and message.status in {"sent", "unknown"}:
        locked, conversation = _locked(session, message.id)
        locked.status = "bounced"
        locked.status_reason = f"The address does not take mail ({status})."
        _tell(session, "message.bounced", locked, conversation)
    return message


def find_unknown(session: Session, message_id: UUID) -> Message | None:
    """Return a message if nobody knows yet whether it left."""
    message = session.get(Message, message_id)
    return message if message and message.status == "unknown" else None
