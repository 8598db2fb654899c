"""Shapes of exports, erasures and retention on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from mancrel.kit.schema import WHOLE, In, Name, Out, Ref, example

ErasureReason = Literal["request", "objection", "consent_withdrawn", "no_longer_needed", "unlawful"]
MOST = 36_500
Days = Annotated[int, Field(ge=1, le=MOST), WHOLE]
DaysOfUndo = Annotated[int, Field(ge=30, le=MOST), WHOLE]
"""What something else rests on for 30 days: coming back from the bin, undoing an import."""


class PersonExportOut(Out):
    """Everything about a person as a file; it is kept for a week and only whoever asked may take it."""

    id: UUID
    contact: Ref
    by: Ref
    status: Literal["running", "ready", "failed", "expired"]
    error: str | None
    size: int | None
    complete: Annotated[bool | None, Field(description="false: whoever asked does not see all there is")]
    counts: dict[str, int]
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    mine: bool


class HeldOut(Out):
    """How much there is about a person, by kind, and how many contacts are merged into them."""

    contact: Ref
    contacts: int
    counts: dict[str, int]


class EraseIn(In, json_schema_extra=example(reason="request", confirm="Ann Berg")):
    """Why a person is erased, and their name, typed."""

    reason: ErasureReason
    confirm: Name


class ErasureOut(Out):
    """That somebody was erased; nothing here leads to them once it is done."""

    id: UUID
    subject_id: UUID
    by: Ref | None
    reason: ErasureReason
    status: Literal["running", "done", "failed"]
    error: str | None
    counts: dict[str, int]
    created_at: datetime
    finished_at: datetime | None


class RetentionOut(Out):
    """How long one kind is kept, null for ever; ``due`` would be removed now."""

    kind: str
    keep_days: int | None
    least_days: int
    due: int
    last_run_at: datetime | None
    last_removed: int | None


class RetentionsOut(Out):
    """The rules of all kinds."""

    items: list[RetentionOut]


class RetentionPatch(In, json_schema_extra=example(deliveries=90, spam=30, ai_inputs=None)):
    """Days by kind, null for ever; kinds that are not named stay as they are."""

    deliveries: Days | None = None
    spam: Days | None = None
    closed_conversations: Days | None = None
    bin: DaysOfUndo | None = None
    attachments: Days | None = None
    import_files: DaysOfUndo | None = None
    ai_inputs: Days | None = None
