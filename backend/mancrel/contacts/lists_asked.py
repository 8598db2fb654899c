"""Which contacts and companies a client asks for: the same rows as a list and as a file."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    any_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session, aliased, selectinload

from mancrel.accounts.deps import Db, shelf
from mancrel.contacts import custom_values, lists
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.related import contact_in_brief
from mancrel.kit import filters
from mancrel.kit.canonical import same_as, shown_as
from mancrel.kit.orders import AskedOrder, Computed, sorting_with_custom
from mancrel.kit.pages import Listing
from mancrel.kit.routing import later
from mancrel.kit.schema import Text
from mancrel.kit.totals import MAX_TOTAL

SHORTEST_PART = 3
Search = Annotated[Text | None, Query(max_length=200)]
ContactRows = Annotated[ColumnElement[bool], shelf(Contact, "contacts:write")]
ContactOrder = Annotated[
    AskedOrder,
    sorting_with_custom(
        Contact.id, "-created_at", Contact.name, Contact.language, Contact.lifecycle, Contact.source,
        Contact.created_at, Contact.updated_at,
    ),
]  # fmt: skip
LEADS = func.coalesce(Company.chosen_domain, Company.domain)
BY_DOMAIN = Computed("domain", LEADS, lambda company: company.chosen_domain or company.domain)
CompanyRows = Annotated[ColumnElement[bool], shelf(Company, "companies:write")]
CompanyOrder = Annotated[
    AskedOrder,
    sorting_with_custom(
        Company.id, "-created_at", Company.name, BY_DOMAIN, Company.lifecycle, Company.industry,
        Company.city, Company.country, Company.created_at, Company.updated_at,
    ),
]  # fmt: skip


def holds(column: Any, q: str) -> ColumnElement[bool]:
    """Return the rule of a text with some letters in it; fewer than three begin a word.

    No index finds one or two letters inside of words, and a million rows are read for some seconds.
    """
    if len(q) < SHORTEST_PART:
        return or_(column.istartswith(q, autoescape=True), column.icontains(f" {q}", autoescape=True))
    rule: ColumnElement[bool] = column.icontains(q, autoescape=True)
    return rule


def contacts_matching(session: Session, wanted: list[str], q: str | None) -> Select[Contact]:
    """Return the contacts that match a filter, in the bin or not; ``q`` looks into names and addresses.

    Those who are screened out are left out, unless they are filtered by or looked for in words.
    """
    query = _filtered(session, wanted, everybody=bool(q))
    if q:
        # Two searches that an index serves each, where one OR over them would read every row.
        names = select(shown_as(Contact)).where(holds(Contact.name, q))
        holders = select(Identity.contact_id).where(holds(Identity.value, q))
        addresses = select(shown_as(Contact)).where(Contact.id.in_(holders))
        query = query.where(Contact.id.in_(union(names, addresses)))
    return query


def _filtered(session: Session, wanted: list[str], *, everybody: bool) -> Select[Contact]:
    rules = filters.asked(session, lists.of_contacts, wanted)
    return _known(everybody=everybody or _names_screened_out(wanted)).where(*rules)


def _names_screened_out(wanted: list[str]) -> bool:
    return any(one.startswith("screened_out:") for one in wanted)


@cache
def _known(*, everybody: bool) -> Select[Contact]:
    query = select(Contact).where(Contact.canonical_id.is_(None)).options(*contact_in_brief())
    return query if everybody else query.where(Contact.screened_out.is_(False))


def companies_matching(session: Session, wanted: list[str], q: str | None) -> Select[Company]:
    """Return the companies that match a filter, in the bin or not; ``q`` looks into names and domains.

    Those of which only people are known who are screened out are left out, as these are.
    """
    rules = filters.asked(session, lists.of_companies, wanted)
    query = select(Company).where(Company.canonical_id.is_(None), *rules)
    if not q and not _names_screened_out(wanted):
        query = query.where(not_(lists.SCREENED_OUT))
    if q:
        names = select(shown_as(Company)).where(holds(Company.name, q))
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
    *,
    deleted: bool = False,
) -> Listing[Contact]:
    """Return the contacts that are asked for; ``q`` looks into names and addresses.

    Those who are screened out are left out, as in ``contacts_matching``, but for the bin.
    """
    query = _filtered(session, filter, everybody=deleted or bool(q)).where(rows)
    if company_id:
        query = query.where(same_as(Company, Contact.company_id, company_id))
    order = sort.settle(custom_values.sorted_by(session, "contact", Contact.custom))
    if not q:
        return Listing(query, order)
    found = _known_as(session, query, q)
    if found is None:
        return Listing(query.where(_is_known_as(q)), order, countable=False)
    return Listing(query.where(Contact.id == any_(literal(found, ARRAY(Uuid)))), order)


def _known_as(session: Session, query: Select[Contact], q: str) -> list[UUID] | None:
    """Return those of a list that have the words in a name or address, by an index each; None: too many.

    In one condition the planner would take them for few or for many, and be wrong half of the time.
    """
    merged = aliased(Contact)
    by_name = query.where(holds(Contact.name, q))
    by_merged = select(merged.canonical_id).where(holds(merged.name, q))
    holders = select(Identity.contact_id).where(holds(Identity.value, q))
    held = select(shown_as(Contact)).where(Contact.id.in_(holders))
    ids: set[UUID] = set()
    for some in (by_name, query.where(Contact.id.in_(by_merged)), query.where(Contact.id.in_(held))):
        ids.update(session.scalars(some.with_only_columns(Contact.id).limit(MAX_TOTAL + 1)))
        if len(ids) > MAX_TOTAL:
            return None
    return list(ids)


def _is_known_as(q: str) -> ColumnElement[bool]:
    """Return the rule of the words in a name or address, asked of one row after another."""
    merged = aliased(Contact)
    called = holds(merged.name, q)
    return or_(
        holds(Contact.name, q),
        exists().where(merged.canonical_id == Contact.id, called),
        Contact.identities.any(holds(Identity.value, q)),
    )


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


ContactsWanted = Annotated[Callable[[], Listing[Contact]], later(contacts_wanted)]
CompaniesWanted = Annotated[Callable[[], Listing[Company]], later(companies_wanted)]
