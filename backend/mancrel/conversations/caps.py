"""The caps that stop mail loops whatever the headers say."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.conversations.models import (
    AddressBounce,
    AutomaticReply,
    Conversation,
    Message,
)

LADDER = ((10, 10), (30, 15), (60, 25), (180, 50), (600, 100))
MAX_PER_INBOX_AND_HOUR = 300
MAX_WITHOUT_A_PERSON = 3
SOFT_BOUNCES = 3
SOFT_BOUNCE_DAYS = 7


def over_caps(session: Session, conversation: Conversation, address: str) -> str | None:
    """Return why no further automatic reply may go to this address, or None.

    The ladder is Zammad's: at most 10 in 10 minutes, 15 in 30, 25 in 60, 50 in 180, 100 in 600.
    """
    if suppressed(session, address):
        return "Mail to this address bounced."
    human = select(func.max(Message.created_at)).where(
        Message.conversation_id == conversation.id,
        Message.direction == "out",
        Message.author_kind == "user",
    )
    since = session.scalar(human) or datetime.min.replace(tzinfo=UTC)
    sent = select(func.count()).select_from(AutomaticReply)
    here = sent.where(AutomaticReply.conversation_id == conversation.id, AutomaticReply.sent_at > since)
    if (session.scalar(here) or 0) >= MAX_WITHOUT_A_PERSON:
        return "Three automatic replies were sent here without a person."
    now = datetime.now(UTC)
    for minutes, limit in LADDER:
        recent = AutomaticReply.sent_at > now - timedelta(minutes=minutes)
        if (session.scalar(sent.where(AutomaticReply.address == address, recent)) or 0) >= limit:
            return f"This address was sent {limit} automatic replies within {minutes} minutes."
    hour = AutomaticReply.sent_at > now - timedelta(hours=1)
    inbox = sent.where(AutomaticReply.channel_id == conversation.channel_id, hour)
    if (session.scalar(inbox) or 0) >= MAX_PER_INBOX_AND_HOUR:
        return "This channel has sent its ceiling of automatic replies this hour."
    return None


def suppressed(session: Session, address: str) -> bool:
    """Whether mail to this address bounced for good, or three times within a week."""
    week = datetime.now(UTC) - timedelta(days=SOFT_BOUNCE_DAYS)
    hard, soft = session.execute(
        select(
            func.count().filter(AddressBounce.permanent),
            func.count().filter(AddressBounce.created_at > week),
        ).where(AddressBounce.address == address.lower())
    ).one()
    return bool(hard or soft >= SOFT_BOUNCES)
