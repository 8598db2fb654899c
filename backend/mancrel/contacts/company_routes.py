"""HTTP of companies."""

from uuid import UUID

from mancrel.accounts.deps import Db, may
from mancrel.contacts import companies, lists, wire
from mancrel.contacts import service as contacts
from mancrel.contacts.lists_asked import CompaniesWanted
from mancrel.contacts.models import Company
from mancrel.contacts.schemas import CompanyIn, CompanyOut, CompanyPatch
from mancrel.kit import filters
from mancrel.kit.canonical import find_shown, shown_id
from mancrel.kit.db import find_to_change
from mancrel.kit.pages import Page, PageOf
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes

router = Router(prefix="/api/v1/companies", tags=["companies"])
READ = may("companies:read")
WRITE = may("companies:write")


@router.get("", dependencies=[READ])
def list_companies(session: Db, paging: PageOf, wanted: CompaniesWanted) -> Page[CompanyOut]:
    """List companies, newest first; ``q`` looks into names and domains.

    One or two letters are looked for where words of a name begin.
    """
    found = wanted().page(session, paging)
    counts = contacts.contact_counts(session, [one.id for one in found.rows])
    items = [wire.company(session, one, counts) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/fields", dependencies=[READ])
def list_company_fields(session: Db) -> list[filters.FieldOut]:
    """Return what companies can be filtered and sorted by, custom fields included."""
    return filters.described(lists.of_companies(session))


@router.post("", status_code=201, dependencies=[WRITE])
def create_company(body: CompanyIn, session: Db) -> CompanyOut:
    """Add a company."""
    company = companies.create(session, body)
    session.refresh(company)
    return wire.company(session, company)


@router.get("/{company_id}", dependencies=[READ])
def get_company(company_id: UUID, session: Db) -> CompanyOut:
    """Return a company; of one that was merged, the one that it is shown as."""
    return wire.company(session, find_shown(session, Company, company_id))


@router.patch("/{company_id}", dependencies=[WRITE])
def change_company(company_id: UUID, body: CompanyPatch, session: Db) -> CompanyOut:
    """Change a company."""
    company = find_to_change(session, Company, shown_id(session, Company, company_id))
    companies.change(session, company, changes(body))
    session.refresh(company)
    return wire.company(session, company)


@router.delete("/{company_id}", status_code=204, dependencies=[WRITE])
def delete_company(company_id: UUID, session: Db) -> None:
    """Move a company to the bin."""
    companies.remove(session, find_to_change(session, Company, shown_id(session, Company, company_id)))


@router.post("/{company_id}/restore", dependencies=[WRITE])
def restore_company(company_id: UUID, session: Db) -> CompanyOut:
    """Take a company out of the bin."""
    company = companies.restore(session, shown_id(session, Company, company_id))
    session.refresh(company)
    return wire.company(session, company)
