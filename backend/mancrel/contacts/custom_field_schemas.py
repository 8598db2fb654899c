"""Shapes of custom fields on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from mancrel.kit.schema import STORABLE, Flag, In, Out, Timed, example

Object = Literal["contact", "company", "deal"]
FieldKind = Literal["text", "number", "money", "date", "choice", "choices", "link", "flag"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), STORABLE]


class OptionIn(In):
    """One option of a choice; with ``key`` the one that is there already, under the same or another label."""

    key: Key | None = None
    label: Words


Options = Annotated[list[OptionIn], Field(max_length=100)]


class CustomFieldIn(In, json_schema_extra=example(object="deal", label="Budget", kind="number")):
    """A new field; ``indexed``: lists can be sorted by it, and are quickly narrowed by it."""

    object: Object
    label: Words
    kind: FieldKind
    key: Key | None = None
    options: Options = []
    required: Flag = False
    indexed: Flag = False


class CustomFieldPatch(In):
    """Changes to a field; ``options`` are all of them, in order: who is left out is archived."""

    label: Words = ""
    options: Options = []
    required: Flag = False
    indexed: Flag = False


class OptionOut(Out):
    """One option of a choice; an archived one stays where it is and can be chosen no more."""

    key: str
    label: str
    archived: bool


class CustomFieldOut(Timed):
    """A field that an admin defined; values are in a record's ``custom`` under its ``key``."""

    id: UUID
    object: Object
    key: str
    label: str
    kind: FieldKind
    options: list[OptionOut]
    required: bool
    indexed: bool
