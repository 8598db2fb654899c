"""The confidence follows this shop's own decisions: what it is learnt from, and which fit is in use."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.assistant import configuration
from mancrel.assistant.confidence import CEILING, SHIPPED, Fit
from mancrel.assistant.models import AssistantSettings, ConfidenceFit
from mancrel.assistant.outcomes import APPROVED_UNEDITED, INTENT, labelled
from mancrel.conversations.models import Conversation, Suggestion
from mancrel.kit import events
from mancrel.kit.db import uuid7

FEWEST = 100
MOST = 20_000
REACH = timedelta(days=365)


@dataclass(frozen=True)
class Decision:
    """What a draft was like, and whether a person let it stand."""

    values: dict[str, float]
    intent: str
    channel: str
    ceiling: float
    good: bool


@dataclass(frozen=True)
class Learnt:
    """What a look at the decisions brought; ``fit`` is None when they are too few, or the same as before."""

    fit: Any
    decisions: int
    digest: str


_NEWEST = select(ConfidenceFit).order_by(ConfidenceFit.version.desc()).limit(1)


def newest(session: Session) -> ConfidenceFit | None:
    """Return the last fit that was made."""
    return session.scalars(_NEWEST).first()


def in_use(session: Session, config: AssistantSettings) -> Fit:
    """Return the newest fit if it was adopted and an admin wants it, else the shipped one."""
    row = newest(session) if config.confidence == "learnt" else None
    return fit_of(row) if row and row.adopted else SHIPPED


def fit_of(row: ConfidenceFit) -> Fit:
    """Return the coefficients of a stored fit."""
    return Fit(f"learnt-{row.version}", row.bias, row.weights, row.intents, row.channels)


def decisions(session: Session) -> list[Decision]:
    """Return this shop's decisions of the last year, oldest first."""
    query = labelled(
        select(
            Suggestion.parts,
            INTENT,
            Conversation.channel_id,
            Suggestion.inputs["confidence"]["ceiling"].as_float(),
            APPROVED_UNEDITED,
        ).join(Conversation, Conversation.id == Suggestion.conversation_id)
    ).where(Suggestion.created_at > datetime.now(UTC) - REACH)
    rows = session.execute(query.order_by(Suggestion.id.desc()).limit(MOST)).all()
    return [_decision(*row) for row in reversed(rows) if row[0]]


def _decision(
    parts: list[dict[str, Any]], intent: str, channel_id: Any, ceiling: float | None, good: int
) -> Decision:
    known = {part["name"]: float(part["value"]) for part in parts}
    values = {name: known.get(name, 0.0) for name in SHIPPED.weights}
    return Decision(values, intent, str(channel_id or ""), ceiling or CEILING, bool(good))


def count(session: Session) -> int:
    """Return how many decisions there are to learn from."""
    recent = Suggestion.created_at > datetime.now(UTC) - REACH
    query = labelled(select(func.count()).select_from(Suggestion)).where(recent)
    return min(session.scalar(query) or 0, MOST)


def fitted(found: Sequence[Decision]) -> Any:
    """Fit; the numerical libraries are loaded by who asks for it."""
    return import_module("mancrel.assistant.confidence_fitting").fitted(found)


def digest_of(found: Sequence[Decision]) -> str:
    """Return a mark by which the same decisions are recognised."""
    return hashlib.sha256(repr(found).encode()).hexdigest()


def keep(session: Session, learnt: Learnt) -> ConfidenceFit:
    """Keep a fit under the next version; it is in use from the next decision on if it did no worse."""
    configuration.to_change(session)  # versions are given one after the other
    before, fit = newest(session), learnt.fit
    adopted = fit.learnt["log_loss"] <= fit.shipped["log_loss"]
    row = ConfidenceFit(
        id=uuid7(),
        version=before.version + 1 if before else 1,
        bias=fit.bias,
        weights=fit.weights,
        intents=fit.intents,
        channels=fit.channels,
        decisions=learnt.decisions,
        digest=learnt.digest,
        figures={"shipped": fit.shipped, "learnt": fit.learnt},
        adopted=adopted,
        reason=f"It fits held-out decisions {'no worse' if adopted else 'worse'} than the shipped one.",
    )
    session.add(row)
    session.flush()
    events.record(session, "confidence.fitted", row, version=row.version, adopted=adopted)
    return row
