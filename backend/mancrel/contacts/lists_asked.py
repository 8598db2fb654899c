"""Which contacts and companies a client asks for: the same rows as a list and as a file."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts.deps import Db, shelf
from mancrel.contacts import custom_values, lists
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.related import contact_in_brief
from mancrel.kit import filters
from mancrel.kit.canonical import same_as, shown_as
from mancrel.kit.pages import AskedOrder, Listing, sorting_with_custom
from mancrel.kit.schema import Text

Search = Annotated[Text | None, Query(max_length=200)]
ContactRows = Annotated[ColumnElement[bool], shelf(Contact, "contacts:write")]
ContactOrder = Annotated[
    AskedOrder,
    sorting_with_custom(
        Contact.id, "-created_at", Contact.name, Contact.language, Contact.lifecycle, Contact.source,
        Contact.created_at, Contact.updated_at,
    ),
]  # fmt: skip
CompanyRows = Annotated[ColumnElement[bool], shelf(Company, "companies:write")]
CompanyOrder = Annotated[
    AskedOrder,
    sorting_with_custom(
        Company.id, "-created_at", Company.name, Company.domain, Company.lifecycle, Company.industry,
        Company.city, Company.country, Company.created_at, Company.updated_at,
    ),
]  # fmt: skip


def contacts_matching(session: Session, wanted: list[str], q: str | None) -> Select[Contact]:
    """Return the contacts that match a filter, in the bin or not; ``q`` looks into names and addresses."""
    rules = filters.rules(session, lists.of_contacts(session), wanted)
    query = select(Contact).where(Contact.canonical_id.is_(None), *rules).options(contact_in_brief())
    if q:
        # Two searches that an index serves each, where one OR over them would read every row.
        names = select(shown_as(Contact)).where(Contact.name.icontains(q, autoescape=True))
        holders = select(Identity.contact_id).where(Identity.value.icontains(q, autoescape=True))
        addresses = select(shown_as(Contact)).where(Contact.id.in_(holders))
        query = query.where(Contact.id.in_(union(names, addresses)))
    return query


def companies_matching(session: Session, wanted: list[str], q: str | None) -> Select[Company]:
    """Return the companies that match a filter, in the bin or not; ``q`` looks into names and domains."""
    rules = filters.rules(session, lists.of_companies(session), wanted)
    query = select(Company).where(Company.canonical_id.is_(None), *rules)
    if q:
        names = select(shown_as(Company)).where(Company.name.icontains(q, autoescape=True))
        domains = select(shown_as(Company)).where(Company.domain.contains(q.lower(), autoescape=True))
        query = query.where(Company.id.in_(union(names, domains)))
    return query.options(selectinload(Company.merged))


def contacts_wanted(
    session: Db,
    rows: ContactRows,
    sort: ContactOrder,
    filter: filters.Wanted = [],  # noqa: A002, B006 - what the contract calls it; FastAPI copies it
    q: Search = None,
    company_id: UUID | None = None,
) -> Listing[Contact]:
    """Return the contacts that are asked for; ``q`` looks into names and addresses."""
    query = contacts_matching(session, filter, q).where(rows)
    if company_id:
        query = query.where(same_as(Company, Contact.company_id, company_id))
    return Listing(query, sort.settle(custom_values.sorted_by(session, "contact", Contact.custom)))


def companies_wanted(
    session: Db,
    rows: CompanyRows,
    sort: CompanyOrder,
    filter: filters.Wanted = [],  # noqa: A002, B006 - as above
    q: Search = None,
) -> Listing[Company]:
    """Return the companies that are asked for; ``q`` looks into names and domains."""
    query = companies_matching(session, filter, q).where(rows)
    return Listing(query, sort.settle(custom_values.sorted_by(session, "company", Company.custom)))


ContactsWanted = Annotated[Listing[Contact], Depends(contacts_wanted)]
CompaniesWanted = Annotated[Listing[Company], Depends(companies_wanted)]
