"""Shapes of contacts and companies on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mancrel.kit.schema import Email, Flag, In, Name, Out, Ref, Tags, Timed

Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 ()./-]{3,40}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Domain = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=253,
        pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]{2,}$",
    ),
]


class ContactIn(In):
    """A new person."""

    name: Name
    email: Email | None = None
    phone: Phone | None = None
    company_id: UUID | None = None
    owner_id: UUID | None = None
    tags: Tags = []
    language: Language | None = None


class ContactPatch(In):
    """Changes to a person."""

    name: Name = ""
    email: Email | None = None
    phone: Phone | None = None
    company_id: UUID | None = None
    owner_id: UUID | None = None
    tags: Tags = []
    language: Language | None = None
    ai_paused: Flag = False


class IdentityOut(Out):
    """An address by which a person is known."""

    kind: str
    value: str


class ContactOut(Timed):
    """A person; ``ai_paused``: nothing leaves by itself to them; ``editable``: the viewer may change them."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    company: Ref | None
    owner: Ref | None
    team: Ref | None
    tags: list[str]
    language: str | None
    ai_paused: bool
    identities: list[IdentityOut]
    editable: bool


class CompanyIn(In):
    """A new company."""

    name: Name
    domain: Domain | None = None
    owner_id: UUID | None = None


class CompanyPatch(In):
    """Changes to a company."""

    name: Name = ""
    domain: Domain | None = None
    owner_id: UUID | None = None


class CompanyOut(Timed):
    """A company."""

    id: UUID
    name: str
    domain: str | None
    owner: Ref | None
    team: Ref | None
    contact_count: Annotated[int, Field(ge=0)]
    editable: bool
