"""Train and measure: any label set from the command line, and the shipped triage model from our own texts.

`python -m mancrel.assistant.training ship` rebuilds the shipped model from `backend/training`;
`python -m mancrel.assistant.training measure` prints what it does on the evaluation set, never trained on.
"""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from mancrel.adapters import embeddings
from mancrel.assistant import classifier, corpus, heads, kernels, language, triage
from mancrel.assistant.classifier import Space
from mancrel.assistant.corpus import CONTEXT, Example
from mancrel.assistant.features import Floats, Shape
from mancrel.assistant.kernels import KernelHead
from mancrel.assistant.measuring import measure
from mancrel.assistant.triage import Pooling, Route

TEXTS = Path(__file__).parents[2] / "training"
NAME = "mancrel-triage"
VERSION = "1"
FOLDS = 4
NEIGHBOURS = 8

_EMBEDDERS = {"english": embeddings.ENGLISH, "multilingual": embeddings.MULTILINGUAL}


@dataclass(frozen=True)
class Prepared:
    """Examples with their parts, the embedding of every different part, and a place for each part."""

    examples: list[Example]
    parts: list[list[str]]
    vectors: dict[str, Floats]

    def middle(self) -> Floats:
        """The whole-message vector of every example."""
        return np.stack([triage.middle(self.dense(parts)) for parts in self.parts])

    def dense(self, parts: Sequence[str]) -> Floats:
        """The vectors of `parts`."""
        return np.stack([self.vectors[part] for part in parts])


def train_command(data: Path, out: Path) -> dict[str, Any]:
    """Train a classifier on lines of {"text", "intent"}, write it to `out` and return its card."""
    return classifier.train(data, out).card


def evaluate_command(model: Path, data: Path) -> str:
    """Return the figures of a stored classifier on `data` as one line of JSON."""
    return json.dumps(classifier.evaluate(model, data))


def ship(texts: Path = TEXTS, out: Path = triage.SHIPPED, threads: int = 2) -> dict[str, Any]:
    """Train the shipped triage model from the texts of this repository alone and write it to `out`."""
    examples = corpus.read(texts)
    enlarged = corpus.enlarge(examples, corpus.read_products(texts))
    extra, codes = corpus.read_languages(texts)
    spoken = language.fit([*(e.text for e in enlarged), *extra], [*(e.language for e in enlarged), *codes])
    routes = {name: fit_route(chosen(name, enlarged), _EMBEDDERS[name], threads) for name in triage.ROUTES}
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    language.save(spoken, out / "language.npz")
    for name, route in routes.items():
        save_route(route, out / name)
    card = {
        "format": triage.FORMAT,
        "name": f"{NAME}-{VERSION}+{corpus.digest(texts)[:8]}",
        "data": {
            "sha256": corpus.digest(texts),
            "texts": len(examples),
            "enlarged": len(enlarged),
            "public_sets": [],
        },
        "routes": {name: describe(route) for name, route in routes.items()},
        "libraries": classifier.versions(),
    }
    classifier.write_card(out, card)
    card["evaluation"] = measure(triage.load(out), corpus.read_file(texts / corpus.EVALUATION))["figures"]
    classifier.write_card(out, card)
    return card


def chosen(route: str, examples: Sequence[Example]) -> list[Example]:
    """The examples a route learns from: English ones, or those of all languages without the reworded."""
    if route == "english":
        return [example for example in examples if example.language == "en"]
    return [example for example in examples if not example.reworded]


def fit_route(examples: list[Example], model: str, threads: int = 2) -> Route:
    """Fit the heads of a route and the pooling of parts, calibrated on groups that the folds hold out."""
    prepared = prepare(examples, model, threads)
    shape = Shape(embedders=(model,), threads=1)
    space = classifier.measure_space([e.text for e in examples], shape, prepared.middle())
    plain = [place for place, example in enumerate(examples) if example.intent != CONTEXT]
    groups = [example.group for example in examples]
    rows = space.rows([e.text for e in examples], prepared.middle())
    intent = fit_intents(space, rows, [e.intent for e in examples], groups)
    kept = [groups[place] for place in plain]

    def head(labels: list[str]) -> heads.Head:
        return heads.fit(rows[plain], labels, folds=FOLDS, groups=kept, strength=3.0)

    sentiment = head([examples[place].sentiment for place in plain])
    priority = head([examples[place].priority for place in plain])
    return Route(space, intent, sentiment, priority, fit_pooling(prepared, space))


def fit_intents(
    space: Space, rows: sp.csr_matrix, labels: Sequence[str], groups: Sequence[str]
) -> heads.Head | KernelHead:
    """A kernel head for English embeddings; a linear, balanced one does better on multilingual ones."""
    if space.shape.embedders == (embeddings.ENGLISH,):
        return kernels.fit(
            rows, labels, width=space.shape.dense_width, scale=space.shape.scale, groups=groups
        )
    often = {label: labels.count(label) for label in set(labels)}
    weights = np.array(
        [(len(labels) / len(often) / often[label]) ** 0.5 for label in labels], dtype=np.float64
    )
    return heads.fit(rows, labels, folds=FOLDS, groups=groups, strength=3.0, weights=weights)


def prepare(examples: list[Example], model: str, threads: int) -> Prepared:
    """Cut every example into its parts and embed each different part once."""
    parts = [triage.split(example.subject, example.text) for example in examples]
    different = list(dict.fromkeys(part for each in parts for part in each))
    vectors = embeddings.embedder(model, threads).embed(different)
    return Prepared(examples, parts, dict(zip(different, vectors, strict=True)))


def fit_pooling(prepared: Prepared, space: Space) -> Pooling:
    """Find how to join the views of whole and parts, on groups that the heads used for it have not seen."""
    names = sorted({example.group for example in prepared.examples})
    held = set(names[::4])
    known = [place for place, example in enumerate(prepared.examples) if example.group not in held]
    unseen = [
        place
        for place, example in enumerate(prepared.examples)
        if example.group in held and example.intent != CONTEXT and len(prepared.parts[place]) > 1
    ]
    texts = [example.text for example in prepared.examples]
    rows = space.rows(texts, prepared.middle())
    groups = [prepared.examples[place].group for place in known]
    head = fit_intents(space, rows[known], [prepared.examples[place].intent for place in known], groups)
    labels = [label for label in head.labels if label != CONTEXT]
    found, truth = [], []
    for place in unseen:
        parts = prepared.parts[place]
        per_part = head.probabilities(space.rows(parts, prepared.dense(parts)))
        found.append(triage.evidence(head.labels, head.probabilities(rows[[place]])[0], per_part))
        truth.append(labels.index(prepared.examples[place].intent))
    return _best_pooling(np.stack(found), np.asarray(truth))


def _best_pooling(found: Floats, truth: npt.NDArray[np.intp]) -> Pooling:
    def loss(values: npt.NDArray[np.float64]) -> float:
        chances = heads.softmax(np.tensordot(found, values.astype(np.float32), axes=([1], [0])))
        return float(-np.log(chances[np.arange(len(truth)), truth] + 1e-6).mean())

    best = minimize(loss, np.array([0.5, 0.3, 0.3]), method="Nelder-Mead", options={"maxiter": 300}).x
    return Pooling(*(round(float(value), 3) for value in best))


def save_route(route: Route, path: Path) -> None:
    """Write one route's numbers."""
    path.mkdir(parents=True)
    classifier.save_space(route.space, path / "space.npz")
    classifier.save_head(route.intent, path / "intent.npz")
    heads.save(route.sentiment, path / "sentiment.npz")
    heads.save(route.priority, path / "priority.npz")


def describe(route: Route) -> dict[str, Any]:
    """What the card tells of a route."""
    return {"shape": asdict(route.space.shape), "pooling": asdict(route.pooling)}


def main(arguments: Sequence[str]) -> int:
    """Rebuild the shipped model or measure it."""
    if arguments == ["ship"]:
        sys.stdout.write(json.dumps(ship()["evaluation"], indent=2) + "\n")
        return 0
    if arguments in (["measure"], ["measure", "-v"]):
        report = measure(triage.load(), corpus.read_file(TEXTS / corpus.EVALUATION))
        lines = [json.dumps(report["figures"], indent=2), *(report["errors"] if len(arguments) == 2 else [])]
        sys.stdout.write("\n".join(lines) + "\n")
        return 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
