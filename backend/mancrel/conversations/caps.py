"""The caps that stop mail loops whatever the headers say."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from mancrel.contacts import service as contacts
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


def over_caps(session: Session, conversation: Conversation, address: str) -> str | None:
    """Return why no further automatic reply may go to this address, or None.

    The ladder is Zammad's: at most 10 in 10 minutes, 15 in 30, 25 in 60, 50 in 180, 100 in 600.
    """
    values = {
        "conversation": conversation.id,
        "root": conversation.linked_id or conversation.id,
        "channel": conversation.channel_id,
        "address": address,
        "lower": address.lower(),
        "domain": contacts.business_domain(address),
    }
    hard, soft, here, inbox, domain, *steps = session.execute(_COUNTS, values).one()
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


def _counts() -> Select[Any]:
    """Count at once: bounces, and automatic replies of the thread, the channel and each step."""
    now, reply = func.now(), AutomaticReply
    sent = select(func.count()).select_from(reply)
    of_a_person = select(func.max(Message.created_at)).where(
        Message.conversation_id == bindparam("conversation"),
        Message.direction == "out",
        Message.author_kind == "user",
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
    return select(*bounces.c, *replies, *ladder.c).join_from(bounces, ladder, true())


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


_COUNTS = _counts()
