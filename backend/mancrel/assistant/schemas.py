"""Shapes of the assistant on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from mancrel.conversations.schemas import Intent
from mancrel.kit.schema import Flag, In, Number, Out, Reason, Ref, Text

Share = Annotated[Number, Field(ge=0, le=1)]
Language = Literal["en", "de", "fr", "es"]
Sentence = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\r\n]*$")]
"""One line; an empty one brings the built-in wording back."""
Writer = Literal["built_in", "language_model"]
Mode = Literal["on", "shadow", "draft_only"]


class IntentMode(In):
    """What the assistant may do with one intent: send, decide without sending, or only draft."""

    mode: Mode


class SettingsPatch(In):
    """Changes to the assistant's settings."""

    auto_send_enabled: Flag = True
    auto_threshold: Share = 0.9
    review_threshold: Share = 0.6
    send_delay_s: Annotated[Number, Field(ge=0, le=3600)] = 10
    intents: dict[Intent, IntentMode] = {}
    disclosure_enabled: Flag = True
    disclosure: dict[Language, Sentence] = {}
    writer: Writer = "built_in"
    override_reason: Reason = "why a replay is not waited for"


class SettingsOut(Out):
    """The assistant's settings."""

    auto_send_enabled: bool
    auto_threshold: float
    review_threshold: float
    send_delay_s: float
    intents: dict[Intent, IntentMode]
    disclosure_enabled: bool
    disclosure: dict[Language, str]
    writer: str


class ReplayIn(In):
    """The configuration to try: the settings in force with these changes."""

    auto_threshold: Share = 0.9
    review_threshold: Share = 0.6
    intents: dict[Intent, IntentMode] = {}
    writer: Writer = "built_in"


class ReplayCase(Out):
    """A case that the candidate treats differently, or would send though it was refused."""

    id: str
    conversation_id: UUID | None
    title: str
    status: str
    refused: bool
    before: bool
    after: bool
    unsupported_before: int
    unsupported_after: int
    confidence_before: float
    confidence_after: float


class ReplayCounts(Out):
    """What a replay counted."""

    replayed: int = 0
    evaluated: int = 0
    sent_before: int = 0
    sent_after: int = 0
    would_send_refused: int = 0
    unsupported_before: int = 0
    unsupported_after: int = 0
    changed: int = 0


class ReplayOut(Out):
    """A configuration tried on what people decided, and what would change.

    ``basis``: decisions, the shipped evaluation, or both. New drafts rest on the message and its thread as of
    then, and on the catalogue of now.
    """

    id: UUID
    created_at: datetime
    finished_at: datetime | None
    asked_by: Ref | None
    fingerprint: str
    changes: dict[str, list[Any]]
    status: Literal["pending", "done"]
    verdict: Literal["pass", "fail"] | None
    basis: Literal["decisions", "evaluation", "both"] | None
    reasons: list[str]
    counts: ReplayCounts
    cases: list[ReplayCase]


class ActivationOut(Out):
    """A riskier configuration that was put to work."""

    id: UUID
    created_at: datetime
    by: Ref | None
    fingerprint: str
    changes: dict[str, list[Any]]
    override_reason: str | None
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
