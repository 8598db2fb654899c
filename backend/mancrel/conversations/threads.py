"""Which conversation a message belongs to, and taking it in.

Threads follow Message-IDs only, never subjects. A mail joins a thread only if its sender takes part
in it (or was copied by someone who does); a stranger who names its ids opens a new, linked one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, lazyload

from mancrel.contacts import recognition
from mancrel.conversations import outbox
from mancrel.conversations.models import Attachment, Channel, Conversation, Message
from mancrel.kit import events
from mancrel.kit.db import uuid7

SNIPPET_CHARS = 200
MAX_PARTICIPANTS = 100
MAX_KIN = 200


@dataclass(frozen=True)
class File:
    """An attachment whose bytes are already in the file store."""

    name: str
    content_type: str
    size: int
    digest: str
    content_id: str | None = None


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


@dataclass(frozen=True)
class Kin:
    """The message itself if it came before, and the thread of the one it answers or is answered by."""

    itself: Message | None
    thread: Conversation | None


_NAMES = Message.references.contains(bindparam("itself", type_=JSONB))
_KIN = (
    select(Message.id, Message.external_id, Message.conversation_id)
    .where(
        Message.channel_id == bindparam("channel"),
        Message.external_id.in_(bindparam("named", expanding=True)) | _NAMES,
    )
    .order_by(_NAMES, Message.created_at, Message.id)
    .limit(MAX_KIN)
)


def kin_of(session: Session, channel: Channel, mail: Inbound) -> Kin:
    """Find what a message belongs to: itself, what it says it answers, or what came before and answers it."""
    answered = [one for one in (mail.in_reply_to, *reversed(mail.references)) if one]
    ids = {"channel": channel.id, "named": [mail.external_id, *answered], "itself": [mail.external_id]}
    found = {row.external_id: row for row in session.execute(_KIN, ids)}
    if not found:
        return Kin(None, None)
    before = found.get(mail.external_id)
    if before:
        return Kin(session.get_one(Message, before.id), None)
    nearest = next((found[one] for one in answered if one in found), None) or next(iter(found.values()))
    return Kin(None, session.get_one(Conversation, nearest.conversation_id, options=[lazyload("*")]))


def receive(session: Session, channel: Channel, mail: Inbound, kin: Kin | None = None) -> Message:
    """Take a message in that is not there yet: contact, thread, message and attachments."""
    kin = kin or kin_of(session, channel, mail)
    thread = _joined(session, kin.thread, mail)
    conversation = thread or _opened(session, channel, mail, kin.thread)
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
                content_id=one.content_id,
            )
        )
    _touch(conversation, mail)
    if thread and not mail.automated:
        outbox.withdraw_automatic(session, conversation, "The customer wrote again.")
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


def _touch(conversation: Conversation, mail: Inbound) -> None:
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


def _joined(session: Session, thread: Conversation | None, mail: Inbound) -> Conversation | None:
    """Lock the thread that a message joins, and take it out of the bin: an answer must not vanish there."""
    if thread is None or mail.from_address not in thread.participants:
        return None
    query = select(Conversation).where(Conversation.id == thread.id).options(lazyload("*"))
    lock = query.with_for_update().execution_options(populate_existing=True)
    locked = session.scalars(lock).one()
    locked.deleted_at = None
    return locked


def _opened(session: Session, channel: Channel, mail: Inbound, parent: Conversation | None) -> Conversation:
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
        owner_id=contact.shown.owner_id,
        team_id=contact.shown.team_id or channel.team_id,
        status="closed" if mail.automated else "open",
        unread=mail.automated is None,
    )
    session.add(conversation)
    return conversation
