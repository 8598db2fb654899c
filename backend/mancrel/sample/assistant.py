"""The assistant at work on one mail, as its tasks do it, but in the session of the loader."""

from sqlalchemy.orm import Session

from mancrel.assistant import gaps, gates, retrieval, writer
from mancrel.assistant import service as assistant
from mancrel.assistant.guard import check
from mancrel.assistant.triage import triager
from mancrel.assistant.triaging import triaged
from mancrel.conversations.models import Conversation, Message, Suggestion


def decide(session: Session, message: Message, conversation: Conversation) -> Suggestion:
    """Understand, route, draft, check and decide; the built-in writer writes, whatever is configured."""
    triage = triager().triage(message.subject or "", message.new_text, message.automated)
    silent = triaged(session, message, conversation, triage)
    if silent:
        return silent
    question = retrieval.read(session, message, conversation)
    question = retrieval.with_facts(session, question, retrieval.meaning_of(question))
    draft = writer.write(question)
    claims = check(draft.body, question) if draft.body else ()
    held = tuple(gates.person_needed(question, draft, assistant.priority_of(message)))
    kept = assistant.decide(session, message.id, assistant.Written(question, draft, claims, held))
    if not draft.complete and kept.decision != "auto_send" and gaps.is_writable(kept):
        gaps.file(session, kept, message, gaps.question_in(kept, message), gates.INCOMPLETE)
    return kept
