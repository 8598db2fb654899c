"""Shapes of the quote ledger on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from mancrel.kit.schema import Body, In, Out, Ref, example


class ChangeOut(Out):
    """One thing that was stated and no longer holds; ``now`` is null when it is gone."""

    message_id: UUID
    kind: Literal["product", "article"]
    id: str
    title: str
    field: str
    was: str
    now: str | None
    quoted_at: datetime


class CorrectedThread(Out):
    """The conversation that a correction belongs to."""

    id: UUID
    subject: str
    contact: Ref
    language: str | None


class CorrectionOut(Out):
    """A correction that is due to a customer; ``body`` is null until it is drafted."""

    id: UUID
    conversation: CorrectedThread
    message_id: UUID
    status: Literal["open", "sent", "dismissed", "closed"]
    changes: list[ChangeOut]
    body: str | None
    checked: bool
    edited: bool
    reason: str | None
    created_at: datetime
    decided_at: datetime | None
    decided_by: Ref | None


class CorrectionSend(In, json_schema_extra=example(body="Hello Ann, the price is 55.00 EUR since today.")):
    """A correction in a person's own words; as drafted without them."""

    body: Body | None = None


class CorrectionDismiss(In, json_schema_extra=example()):
    """Nothing to say but that the customer need not be told."""
