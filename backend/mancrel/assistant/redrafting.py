"""Drafting again for a replay: the message and its thread as of then, catalogue and articles as of now."""

import time
from dataclasses import dataclass, replace
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy.orm import Session

from mancrel.adapters.llm import llm
from mancrel.assistant import (
    candidates,
    confidence,
    configuration,
    drafting,
    evaluation,
    gates,
    learnt_confidence,
    replays,
    retrieval,
    shipped_evaluation,
    writer,
    writers,
)
from mancrel.assistant import service as assistant
from mancrel.assistant.candidates import Candidate
from mancrel.assistant.confidence import SHIPPED, Fit
from mancrel.assistant.facts import Draft, Question
from mancrel.assistant.guard import check
from mancrel.assistant.replays import Stored, Tried
from mancrel.conversations.models import Conversation, Message
from mancrel.kit.db import transaction

AT_MOST_S = 480
EVALUATED = 60


@dataclass(frozen=True)
class _Again:
    """A new draft as the gates and the guard see it."""

    sent: bool
    unsupported: int
    confidence: float
    written: bool


def again(before: Candidate, after: Candidate) -> tuple[list[Tried], list[Tried]]:
    """Draft the decided messages anew, and the evaluation's where they are few; nothing is sent.

    It stops after eight minutes with the newest done: they say most about today.
    """
    until = time.monotonic() + AT_MOST_S
    with transaction() as session:
        stored = replays.decided(session)
        fit = learnt_confidence.in_use(session, configuration.current(session))
    own = [_own(one, before, after, fit) for one in stored if time.monotonic() < until]
    if replays.enough(stored[: len(own)]):
        return own, []
    known = [one for one in shipped_evaluation.cases() if one.decision != "no_reply"]
    some = known[:: max(1, len(known) // EVALUATED)]
    return own, [_of_evaluation(one, before, after) for one in some if time.monotonic() < until]


def _own(stored: Stored, before: Candidate, after: Candidate, fit: Fit) -> Tried:
    with transaction() as session:
        question, priority = _question(session, stored.message_id)
    tried = stored.tried(before, after)
    found = _judged(_write(question, stored.id, after), question, priority, after, fit)
    return replace(
        tried,
        after=found.sent,
        unsupported_after=found.unsupported,
        confidence_after=found.confidence,
        written=found.written,
    )


def _question(session: Session, message_id: UUID) -> tuple[Question, str]:
    message = session.get_one(Message, message_id)
    conversation = session.get_one(Conversation, message.conversation_id, options=[assistant.NAME_ONLY])
    question = retrieval.read(session, message, conversation)
    question = retrieval.with_facts(session, question, retrieval.meaning_of(question))
    return question, (message.triage or {}).get("priority", "normal")


def _write(question: Question, case_id: UUID, candidate: Candidate) -> Draft:
    """Draft with the candidate's writer; the model's budget of the day holds here too."""
    if candidate.writer == writers.BUILT_IN or llm() is None:
        return writer.write(question)
    return drafting.write(question, case_id)


def _judged(
    draft: Draft, question: Question, priority: str, candidate: Candidate, fit: Fit = SHIPPED
) -> _Again:
    claims = check(draft.body, question) if draft.body else ()
    held = gates.person_needed(question, draft, priority) + assistant.unconfirmed(claims)
    sure = confidence.judge(question, draft, claims, held, fit)
    sent = candidates.sends(candidate, question.intent, sure.value, held=bool(held) or draft.body is None)
    written = (draft.model == writers.BUILT_IN) == (candidate.writer == writers.BUILT_IN)
    return _Again(sent and written, sum(not one.ok for one in claims), sure.value, written)


def _of_evaluation(one: shipped_evaluation.Shipped, before: Candidate, after: Candidate) -> Tried:
    case, question = shipped_evaluation.questions()[one.id]
    draft = _write(question, uuid5(NAMESPACE_OID, one.id), after)
    found = _judged(draft, question, "normal", after)
    claims = check(draft.body, question) if draft.body else ()
    body = draft.body or ""
    wrong = evaluation.wrong_facts(case, body, question, claims)
    right = case.decision == "auto_send" and not wrong and not evaluation.missing_facts(case, body)
    held = one.held or not one.written
    return Tried(
        one.id,
        None,
        one.kind,
        "evaluation",
        not right,
        candidates.sends(before, one.intent, one.confidence, held=held),
        found.sent,
        int(one.wrong),
        max(found.unsupported, len(wrong)),
        one.confidence,
        found.confidence,
        found.written,
    )
