"""What the columns of a file can be: the fields of contacts, companies and deals, and how each is read."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from mancrel.catalogue.schemas import Currency, Price
from mancrel.contacts import custom_values
from mancrel.contacts.custom_field_models import CustomField
from mancrel.contacts.schemas import Domain, Language, LeadSource, Lifecycle, Region, Size, Written
from mancrel.kit.schema import Email, Link, Name
from mancrel.transfers import cells
from mancrel.transfers.cells import Reader, Refused


@dataclass(frozen=True)
class Target:
    """A field that a column can be read into; ``repeats``: several columns can be."""

    name: str
    label: str
    read: Reader
    repeats: bool = False


def _options(literal: Any) -> list[tuple[str, str]]:
    return [(one, one) for one in get_args(literal)]


def _host(text: str) -> str:
    """Take an address of a site for its domain."""
    bare = text.lower().split("://")[-1].split("/")[0].removeprefix("www.")
    return str(cells.typed(Domain, "a domain such as acme.com")(bare))


def _link(text: str) -> str:
    whole = text if "://" in text else f"https://{text}"
    return str(cells.typed(Link, "an address of a site")(whole))


_price: TypeAdapter[Any] = TypeAdapter(Price)


def _amount(text: str) -> Decimal:
    try:
        found: Decimal = _price.validate_python(str(cells.number(text.strip("€$£ "))))
    except Refused:
        raise
    except ValueError as error:
        raise Refused(f"{text[:60]!r} is not an amount.") from error
    return found


NAME = cells.typed(Name, "a name of 1 to 200 characters")
EMAIL = cells.typed(Email, "an e-mail address")
_LANGUAGE = cells.typed(Language, "a language such as de")
_CURRENCY = cells.typed(Currency, "a currency such as EUR")
_COUNTRY = cells.typed(Region, "a country in two letters, such as DE")
_TAGS = cells.several(NAME)
_OWNER = Target("owner", "Owner (e-mail)", EMAIL)
_LIFECYCLE = Target("lifecycle", "Lifecycle", cells.chosen(_options(Lifecycle)))
_EMPLOYER = (
    Target("company", "Company (name)", NAME),
    Target("company_domain", "Company (domain)", _host),
)
_TAGGED = Target("tags", "Tags", _TAGS, repeats=True)
TARGETS: dict[str, tuple[Target, ...]] = {
    "contact": (
        Target("name", "Name", NAME),
        Target("first_name", "First name", NAME),
        Target("last_name", "Last name", NAME),
        Target("email", "E-mail", cells.several(EMAIL), repeats=True),
        Target("phone", "Phone", cells.several(cells.typed(Written, "a telephone number")), repeats=True),
        *_EMPLOYER,
        _OWNER,
        _TAGGED,
        _LIFECYCLE,
        Target("source", "Source", cells.chosen(_options(LeadSource))),
        Target("language", "Language", lambda text: _LANGUAGE(text.lower())),
        Target("do_not_contact", "Do not contact", cells.flag),
    ),
    "company": (
        Target("name", "Name", NAME),
        Target("domain", "Domain", _host),
        Target("website", "Website", _link),
        Target("phone", "Phone", cells.typed(Written, "a telephone number")),
        Target("industry", "Industry", NAME),
        Target("size", "Size", cells.chosen(_options(Size))),
        Target("street", "Street", NAME),
        Target("postal_code", "Postal code", NAME),
        Target("city", "City", NAME),
        Target("region", "Region", NAME),
        Target("country", "Country (two letters)", lambda text: _COUNTRY(text.upper())),
        _OWNER,
        _TAGGED,
        _LIFECYCLE,
    ),
    "deal": (
        Target("title", "Title", NAME),
        Target("amount", "Amount", _amount),
        Target("currency", "Currency", lambda text: _CURRENCY(text.upper())),
        Target("pipeline", "Pipeline (name)", NAME),
        Target("stage", "Stage (name)", NAME),
        Target("contact", "Contact (e-mail)", EMAIL),
        *_EMPLOYER,
        _OWNER,
        Target("expected_close_on", "Expected close", cells.day),
        Target("lost_reason", "Reason of the loss", NAME),
    ),
}  # fmt: skip
KEYS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "contact": (
        ("email", "E-mail", ("email",)),
        ("phone", "Phone", ("phone",)),
        ("name_company", "Name and company", ("name", "first_name", "last_name")),
    ),
    "company": (("domain", "Domain", ("domain",)), ("name", "Name", ("name",))),
    "deal": (("title_contact", "Title and contact", ("title",)),),
}
"""By what a row can be recognised: the key, its label, and the fields of which one must be mapped."""


def _custom(field: CustomField) -> Reader:
    """Return how a custom field's value is written; its kind is checked by ``custom_values`` afterwards."""
    options = [(one["key"], one["label"]) for one in field.options if not one.get("archived")]
    readers: dict[str, Callable[[], Reader]] = {
        "number": lambda: lambda text: _figure(cells.number(text)),
        "money": lambda: cells.money,
        "date": lambda: lambda text: cells.day(text).isoformat(),
        "choice": lambda: cells.chosen(options),
        "choices": lambda: cells.several(cells.chosen(options)),
        "flag": lambda: cells.flag,
        "link": lambda: _link,
    }
    return readers.get(field.kind, lambda: str)()


def _figure(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)


def of(session: Session, object_: str) -> dict[str, Target]:
    """Return what a column can be, custom fields included."""
    fields = custom_values.fields_of(session, object_).values()
    custom = [Target(f"custom.{one.key}", one.label, _custom(one)) for one in fields]
    return {one.name: one for one in (*TARGETS[object_], *custom)}


def keys_of(session: Session, object_: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return by what rows can be recognised: also by a custom field of text, for ids of another system."""
    known = {key: (label, needs) for key, label, needs in KEYS[object_]}
    for one in custom_values.fields_of(session, object_).values():
        if one.kind == "text":
            known[f"custom.{one.key}"] = (one.label, (f"custom.{one.key}",))
    return known
