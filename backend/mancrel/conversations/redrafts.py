"""Whether a reply is being written for a thread: told from the jobs, so it is true after a crash as well."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.conversations.models import Message
from mancrel.kit.db import system_in
from mancrel.kit.jobs import WAITING, JobRow, Status

QUEUE = "ai"
LEADING = ("message.received", "message.triaged", "message.withdrawn", "suggestion.outdated")
"""What a draft follows from; of replies that were withdrawn only those that ``due_after`` names."""

_DUE_AFTER = (
    "has changed",
    "switched off",
    "is writing a reply",
    "took over",
    "given to somebody else",
    "corrected how",
)


def due_after(reason: str | None) -> bool:
    """Tell whether a reply that was withdrawn for this is drafted anew, so that it stays in a queue."""
    return any(words in (reason or "") for words in _DUE_AFTER)


def under_way(session: Session, conversation_id: UUID) -> bool:
    """Tell whether a draft for a conversation is being written, or waits for its turn."""
    query = select(JobRow.event_type, JobRow.subject_id).where(
        JobRow.key == f"conversation:{conversation_id}",
        JobRow.status.in_((*WAITING, Status.RUNNING)),
        JobRow.queue == QUEUE,
        JobRow.event_type.in_(LEADING),
    )
    with system_in(session) as system:
        return any(
            type_ != "message.withdrawn" or due_after(_why(system, id_))
            for type_, id_ in system.execute(query)
        )


def _why(session: Session, message_id: UUID | None) -> str | None:
    """Return why a message was withdrawn."""
    return session.scalar(select(Message.status_reason).where(Message.id == message_id))
