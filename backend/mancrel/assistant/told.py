"""What a sentence tells that a person must see, whatever else its message asks (R42).

A head of its own looks at every sentence: beside a question that is answered, one sentence sways no head that
looks at whole messages. It learns from `backend/training/told` (`told_training.py`) and is multilingual.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from mancrel.adapters import embeddings
from mancrel.assistant.sentences import sentences, written

SHIPPED = Path(__file__).parent / "told_model"
HARMLESS = "harmless"

STATED, ASKED = 0.2, 0.7
"""From here on a statement or a question is none that leaves unseen: questions speak of what might be."""

CLEAR = 0.6
"""From here on the matter is named; below, only that there may be one."""

UNWEIGHED = "Its sentences could not be weighed one by one."
_WHY = {
    "complaint": "A sentence reads like a complaint",
    "law": "A sentence speaks of law or fraud",
    "money": "A sentence is about a payment of theirs",
    "withdrawal": "A sentence takes something back or changes an order",
    "account": "A sentence is about their data or account",
    "order": "A sentence is about an order of theirs",
}


@cache
def model() -> Any:
    """Return the shipped head (a `Classifier`), loaded at the first call."""
    # The libraries of models take seconds to import: workers pay for that, the API does not.
    return import_module("mancrel.assistant.classifier").load(SHIPPED)


def reasons(subject: str, text: str) -> list[str]:
    """Return why a person has to see a message, by what its sentences tell; each with the sentence."""
    if not embeddings.available(embeddings.MULTILINGUAL):
        return [UNWEIGHED]
    parts = list(_parts(subject, text))
    head = model()
    found = []
    for part, chances in zip(parts, head.predict(parts), strict=True):
        harmless = float(chances[head.labels.index(HARMLESS)])
        if 1 - harmless >= (ASKED if "?" in part else STATED):
            found.append(f"{_why(dict(zip(head.labels, chances.tolist(), strict=True)))}: “{part[:80]}”.")
    return found


def _why(chances: dict[str, float]) -> str:
    """Name the matter if it is clear which one it is."""
    likeliest = max(_WHY, key=lambda matter: chances[matter])
    return _WHY[likeliest] if chances[likeliest] >= CLEAR else "A sentence may need a person"


def _parts(subject: str, text: str) -> Iterator[str]:
    """Return what is weighed: a cry of one word ("Shame!") tells nothing that the words of `gates` do not."""
    for part in (" ".join(subject.split()), *sentences(written(text), most=None)):
        if " " in part:
            yield part
