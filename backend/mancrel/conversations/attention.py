"""A person in a thread: they look, write, take it over, and hand it back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.conversations import outbox
from mancrel.conversations.models import Conversation, Message
from mancrel.kit import presence
from mancrel.kit.db import find, find_to_change, viewer_of
from mancrel.kit.presence import Presence

WRITING_S = 15
RENEW_S = 8  # a person who goes on writing is written down anew only when this little is left


def be_there(session: Session, conversation_id: UUID, state: str) -> list[Presence]:
    """Note that the viewer looks at a thread, writes in it or has gone; returns who else is there.

    Who writes withdraws the automatic reply that waits to leave, and none leaves while they do.
    """
    conversation = find(session, Conversation, conversation_id)
    me = _me(session)
    if me is None:
        return []
    if state == "typing" and _is_news(session, conversation):
        _write(session, find_to_change(session, Conversation, conversation_id), me.name)
    if state == "gone":
        presence.leave("conversation", conversation_id, me_as(me, state))
    else:
        presence.note("conversation", conversation_id, me_as(me, state))
    return presence.others(conversation_id, me.id)


def me_as(user: User, state: str) -> Presence:
    """Describe a user as present."""
    return Presence(user.id, user.name, state)


def _me(session: Session) -> User | None:
    user_id = viewer_of(session).user_id
    return session.get(User, user_id) if user_id else None


def _is_news(session: Session, conversation: Conversation) -> bool:
    """Whether it has to be written down: each keystroke must not cost a lock."""
    until = conversation.writing_until
    if until is None or until < datetime.now(UTC) + timedelta(seconds=WRITING_S - RENEW_S):
        return True
    waits = exists().where(
        Message.conversation_id == conversation.id, Message.status == "queued", Message.automatic
    )
    return bool(session.scalar(select(waits)))


def _write(session: Session, conversation: Conversation, name: str) -> None:
    conversation.writing_until = datetime.now(UTC) + timedelta(seconds=WRITING_S)
    conversation.writing_name = name
    outbox.withdraw_automatic(session, conversation, f"{name} is writing a reply.")


def take_over(session: Session, conversation: Conversation) -> None:
    """Stop automatic replies in a thread until a person hands it back; one that waits is withdrawn."""
    me = _me(session)
    conversation.ai_paused = True
    outbox.withdraw_automatic(session, conversation, f"{me.name if me else 'A person'} took over.")


def writing(conversation: Conversation) -> str | None:
    """Return why nothing may leave by itself while a person writes, or None."""
    if conversation.writing_until and conversation.writing_until > datetime.now(UTC):
        return f"{conversation.writing_name} is writing a reply."
    return None
