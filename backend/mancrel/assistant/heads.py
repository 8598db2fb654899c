"""A linear head over features: fitting, calibration, and the figures that say how good it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold

from mancrel.assistant.features import Floats

Labels = npt.NDArray[np.str_]

BINS = 15
SURE = 0.90


@dataclass(frozen=True)
class Head:
    """Weights of a multinomial logistic regression; `sharpness` and `shift` calibrate its logits."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    sharpness: float
    shift: Floats

    def logits(self, rows: sp.csr_matrix | Floats) -> Floats:
        """Calibrated logits, n rows and one column a label."""
        raw = np.asarray(rows @ self.weights, dtype=np.float32) + self.bias
        return np.asarray(raw * self.sharpness + self.shift, dtype=np.float32)

    def probabilities(self, rows: sp.csr_matrix | Floats) -> Floats:
        """Calibrated probabilities, each row adding up to one."""
        return softmax(self.logits(rows))


def softmax(logits: Floats) -> Floats:
    """Turn logits into probabilities row by row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def fit(
    rows: sp.csr_matrix | Floats,
    labels: Sequence[str],
    *,
    strength: float = 5.0,
    folds: int = 5,
    groups: Sequence[str] | None = None,
    weights: npt.NDArray[np.float64] | None = None,
    shifted: str | None = None,
) -> Head:
    """Fit on all rows, then calibrate on the logits that folds gave to rows they had not seen.

    `groups` keeps rows of one group together in a fold; `shifted` names a label whose logit gets its own
    offset (the class of what fits nowhere, which is easily over- or underestimated).
    """
    targets = np.asarray(labels)
    names = np.unique(targets)
    model = _regression(strength).fit(rows, targets, sample_weight=weights)
    coefficients, bias = _columns(model)
    sharpness, shift = 1.0, np.zeros(len(names), dtype=np.float32)
    if folds > 1:
        unseen, known = _unseen_logits(rows, targets, names, strength, folds, groups, weights)
        place = int(np.flatnonzero(names == shifted)[0]) if shifted in names else None
        sharpness, shift = _calibrate(unseen[known], np.searchsorted(names, targets)[known], place)
    return Head(tuple(str(name) for name in names), coefficients, bias, sharpness, shift)


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=300, tol=1e-3)


def _columns(model: LogisticRegression) -> tuple[Floats, Floats]:
    """Return weights and bias with a column for each label, also when there are only two."""
    weights = np.asarray(model.coef_.T, dtype=np.float32)
    bias = np.asarray(model.intercept_, dtype=np.float32)
    if weights.shape[1] == 1:
        return np.hstack([np.zeros_like(weights), weights]), np.array([0.0, bias[0]], dtype=np.float32)
    return weights, bias


def _unseen_logits(
    rows: sp.csr_matrix | Floats,
    targets: Labels,
    names: Labels,
    strength: float,
    folds: int,
    groups: Sequence[str] | None,
    weights: npt.NDArray[np.float64] | None,
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the logits given to each row by a model that had not seen it, and which rows got any."""
    logits = np.full((len(targets), len(names)), -20.0, dtype=np.float32)
    known = np.zeros(len(targets), dtype=bool)
    for train, test in splits(targets, folds, groups):
        if len(np.unique(targets[train])) < 2:
            continue
        part = None if weights is None else weights[train]
        model = _regression(strength).fit(rows[train], targets[train], sample_weight=part)
        coefficients, bias = _columns(model)
        logits[np.ix_(test, np.searchsorted(names, model.classes_))] = rows[test] @ coefficients + bias
        known[test] = True
    if not known.any():
        raise ValueError("too few examples to calibrate: at least two labels with two texts each are needed")
    return logits, known


def splits(
    targets: Labels, folds: int, groups: Sequence[str] | None
) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Parts to train on and to test on: by group if groups are given, else with every label in each part."""
    if groups is not None:
        return list(GroupKFold(folds, shuffle=True, random_state=0).split(targets, targets, groups))
    rarest = int(np.unique(targets, return_counts=True)[1].min())
    count = max(2, min(folds, rarest))
    if rarest >= 2:
        return list(StratifiedKFold(count, shuffle=True, random_state=0).split(targets, targets))
    order = np.random.default_rng(0).permutation(len(targets))
    return [(np.setdiff1d(order, part), part) for part in np.array_split(order, count)]


def _calibrate(logits: Floats, truth: npt.NDArray[np.intp], place: int | None) -> tuple[float, Floats]:
    """Find the factor (and the offset of one column) under which the true labels are likeliest."""
    places = np.arange(len(truth))

    def loss(values: npt.NDArray[np.float64]) -> float:
        scaled = logits * np.exp(values[0])
        if place is not None:
            scaled = scaled.copy()
            scaled[:, place] += values[1]
        top = scaled.max(axis=1, keepdims=True)
        total = top[:, 0] + np.log(np.exp(scaled - top).sum(axis=1))
        return float((total - scaled[places, truth]).mean())

    start = np.zeros(1 if place is None else 2)
    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6}).x
    shift = np.zeros(logits.shape[1], dtype=np.float32)
    if place is not None:
        shift[place] = found[1]
    return float(np.exp(found[0])), shift


def figures(
    probabilities: Floats, labels: Sequence[str], truth: Sequence[str]
) -> dict[str, float | int | None]:
    """Measure as the design defines: n, accuracy, macro_f1, ece, coverage_at_90, precision_at_90."""
    names = np.asarray(labels)
    wanted = np.asarray(truth)
    guessed = names[probabilities.argmax(axis=1)]
    sureness = probabilities.max(axis=1).astype(np.float64)
    right = guessed == wanted
    sure = sureness >= SURE
    return {
        "n": len(wanted),
        "accuracy": round(float(right.mean()), 6),
        "macro_f1": round(macro_f1(guessed, wanted), 6),
        "ece": round(calibration_error(sureness, right), 6),
        "coverage_at_90": round(float(sure.mean()), 6),
        "precision_at_90": round(float(right[sure].mean()), 6) if sure.any() else None,
    }


def macro_f1(guessed: Labels, wanted: Labels) -> float:
    """Mean of the F1 of every label that occurs among the truths or the guesses."""
    scores = []
    for label in np.union1d(guessed, wanted):
        hits = int(((guessed == label) & (wanted == label)).sum())
        scores.append(2 * hits / max(1, int((guessed == label).sum() + (wanted == label).sum())))
    return float(np.mean(scores))


def calibration_error(sureness: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error of the top label over `BINS` bins of equal mass."""
    order = np.argsort(sureness, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    gaps = [len(part) * abs(float(right[part].mean()) - float(sureness[part].mean())) for part in parts]
    return float(sum(gaps) / len(order))


def save(head: Head, path: Path) -> None:
    """Write the numbers of a head as a plain .npz: half precision, labels as text."""
    np.savez_compressed(
        path,
        labels=np.asarray(head.labels),
        weights=head.weights.astype(np.float16),
        bias=head.bias,
        calibration=np.concatenate([[np.float32(head.sharpness)], head.shift]),
    )


def load(path: Path) -> Head:
    """Read what `save` wrote; a file that holds pickled objects is refused (ValueError)."""
    with np.load(path, allow_pickle=False) as stored:
        calibration = stored["calibration"]
        return Head(
            labels=tuple(str(label) for label in stored["labels"]),
            weights=stored["weights"].astype(np.float32),
            bias=stored["bias"].astype(np.float32),
            sharpness=float(calibration[0]),
            shift=calibration[1:].astype(np.float32),
        )
