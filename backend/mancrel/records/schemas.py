"""Shapes of saved views and bulk changes on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from mancrel.contacts.schemas import Custom, Lifecycle
from mancrel.kit.filters import MAX_FILTERS, One
from mancrel.kit.schema import WHOLE, Day, Flag, In, Name, Out, Ref, Tags, Text, Timed, example

Kind = Literal["contacts", "companies", "deals"]
Shared = Literal["nobody", "team", "everyone"]
ColumnName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,80}$")]
Columns = Annotated[list[ColumnName], Field(max_length=100)]
Conditions = Annotated[list[One], Field(max_length=MAX_FILTERS)]
Sort = Annotated[str, StringConstraints(pattern=r"^-?[a-z][a-z0-9_.]{0,80}$")]
Position = Annotated[int, Field(ge=0, le=1_000_000), WHOLE]


class ViewIn(
    In,
    json_schema_extra=example(
        kind="contacts", name="Customers", filter=["lifecycle:eq:customer"], sort="name"
    ),
):
    """A new view of a list; ``team_id`` is needed only by who is in several teams and shares with one."""

    kind: Kind
    name: Name
    shared: Shared = "nobody"
    team_id: UUID | None = None
    columns: Columns = []
    filter: Conditions = []
    sort: Sort | None = None


class ViewPatch(In):
    """Changes to a view; ``columns`` and ``filter`` are all of them."""

    name: Name = ""
    shared: Shared = "nobody"
    team_id: UUID | None = None
    columns: Columns = []
    filter: Conditions = []
    sort: Sort | None = None
    position: Position = 0


class LeftOut(Out):
    """Something that a view names and that is gone by now."""

    part: Literal["column", "filter", "sort"]
    value: str
    reason: str


class ViewOut(Timed):
    """A view; no columns: those that a list has by itself. ``is_default``: the viewer's list begins with it.

    ``columns``, ``filter`` and ``sort`` are what still holds, ``left_out`` is the rest.
    """

    id: UUID
    kind: Kind
    name: str
    owner: Ref
    shared: Shared
    team: Ref | None
    columns: list[str]
    filter: list[str]
    sort: str | None
    position: int
    left_out: list[LeftOut]
    is_default: bool
    editable: bool


class ChangeIn(In):
    """What is done to each record: only the named fields; ``custom`` names only what changes.

    With a team, an owner who is not in it is taken off; ``delete`` (to the bin) goes alone. Lifecycle and
    tags are for people and companies, ``expected_close_on`` and ``stage_id`` (none of the lost) for deals.
    """

    owner_id: UUID | None = None
    team_id: UUID | None = None
    lifecycle: Lifecycle | None = None
    add_tags: Tags = []
    remove_tags: Tags = []
    expected_close_on: Day | None = None
    stage_id: UUID | None = None
    custom: Custom = {}
    delete: Flag = False


class BulkIn(
    In,
    json_schema_extra=example(
        kind="contacts", ids=["01a202e2-519e-75f5-b4a4-0f2d6d1c9a01"], change={"add_tags": ["fair"]}
    ),
):
    """A change of many records: of those with these ``ids``, else of all that match ``filter`` and ``q``."""

    kind: Kind
    ids: Annotated[list[UUID], Field(min_length=1, max_length=10_000)] | None = None
    filter: Conditions = []
    q: Annotated[Text | None, Field(max_length=200)] = None
    change: ChangeIn


Status = Literal["gathering", "running", "done", "cancelled", "failed", "undoing", "undone"]
Outcome = Literal["changed", "same", "refused", "failed"]


class Outcomes(Out):
    """How many records were changed, were so already, are not the user's to change, and could not be."""

    changed: int
    same: int
    refused: int
    failed: int


class TakenBack(Out):
    """How many records are as they were, and how many were kept, at least in part."""

    undone: int
    kept: int


class BulkOut(Out):
    """A change of many records; ``done`` of ``total``: progress of what is under way."""

    id: UUID
    created_at: datetime
    by: Ref
    kind: Kind
    change: dict[str, Any]
    picked: bool
    filter: list[str]
    q: str | None
    status: Status
    error: str | None
    done: int
    total: int
    counts: Outcomes
    undone: TakenBack | None
    undoable: bool
    finished_at: datetime | None


class BulkRowOut(Out):
    """What became of one record; the name is null where the viewer does not see it."""

    number: int
    record_id: UUID
    name: str | None
    outcome: Outcome
    reason: str | None
    undone: str | None
