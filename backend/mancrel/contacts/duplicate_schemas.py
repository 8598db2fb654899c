"""Shapes of duplicates on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from mancrel.contacts.schemas import ContactOut, Written
from mancrel.kit.schema import In, Out, Ref, example

Why = Literal[
    "same_email", "mail_variant", "same_phone", "same_name", "similar_name", "same_company", "same_domain"
]


class PairOut(Out):
    """Two contacts that may be one person; ``score`` from 0 to 1, ``reasons`` say why."""

    id: UUID
    score: float
    reasons: list[Why]
    left: ContactOut
    right: ContactOut


class CheckIn(In, json_schema_extra=example(name="Ann Berg", email="ann@example.com")):
    """What is being typed of a new person; unfinished values are welcome."""

    name: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=320)] = ""
    phones: Annotated[list[Written], Field(max_length=20)] = []


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
