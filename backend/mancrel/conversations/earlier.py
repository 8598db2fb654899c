"""What was suggested earlier: found before a new decision, and set aside when something else has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, lazyload

from mancrel.conversations import facts, outbox
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.conversations.suggestions import lock
from mancrel.kit.db import viewer_of

ANSWERING = ("scheduled", "sent", "approved", "edited")


def supersede(session: Session, conversation: Conversation, why: str) -> None:
    """Withdraw every suggestion of a conversation that still waits; the caller holds its lock."""
    query = select(Suggestion).where(
        Suggestion.conversation_id == conversation.id, Suggestion.status == "pending"
    )
    set_aside(session, conversation, session.scalars(query.with_for_update(of=Suggestion)), why)


def set_aside(session: Session, conversation: Conversation, waiting: Iterable[Suggestion], why: str) -> None:
    """Withdraw suggestions of a conversation that wait, and say why."""
    by = viewer_of(session).user_id
    for old in waiting:
        old.status = conversation.suggestion_status = "withdrawn"
        old.history = [*old.history, outbox.happened("withdrawn", why, str(by) if by else None)]


@dataclass(frozen=True)
class Earlier:
    """What was suggested before a decision about a message; ``waiting``: anywhere in its conversation.

    ``under_way``: by which the message is answered already, or about to be; one at most ever is.
    """

    under_way: Suggestion | None
    waiting: list[Suggestion]
    times_withdrawn: int


_EARLIER = (
    select(Suggestion)
    .where(
        (Suggestion.message_id == bindparam("message"))
        | (Suggestion.conversation_id == bindparam("conversation")) & (Suggestion.status == "pending")
    )
    .options(lazyload("*"))
    .with_for_update()
)


def about(session: Session, message: Message) -> Earlier:
    """Return what was suggested before, locked; the caller holds the conversation's lock."""
    ids = {"conversation": message.conversation_id, "message": message.id}
    found = list(session.scalars(_EARLIER, ids))
    of_it = [one for one in found if one.message_id == message.id]
    return Earlier(
        next((one for one in of_it if one.status in ANSWERING), None),
        [one for one in found if one.status == "pending"],
        sum(one.status == "withdrawn" for one in of_it),
    )


def withdraw_outdated(session: Session, suggestion_id: UUID) -> Message | None:
    """Set a waiting suggestion aside because its facts have changed; returns what it answered."""
    suggestion, conversation = lock(session, suggestion_id)
    why = facts.changed(session, suggestion.claims)
    if suggestion.status != "pending" or why is None:
        return None
    suggestion.status = conversation.suggestion_status = "withdrawn"
    suggestion.history = [*suggestion.history, outbox.happened("withdrawn", why)]
    return session.get(Message, suggestion.message_id)
