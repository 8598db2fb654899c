"""What the lists of contacts and companies can be filtered by."""

from typing import Any, get_args

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import Session

from mancrel.contacts import custom_values
from mancrel.contacts.consents import PURPOSES
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.schemas import ConsentStatus, LeadSource, Lifecycle, Size
from mancrel.kit.canonical import named, of_named, shown_as
from mancrel.kit.filter_values import Kind, options
from mancrel.kit.filters import Field

LIFECYCLES = options(*get_args(Lifecycle))


def of_contact(column: Any) -> Field:
    """Return the field of a column that names contacts: by the people that they are."""
    through = of_named(Contact, column)
    return Field("Contact", Kind.REF, named(Contact).c.id, of="contact", through=through)


def of_company(column: Any) -> Field:
    """Return the field of a column that names companies, merged or not."""
    through = of_named(Company, column)
    return Field("Company", Kind.REF, named(Company).c.id, of="company", through=through)


def _known_by(kind: str) -> Field:
    def through(rule: ColumnElement[bool]) -> ColumnElement[bool]:
        return Contact.identities.any(and_(Identity.kind == kind, rule))

    label = {"email": "E-mail", "phone": "Phone"}[kind]
    return Field(label, Kind.TEXT, Identity.value, through=through)


def _known_domains(rule: ColumnElement[bool]) -> ColumnElement[bool]:
    every = named(Company).c
    return Company.id.in_(select(shown_as(every)).where(every.domain.is_not(None), rule))


def _agreed(purpose: str) -> Field:
    status = func.coalesce(custom_values.text_of(Contact.consent, purpose), "unknown")
    label = f"Consent: {purpose.replace('_', ' ')}"
    return Field(label, Kind.CHOICE, status, options(*get_args(ConsentStatus)))


def _only_screened_out() -> ColumnElement[bool]:
    """Companies that a mail made and nobody touched, where all who are known are screened out.

    Asked of one company after another: an ``exists`` Postgres may answer by reading all contacts.
    """
    people = select(func.bool_and(Contact.screened_out)).where(
        Contact.company_id == Company.id, Contact.deleted_at.is_(None)
    )
    made_by_mail = and_(Company.name == Company.domain, Company.updated_at == Company.created_at)
    rule: ColumnElement[bool] = func.coalesce(and_(made_by_mail, people.scalar_subquery()), false())
    return rule


SCREENED_OUT = _only_screened_out()
CONTACTS = {
    "name": Field("Name", Kind.TEXT, Contact.name, sortable=True),
    "email": _known_by("email"),
    "phone": _known_by("phone"),
    "company": of_company(Contact.company_id),
    "owner": Field("Owner", Kind.REF, Contact.owner_id, of="user"),
    "team": Field("Team", Kind.REF, Contact.team_id, of="team"),
    "tags": Field("Tags", Kind.LIST, Contact.tags),
    "lifecycle": Field("Lifecycle", Kind.CHOICE, Contact.lifecycle, LIFECYCLES, sortable=True),
    "source": Field("Source", Kind.CHOICE, Contact.source, options(*get_args(LeadSource)), sortable=True),
    "language": Field("Language", Kind.TEXT, Contact.language, sortable=True),
    "ai_paused": Field("Automatic replies off", Kind.FLAG, Contact.ai_paused),
    "do_not_contact": Field("Do not contact", Kind.FLAG, Contact.do_not_contact),
    "screened_out": Field("Screened out", Kind.FLAG, Contact.screened_out),
    **{f"consent.{one}": _agreed(one) for one in PURPOSES},
    "created_at": Field("Known since", Kind.MOMENT, Contact.created_at, sortable=True),
    "updated_at": Field("Changed", Kind.MOMENT, Contact.updated_at, sortable=True),
}
COMPANIES = {
    "name": Field("Name", Kind.TEXT, Company.name, sortable=True),
    "domain": Field("Domain", Kind.TEXT, named(Company).c.domain, through=_known_domains, sortable=True),
    "lifecycle": Field("Lifecycle", Kind.CHOICE, Company.lifecycle, LIFECYCLES, sortable=True),
    "industry": Field("Industry", Kind.TEXT, Company.industry, sortable=True),
    "size": Field("Size", Kind.CHOICE, Company.size, options(*get_args(Size))),
    "website": Field("Website", Kind.TEXT, Company.website),
    "phone": Field("Phone", Kind.TEXT, Company.phone),
    "street": Field("Street", Kind.TEXT, Company.street),
    "postal_code": Field("Postal code", Kind.TEXT, Company.postal_code),
    "city": Field("City", Kind.TEXT, Company.city, sortable=True),
    "region": Field("Region", Kind.TEXT, Company.region),
    "country": Field("Country", Kind.TEXT, Company.country, sortable=True),
    "owner": Field("Owner", Kind.REF, Company.owner_id, of="user"),
    "team": Field("Team", Kind.REF, Company.team_id, of="team"),
    "tags": Field("Tags", Kind.LIST, Company.tags),
    "screened_out": Field("Screened out", Kind.FLAG, SCREENED_OUT),
    "created_at": Field("Known since", Kind.MOMENT, Company.created_at, sortable=True),
    "updated_at": Field("Changed", Kind.MOMENT, Company.updated_at, sortable=True),
}


def of_contacts(session: Session) -> dict[str, Field]:
    """Return what contacts can be filtered by, custom fields included."""
    return {**CONTACTS, **custom_values.filters_of(session, "contact", Contact.custom)}


def of_companies(session: Session) -> dict[str, Field]:
    """Return what companies can be filtered by, custom fields included."""
    return {**COMPANIES, **custom_values.filters_of(session, "company", Company.custom)}
