"""Shapes of the timeline and the audit on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from mancrel.kit.schema import Out, Ref
from mancrel.timeline.service import Kind


class RecordRef(Out):
    """A record by its kind and id."""

    kind: str
    id: UUID


class ChangedRecord(RecordRef):
    """The record that was changed; ``name``: what it is called now, null if it is gone or has no name."""

    name: str | None


class EntryOut(Out):
    """One thing that happened to a record; ``details`` depend on the kind.

    ``change`` and ``deal`` hold ``fields`` of ``{field, before, after}``; ``ai`` the decision and its
    confidence; ``message`` its direction and status; ``activity`` when it is due and done.
    """

    kind: Kind
    id: UUID
    at: datetime
    title: str
    text: str | None
    actor: str | None
    refers_to: RecordRef | None
    details: dict[str, Any]


class TimelineOut(Out):
    """A page of a record's timeline, newest first."""

    items: list[EntryOut]
    next_cursor: str | None


class FieldChange(Out):
    """A field before and after; ids are shown by their names."""

    field: str
    before: Any
    after: Any


class AuditOut(Out):
    """One change; ``seq``: its place in the chain, null until it is linked; ``fields``: null once erased.

    ``via``: the job that did it (``room.function``), or the API key (``key prefix``) that a person let do it.
    """

    id: UUID
    seq: int | None
    created_at: datetime
    action: Literal["created", "changed", "deleted", "restored"]
    subject: ChangedRecord
    actor: Ref | None
    via: str | None
    fields: list[FieldChange] | None


class ChainOut(Out):
    """The end of the chain of changes, and how many wait for it; ``mancrel verify-audit`` verifies it."""

    seq: int
    link: str | None
    waiting: int
