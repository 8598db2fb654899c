"""The shipped fit of the confidence, from the drafts of the labelled evaluation.

A label says what a person would let stand: nothing in the draft is wrong, and it states every fact that is
due. A draft that understood all and says itself that a colleague takes the rest never leaves by itself; to be
worth a look it has to hold one of the facts that are due. Messages that a rule gives to a person whatever the
draft says are left out, as their confidence decides nothing, and questions back, as no label says whether
they are good ones.
"""

from functools import cache
from typing import Any

from mancrel.assistant import confidence, evaluation, gates, shipped_evaluation, writer
from mancrel.assistant import confidence_fitting as fitting
from mancrel.assistant import service as assistant
from mancrel.assistant.evaluation import Case
from mancrel.assistant.facts import Question
from mancrel.assistant.guard import check
from mancrel.assistant.learnt_confidence import Decision

NO_CHANNEL = ""


@cache
def decisions() -> tuple[Decision, ...]:
    """Return the drafts of the shipped evaluation, each with its label; writing them takes ten seconds."""
    found = (_decision(case, question) for case, question in shipped_evaluation.questions().values())
    return tuple(one for one in found if one)


def _decision(case: Case, question: Question) -> Decision | None:
    if case.decision == "no_reply" or case.of in evaluation.LABELLED_BY_DECISION:
        return None
    draft = writer.write(question)
    if draft.body is None:
        return None
    claims = check(draft.body, question)
    rules = set(gates.person_needed(question, draft, "normal")) - {gates.INCOMPLETE}
    held = [*rules, *assistant.unconfirmed(claims)]
    if rules:
        return None
    wrong = evaluation.wrong_facts(case, draft.body, question, claims)
    missing = evaluation.missing_facts(case, draft.body)
    a_part = not draft.complete and not draft.inputs["unclear"] and len(missing) < len(case.must)
    enough = not missing or a_part
    good = case.decision == "auto_send" and not wrong and enough
    ceiling = confidence.judge(question, draft, claims, held).ceiling
    values = confidence.grounds(question, draft, claims)
    return Decision(values, question.intent, NO_CHANNEL, ceiling, good)


def fit() -> dict[str, Any]:
    """Fit anew; ``figures`` are those of a cross-validation, beside the estimates' own."""
    found = decisions()
    fitted = fitting.fitted(found, confidence.ESTIMATED)
    return {
        "decisions": len(found),
        "good": sum(one.good for one in found),
        "bias": round(fitted.bias + fitted.channels[NO_CHANNEL], 6),
        "weights": fitted.weights,
        "intents": fitted.intents,
        "figures": {"estimated": fitted.shipped, "fitted": fitted.learnt},
    }
