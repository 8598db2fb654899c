"""What goes out: queued with a delay in which it can be withdrawn. How it leaves is in ``sending``."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from mancrel.contacts import recognition
from mancrel.conversations import facts
from mancrel.conversations.models import (
    AutomaticReply,
    Conversation,
    Message,
    Suggestion,
)
from mancrel.kit import events
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Conflict

NOT_TO_BE_CONTACTED = "This person does not want to be contacted."


class CannotReply(Conflict):
    """This conversation has no channel or address to reply to."""


def queue(  # noqa: PLR0913 - the parts of a message
    session: Session,
    conversation: Conversation,
    body: str,
    *,
    author_kind: str,
    author_name: str,
    author_id: UUID | None = None,
    suggestion: Suggestion | None = None,
    answers: Message | None = None,
    automatic: bool = False,
    delay_s: float = 0,
) -> Message:
    """Queue a reply to a message, the newest of a person unless one is named; it leaves after the delay.

    Raises:
        CannotReply: there is nothing to reply to.

    """
    last = answers or _newest_of_a_person(session, conversation.id)
    to_address = _address_for(last, conversation, automatic=automatic)
    if conversation.channel_id is None or to_address is None:
        raise CannotReply
    if not automatic:
        withdraw_automatic(session, conversation, "A person answered.")
    now = datetime.now(UTC)
    leaves_at = now + timedelta(seconds=delay_s)
    message = Message(
        id=uuid7(),
        conversation_id=conversation.id,
        channel_id=conversation.channel_id,
        direction="out",
        kind="email",
        author_kind=author_kind,
        author_id=author_id,
        author_name=author_name,
        to_address=to_address,
        subject=conversation.subject,
        in_reply_to=last.external_id if last else None,
        references=_references(last),
        text=body,
        new_text=body,
        status="queued",
        automatic=automatic,
        suggestion_id=suggestion.id if suggestion else None,
        leaves_at=leaves_at,
    )
    session.add(message)
    conversation.last_message_at = now
    conversation.unread = False
    if automatic:
        _count(session, conversation, message, to_address)
    session.flush()
    events.record(
        session,
        "message.queued",
        message,
        key=f"outbox:{message.id}",
        run_at=leaves_at if delay_s else None,
        shown_as=conversation,
        conversation_id=str(conversation.id),
    )
    return message


def _address_for(last: Message | None, conversation: Conversation, *, automatic: bool) -> str | None:
    """Return where a reply goes: an automatic one only ever to the sender itself."""
    if last is None:
        return conversation.contact.email
    return last.from_address if automatic else last.reply_to or last.from_address


def _references(last: Message | None) -> list[str]:
    if last is None or last.external_id is None:
        return []
    return [*last.references, last.external_id][-100:]


def _count(session: Session, conversation: Conversation, message: Message, address: str) -> None:
    row = AutomaticReply(
        message_id=message.id,
        conversation_id=conversation.id,
        channel_id=conversation.channel_id,
        address=address,
        domain=recognition.business_domain(address),
    )
    session.add(row)


def newest_inbound(session: Session, conversation_id: UUID) -> Message | None:
    """Return the customer's newest message."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.direction == "in")
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def _newest_of_a_person(session: Session, conversation_id: UUID) -> Message | None:
    query = (
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == "in",
            Message.automated.is_(None),
        )
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none() or newest_inbound(session, conversation_id)


def switched_off(conversation: Conversation) -> str | None:
    """Return why nothing may leave a conversation by itself: its contact's or its channel's switch."""
    if conversation.ai_paused:
        return "Automatic replies are switched off here: a person has taken over."
    if conversation.contact.do_not_contact:
        return NOT_TO_BE_CONTACTED
    if conversation.contact.ai_paused:
        return "Automatic replies are switched off for this contact."
    if conversation.channel and conversation.channel.settings.get("auto_send") is False:
        return "Automatic replies are switched off for this channel."
    if conversation.channel and conversation.channel.failing_because:
        return "Automatic replies are switched off while the channel is unhealthy."
    return None


def withdraw_automatic(session: Session, conversation: Conversation, reason: str) -> int:
    """Withdraw automatic replies that have not left yet; the caller holds the conversation's lock."""
    messages = _about_to_leave(session, conversation)
    for message in messages:
        cancel(session, message, conversation, reason)
    return len(messages)


def _about_to_leave(session: Session, conversation: Conversation) -> list[Message]:
    waiting = select(Message).where(
        Message.conversation_id == conversation.id, Message.status == "queued", Message.automatic
    )
    return list(session.scalars(waiting.with_for_update()))


def withdraw_untrue(session: Session, conversation: Conversation, waiting: list[Message]) -> None:
    """Withdraw those automatic replies that state what is no longer so; the caller holds their thread's lock.

    What is still so stays so until this commits: the change that comes then finds what waits.
    """
    for message in waiting:
        suggestion = session.get(Suggestion, message.suggestion_id) if message.suggestion_id else None
        why = facts.changed(session, suggestion.claims) if suggestion else None
        if why:
            cancel(session, message, conversation, why)


def withdraw_stating(session: Session, **source: UUID) -> None:
    """Withdraw all automatic replies that state of a ``product_id`` or ``article_id`` what is not so."""
    stated = [{"facts": [{name: str(id_) for name, id_ in source.items()}]}]
    waiting = (
        select(Message.conversation_id)
        .join(Suggestion, Suggestion.id == Message.suggestion_id)
        .where(Message.status == "queued", Message.automatic, Suggestion.claims.contains(stated))
    )
    threads = select(Conversation).where(Conversation.id.in_(waiting)).order_by(Conversation.id)
    for conversation in session.scalars(threads.with_for_update(of=Conversation)):
        withdraw_untrue(session, conversation, _about_to_leave(session, conversation))


def cancel(session: Session, message: Message, conversation: Conversation, reason: str) -> None:
    """Take a queued message back, and its suggestion with it."""
    message.status, message.status_reason = "cancelled", reason
    suggestion = session.get(Suggestion, message.suggestion_id) if message.suggestion_id else None
    session.execute(delete(AutomaticReply).where(AutomaticReply.message_id == message.id))
    if suggestion and suggestion.status in {"scheduled", "approved"}:
        suggestion.status = "withdrawn"
        suggestion.history = [*suggestion.history, happened("withdrawn", reason)]
        conversation.suggestion_status = "withdrawn"
    session.flush()
    events.record(
        session,
        "message.withdrawn",
        message,
        key=f"conversation:{conversation.id}",
        shown_as=conversation,
        conversation_id=str(conversation.id),
    )


def happened(what: str, why: str | None = None, by: str | None = None) -> dict[str, Any]:
    """Describe a step in a suggestion's history."""
    return {"at": datetime.now(UTC).isoformat(), "what": what, "why": why, "by": by}


def with_attachments(session: Session, conversation_id: UUID) -> list[Message]:
    """Return the messages of a conversation, oldest first."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id)
        .options(selectinload(Message.attachments))
        .order_by(Message.created_at, Message.id)
    )
    return list(session.scalars(query))
