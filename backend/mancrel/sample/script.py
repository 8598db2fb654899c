"""What the sample shop holds, read from ``data/*.toml``."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).with_name("data")
SPACE = UUID("5a3d1e5e-0000-4000-8000-6d616e637265")
SOURCE = "sample-shop"
SHOP = "Nordlicht"
DOMAIN = "customers.mancrel.example"


def id_of(kind: str, name: str) -> UUID:
    """Return the id that a sample record has in every installation."""
    return uuid5(SPACE, f"{kind}:{name}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Variant(_Part):
    """One thing that can be ordered."""

    sku: str
    options: dict[str, str]
    price: Decimal
    stock: int
    days: str
    attributes: dict[str, Any] = {}

    @property
    def external_id(self) -> str:
        """What the source calls it."""
        return f"sample-{self.sku.lower()}"


class Family(_Part):
    """Variants of one thing, and what holds for all of them."""

    group: str
    title: str
    category: str
    brand: str
    description: str
    attributes: dict[str, Any]
    variants: list[Variant]


class Text(_Part):
    """An article."""

    key: str
    title: str
    body: str


class Colleague(_Part):
    """Somebody who works in the shop besides the demo users; nobody can sign in as them."""

    key: str
    name: str
    email: str
    team: str


class Group(_Part):
    """People who belong together: of one company (then with its domain), or private customers."""

    name: str = ""
    domain: str = ""
    owner: str | None = None
    tags: list[str] = []
    people: list[str]

    def persons(self) -> "list[Person]":
        """Return the people of the group."""
        return [Person.parse(line, self.domain) for line in self.people]


class Person(_Part):
    """A customer."""

    name: str
    email: str
    language: str
    phone: str | None = None

    @classmethod
    def parse(cls, line: str, domain: str) -> "Person":
        """Read ``name | address | language | telephone``."""
        name, address, language, *phone = line.split("|")
        email = f"{address}@{domain}" if domain else address
        return cls(name=name, email=email, language=language, phone=phone[0] if phone else None)


class Extra(_Part):
    """A custom field; its options by their labels."""

    object: Literal["contact", "company"]
    key: str
    label: str
    kind: Literal["choice", "money", "date"]
    options: list[str] = []
    indexed: bool = False


class Profile(_Part):
    """What is known of a customer besides the name; ``how``: how consent was obtained."""

    email: str
    lifecycle: str
    source: str
    emails: list[str] = []
    phones: list[str] = []
    custom: dict[str, Any] = {}
    consent: dict[str, str] = {}
    how: str | None = None
    do_not_contact: bool = False


class Firm(_Part):
    """What is known of a company besides its name."""

    domain: str
    lifecycle: str
    website: str | None = None
    phone: str | None = None
    industry: str | None = None
    size: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None
    tags: list[str] = []
    custom: dict[str, Any] = {}


class Errand(_Part):
    """A task, call, meeting or note of one of us."""

    kind: Literal["task", "note", "call", "meeting"]
    title: str
    body: str | None = None
    owner: str
    contact: str | None = None
    due: int | None = None
    done: int | None = None


class Chance(_Part):
    """A deal; ``age``: days in its stage, ``closes``: days from now, ``talk``: where it came from."""

    title: str
    contact: str
    talk: str = ""
    stage: str
    age: int
    closes: int | None = None
    amount: Decimal = Decimal(0)
    items: dict[str, int] = {}
    lost_reason: str | None = None


class Turn(_Part):
    """A mail of a customer, and what one of us does about it once the assistant has decided.

    A pending draft that is good is approved, a weak one replaced by ``reply``; what was escalated gets
    ``reply``, or a telephone call if there is none. ``answered`` says when, within the hour by default.
    ``settled``: nothing is asked, so whoever reads it closes the conversation. ``withdraw``: an automatic
    reply is stopped before it leaves. ``judged``: what somebody thinks of an automatic reply afterwards.
    ``{me}`` and ``{name}`` in a reply stand for whoever writes it.
    """

    at: str
    mail: str
    automated: str | None = None
    answered: str | None = None
    by: str = "owner"
    reply: str | None = None
    reject: str | None = None
    note: str | None = None
    settled: bool = False
    withdraw: bool = False
    judged: Literal["good", "would_edit"] = "good"
    delivery: Literal["sent", "failed", "bounced"] = "sent"


class Talk(_Part):
    """A conversation. Nobody has touched a ``fresh`` one yet."""

    id: str
    sender: str = Field(alias="from")
    name: str = ""
    subject: str
    fresh: bool = False
    unread: bool = False
    unassigned: bool = False
    snooze: int | None = None
    turn: list[Turn]

    def external_id(self, place: int) -> str:
        """Return the Message-ID of the customer's mail at this place."""
        suffix = f"-{place + 1}" if place else ""
        return f"<sample-{self.id}{suffix}@{DOMAIN}>"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text("utf-8"))


def families() -> list[Family]:
    """Return what the shop sells."""
    return [Family.model_validate(one) for one in _read("products.toml")["family"]]


def articles() -> list[Text]:
    """Return what the shop tells its customers."""
    return [Text.model_validate(one) for one in _read("articles.toml")["article"]]


def colleagues() -> list[Colleague]:
    """Return who works there besides the demo users."""
    return [Colleague.model_validate(one) for one in _read("people.toml")["colleague"]]


def companies() -> list[Group]:
    """Return the companies with their people."""
    return [Group.model_validate(one) for one in _read("people.toml")["company"]]


def private_customers() -> list[Group]:
    """Return the people who buy for themselves, grouped by who looks after them."""
    return [Group.model_validate(one) for one in _read("people.toml")["private"]]


def extras() -> list[Extra]:
    """Return the custom fields."""
    return [Extra.model_validate(one) for one in _read("profiles.toml")["field"]]


def profiles() -> list[Profile]:
    """Return what is known of some customers."""
    return [Profile.model_validate(one) for one in _read("profiles.toml")["contact"]]


def firms() -> list[Firm]:
    """Return what is known of some companies."""
    return [Firm.model_validate(one) for one in _read("profiles.toml")["company"]]


def errands() -> list[Errand]:
    """Return what people have noted for themselves."""
    return [Errand.model_validate(one) for one in _read("people.toml")["activity"]]


def chances() -> list[Chance]:
    """Return the deals."""
    return [Chance.model_validate(one) for one in _read("deals.toml")["deal"]]


def names() -> dict[str, str]:
    """Return the names of all customers by address."""
    return {one.email: one.name for group in [*companies(), *private_customers()] for one in group.persons()}


def talks() -> list[Talk]:
    """Return all conversations."""
    names = sorted(path.name for path in DATA.glob("talks-*.toml"))
    return [Talk.model_validate(one) for name in names for one in _read(name)["talk"]]
