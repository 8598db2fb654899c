"""How well confidences fit what people decided: calibration, ranking, and exact bounds of shares."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby, pairwise
from typing import Any

BINS = 15
FEWEST_IN_A_BIN = 10
MOST_POINTS = 60
SURE = 0.95


@dataclass(frozen=True)
class Tally:
    """Decisions that share a confidence: how many, and how many of them approved the text unedited."""

    confidence: float
    n: int
    good: int


@dataclass(frozen=True)
class Bin:
    """Neighbouring confidences taken together."""

    lowest: float
    highest: float
    n: int
    good: int
    confidence: float


@dataclass(frozen=True)
class Point:
    """If only drafts from ``threshold`` on were sent: which share that is, and which of it was not good."""

    threshold: float
    coverage: float
    risk: float


def bounds(good: int, n: int) -> tuple[float, float]:
    """Return the exact (Clopper-Pearson) two-sided 95 % interval of a share."""
    rest = (1 - SURE) / 2
    beta = _special().betaincinv
    low = float(beta(good, n - good + 1, rest)) if good else 0.0
    high = float(beta(good + 1, n - good, 1 - rest)) if good < n else 1.0
    return low, high


def upper_bound(good: int, n: int) -> float:
    """Return the exact one-sided 95 % upper bound of a share."""
    return float(_special().betaincinv(good + 1, n - good, SURE)) if good < n else 1.0


def _special() -> Any:
    return import_module("scipy.special")  # heavy: the API loads it when a figure is asked for


def bins(tallies: Sequence[Tally], most: int = BINS) -> list[Bin]:
    """Return bins of nearly equal mass, lowest first; equal confidences are never torn apart."""
    total, before, placed = sum(one.n for one in tallies), 0, []
    for one in _merged(tallies):
        placed.append((int(most * (before + one.n / 2) / total), one))
        before += one.n
    return [_bin([one for _, one in group]) for _, group in groupby(placed, key=lambda pair: pair[0])]


def _merged(tallies: Sequence[Tally]) -> list[Tally]:
    """Put equal confidences together, lowest first."""
    ordered = sorted(tallies, key=lambda one: one.confidence)
    groups = ((sure, list(group)) for sure, group in groupby(ordered, key=lambda one: one.confidence))
    return [
        Tally(sure, sum(one.n for one in group), sum(one.good for one in group)) for sure, group in groups
    ]


def _bin(tallies: Sequence[Tally]) -> Bin:
    n = sum(one.n for one in tallies)
    mean = sum(one.confidence * one.n for one in tallies) / n
    good = sum(one.good for one in tallies)
    return Bin(tallies[0].confidence, tallies[-1].confidence, n, good, mean)


def bins_for(n: int) -> int:
    """Return how many bins so many decisions fill."""
    return max(1, min(BINS, n // FEWEST_IN_A_BIN))


def ece(tallies: Sequence[Tally], most: int = BINS) -> float:
    """Return the expected calibration error: how far confidence and approval lie apart, bin by bin."""
    total = sum(one.n for one in tallies)
    gaps = (one.n * abs(one.good / one.n - one.confidence) for one in bins(tallies, most))
    return sum(gaps) / total


def brier(tallies: Sequence[Tally]) -> float:
    """Return the mean squared distance of confidence and decision."""
    total = sum(one.n for one in tallies)
    lost = (one.good * (1 - one.confidence) ** 2 + (one.n - one.good) * one.confidence**2 for one in tallies)
    return sum(lost) / total


def log_loss(tallies: Sequence[Tally]) -> float:
    """Return the mean negative log likelihood; a confidence of 0 or 1 counts as one in ten thousand."""
    total, lost = sum(one.n for one in tallies), 0.0
    for one in tallies:
        sure = min(max(one.confidence, 1e-4), 1 - 1e-4)
        lost -= one.good * math.log(sure) + (one.n - one.good) * math.log(1 - sure)
    return lost / total


def risk_coverage(tallies: Sequence[Tally]) -> list[Point]:
    """Return what each threshold would let pass, the highest threshold first."""
    total, n, good, points = sum(one.n for one in tallies), 0, 0, []
    for one in reversed(_merged(tallies)):
        n, good = n + one.n, good + one.good
        points.append(Point(one.confidence, n / total, 1 - good / n))
    return points


def aurc(points: Sequence[Point]) -> float:
    """Return the area under the risk-coverage curve: the mean risk over all coverages."""
    area = points[0].coverage * points[0].risk
    return area + sum((b.coverage - a.coverage) * b.risk for a, b in pairwise(points))


def thinned(points: Sequence[Point]) -> list[Point]:
    """Return at most sixty points of a curve, first and last among them."""
    if len(points) <= MOST_POINTS:
        return list(points)
    step = (len(points) - 1) / (MOST_POINTS - 1)
    return [points[round(place * step)] for place in range(MOST_POINTS)]
