"""Shapes of imports on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from mancrel.kit.schema import In, Out, Ref, Text

Object = Literal["contact", "company", "deal"]
Policy = Literal["create_update", "create", "update"]
Status = Literal[
    "reading", "ready", "checking", "checked", "running", "done", "cancelled", "failed", "undoing", "undone"
]
Outcome = Literal["create", "update", "skip", "fail"]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,80}$")]


class ImportPatch(In):
    """How a file is to be imported; ``mapping``: the field of each column that is named, null for none.

    ``match_key`` says by what a row is recognised; null (by nothing) goes with the policy ``create`` only.
    """

    mapping: Annotated[dict[Text, FieldName | None], Field(max_length=200)] = {}
    match_key: FieldName | None = None
    policy: Policy = "create_update"


class FileColumn(Out):
    """A column of the file: its name, some of its values, and the field it is read into."""

    name: str
    samples: list[str]
    field: str | None


class TargetOut(Out):
    """A field that a column can be read into; ``repeats``: several columns can be."""

    name: str
    label: str
    repeats: bool


class KeyOut(Out):
    """Something by which rows can be recognised, and the fields of which one must be mapped for it."""

    name: str
    label: str
    needs: list[str]


class OutcomeCounts(Out):
    """How many rows are made, changed, left alone, and cannot be used."""

    create: int
    update: int
    skip: int
    fail: int


class Undone(Out):
    """How many rows were taken back, and how many records were kept, at least in part."""

    undone: int
    kept: int


class ImportOut(Out):
    """An import; ``done`` of ``total``: progress of what is under way; ``begun_at``: rows are written."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    by: Ref
    object: Object
    file_name: str
    size: int
    format: Literal["csv", "xlsx"] | None
    encoding: str | None
    delimiter: str | None
    status: Status
    error: str | None
    rows: int
    done: int
    total: int
    policy: Policy
    match_key: str | None
    counts: OutcomeCounts | None
    undone: Undone | None
    begun_at: datetime | None
    finished_at: datetime | None


class ImportDetail(ImportOut):
    """An import with its columns, what they can be, and by what rows can be recognised."""

    columns: list[FileColumn]
    fields: list[TargetOut]
    keys: list[KeyOut]


class ImportRowOut(Out):
    """A row as it stands in the file, and what becomes or became of it."""

    number: int
    cells: list[str]
    outcome: Outcome
    reason: str | None
    record_id: UUID | None
    undone: str | None
