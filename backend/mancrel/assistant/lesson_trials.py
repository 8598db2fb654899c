"""Trying a lesson: what it is about is drafted anew and judged without it and with it; nothing is sent."""

from collections.abc import Collection
from dataclasses import replace
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.assistant import (
    configuration,
    learnt_confidence,
    lesson_rules,
    lessons,
    redrafting,
    replays,
    shipped_evaluation,
    shop_names,
    writers,
)
from mancrel.assistant.candidates import Candidate
from mancrel.assistant.confidence import Fit
from mancrel.assistant.learning_models import Replay
from mancrel.assistant.lesson_rules import Rules
from mancrel.assistant.redrafting import Tell, Writer
from mancrel.assistant.replays import Stored, Tried
from mancrel.assistant.shipped_evaluation import Shipped
from mancrel.kit.db import transaction

MOST = 500
"""Trials that are looked through for the newest of each lesson."""


class _Trial:
    """Both configurations with the lessons that each follows; only the built-in writer follows any."""

    def __init__(self, before: Candidate, after: Candidate, old: Rules, new: Rules, by: Writer) -> None:
        self.before = replace(before, writer=writers.BUILT_IN)
        self.after = replace(after, writer=writers.BUILT_IN)
        self._old, self._new, self._by = old, new, by
        self.about = {key for key in new if list(new[key]) != list(old.get(key, ()))}
        self.intents = {intent for intent, _ in self.about}

    @property
    def may_go_on(self) -> bool:
        """Whether there is time for more."""
        return self._by.may_go_on

    def of_decision(self, stored: Stored, fit: Fit) -> Tried:
        """Try it on what a person decided; where it changes nothing, that stays as it was."""
        same = stored.tried(self.before, self.after)
        same = replace(same, harmful=same.harmful and same.before != same.after)
        if stored.intent not in self.intents:
            return same
        question, priority = redrafting.question_of(stored)
        if (question.intent, question.language) not in self.about:
            self._by.leave_out()
            return same
        draft = self._by.draft(question, stored.id)
        plain, taught = (lesson_rules.followed(draft, each, question) for each in (self._old, self._new))
        if plain.body == taught.body:
            return same
        was = redrafting.judged(plain, question, priority, self.before, fit)
        now = redrafting.judged(taught, question, priority, self.after, fit)
        return replace(
            stored.tried(self.before, self.after),
            before=was.sent,
            after=now.sent,
            unsupported_before=was.unsupported,
            unsupported_after=now.unsupported,
            confidence_before=was.confidence,
            confidence_after=now.confidence,
            unconfirmed=now.unconfirmed,
        )

    def is_about(self, case: Tried) -> bool:
        """Tell whether a case of the evaluation is of the lesson's intent and language."""
        _, question = shipped_evaluation.questions()[case.id]
        return (question.intent, question.language) in self.about

    def of_case(self, one: Shipped, same: Tried) -> Tried:
        """Try it on a case of the evaluation."""
        if not self.is_about(same):
            return same
        question = self._by.asked(one.id)
        draft = self._by.draft(question, uuid5(NAMESPACE_OID, one.id))
        plain, taught = (lesson_rules.followed(draft, each, question) for each in (self._old, self._new))
        if plain.body == taught.body:
            return same
        # Both are judged as they are drafted now: what a case lacked before is not the lesson's doing.
        was = redrafting.evaluated(one, question, plain, self.before, self.before)
        now = redrafting.evaluated(one, question, taught, self.before, self.after)
        return replace(
            now,
            before=was.after,
            unsupported_before=was.unsupported_after,
            confidence_before=was.confidence_after,
        )


def newest(session: Session, lesson_ids: Collection[UUID]) -> dict[UUID, Replay]:
    """Return the newest trial of each lesson that was tried."""
    query = select(Replay).where(Replay.changes.has_key("lessons")).order_by(Replay.created_at.desc())
    found: dict[UUID, Replay] = {}
    for one in session.scalars(query.limit(MOST)):
        if one.lesson_id and one.lesson_id in lesson_ids:
            found.setdefault(one.lesson_id, one)
    return found


def again(before: Candidate, after: Candidate, tell: Tell) -> tuple[list[Tried], list[Tried]]:
    """Try a lesson on what people decided last, and on the evaluation where that is little."""
    with transaction() as session:
        stored = replays.decided(session)
        fit = learnt_confidence.in_use(session, configuration.current(session))
        old, new = (lessons.rules_of(session, each.lessons) for each in (before, after))
        by = Writer(None, 1, tell, shop_names=shop_names.read(session))
    trial = _Trial(before, after, old, new, by)
    same = [] if replays.enough(stored) else replays.on_evaluation(before, after)
    known = {one.id: one for one in shipped_evaluation.cases()}
    by.planned = sum(one.intent in trial.intents for one in stored) + sum(map(trial.is_about, same))
    own = [trial.of_decision(one, fit) for one in stored if trial.may_go_on]
    return own, [trial.of_case(known[one.id], one) for one in same if trial.may_go_on]
