"""Drafting again for a replay: the message and its thread as of then, catalogue and articles as of now."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import NAMESPACE_OID, UUID, uuid5

from mancrel.adapters.llm import Llm
from mancrel.assistant import (
    candidates,
    confidence,
    configuration,
    drafting,
    evaluation,
    gates,
    language_models,
    learnt_confidence,
    lesson_rules,
    lessons,
    llm_writer,
    replays,
    retrieval,
    shipped_evaluation,
    shop_names,
    writers,
)
from mancrel.assistant import service as assistant
from mancrel.assistant.candidates import Candidate
from mancrel.assistant.confidence import SHIPPED, Fit
from mancrel.assistant.facts import Draft, Question
from mancrel.assistant.guard import check
from mancrel.assistant.lesson_rules import Rules
from mancrel.assistant.replays import Stored, Tried
from mancrel.conversations.models import Conversation, Message
from mancrel.kit.db import transaction

AT_MOST_S = 480
EVALUATED = 60
SHARE = 2
"""A replay may use one in so many of a day's tokens: the rest is for customers."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Again:
    """A new draft as the gates and the guard see it."""

    sent: bool
    unsupported: int
    confidence: float
    written: bool
    unconfirmed: tuple[str, ...] = ()


class Writer:
    """The candidate's writer, the time and the tokens that a replay may take, and how far it is."""

    def __init__(
        self,
        model: Llm | None,
        tokens: int,
        tell: Tell,
        rules: Rules | None = None,
        shop_names: tuple[str, ...] = (),
    ) -> None:
        """Begin; ``rules``: the lessons that the built-in writer's drafts follow; ``shop_names``: ours."""
        self.until, self.tokens = time.monotonic() + AT_MOST_S, max(1, tokens)
        self.done, self.planned = 0, 0
        self._model, self._tell, self._rules = model, tell, rules or {}
        self._shop_names = shop_names

    @property
    def may_go_on(self) -> bool:
        """Whether another draft may be made."""
        return time.monotonic() < self.until and self.tokens > 0

    def leave_out(self) -> None:
        """Plan one less: it needs no new draft."""
        self.planned -= 1
        self._tell(self.done, self.planned)

    def asked(self, case_id: str) -> Question:
        """Return the question of an evaluation's case: of another shop, but what we teach names ours."""
        _, question = shipped_evaluation.questions()[case_id]
        return replace(question, shop_names=self._shop_names)

    def draft(self, question: Question, case_id: UUID) -> Draft:
        """Draft; the model's budget of the day holds here too."""
        draft = drafting.write(question, case_id, self._model)
        if self._model:
            used = draft.inputs.get("tokens")  # where nobody knows, what was set aside stays so
            self.tokens -= llm_writer.most_used(question).tokens if used is None else used
        self.done += 1
        self._tell(self.done, self.planned)
        return lesson_rules.followed(draft, self._rules, question)


def again(
    before: Candidate, after: Candidate, model: Llm | None, tell: Tell
) -> tuple[list[Tried], list[Tried]]:
    """Draft the decided messages anew, and the evaluation's where they are few; nothing is sent.

    It stops after eight minutes, or half a day's tokens, with the newest done: they say most about today.
    ``tell`` hears how many drafts of how many are made.
    """
    with transaction() as session:
        stored = replays.decided(session)
        fit = learnt_confidence.in_use(session, configuration.current(session))
        tokens = language_models.limits(session).tokens // SHARE
        rules = lessons.rules_of(session, after.lessons)
        by = Writer(model, tokens, tell, rules, shop_names.read(session))
    known = [one for one in shipped_evaluation.cases() if one.decision != "no_reply" and _says_facts(one.id)]
    some = [] if replays.enough(stored) else known[:: max(1, len(known) // EVALUATED)]
    by.planned = len(stored) + len(some)
    own = [_own(one, before, after, fit, by) for one in stored if by.may_go_on]
    return own, [_of_evaluation(one, before, after, by) for one in some if by.may_go_on]


def _says_facts(id_: str) -> bool:
    """Tell whether a case's label says what a reply has to state."""
    case, _ = shipped_evaluation.questions()[id_]
    return case.of not in evaluation.LABELLED_BY_DECISION


def _own(stored: Stored, before: Candidate, after: Candidate, fit: Fit, by: Writer) -> Tried:
    question, priority = question_of(stored)
    tried = stored.tried(before, after)
    found = judged(by.draft(question, stored.id), question, priority, after, fit)
    return replace(
        tried,
        after=found.sent,
        unsupported_after=found.unsupported,
        confidence_after=found.confidence,
        written=found.written,
        unconfirmed=found.unconfirmed,
    )


def question_of(stored: Stored) -> tuple[Question, str]:
    """Return what was asked, with the facts of today, and how urgent it was."""
    with transaction() as session:
        message = session.get_one(Message, stored.message_id)
        conversation = session.get_one(Conversation, message.conversation_id, options=[assistant.NAME_ONLY])
        question = retrieval.read(session, message, conversation)
        question = retrieval.with_facts(session, question, retrieval.meaning_of(question))
        return question, assistant.priority_of(message)


def judged(
    draft: Draft, question: Question, priority: str, candidate: Candidate, fit: Fit = SHIPPED
) -> Again:
    """Decide on a new draft as on any other."""
    claims = check(draft.body, question) if draft.body else ()
    held = gates.person_needed(question, draft, priority) + assistant.unconfirmed(claims)
    sure = confidence.judge(question, draft, claims, held, fit)
    sent = candidates.sends(candidate, question.intent, sure.value, held=bool(held) or draft.body is None)
    written = (draft.model == writers.BUILT_IN) == (candidate.writer == writers.BUILT_IN)
    wrong = assistant.wrong_words(claims)
    return Again(sent and written, sum(not one.ok for one in claims), sure.value, written, wrong)


def _of_evaluation(one: shipped_evaluation.Shipped, before: Candidate, after: Candidate, by: Writer) -> Tried:
    question = by.asked(one.id)
    return evaluated(one, question, by.draft(question, uuid5(NAMESPACE_OID, one.id)), before, after)


def evaluated(
    one: shipped_evaluation.Shipped, question: Question, draft: Draft, before: Candidate, after: Candidate
) -> Tried:
    """Hold a new draft of an evaluation's case against what is known to be right."""
    case, _ = shipped_evaluation.questions()[one.id]
    found = judged(draft, question, "normal", after)
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
        found.unconfirmed,
    )
