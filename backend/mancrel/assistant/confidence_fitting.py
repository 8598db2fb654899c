"""A logistic fit that starts from an earlier one: few decisions move it little, many move it far.

Ridge regression with the earlier coefficients as the prior mean; each intent and channel has an offset
shrunk towards zero, so one with few decisions stays with the rest. Newton's method: no chance in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mancrel.assistant import calibration
from mancrel.assistant.calibration import Tally
from mancrel.assistant.confidence import SHIPPED, Fit
from mancrel.assistant.learnt_confidence import Decision

Floats = npt.NDArray[np.float64]
FOLDS = 5
PRIOR_BIAS, PRIOR_WEIGHT, PRIOR_OFFSET = 1.0, 1.0, 0.7
"""Standard deviations of the prior: how far from the shipped fit, and from the mean, a shop is expected."""
STEPS, CLOSE = 50, 1e-9


@dataclass(frozen=True)
class Fitted:
    """Coefficients, and what held-out decisions say of them and of those they started from (``shipped``)."""

    bias: float
    weights: dict[str, float]
    intents: dict[str, float]
    channels: dict[str, float]
    shipped: dict[str, Any]
    learnt: dict[str, Any]


def fitted(found: Sequence[Decision], prior: Fit = SHIPPED) -> Fitted:
    """Fit all decisions, and measure by cross-validation what such a fit is worth."""
    fit = _fit(found, prior)
    held_out: list[Tally] = []
    for fold in range(FOLDS):
        rest = [one for place, one in enumerate(found) if place % FOLDS != fold]
        held_out += _scored(_fit(rest, prior), found[fold::FOLDS])
    return Fitted(
        fit.bias,
        dict(fit.weights),
        dict(fit.intents),
        dict(fit.channels),
        shipped=_figures(_scored(prior, found)),
        learnt=_figures(held_out),
    )


def _scored(fit: Fit, found: Sequence[Decision]) -> list[Tally]:
    """Return the confidence that a fit would have given to each decision."""
    scored = []
    for one in found:
        terms = fit.terms(one.values, one.intent, one.channel).values()
        logit = fit.bias + sum(value * weight for value, weight in terms)
        scored.append(Tally(min(1 / (1 + float(np.exp(-logit))), one.ceiling), 1, int(one.good)))
    return scored


def _figures(scored: list[Tally]) -> dict[str, Any]:
    return {
        "ece": round(calibration.ece(scored, calibration.bins_for(len(scored))), 4),
        "brier": round(calibration.brier(scored), 4),
        "log_loss": round(calibration.log_loss(scored), 4),
    }


def _fit(found: Sequence[Decision], prior: Fit) -> Fit:
    intents = sorted({one.intent for one in found} | set(prior.intents))
    channels = sorted({one.channel for one in found})
    names = list(prior.weights)
    rows = np.array([_row(one, names, intents, channels) for one in found])
    good = np.array([float(one.good) for one in found])
    shifted = [prior.intents.get(intent, 0.0) for intent in intents]
    start = np.array([prior.bias, *prior.weights.values(), *shifted, *[0.0] * len(channels)])
    offsets = [PRIOR_OFFSET] * (len(intents) + len(channels))
    spread = np.array([PRIOR_BIAS, *[PRIOR_WEIGHT] * len(names), *offsets])
    found_at = [round(float(one), 6) for one in _newton(rows, good, start, 1 / spread**2)]
    bias, weights, shifts = found_at[0], found_at[1 : len(names) + 1], found_at[len(names) + 1 :]
    return Fit(
        "fitted",
        bias,
        dict(zip(names, weights, strict=True)),
        dict(zip(intents, shifts[: len(intents)], strict=True)),
        dict(zip(channels, shifts[len(intents) :], strict=True)),
    )


def _row(one: Decision, names: list[str], intents: list[str], channels: list[str]) -> list[float]:
    values = [one.values[name] for name in names]
    return [
        1.0,
        *values,
        *(float(one.intent == name) for name in intents),
        *(float(one.channel == name) for name in channels),
    ]


def _newton(rows: Floats, good: Floats, start: Floats, stiffness: Floats) -> Floats:
    """Minimise the penalised log loss; steps are halved until they lower it."""
    at, loss = start.copy(), _loss(rows, good, start, start, stiffness)
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-(rows @ at)))
        slope = rows.T @ (sure - good) + stiffness * (at - start)
        bend = (rows * (sure * (1 - sure))[:, None]).T @ rows + np.diag(stiffness)
        step, size = np.linalg.solve(bend, slope), 1.0
        while size > CLOSE and _loss(rows, good, at - size * step, start, stiffness) > loss:
            size /= 2
        at = at - size * step
        loss = _loss(rows, good, at, start, stiffness)
        if float(np.abs(size * step).max()) < CLOSE:
            break
    return at


def _loss(rows: Floats, good: Floats, at: Floats, start: Floats, stiffness: Floats) -> float:
    logits = rows @ at
    fit = float(np.sum(np.logaddexp(0, logits) - good * logits))
    return fit + float(np.sum(stiffness * (at - start) ** 2)) / 2
