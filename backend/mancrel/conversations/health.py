"""How a channel's way out is doing: after failures in a row nothing leaves it by itself.

An answer of the server about one recipient does not count, for a stranger could provoke it. The next
message that leaves, or an admin, makes the channel healthy again; until then people can still send.
"""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.conversations.models import Channel
from mancrel.kit import events

MOST_FAILURES = 3


def failed(session: Session, channel_id: UUID, reason: str) -> None:
    """Count a message that could not leave, or of which nobody knows whether it did."""
    query = select(Channel).where(Channel.id == channel_id).with_for_update(of=Channel)
    channel = session.scalars(query.execution_options(populate_existing=True)).one()
    channel.failures += 1
    if channel.failures < MOST_FAILURES:
        return
    if channel.failing_because is None:
        channel.failing_since = datetime.now(UTC)
        events.record(session, "channel.failing", channel)
    channel.failing_because = reason[:500]


def recovered(session: Session, channel: Channel) -> None:
    """Take a channel as healthy: a message left, or an admin says so."""
    was_failing = channel.failing_because is not None
    channel.failures, channel.failing_because, channel.failing_since = 0, None, None
    if was_failing:
        events.record(session, "channel.recovered", channel)
