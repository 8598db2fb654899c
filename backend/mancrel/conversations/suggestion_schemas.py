"""Shapes of suggestions on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from mancrel.conversations.attention_schemas import Turn
from mancrel.kit.schema import Body, Flag, In, Out, Reason, Ref, example

Decision = Literal["auto_send", "review", "escalate", "no_reply"]
RejectKind = Literal["wrong_fact", "should_not_send", "tone", "incomplete", "other"]


class Part(Out):
    """One part of a confidence."""

    name: str
    value: float
    weight: float


class SourceUsed(Out):
    """A catalogue row or article that a draft rests on; ``synced_at``: how fresh it was then."""

    kind: Literal["product", "article"]
    id: UUID
    title: str
    version: int
    detail: str
    variant: str | None = None
    synced_at: datetime | None = None


class ClaimOut(Out):
    """A statement of fact in a draft, and whether it holds."""

    kind: str
    text: str
    start: int
    end: int
    value: str
    expected: str | None
    ok: bool
    source_id: UUID | None
    formula: str | None


class SuggestionOut(Out):
    """What the assistant proposes to answer, and what became of it."""

    id: UUID
    conversation_id: UUID
    message_id: UUID
    body: str | None
    confidence: float
    decision: Decision
    shadow: bool
    status: Literal["pending", "scheduled", "sent", "approved", "edited", "rejected", "withdrawn", "none"]
    reasons: list[str]
    parts: list[Part]
    sources: list[SourceUsed]
    claims: list[ClaimOut]
    model: str
    version: str
    created_at: datetime
    decided_at: datetime | None
    decided_by: Ref | None
    leaves_at: datetime | None
    original_body: str | None
    reject_reason: str | None
    reject_kind: RejectKind | None
    withdrawn_because: str | None


class ThreadRef(Out):
    """The conversation a suggestion belongs to."""

    id: UUID
    subject: str
    contact: Ref


class MessageRef(Out):
    """The message a suggestion answers."""

    id: UUID
    text: str


class QueuedSuggestion(SuggestionOut):
    """A suggestion in the approval queue, with what it answers."""

    conversation: ThreadRef
    message: MessageRef
    turn: Turn


class Edit(In, json_schema_extra=example(body="Hello Ann, it costs 49.00 EUR.", accept_unconfirmed=False)):
    """A suggestion's body as a person wants it; ``accept_unconfirmed``: they know what nothing confirms."""

    body: Body
    accept_unconfirmed: Flag = False


class Reject(In, json_schema_extra=example(reason="The customer asked for another lamp.")):
    """Why a suggestion is not to be sent."""

    reason: Reason
    kind: RejectKind = "other"


class Approve(In, json_schema_extra=example()):
    """Nothing to say but yes."""


class HistoryStep(Out):
    """A step in a suggestion's life."""

    at: datetime
    what: str
    why: str | None
    by: str | None
    name: str | None


class SuggestionAudit(SuggestionOut):
    """A suggestion with everything kept for audit."""

    inputs: Annotated[dict[str, Any], Field(description="what the writer saw")]
    history: list[HistoryStep]
