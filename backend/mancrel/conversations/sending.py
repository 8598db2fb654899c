"""How a message leaves: checked again under lock at the moment of sending, sent at most once.

A send is two-phase: the message is marked ``sending`` and committed, sent, and its outcome recorded.
If the outcome is not known the message is ``unknown``: settled by evidence or a person, never resent.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.conversations import attention, corrections, facts, health, ledger, stops
from mancrel.conversations.models import (
    AddressBounce,
    Channel,
    Conversation,
    Message,
    Suggestion,
)
from mancrel.conversations.outbox import (
    NOT_TO_BE_CONTACTED,
    cancel,
    happened,
    newest_inbound,
    switched_off,
)
from mancrel.kit import events
from mancrel.kit.errors import Conflict
from mancrel.kit.failpoints import reach


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


def _locked(session: Session, message_id: UUID) -> tuple[Message, Conversation] | None:
    """Lock a message's conversation and then the message: everybody locks in this order."""
    conversation_id = session.scalar(select(Message.conversation_id).where(Message.id == message_id))
    if conversation_id is None:
        return None
    lock = select(Conversation).where(Conversation.id == conversation_id).with_for_update(of=Conversation)
    conversation = session.scalars(lock.execution_options(populate_existing=True)).one()
    query = select(Message).where(Message.id == message_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one(), conversation


def claim(session: Session, message_id: UUID, external_id: str) -> Plan | None:
    """Decide under lock whether a message may leave now, and mark it as being sent.

    Returns None when there is nothing to send: withdrawn, cancelled or already settled.
    """
    reach("outbox.before_claim")
    found = _locked(session, message_id)
    if found is None or found[0].status not in {"queued", "sending"}:
        return None
    message, conversation = found
    channel = session.get(Channel, message.channel_id)
    if channel is None or message.to_address is None:
        return None
    resumed = message.status == "sending"
    if not resumed:
        reason = _reason_to_hold(session, message, conversation, channel)
        if reason:
            cancel(session, message, conversation, reason)
            return None
        message.status, message.external_id = "sending", external_id
    return Plan(
        message_id=message.id,
        channel_id=channel.id,
        channel_settings=channel.settings,
        to_address=message.to_address,
        to_name=_name_behind(conversation, message.to_address),
        subject=message.subject or "",
        text=message.text,
        in_reply_to=message.in_reply_to,
        references=tuple(message.references),
        automatic=message.automatic,
        external_id=message.external_id,
        resumed=resumed,
    )


def _name_behind(conversation: Conversation, address: str) -> str:
    known = {identity.value for identity in conversation.contact.identities}
    return conversation.contact.name if address in known else ""


def _reason_to_hold(
    session: Session, message: Message, conversation: Conversation, channel: Channel
) -> str | None:
    if conversation.deleted_at is not None:
        return "The conversation was deleted."
    suggestion = session.get(Suggestion, message.suggestion_id) if message.suggestion_id else None
    if message.automatic:
        if channel.deleted_at is not None or not channel.is_active:
            return "The channel is switched off."
        off = switched_off(conversation) or stops.against(session, conversation.intent)
        if off:
            return stops.in_words(off)
        writing = attention.writing(conversation)
        if writing:
            return writing
        last = newest_inbound(session, conversation.id)
        if suggestion is None or suggestion.status != "scheduled":
            return "The suggestion was withdrawn."
        if last is None or last.id != suggestion.message_id:
            return "The customer wrote again."
    if suggestion and suggestion.status in {"scheduled", "approved"}:
        return facts.changed(session, suggestion.claims)
    drafted = corrections.claims_of(session, message)  # none for own words: they are that person's
    if drafted and conversation.contact.do_not_contact:
        return NOT_TO_BE_CONTACTED
    return facts.changed(session, drafted)


def record_sent(session: Session, message_id: UUID) -> None:
    """Record that the other side took the message."""
    message, conversation = _found(session, message_id)
    if message.status not in {"sending", "unknown"}:
        return
    message.status, message.status_reason = "sent", None
    message.sent_at = datetime.now(UTC)
    newer = _unanswered_after(session, message)
    answers = not corrections.carries_one(session, message)
    if answers:
        conversation.waiting_since = newer[0].created_at if newer else None
    suggestion = session.get(Suggestion, message.suggestion_id) if message.suggestion_id else None
    if suggestion:
        if suggestion.status == "scheduled":
            suggestion.status = "sent"
            if not newer:
                conversation.suggestion_status = "sent"
        suggestion.sent_message_id = message.id
        suggestion.history = [*suggestion.history, happened("sent")]
    _note_success(session, message)
    still_open = [str(one.id) for one in newer]
    _tell(session, "message.sent", message, conversation, newer=still_open, answers=answers)
    if message.author_kind == "user":
        _tell(session, "message.sent_by_hand", message, conversation)
    else:
        claims = suggestion.claims if suggestion else corrections.claims_of(session, message)
        ledger.write(session, message, claims)
        corrections.review(session, conversation)


def _unanswered_after(session: Session, reply: Message) -> list[Message]:
    """Return what a person wrote after the message that a reply answers, oldest first."""
    answered = select(Message.created_at).where(
        Message.conversation_id == reply.conversation_id,
        Message.direction == "in",
        Message.external_id == reply.in_reply_to,
    )
    seen = session.scalar(answered.limit(1)) if reply.author_kind == "ai" else None
    query = select(Message).where(
        Message.conversation_id == reply.conversation_id,
        Message.direction == "in",
        Message.automated.is_(None),
        Message.created_at > (seen or reply.created_at),
    )
    return list(session.scalars(query.order_by(Message.created_at, Message.id)))


def _note_success(session: Session, message: Message) -> None:
    """A message that left shows that its channel works again."""
    channel = session.get(Channel, message.channel_id)
    if channel and channel.failures:
        health.recovered(session, channel)


def record_failure(
    session: Session, message_id: UUID, status: str, reason: str, *, of_channel: bool = True
) -> None:
    """Record that a message failed, or that nobody knows (``unknown``), or that it waits again.

    What failed is shown as escalated: a person has to see to it. ``of_channel``: the way out failed, not
    this one recipient.
    """
    message, conversation = _found(session, message_id)
    if message.status not in {"sending", "queued"}:
        return
    if of_channel and message.channel_id:
        health.failed(session, message.channel_id, reason)
    message.status, message.status_reason = status, reason[:500]
    if status == "queued":
        return
    suggestion = session.get(Suggestion, message.suggestion_id) if message.suggestion_id else None
    if suggestion and suggestion.status == "scheduled":
        suggestion.status = conversation.suggestion_status = "withdrawn"
        suggestion.history = [*suggestion.history, happened("withdrawn", reason[:500])]
    conversation.decision = "escalate"
    conversation.waiting_since = conversation.waiting_since or datetime.now(UTC)
    _tell(session, f"message.{status}", message, conversation)


def settle(session: Session, message_id: UUID, outcome: str) -> Message:
    """Let a person say whether a message whose outcome is unknown was sent.

    Raises:
        TooLate: its outcome is known.

    """
    message, conversation = _found(session, message_id)
    if message.status != "unknown":
        raise TooLate("The outcome of this message is already known.")
    if outcome == "sent":
        record_sent(session, message_id)
    else:
        message.status, message.status_reason = "failed", "A person found that it was not sent."
        _tell(session, "message.failed", message, conversation)
    return message


def _found(session: Session, message_id: UUID) -> tuple[Message, Conversation]:
    found = _locked(session, message_id)
    if found is None:
        message = f"message {message_id} is gone"
        raise LookupError(message)
    return found


def _tell(session: Session, type_: str, message: Message, conversation: Conversation, **facts: Any) -> None:
    session.flush()
    events.record(
        session,
        type_,
        message,
        key=f"conversation:{conversation.id}",
        shown_as=conversation,
        conversation_id=str(conversation.id),
        contact_id=str(conversation.contact_id),
        owner_id=str(conversation.owner_id) if conversation.owner_id else None,
        team_id=str(conversation.team_id) if conversation.team_id else None,
        **facts,
    )


def record_bounce(session: Session, external_id: str, status: str, *, permanent: bool) -> None:
    """Record a delivery report about a mail that we did send; its own recipient is meant, nobody else."""
    query = select(Message.id).where(Message.external_id == external_id, Message.direction == "out")
    message_id = session.scalars(query).first()
    if message_id is None:
        return
    message, conversation = _found(session, message_id)
    session.add(
        AddressBounce(
            address=(message.to_address or "").lower(),
            status=status,
            permanent=permanent,
            message_id=message.id,
        )
    )
    if permanent and message.status in {"sent", "unknown"}:
        message.status = "bounced"
        message.status_reason = f"The address does not take mail ({status})."
        _tell(session, "message.bounced", message, conversation)


def find_unknown(session: Session, message_id: UUID) -> Message | None:
    """Return a message if nobody knows yet whether it left."""
    message = session.get(Message, message_id)
    return message if message and message.status == "unknown" else None
