"""The assistant at work on one mail, as its tasks do it, but in the session of the loader."""

from sqlalchemy.orm import Session

from mancrel.assistant import gates, retrieval, routing, writer
from mancrel.assistant import service as assistant
from mancrel.assistant.guard import check
from mancrel.assistant.triage import triager
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit import events


def decide(session: Session, message: Message, conversation: Conversation) -> Suggestion:
    """Understand, route, draft, check and decide; the built-in writer writes, whatever is configured."""
    triage = triager().triage(message.subject or "", message.new_text, message.automated)
    assistant.note_triage(message, conversation, triage)
    question = retrieval.read(session, message, conversation)
    silent = gates.silence(message.automated, question)
    if silent:
        return assistant.stay_silent(session, message, conversation, triage, silent)
    routing.route(session, conversation)
    session.flush()
    events.record(
        session,
        "message.triaged",
        message,
        key=f"conversation:{conversation.id}",
        shown_as=conversation,
        conversation_id=str(conversation.id),
    )
    question = retrieval.with_facts(session, question, retrieval.meaning_of(question))
    draft = writer.write(question)
    claims = check(draft.body, question) if draft.body else ()
    return assistant.decide(session, message, assistant.Written(question, draft, claims))
