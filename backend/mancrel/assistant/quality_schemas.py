"""Shapes of judging and of the assistant's quality on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from mancrel.assistant.schemas import Choice, Everything, IntentState
from mancrel.conversations.schemas import (
    Intent,
)
from mancrel.conversations.suggestion_schemas import (
    QueuedSuggestion,
)
from mancrel.kit.schema import In, Out, Ref, Text, example

Verdict = Literal["good", "would_edit", "wrong_fact", "should_not_have_sent"]
Note = Annotated[
    Text, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(lambda note: note or None)
]


def _number(value: str | int) -> str | int:
    return int(value) if isinstance(value, str) and value.isdecimal() and value.isascii() else value


Days = Annotated[Literal[7, 30, 90], BeforeValidator(_number)]  # a query's values are text


class JudgementIn(In, json_schema_extra=example(verdict="good")):
    """What a person thinks of a reply that was sent by itself."""

    verdict: Verdict
    note: Note | None = None


class JudgementOut(Out):
    """A reply that was sent by itself, and what a person thinks of it."""

    id: UUID
    intent: Intent
    drawn: Literal["first", "sample"]
    suggestion: QueuedSuggestion
    verdict: Verdict | None
    note: str | None
    judged_at: datetime | None
    judged_by: Ref | None
    created_at: datetime


class ShareOut(Out):
    """A share with its exact 95 % interval; the value is null where ``n`` is too small to say one."""

    value: float | None
    low: float | None
    high: float | None
    part: int
    n: int


class Median(Out):
    """A median of minutes; null where ``n`` is too small to say one."""

    minutes: float | None
    n: int


class AnsweredAfter(Out):
    """How long customers waited for the first answer."""

    all: Median
    by_itself: Median
    by_people: Median


class HeldBecause(Out):
    """A reason for which drafts were held, and how many."""

    reason: str
    n: int


class Cost(Out):
    """What language models used, for how many of the drafts."""

    drafts: int
    by_model: int
    tokens: int
    cost: float


class IntentQuality(IntentState):
    """What became of the messages of one intent."""

    intent: Intent
    volume: int
    by_itself: int
    shadowed: int
    approved: int
    edited: int
    rejected: int
    escalated: int
    judged_good: ShareOut


class BinOut(Out):
    """Drafts of neighbouring confidence, and what share of them was approved."""

    lowest: float
    highest: float
    n: int
    confidence: float
    approved: float
    approved_low: float
    approved_high: float


class PointOut(Out):
    """What sending from a threshold on would mean: the share sent, and the share of it that is not good."""

    threshold: float
    coverage: float
    risk: float


class CalibrationOut(Out):
    """How well confidences fit decisions; no figures below ``fewest`` decisions."""

    n: int
    fewest: int
    bins: list[BinOut]
    ece: float | None
    brier: float | None
    curve: list[PointOut]
    aurc: float | None
    risk: float
    coverage_at_risk: float | None


class QualityOut(Out):
    """The assistant's figures for a period, as far as the viewer sees."""

    days: int
    since: datetime
    computed_at: datetime
    fewest: int
    messages: int
    answerable: int
    automation: ShareOut
    shadowed: int
    approval: ShareOut
    handover: ShareOut
    guard: ShareOut
    judged: ShareOut
    answered_after: AnsweredAfter
    held_because: list[HeldBecause]
    cost: Cost
    intents: list[IntentQuality]
    calibration: CalibrationOut
    mode: Everything
    confidence: str
    to_judge: int


class FitFigures(Out):
    """What held-out decisions say of a fit."""

    ece: float
    brier: float
    log_loss: float


class FitOut(Out):
    """One time that the confidence was learnt: before (``shipped``) and after (``learnt``)."""

    version: int
    created_at: datetime
    decisions: int
    adopted: bool
    reason: str
    shipped: FitFigures
    learnt: FitFigures


class ConfidenceOut(Out):
    """Which fit is in use, and what was learnt so far; learning starts at ``fewest`` decisions."""

    choice: Choice
    in_use: str
    decisions: int
    fewest: int
    fits: list[FitOut]
