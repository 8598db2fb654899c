"""Shapes of the assistant on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from mancrel.conversations.schemas import Intent
from mancrel.kit.schema import Flag, In, Number, Out, Reason, Text

Share = Annotated[Number, Field(ge=0, le=1)]
Language = Literal["en", "de", "fr", "es", "it", "nl"]
Sentence = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\r\n]*$")]
"""One line; an empty one brings the built-in wording back."""
Writer = Literal["built_in", "language_model"]
Mode = Literal["on", "shadow", "draft_only"]
Everything = Literal["on", "shadow", "off"]
Choice = Literal["learnt", "shipped"]


class IntentMode(In):
    """What the assistant may do with one intent: send, decide without sending, or only draft."""

    mode: Mode


class SettingsPatch(In):
    """Changes to the assistant's settings; ``auto_send_enabled`` is a short way to the modes on and off."""

    mode: Everything = "on"
    auto_send_enabled: Flag = True
    auto_threshold: Share = 0.9
    review_threshold: Share = 0.6
    send_delay_s: Annotated[Number, Field(ge=0, le=3600)] = 10
    intents: dict[Intent, IntentMode] = {}
    confidence: Choice = "learnt"
    disclosure_enabled: Flag = True
    disclosure: dict[Language, Sentence] = {}
    writer: Writer = "built_in"
    override_reason: Reason = "why a replay is not waited for"
    accept_fewer: Flag = True


class IntentState(Out):
    """What the assistant may do with one intent, and when and why it switched itself off."""

    mode: Mode
    off_at: datetime | None
    off_reason: str | None


class SettingsOut(Out):
    """The assistant's settings."""

    mode: Everything
    auto_send_enabled: bool
    auto_threshold: float
    review_threshold: float
    send_delay_s: float
    intents: dict[Intent, IntentState]
    confidence: Choice
    disclosure_enabled: bool
    disclosure: dict[Language, str]
    writer: Writer
