"""Shapes of merges and duplicates on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from mancrel.contacts.schemas import CompanyOut, ContactOut, Written
from mancrel.kit.schema import In, Out, Ref, Text, example

Why = Literal[
    "same_email", "mail_variant", "same_phone", "same_name", "similar_name", "same_company", "same_domain"
]
CompanyWhy = Literal[
    "same_number", "same_domain", "same_website", "same_phone", "same_name", "similar_name", "same_city"
]


class MergeIn(
    In,
    json_schema_extra=example(
        keep="01a202e2-519e-75f5-b4a4-0f2d6d1c9a01",
        drop=["01a202e2-519e-75f5-b4a4-0f2d6d1c9a02"],
        fields={"name": "01a202e2-519e-75f5-b4a4-0f2d6d1c9a02"},
    ),
):
    """Contacts that are one person, or companies that are one: ``keep`` stays, the others are shown as it.

    ``fields``: of which record a field's value is; where none is named, the kept one's, or else the first
    that has one. Fields of contacts are name, language, lifecycle, source, company_id and ``custom.<key>``;
    of companies all but owner and tags. Tags are put together, addresses and domains all kept, those of the
    kept one first (``domain`` says which one leads); of switches and consent the stricter counts.
    """

    keep: UUID
    drop: Annotated[list[UUID], Field(min_length=1, max_length=10)]
    fields: Annotated[dict[Text, UUID], Field(max_length=200)] = {}


class MergedField(Out):
    """A field that a merge gave another value."""

    field: str
    before: Any
    after: Any


class MergeOut(Out):
    """A merge into a record. ``undoable``: nothing stands on it, and the viewer may change the record."""

    id: UUID
    created_at: datetime
    by: Ref | None
    keep: Ref
    merged: list[Ref]
    written: list[MergedField]
    undone_at: datetime | None
    undoable: bool


class PairOut(Out):
    """Two contacts that may be one person; ``score`` from 0 to 1, ``reasons`` say why."""

    id: UUID
    score: float
    reasons: list[Why]
    left: ContactOut
    right: ContactOut


class CompanyPairOut(Out):
    """Two companies that may be one; ``score`` from 0 to 1, ``reasons`` say why."""

    id: UUID
    score: float
    reasons: list[CompanyWhy]
    left: CompanyOut
    right: CompanyOut


class DuplicateSearchOut(Out):
    """How far the search for duplicates is: how many of the records that one sees it has yet to compare.

    ``waiting`` is null beyond 10,000.
    """

    waiting: int | None


class CheckIn(In, json_schema_extra=example(name="Ann Berg", email="ann@example.com")):
    """What is being typed of a new person; unfinished values are welcome."""

    name: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=320)] = ""
    phones: Annotated[list[Written], Field(max_length=20)] = []


class CompanyCheckIn(In, json_schema_extra=example(name="Berg GmbH", domain="berg.example")):
    """What is being typed of a new company; unfinished values are welcome."""

    name: Annotated[str, Field(max_length=200)] = ""
    domain: Annotated[str, Field(max_length=253)] = ""
    website: Annotated[str, Field(max_length=2000)] = ""
    phone: Annotated[str, Field(max_length=100)] = ""


class LikelyOut(Out):
    """Somebody who may be the one that is being typed."""

    id: UUID
    name: str
    email: str | None
    company: Ref | None
    score: float
    reasons: list[Why]


class CheckOut(Out):
    """Who may already be known, the likeliest first."""

    items: list[LikelyOut]


class LikelyCompanyOut(Out):
    """A company that may be the one that is being typed."""

    id: UUID
    name: str
    domain: str | None
    city: str | None
    score: float
    reasons: list[CompanyWhy]


class CompanyCheckOut(Out):
    """Which companies may already be known, the likeliest first."""

    items: list[LikelyCompanyOut]
