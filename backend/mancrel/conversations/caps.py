"""What of a thread stands against an automatic reply, first the caps that stop mail loops."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Exists, Select, bindparam, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from mancrel.contacts import recognition
from mancrel.conversations.models import (
    AddressBounce,
    AutomaticReply,
    Conversation,
    Message,
)

LADDER = ((10, 10), (30, 15), (60, 25), (180, 50), (600, 100))
MAX_PER_DOMAIN = 20
MAX_PER_INBOX_AND_HOUR = 300
MAX_WITHOUT_A_PERSON = 3
SOFT_BOUNCES = 3
SOFT_BOUNCE_DAYS = 7
_HERE = Message.conversation_id == bindparam("conversation")


@dataclass(frozen=True)
class Standing:
    """What of a thread stands against an automatic reply: a cap, or what happened after the message."""

    capped: str | None
    wrote_again: bool
    answered_by_a_person: bool


def standing(session: Session, conversation: Conversation, message: Message) -> Standing:
    """Look whether a message may be answered by itself; one question of the database."""
    address = message.from_address or ""
    values = {
        "conversation": conversation.id,
        "root": conversation.linked_id or conversation.id,
        "channel": conversation.channel_id,
        "address": address,
        "lower": address.lower(),
        "domain": recognition.business_domain(address),
        "message": message.id,
        "at": message.created_at,
    }
    again, answered, *counts = session.execute(_STANDING, values).one()
    return Standing(_over(*counts), again, answered)


def _over(hard: int, soft: int, here: int, inbox: int, domain: int, *steps: int) -> str | None:
    """Return why no further automatic reply may go to this address, or None.

    The ladder is Zammad's: at most 10 in 10 minutes, 15 in 30, 25 in 60, 50 in 180, 100 in 600.
    """
    if hard or soft >= SOFT_BOUNCES:
        return "Mail to this address bounced."
    if here >= MAX_WITHOUT_A_PERSON:
        return "Three automatic replies were sent here without a person."
    for (minutes, limit), count in zip(LADDER, steps, strict=True):
        if count >= limit:
            return f"This address was sent {limit} automatic replies within {minutes} minutes."
    if domain >= MAX_PER_DOMAIN:
        return f"This domain was sent {MAX_PER_DOMAIN} automatic replies within ten hours."
    if inbox >= MAX_PER_INBOX_AND_HOUR:
        return "This channel has sent its ceiling of automatic replies this hour."
    return None


def _wrote_again() -> Exists:
    place = tuple_(bindparam("at"), bindparam("message"))
    later = tuple_(Message.created_at, Message.id) > place
    return exists().where(_HERE, Message.direction == "in", later)


def _answered() -> Exists:
    by_a_person = (Message.direction == "out") & (Message.author_kind == "user") & ~Message.private
    return exists().where(_HERE, by_a_person, Message.created_at > bindparam("at"))


def _standing() -> Select[Any]:
    """Count bounces, and automatic replies of the thread, the channel and each step of the ladder."""
    now, reply = func.now(), AutomaticReply
    sent = select(func.count()).select_from(reply)
    of_a_person = select(func.max(Message.created_at)).where(
        _HERE, Message.direction == "out", Message.author_kind == "user"
    )
    since = func.coalesce(of_a_person.scalar_subquery(), datetime.min.replace(tzinfo=UTC))
    here = sent.where(reply.conversation_id.in_(_family()), reply.sent_at > since)
    hour = reply.sent_at > now - timedelta(hours=1)
    inbox = sent.where(reply.channel_id == bindparam("channel"), hour)
    ten_hours = reply.sent_at > now - timedelta(minutes=LADDER[-1][0])
    domain = sent.where(reply.domain == bindparam("domain"), ten_hours)
    since_step = [reply.sent_at > now - timedelta(minutes=minutes) for minutes, _ in LADDER]
    steps = select(*(func.count().filter(recent) for recent in since_step)).where(
        reply.address == bindparam("address"), since_step[-1]
    )
    ladder, bounces = steps.subquery(), _bounces().subquery()
    replies = (here.scalar_subquery(), inbox.scalar_subquery(), domain.scalar_subquery())
    later = (_wrote_again(), _answered())
    return select(*later, *bounces.c, *replies, *ladder.c).join_from(bounces, ladder, true())


def _family() -> Select[UUID]:
    """The threads that began with the same one: a robot that changes its address opens ever new ones."""
    root: BindParameter[UUID] = bindparam("root")
    return select(Conversation.id).where(or_(Conversation.id == root, Conversation.linked_id == root))


def _bounces() -> Select[int, int]:
    """Count bounces: one for good, or three within a week, suppress an address."""
    week = func.now() - timedelta(days=SOFT_BOUNCE_DAYS)
    return select(
        func.count().filter(AddressBounce.permanent).label("hard"),
        func.count().filter(AddressBounce.created_at > week).label("soft"),
    ).where(AddressBounce.address == bindparam("lower"))


_STANDING = _standing()
