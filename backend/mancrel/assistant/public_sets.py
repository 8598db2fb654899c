"""What `mancrel train` makes of public label sets: `python -m mancrel.assistant.public_sets FOLDER`.

FOLDER holds `banking77`, `hwu64` and `clinc150` as they are published. Nothing of them is part of Mancrel,
and the shipped model has never seen them. Published test splits are left alone.
"""

import csv
import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mancrel.assistant import classifier, heads

SEED = "mancrel-1"
HELD_OUT = 5
"""One text in so many is held out of a set that is published in one piece."""

OUT_OF_SCOPE = "other"
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Split:
    """Texts with their labels: to train on, and to measure."""

    train: Rows
    held_out: Rows


def banking77(folder: Path) -> Split:
    """Read the published training split, and hold a fifth of it out."""
    with (folder / "train.csv").open(encoding="utf-8", newline="") as file:
        return _split((row["text"], row["category"]) for row in csv.DictReader(file))


def hwu64(folder: Path) -> Split:
    """Read the training part of the published first fold, and hold a fifth of it out."""
    with gzip.open(folder / "kfold1_train.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return _split((row["answer_from_user"], f"{row['scenario']}_{row['intent']}") for row in rows)


def clinc150(folder: Path) -> Split:
    """Read the training and the validation split, both with what is out of scope."""
    with gzip.open(folder / "data_full.json.gz", "rt", encoding="utf-8") as file:
        data = json.load(file)
    train, held_out = ([*data[name], *_outside(data[f"oos_{name}"])] for name in ("train", "val"))
    return Split([(text, label) for text, label in train], [(text, label) for text, label in held_out])


def _outside(rows: list[list[str]]) -> Rows:
    return [(text, OUT_OF_SCOPE) for text, _ in rows]


def _split(rows: Iterable[tuple[str, str]]) -> Split:
    """Split by a hash of the text, so that a text that occurs twice is on one side only."""
    split = Split([], [])
    for text, label in rows:
        (split.held_out if _drawn(text) else split.train).append((text, label))
    return split


def _drawn(text: str) -> bool:
    digest = hashlib.sha256(f"{SEED}\n{text.strip().casefold()}".encode()).digest()
    return int.from_bytes(digest[:8]) % HELD_OUT == 0


SETS: dict[str, Callable[[Path], Split]] = {"banking77": banking77, "hwu64": hwu64, "clinc150": clinc150}


def measured(split: Split) -> dict[str, float | int | None]:
    """Train as `mancrel train` does and measure as `mancrel evaluate` does; also what is out of scope."""
    with tempfile.TemporaryDirectory(prefix="mancrel-sets-") as name:
        data, out = Path(name, "train.jsonl"), Path(name, "model")
        data.write_text("".join(json.dumps({"text": t, "intent": i}) + "\n" for t, i in split.train))
        classifier.train(data, out)
        model = classifier.load(out)
    chances = model.predict([text for text, _ in split.held_out])
    wanted = np.array([label for _, label in split.held_out])
    found = heads.figures(chances, model.labels, [str(one) for one in wanted])
    outside = wanted == OUT_OF_SCOPE
    if not outside.any():
        return found
    guessed, sure = np.asarray(model.labels)[chances.argmax(axis=1)], chances.max(axis=1) >= heads.SURE
    in_scope = heads.figures(chances[~outside], model.labels, [str(one) for one in wanted[~outside]])
    return {
        **found,
        "accuracy_in_scope": in_scope["accuracy"],
        "out_of_scope_n": int(outside.sum()),
        "out_of_scope_found": round(float((guessed == OUT_OF_SCOPE)[outside].mean()), 4),
        "out_of_scope_surely_taken_for_a_label": round(
            float((sure & (guessed != OUT_OF_SCOPE))[outside].mean()), 4
        ),
    }


def main(folder: Path, names: list[str]) -> None:
    """Print one line of JSON for each set that is there."""
    for name, read in SETS.items():
        if (folder / name).is_dir() and (not names or name in names):
            split = read(folder / name)
            line = {"set": name, "trained_on": len(split.train), **measured(split)}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
