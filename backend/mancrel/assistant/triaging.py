"""What follows from a message's labels: silence is recorded, anything else is routed and drafted."""

from sqlalchemy.orm import Session

from mancrel.assistant import gates, retrieval, routing, screening
from mancrel.assistant import service as assistant
from mancrel.assistant.facts import Triage
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit import events


def triaged(
    session: Session, message: Message, conversation: Conversation, triage: Triage
) -> Suggestion | None:
    """Note what was understood, and route the conversation; returns the decision where no reply is due."""
    assistant.note_triage(message, conversation, triage)
    screening.met(session, message, conversation, triage.intent)
    silent = gates.silence(message.automated, retrieval.heard(message, conversation))
    if silent:
        return assistant.stay_silent(session, message, conversation, triage, silent)
    with session.no_autoflush:  # labels, team and owner are written together
        routing.route(session, conversation)
    session.flush()
    tell(session, message, conversation)
    return None


def tell(session: Session, message: Message, conversation: Conversation) -> None:
    """Record that it is known what a message is: a draft follows."""
    events.record(
        session,
        "message.triaged",
        message,
        key=f"conversation:{conversation.id}",
        shown_as=conversation,
        conversation_id=str(conversation.id),
    )
