"""How likely a person lets a draft stand as it is: as the complete answer, or as the part it says it is.

A logistic over what is known of the draft. The shipped coefficients (``shipped_confidence.json``) are fitted
on the labelled evaluation, starting from estimates written by hand. Those of ``learnt_confidence`` start from
the shipped ones and follow what this shop's people decided.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mancrel.assistant.facts import Claim, Draft, Question
from mancrel.assistant.writer_wording import LANGUAGES

NOTHING_WRITTEN = 0.05
CEILING_UNCONFIRMED = 0.40
CEILING_INCOMPLETE = 0.79
CEILING_ASKS_BACK = 0.85
CEILING_NOT_OURS = 0.55
CEILING = 0.99
NOT_OURS = frozenset({"order_change", "order_status", "account"})
"""Intents that catalogue and articles seldom answer: a partial answer to them is not worth approving."""


@dataclass(frozen=True)
class Fit:
    """Coefficients of the logit; ``intents`` and ``channels`` shift it by what is usual there."""

    version: str
    bias: float
    weights: Mapping[str, float]
    intents: Mapping[str, float] = field(default_factory=dict)
    channels: Mapping[str, float] = field(default_factory=dict)

    def terms(self, values: Mapping[str, float], intent: str, channel: str) -> dict[str, tuple[float, float]]:
        """Return the summands of the logit besides the bias, by name: value and weight."""
        terms = {name: (values[name], weight) for name, weight in self.weights.items()}
        if intent in self.intents:
            terms["usual_for_intent"] = (1.0, self.intents[intent])
        if channel in self.channels:
            terms["usual_for_channel"] = (1.0, self.channels[channel])
        return terms


ESTIMATED = Fit(
    "estimated",
    -11.56,
    {
        "answered": 6.03,
        "partly": 5.18,
        "understood": 0.62,
        "claims": 4.54,
        "language": 2.83,
        "intent": 1.30,
        "asks_back": -0.71,
    },
)
"""The fit of ``tests/assistant/confidence_cases.json``: what one would guess before seeing any draft."""

SHIPPED_FIT = Path(__file__).with_name("shipped_confidence.json")


def _shipped() -> Fit:
    kept = json.loads(SHIPPED_FIT.read_text(encoding="utf-8"))
    return Fit("shipped", kept["bias"], kept["weights"], kept["intents"])


SHIPPED = _shipped()


@dataclass(frozen=True)
class Part:
    """One ground for the confidence: its value from 0 to 1 and its weight in the logit."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True)
class Confidence:
    """A probability, what it is made of, the most it could be, and by which fit."""

    value: float
    parts: tuple[Part, ...] = ()
    ceiling: float = CEILING
    version: str = SHIPPED.version


def judge(
    question: Question,
    draft: Draft,
    claims: tuple[Claim, ...],
    held: list[str],
    fit: Fit = SHIPPED,
    channel: str = "",
) -> Confidence:
    """Return the probability that a person approves the draft unedited.

    ``held`` does not lower it: who has to see a reply is a rule of its own, whatever its quality.
    """
    del held
    terms = fit.terms(grounds(question, draft, claims), question.intent, channel)
    parts = tuple(Part(name, round(value, 4), weight) for name, (value, weight) in terms.items())
    ceiling = _ceiling(question, draft, claims)
    if draft.body is None:
        return Confidence(NOTHING_WRITTEN, parts, ceiling, fit.version)
    logit = fit.bias + sum(value * weight for value, weight in terms.values())
    value = 1.0 / (1.0 + math.exp(-logit))
    return Confidence(round(min(value, ceiling), 4), parts, ceiling, fit.version)


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
