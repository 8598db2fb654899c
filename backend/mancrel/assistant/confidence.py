"""How likely a person approves a draft, as it is, as the complete answer."""

import math
from dataclasses import dataclass

from mancrel.assistant.facts import Claim, Draft, Question
from mancrel.assistant.writer_wording import LANGUAGES

BIAS = -3.6
WEIGHTS = {
    "complete": 2.6,
    "support": 2.0,
    "understood": 0.9,
    "claims": 1.2,
    "language": 0.6,
    "intent": 0.3,
    "asks_back": -2.2,
    "incomplete": -0.5,
}
CEILING_UNCONFIRMED = 0.35
CEILING_INCOMPLETE = 0.79
CEILING_ASKS_BACK = 0.85


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
    """Return the probability that a person approves the draft unedited."""
    del held
    values = grounds(question, draft, claims)
    parts = tuple(Part(name, values[name], weight) for name, weight in WEIGHTS.items())
    if draft.body is None:
        return Confidence(0.05, parts)
    logit = BIAS + sum(part.value * part.weight for part in parts)
    value = 1.0 / (1.0 + math.exp(-logit))
    return Confidence(round(min(value, _ceiling(draft, claims)), 4), parts)


def grounds(question: Question, draft: Draft, claims: tuple[Claim, ...]) -> dict[str, float]:
    """Return what the confidence is computed from, each from 0 to 1."""
    wrong = sum(not one.ok for one in claims)
    unclear = int(draft.inputs.get("unclear", 0))
    return {
        "complete": float(draft.complete),
        "support": draft.support,
        "understood": 1.0 / (1.0 + unclear),
        "claims": 0.0 if wrong else 1.0,
        "language": float(question.language in LANGUAGES),
        "intent": min(1.0, question.intent_confidence),
        "asks_back": float(draft.asks_back),
        "incomplete": min(1.0, len(draft.missing) / 3),
    }


def _ceiling(draft: Draft, claims: tuple[Claim, ...]) -> float:
    """A draft with an unconfirmed statement, or that is not complete, is never sure."""
    if any(not one.ok for one in claims):
        return CEILING_UNCONFIRMED
    if draft.asks_back:
        return CEILING_ASKS_BACK
    return 0.99 if draft.complete else CEILING_INCOMPLETE
