"""Shapes of contacts and companies on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from mancrel.kit.schema import (
    STORABLE,
    Email,
    Flag,
    In,
    Link,
    Moment,
    Name,
    Out,
    Reason,
    Ref,
    Tags,
    Text,
    Timed,
    example,
)

PHONE = r"^\+?[0-9()./-][0-9 ()./-]{1,38}[0-9()./-]$"
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=PHONE)]
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
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), STORABLE]
Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), STORABLE]
Lifecycle = Literal["subscriber", "lead", "qualified", "opportunity", "customer", "evangelist", "other"]
LeadSource = Literal[
    "email", "whatsapp", "messenger", "lead_ad", "import", "manual", "website", "referral", "other"
]
Size = Literal["1-10", "11-50", "51-200", "201-500", "501-1000", "1001-5000", "5001+"]
Purpose = Literal["marketing_email", "marketing_whatsapp", "marketing_phone"]
ConsentStatus = Literal["unknown", "granted", "withdrawn"]
Custom = Annotated[dict[Text, Any], Field(max_length=200)]


class EmailIn(In):
    """An e-mail address of a person; the first is the primary one unless another says so."""

    value: Email
    label: Label | None = None
    primary: Flag = False


class PhoneIn(In):
    """A telephone number of a person, international (+49 …) or as one dials it in the shop's country."""

    value: Written
    label: Label | None = None
    primary: Flag = False


Emails = Annotated[list[EmailIn], Field(max_length=20)]
Phones = Annotated[list[PhoneIn], Field(max_length=20)]


class ContactIn(
    In,
    json_schema_extra=example(
        name="Ann Berg", email="ann@berg.example", phone="+49 421 123456", tags=["newsletter"], language="de"
    ),
):
    """A new person; ``email`` and ``phone`` are the primary ones of ``emails`` and ``phones``."""

    name: Name
    email: Email | None = None
    phone: Phone | None = None
    emails: Emails = []
    phones: Phones = []
    company_id: UUID | None = None
    owner_id: UUID | None = None
    tags: Tags = []
    language: Language | None = None
    lifecycle: Lifecycle | None = None
    source: LeadSource | None = "manual"
    do_not_contact: Flag = False
    custom: Custom = {}


class ContactPatch(In):
    """Changes to a person; ``emails`` and ``phones`` are all of them, ``custom`` only what changes.

    Whoever is changed is no longer ``screened_out``, unless that is what is changed.
    """

    name: Name = ""
    email: Email | None = None
    phone: Phone | None = None
    emails: Emails = []
    phones: Phones = []
    company_id: UUID | None = None
    owner_id: UUID | None = None
    tags: Tags = []
    language: Language | None = None
    lifecycle: Lifecycle | None = None
    source: LeadSource | None = None
    ai_paused: Flag = False
    do_not_contact: Flag = False
    screened_out: Flag = False
    custom: Custom = {}


class AddressOut(Out):
    """An e-mail address or telephone number; a number that could not be understood is as it was written."""

    value: str
    label: str | None
    primary: bool


class IdentityOut(AddressOut):
    """An address by which a person is known."""

    kind: str


class ContactOut(Timed):
    """A person.

    ``ai_paused``: nothing leaves by itself to them; ``do_not_contact``: nor what Mancrel drafted of itself.
    ``screened_out``: only spam and automated mail came from them; lists leave them out unless asked for.
    ``consent``: the status of each purpose; ``editable``: the viewer may change them.
    """

    id: UUID
    name: str
    email: str | None
    phone: str | None
    emails: list[AddressOut]
    phones: list[AddressOut]
    company: Ref | None
    owner: Ref | None
    team: Ref | None
    tags: list[str]
    language: str | None
    lifecycle: Lifecycle | None
    source: LeadSource | None
    ai_paused: bool
    do_not_contact: bool
    screened_out: bool
    consent: dict[str, ConsentStatus]
    custom: dict[str, Any]
    identities: list[IdentityOut]
    editable: bool


class ConsentIn(
    In, json_schema_extra=example(purpose="marketing_email", status="granted", source="Newsletter form")
):
    """What a person agreed to or withdrew; ``given_at`` is now unless said, ``source`` says how."""

    purpose: Purpose
    status: ConsentStatus
    source: Reason | None = None
    given_at: Moment | None = None


class ConsentOut(Out):
    """One entry of the history of what a person agreed to."""

    id: UUID
    purpose: Purpose
    status: ConsentStatus
    source: str | None
    given_at: datetime
    created_at: datetime
    by: Ref | None


class CompanyIn(
    In,
    json_schema_extra=example(
        name="Berg Furniture", domain="berg.example", industry="Furniture", city="Bremen", country="DE"
    ),
):
    """A new company; ``country`` is two letters (DE)."""

    name: Name
    domain: Domain | None = None
    owner_id: UUID | None = None
    lifecycle: Lifecycle | None = None
    website: Link | None = None
    phone: Phone | None = None
    industry: Name | None = None
    size: Size | None = None
    street: Name | None = None
    postal_code: Name | None = None
    city: Name | None = None
    region: Name | None = None
    country: Region | None = None
    tags: Tags = []
    custom: Custom = {}


class CompanyPatch(In):
    """Changes to a company; ``custom``: only what changes."""

    name: Name = ""
    domain: Domain | None = None
    owner_id: UUID | None = None
    lifecycle: Lifecycle | None = None
    website: Link | None = None
    phone: Phone | None = None
    industry: Name | None = None
    size: Size | None = None
    street: Name | None = None
    postal_code: Name | None = None
    city: Name | None = None
    region: Name | None = None
    country: Region | None = None
    tags: Tags = []
    custom: Custom = {}


class CompanyOut(Timed):
    """A company; ``domains`` are all by which it is known, also of companies that were merged into it."""

    id: UUID
    name: str
    domain: str | None
    domains: list[str]
    owner: Ref | None
    team: Ref | None
    lifecycle: Lifecycle | None
    website: str | None
    phone: str | None
    industry: str | None
    size: Size | None
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None
    tags: list[str]
    custom: dict[str, Any]
    contact_count: Annotated[int, Field(ge=0)]
    editable: bool


class TagOut(Out):
    """A tag in use, and by how many of the records that the viewer sees."""

    name: str
    count: int


class TagsOut(Out):
    """The tags in use, the most used first."""

    items: list[TagOut]


class ContactSettingsOut(Out):
    """The shop's settings of contacts."""

    phone_region: str


class ContactSettingsPatch(In):
    """Changes to the settings; ``phone_region`` is a country in two letters (DE)."""

    phone_region: Region = "DE"
