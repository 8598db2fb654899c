"""Plain-English reasons for an answer of triage: which words spoke for it."""

from typing import Protocol

import numpy as np

from mancrel.assistant import features, heads
from mancrel.assistant.classifier import Space
from mancrel.assistant.features import Floats
from mancrel.assistant.kernels import KernelHead

_KERNEL_SCALE = 10.0
"""Brings a kernel head's word weights to about the size of a linear head's."""

NAMES = {
    "product_question": "a question about a product",
    "price_quote": "a price question",
    "purchase": "a wish to buy",
    "order_status": "a question about an order's progress",
    "order_change": "a change or cancellation of an order",
    "shipping": "a shipping question",
    "return_refund": "a return or refund",
    "complaint": "a complaint",
    "billing": "a payment or invoice matter",
    "account": "an account or data matter",
    "feedback": "thanks or feedback",
    "spam": "spam",
    "automated": "automated mail",
    "other": "something else",
}

_DULL = frozenset(
    "a an the and or of to in is it i my me you your we our for on at with this that be have has had do did "
    "does are was as der die das und ist ich wir sie ein eine le la les un une des et est je vous de du del "
    "el los las y es que en il lo gli e è di che het een ik och att det är jag ett ? please bitte".split()
)


class Seen(Protocol):
    """The parts of a message with the intent probabilities of each."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts."""

    @property
    def per_part(self) -> Floats:
        """One row of probabilities a part."""

    @property
    def sentiment(self) -> Floats:
        """Probabilities of the whole message's sentiment."""


class Heads(Protocol):
    """A feature space with the heads whose words can be asked for reasons."""

    @property
    def space(self) -> Space:
        """The feature space."""

    @property
    def intent(self) -> heads.Head | KernelHead:
        """The head that names the intent."""

    @property
    def sentiment(self) -> heads.Head:
        """The head that names the sentiment."""


def explain(route: Heads, seen: Seen, ranked: list[tuple[str, float]], sentiment: str) -> list[str]:
    """Name the words that spoke for each intent found, and for a sentiment that is not neutral."""
    lines = []
    for intent, confidence in [pair for place, pair in enumerate(ranked) if place == 0 or pair[1] >= 0.3][:3]:
        part = seen.parts[int(seen.per_part[:, route.intent.labels.index(intent)].argmax())]
        words = _telling(route.space, route.intent, part, intent)
        if words:
            point = "The word {} points to {}" if len(words) == 1 else "The words {} point to {}"
            lines.append(point.format(_quoted(words), NAMES[intent]))
        else:
            lines.append(f"The message as a whole reads like {NAMES[intent]} ({confidence:.0%})")
    if sentiment != "neutral":
        words = _telling(route.space, route.sentiment, " ".join(seen.parts), sentiment)
        lines.append(f"The tone is {sentiment}" + (f": {_quoted(words)}" if words else ""))
    return lines


def _quoted(words: list[str]) -> str:
    return " and ".join(f'"{word}"' for word in words)


def _telling(space: Space, head: heads.Head | KernelHead, text: str, label: str) -> list[str]:
    """Return up to two words or pairs of words of `text` with the largest share in the logit of `label`."""
    vectorizer = features.words(space.shape)
    terms = [
        term for term in dict.fromkeys(vectorizer.build_analyzer()(features.tidy(text))) if _speaks(term)
    ]
    if not terms:
        return []
    hashed = features.hashed(vectorizer, terms)
    if isinstance(head, KernelHead):
        rows = head.words[hashed] * _KERNEL_SCALE
    else:
        rows = head.weights[space.shape.dense_width + hashed]
    column = head.labels.index(label)
    scores = (rows[:, column] - rows.mean(axis=1)) * space.words[hashed]
    chosen: list[str] = []
    for place in np.argsort(-scores, kind="stable"):
        term = terms[int(place)]
        if scores[place] <= 0.8 or len(chosen) == 2:
            break
        if not any(set(term.split()) & set(other.split()) for other in chosen):
            chosen.append(term)
    return chosen


def _speaks(term: str) -> bool:
    return "zz" not in term and any(word not in _DULL and len(word) > 1 for word in term.split())
