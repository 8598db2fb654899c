"""A draft with a person's changes: what they state is checked before it is sent, and kept with what left."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.assistant import retrieval
from mancrel.assistant import service as assistant
from mancrel.assistant.facts import Question
from mancrel.assistant.guard import check
from mancrel.conversations import outbox, suggestions
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit.db import find, system_in


def send(session: Session, suggestion_id: UUID, body: str, *, accept_unconfirmed: bool) -> Suggestion:
    """Send a suggestion with a person's changes, once nothing unconfirmed is in them or the person means it.

    Raises:
        AlreadyDecided: somebody was faster.
        Unconfirmed: it states what neither catalogue nor articles carry.

    """
    found = find(session, Suggestion, suggestion_id)
    claims = _claims(session, found, body) if suggestions.pending(found) else []
    return suggestions.edit(session, suggestion_id, body, claims, accept_unconfirmed=accept_unconfirmed)


def _claims(session: Session, suggestion: Suggestion, body: str) -> list[dict[str, Any]]:
    # For the system: what a text may rest on is the same whoever sends it.
    with system_in(session) as system:
        asked = system.get_one(Message, suggestion.message_id)
        question = question_behind(system, asked, body)
    return as_kept(body, question)


def as_kept(text: str, question: Question) -> list[dict[str, Any]]:
    """Return what a text states, as it is kept in a suggestion and read by the ledger."""
    return assistant.as_kept(check(text, question))


def of_sent(session: Session, reply: Message) -> Question:
    """Return what a reply that has left may rest on."""
    asked = assistant.asked_by(session, reply) or outbox.newest_inbound(session, reply.conversation_id)
    return question_behind(session, asked or reply, reply.text)


def question_behind(session: Session, asked: Message, said: str) -> Question:
    """Return the facts about what was asked and about what an answer to it says."""
    conversation = session.get_one(Conversation, asked.conversation_id, options=[assistant.NAME_ONLY])
    question = retrieval.read(session, asked, conversation)
    alone = asked.direction == "out"  # nobody asked: it is the reply itself
    both = replace(question, text=said if alone else f"{question.text}\n\n{said}")
    found = retrieval.with_facts(session, both, retrieval.meaning_of(both))
    return replace(found, text=question.text)
