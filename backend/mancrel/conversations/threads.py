"""Which conversation a message belongs to, and taking it in.

Threads follow Message-IDs only, never subjects. A mail joins a thread only if its sender takes part
in it (or was copied by someone who does); a stranger who names its ids opens a new, linked one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mancrel.contacts import recognition
from mancrel.conversations import outbox
from mancrel.conversations.models import Attachment, Channel, Conversation, Message
from mancrel.kit import events
from mancrel.kit.db import uuid7

SNIPPET_CHARS = 200
MAX_PARTICIPANTS = 100


@dataclass(frozen=True)
class File:
    """An attachment whose bytes are already in the file store."""

    name: str
    content_type: str
    size: int
    digest: str


@dataclass(frozen=True)
class Inbound:
    """A message that came in, as its channel understood it."""

    external_id: str
    from_address: str
    from_name: str
    subject: str
    text: str
    new_text: str
    quoted_text: str
    html: str | None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    copied: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    automated: str | None = None
    authentic: bool = False
    delivery_id: UUID | None = None


def known(session: Session, channel: Channel, external_id: str) -> Message | None:
    """Return the message of this channel with this id, if it came before."""
    query = select(Message).where(Message.channel_id == channel.id, Message.external_id == external_id)
    return session.scalars(query).one_or_none()


def receive(session: Session, channel: Channel, mail: Inbound) -> Message:
    """Take a message in that is not ``known`` yet: contact, thread, message and attachments."""
    conversation = _thread_of(session, channel, mail)
    message = _message(channel, conversation, mail)
    session.add(message)
    for one in mail.files:
        session.add(
            Attachment(
                id=uuid7(),
                conversation_id=conversation.id,
                message_id=message.id,
                name=one.name,
                content_type=one.content_type,
                size=one.size,
                digest=one.digest,
            )
        )
    _touch(session, conversation, mail)
    session.flush()
    events.record(
        session,
        "message.received",
        message,
        key=f"conversation:{conversation.id}",
        shown_as=conversation,
        conversation_id=str(conversation.id),
    )
    return message


def _message(channel: Channel, conversation: Conversation, mail: Inbound) -> Message:
    return Message(
        id=uuid7(),
        conversation_id=conversation.id,
        channel_id=channel.id,
        external_id=mail.external_id,
        in_reply_to=mail.in_reply_to,
        references=list(mail.references),
        direction="in",
        kind="email",
        author_kind="contact",
        author_id=conversation.contact_id,
        author_name=mail.from_name or mail.from_address,
        from_address=mail.from_address,
        reply_to=mail.reply_to,
        subject=mail.subject,
        text=mail.text,
        new_text=mail.new_text,
        quoted_text=mail.quoted_text or None,
        html=mail.html,
        status="received",
        automated=mail.automated,
        authentic=mail.authentic,
        delivery_id=mail.delivery_id,
    )


def _touch(session: Session, conversation: Conversation, mail: Inbound) -> None:
    now = datetime.now(UTC)
    if mail.automated and conversation.snippet:
        return  # an out-of-office reply moves nothing in an inbox
    conversation.snippet = " ".join(mail.new_text.split())[:SNIPPET_CHARS]
    conversation.last_message_at = now
    people = dict.fromkeys([*conversation.participants, mail.from_address, *mail.copied])
    conversation.participants = list(people)[:MAX_PARTICIPANTS]
    if mail.automated:
        return
    conversation.unread = True
    conversation.waiting_since = conversation.waiting_since or now
    if conversation.status != "open":
        conversation.status, conversation.snoozed_until = "open", None
    outbox.withdraw_automatic(session, conversation, "The customer wrote again.")


def _thread_of(session: Session, channel: Channel, mail: Inbound) -> Conversation:
    parent = _named(session, channel, mail) or _naming(session, channel, mail)
    if parent and mail.from_address in parent.participants:
        return _reopened(session, parent)
    contact = recognition.recognise(
        session, mail.from_address, mail.from_name, with_company=mail.automated is None
    )
    conversation = Conversation(
        id=uuid7(),
        subject=mail.subject or "(no subject)",
        contact_id=contact.id,
        channel_id=channel.id,
        linked_id=(parent.linked_id or parent.id) if parent else None,
        participants=[],
        owner_id=contact.owner_id,
        team_id=contact.team_id or channel.team_id,
        status="closed" if mail.automated else "open",
        unread=mail.automated is None,
    )
    session.add(conversation)
    session.flush()
    return conversation


def _reopened(session: Session, conversation: Conversation) -> Conversation:
    """Lock a thread that grows, and take it out of the bin: an answer must not vanish there."""
    lock = select(Conversation).where(Conversation.id == conversation.id).with_for_update(of=Conversation)
    thread = session.scalars(lock.execution_options(populate_existing=True)).one()
    thread.deleted_at = None
    return thread


def _named(session: Session, channel: Channel, mail: Inbound) -> Conversation | None:
    """Return the thread of the nearest message that this one says it answers."""
    ids = [one for one in (mail.in_reply_to, *reversed(mail.references)) if one]
    if not ids:
        return None
    query = (
        select(Message)
        .where(Message.channel_id == channel.id, Message.external_id.in_(ids))
        .options(joinedload(Message.conversation))
    )
    found = {message.external_id: message.conversation for message in session.scalars(query)}
    return next((found[one] for one in ids if one in found), None)


def _naming(session: Session, channel: Channel, mail: Inbound) -> Conversation | None:
    """Return the thread of a message that came before the one it answers."""
    query = (
        select(Message)
        .where(Message.channel_id == channel.id, Message.references.contains([mail.external_id]))
        .options(joinedload(Message.conversation))
        .order_by(Message.created_at)
        .limit(1)
    )
    message = session.scalars(query).one_or_none()
    return message.conversation if message else None
