"""Shapes of what the assistant learns: replays, lessons, corrected labels."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import StringConstraints

from mancrel.assistant.schemas import IntentMode, Share, Writer
from mancrel.conversations.schemas import Intent, Priority, Sentiment
from mancrel.kit.schema import Flag, In, Out, Reason, Ref, example

LessonStatus = Literal["proposed", "accepted", "dismissed", "off"]


class ReplayIn(In, json_schema_extra=example(auto_threshold=0.85, review_threshold=0.6)):
    """The configuration to try: the settings in force with these changes, and with a lesson followed."""

    auto_threshold: Share = 0.9
    review_threshold: Share = 0.6
    intents: dict[Intent, IntentMode] = {}
    writer: Writer = "built_in"
    lesson: UUID | None = None


class ReplayCase(Out):
    """A case that the candidate treats differently, or would send though it was refused.

    ``unconfirmed``: the first words of its new draft that nothing carries. ``question``: the customer's first
    words, of a thread that the caller sees.
    """

    id: str
    conversation_id: UUID | None
    title: str
    question: str | None
    status: str
    refused: bool
    before: bool
    after: bool
    unsupported_before: int
    unsupported_after: int
    confidence_before: float
    confidence_after: float
    unconfirmed: list[str]


class ReplayCounts(Out):
    """What a replay counted."""

    replayed: int
    evaluated: int
    sent_before: int
    sent_after: int
    would_send_refused: int
    unsupported_before: int
    unsupported_after: int
    changed: int


class ReplayOut(Out):
    """A configuration tried on what people decided, and what would change.

    ``basis``: decisions, the shipped evaluation, or both. New drafts rest on the message and its thread as of
    then, and on the catalogue of now. ``dead``: its job failed for good and waits among the dead letters.
    ``done`` of ``planned`` drafts are made, where another writer drafts anew. ``warning``: it would send much
    less by itself than now; activating it then takes ``accept_fewer``. ``unconfirmed``: words of the
    new drafts that nothing carries, where the old ones said less, the most frequent first.
    """

    id: UUID
    created_at: datetime
    finished_at: datetime | None
    asked_by: Ref | None
    fingerprint: str
    changes: dict[str, list[Any]]
    status: Literal["pending", "done", "dead"]
    verdict: Literal["pass", "fail"] | None
    basis: Literal["decisions", "evaluation", "both"] | None
    reasons: list[str]
    warning: str | None
    done: int
    planned: int
    counts: ReplayCounts
    unconfirmed: list[str]
    cases: list[ReplayCase]


class ActivationOut(Out):
    """A riskier configuration that was put to work; ``accepted``: the replay's warning that it sends less."""

    id: UUID
    created_at: datetime
    by: Ref | None
    fingerprint: str
    changes: dict[str, list[Any]]
    override_reason: str | None
    accepted: str | None
    replay_id: UUID | None


class ModelOut(Out):
    """What writes and decides now."""

    fingerprint: str
    writer: str
    built_in: str
    configured: str
    confidence: str
    lessons: int
    auto_threshold: float
    review_threshold: float
    decided: int
    enough: int
    evaluation: dict[str, Any]
    activations: list[ActivationOut]


class ExampleOut(Out):
    """An edit that a lesson rests on."""

    conversation_id: UUID
    said: str
    wanted: str


class LessonOut(Out):
    """A change of words that people made three times; blanks like ``{number}`` stand for facts.

    ``trial``: its newest replay, also one that is still running; null before the first.
    """

    id: UUID
    created_at: datetime
    intent: Intent
    language: str
    kind: Literal["replace", "remove", "append"]
    before: str
    after: str
    status: LessonStatus
    decided_by: Ref | None
    decided_at: datetime | None
    examples: list[ExampleOut]
    trial: ReplayOut | None


class LessonPatch(In):
    """What becomes of a lesson; the last two are about accepting one, as about a change of settings."""

    status: Literal["accepted", "dismissed", "off"]
    override_reason: Reason = "why a replay is not waited for"
    accept_fewer: Flag = True


class TriagePatch(In):
    """The labels that are right; only those that are named change."""

    intent: Intent = "other"
    sentiment: Sentiment = "neutral"
    priority: Priority = "normal"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
