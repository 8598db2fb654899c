"""What triage gets right on messages it was not trained on."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from mancrel.assistant import heads
from mancrel.assistant.corpus import Example
from mancrel.assistant.facts import Triage
from mancrel.assistant.triage import Triager


def measure(triager: Triager, examples: Sequence[Example]) -> dict[str, Any]:
    """Return `figures` (numbers for the card) and `errors` (one line a mistake)."""
    answers = [triager.triage(example.subject, example.text) for example in examples]
    pairs = list(zip(examples, answers, strict=True))
    return {"figures": _figures(pairs), "errors": [line for pair in pairs for line in _mistakes(*pair)]}


def _figures(pairs: list[tuple[Example, Triage]]) -> dict[str, Any]:
    sure = np.array([answer.confidence for _, answer in pairs])
    right = np.array([answer.intent == example.intent for example, answer in pairs])
    several = [(example, answer) for example, answer in pairs if len(example.intents) > 1]
    found = [intent in dict(answer.intents) for example, answer in several for intent in example.intents]
    return {
        "n": len(pairs),
        "intent_accuracy": round(float(right.mean()), 4),
        "intent_macro_f1": _macro([e.intent for e, _ in pairs], [a.intent for _, a in pairs]),
        "intent_macro_f1_english": _intent_of([pair for pair in pairs if pair[0].language == "en"]),
        "intent_macro_f1_other_languages": _intent_of([pair for pair in pairs if pair[0].language != "en"]),
        "intent_ece": round(heads.calibration_error(sure, right), 4),
        "intent_precision_at_90": round(float(right[sure >= 0.9].mean()), 4) if (sure >= 0.9).any() else None,
        "intent_coverage_at_90": round(float((sure >= 0.9).mean()), 4),
        "several_intents_recall": round(float(np.mean(found)), 4) if found else None,
        "sentiment_macro_f1": _macro([e.sentiment for e, _ in pairs], [a.sentiment for _, a in pairs]),
        "priority_macro_f1": _macro([e.priority for e, _ in pairs], [a.priority for _, a in pairs]),
        "urgent_recall": _recall(pairs, "priority", "urgent"),
        "urgent_precision": _precision(pairs, "priority", "urgent"),
        "spam_recall": _recall(pairs, "intent", "spam"),
        "spam_precision": _precision(pairs, "intent", "spam"),
        "automated_recall": _recall(pairs, "intent", "automated"),
        "language_accuracy": _languages(pairs),
    }


def _macro(wanted: Sequence[str], guessed: Sequence[str]) -> float:
    return round(heads.macro_f1(np.asarray(guessed), np.asarray(wanted)), 4)


def _intent_of(pairs: Sequence[tuple[Example, Triage]]) -> float:
    return _macro([e.intent for e, _ in pairs], [a.intent for _, a in pairs])


def _recall(pairs: Sequence[tuple[Example, Triage]], field: str, value: str) -> float | None:
    hits = [getattr(answer, field) == value for example, answer in pairs if getattr(example, field) == value]
    return round(float(np.mean(hits)), 4) if hits else None


def _precision(pairs: Sequence[tuple[Example, Triage]], field: str, value: str) -> float | None:
    hits = [getattr(example, field) == value for example, answer in pairs if getattr(answer, field) == value]
    return round(float(np.mean(hits)), 4) if hits else None


def _languages(pairs: Sequence[tuple[Example, Triage]]) -> dict[str, float]:
    hits: dict[str, list[bool]] = defaultdict(list)
    for example, answer in pairs:
        hits[example.language].append(answer.language == example.language)
    return {code: round(float(np.mean(found)), 4) for code, found in sorted(hits.items())}


def _mistakes(example: Example, answer: Triage) -> list[str]:
    lines = []
    for field in ("intent", "sentiment", "priority", "language"):
        wanted, guessed = getattr(example, field), getattr(answer, field)
        if wanted != guessed:
            sure = f" ({answer.confidence:.2f})" if field == "intent" else ""
            lines.append(f"{field}: {wanted} -> {guessed}{sure} | {example.subject} | {example.text[:140]!r}")
    return lines
