"""How likely a person approves a draft, as it is, as the complete answer.

A logistic over what is known of the draft. Its coefficients are fitted on
``tests/assistant/confidence_cases.json``: estimates written by hand, which recorded decisions are to
replace.
"""

import math
from dataclasses import dataclass

from mancrel.assistant.facts import Claim, Draft, Question
from mancrel.assistant.writer_wording import LANGUAGES

BIAS = -11.56
WEIGHTS = {
    "answered": 6.03,
    "partly": 5.18,
    "understood": 0.62,
    "claims": 4.54,
    "language": 2.83,
    "intent": 1.30,
    "asks_back": -0.71,
}
NOTHING_WRITTEN = 0.05
CEILING_UNCONFIRMED = 0.40
CEILING_INCOMPLETE = 0.79
CEILING_ASKS_BACK = 0.85
CEILING_NOT_OURS = 0.55
CEILING = 0.99
NOT_OURS = frozenset({"order_change", "order_status", "account"})
"""Intents that catalogue and articles seldom answer: a partial answer to them is not worth approving."""


@dataclass(frozen=True)
class Part:
    """One ground for the confidence: its value from 0 to 1 and its weight in the logit."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True)
class Confidence:
    """A probability and what it is made of."""

    value: float
    parts: tuple[Part, ...] = ()


def judge(question: Question, draft: Draft, claims: tuple[Claim, ...], held: list[str]) -> Confidence:
    """Return the probability that a person approves the draft unedited.

    ``held`` does not lower it: who has to see a reply is a rule of its own, whatever its quality.
    """
    del held
    values = grounds(question, draft, claims)
    parts = tuple(Part(name, round(values[name], 4), weight) for name, weight in WEIGHTS.items())
    if draft.body is None:
        return Confidence(NOTHING_WRITTEN, parts)
    logit = BIAS + sum(values[name] * weight for name, weight in WEIGHTS.items())
    value = 1.0 / (1.0 + math.exp(-logit))
    return Confidence(round(min(value, _ceiling(question, draft, claims)), 4), parts)


def grounds(question: Question, draft: Draft, claims: tuple[Claim, ...]) -> dict[str, float]:
    """Return what the confidence is computed from, each from 0 to 1."""
    unclear = int(draft.inputs.get("unclear", 0))
    missing = min(1.0, len(draft.missing) / 3)
    return {
        "answered": draft.support if draft.complete else 0.0,
        "partly": 0.0 if draft.complete else 1.0 - missing,
        "understood": 1.0 / (1.0 + unclear),
        "claims": float(all(one.ok for one in claims)),
        "language": float(question.language in LANGUAGES),
        "intent": max(0.0, min(1.0, question.intent_confidence)),
        "asks_back": float(draft.asks_back),
    }


def _ceiling(question: Question, draft: Draft, claims: tuple[Claim, ...]) -> float:
    """A draft with an unconfirmed statement, or one that is not complete, is never sure."""
    if any(not one.ok for one in claims):
        return CEILING_UNCONFIRMED
    if question.intent == "complaint" or (question.intent in NOT_OURS and not draft.complete):
        return CEILING_NOT_OURS
    if draft.asks_back:
        return CEILING_ASKS_BACK
    return CEILING if draft.complete else CEILING_INCOMPLETE
