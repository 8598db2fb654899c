"""Train the head that weighs single sentences: `python -m mancrel.assistant.told_training`, four minutes.

It learns from `backend/training/told` (sentences written for it, six languages) and from the single sentences
of the other training texts whose intent says which matter they are.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from mancrel.adapters import embeddings
from mancrel.assistant import classifier, corpus, features, heads, kernels, told
from mancrel.assistant.classifier import Classifier
from mancrel.assistant.features import Shape
from mancrel.assistant.gates import SUPPORTED_LANGUAGES
from mancrel.assistant.kernels import KernelHead
from mancrel.assistant.sentences import sentences
from mancrel.assistant.training import FOLDS, TEXTS

MATTERS = {
    "complaint": "complaint",
    "order_change": "withdrawal",
    "billing": "money",
    "account": "account",
    "order_status": "order",
    "context": told.HARMLESS,
    "product_question": told.HARMLESS,
    "price_quote": told.HARMLESS,
    "shipping": told.HARMLESS,
    "feedback": told.HARMLESS,
}
"""What a sentence of the other texts tells, by its intent; where that is not sure, the intent is left out."""


def read(texts: Path = TEXTS) -> tuple[list[str], list[str]]:
    """Return the sentences and what each tells."""
    rows = [json.loads(line) for path in _files(texts) for line in path.read_text("utf-8").splitlines()]
    found = [(row["text"], row["matter"]) for row in rows]
    for one in corpus.read(texts):
        known = one.intent in MATTERS and one.language in SUPPORTED_LANGUAGES
        if known and len(sentences(one.text)) == 1:
            found.append((one.text, MATTERS[one.intent]))
    return [text for text, _ in found], [matter for _, matter in found]


def _files(texts: Path) -> list[Path]:
    return sorted((texts / "told").glob("*.jsonl"))


def digest(texts: Path = TEXTS) -> str:
    """SHA-256 over all that is learnt from."""
    return hashlib.sha256(json.dumps(read(texts)).encode()).hexdigest()


def ship(out: Path = told.SHIPPED, threads: int = 2) -> dict[str, Any]:
    """Train on all sentences, write the head to `out` and return its card."""
    texts, matters = read()
    shape = Shape(embedders=(embeddings.MULTILINGUAL,), threads=threads)
    dense = features.embed(texts, shape)
    space = classifier.measure_space(texts, Shape(shape.embedders), dense)
    rows = space.rows(texts, dense)
    head = _fit(rows, matters, shape)
    card = {
        "format": classifier.FORMAT,
        "name": f"mancrel-told-1+{digest()[:8]}",
        "data_sha256": digest(),
        "sentences": dict(Counter(matters)),
        "unseen": _unseen(rows, texts, matters, shape),
        "libraries": classifier.versions(),
    }
    classifier.save(Classifier(space, head, card), out)
    return card


def _fit(rows: sp.csr_matrix, matters: Sequence[str], shape: Shape) -> KernelHead:
    return kernels.fit(rows, matters, width=shape.dense_width, scale=shape.scale)


def _unseen(
    rows: sp.csr_matrix, texts: Sequence[str], matters: Sequence[str], shape: Shape
) -> dict[str, float]:
    """Shares at the thresholds in use, of sentences that a fold's head had not seen; many are hard ones."""
    targets = np.asarray(matters)
    harmful, held = targets != told.HARMLESS, np.zeros(len(targets), dtype=bool)
    least = np.array([told.ASKED if "?" in text else told.STATED for text in texts])
    for train, test in heads.splits(targets, FOLDS, None):
        head = _fit(rows[train], targets[train].tolist(), shape)
        harmless = head.probabilities(rows[test])[:, head.labels.index(told.HARMLESS)]
        held[test] = 1 - harmless >= least[test]
    return {
        "forbidden_missed": round(float((~held[harmful]).mean()), 4),
        "harmless_held": round(float(held[~harmful].mean()), 4),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(ship(), indent=2) + "\n")
