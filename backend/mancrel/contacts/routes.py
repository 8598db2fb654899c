"""HTTP of contacts and companies."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import ColumnElement, or_, select, union
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may, shelf
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.schemas import (
    CompanyIn,
    CompanyOut,
    CompanyPatch,
    ContactIn,
    ContactOut,
    ContactPatch,
)
from mancrel.kit.db import find, find_to_change, may_change
from mancrel.kit.pages import Order, Page, PageOf, page, sorting
from mancrel.kit.schema import Text, changes

router = APIRouter(prefix="/api/v1")

Search = Annotated[Text | None, Query(max_length=200)]
ContactRows = Annotated[ColumnElement[bool], shelf(Contact, "contacts:write")]
ContactOrder = Annotated[
    Order,
    sorting(
        Contact.id, "-created_at", Contact.name, Contact.language, Contact.created_at, Contact.updated_at
    ),
]
CompanyRows = Annotated[ColumnElement[bool], shelf(Company, "companies:write")]
CompanyOrder = Annotated[
    Order,
    sorting(Company.id, "-created_at", Company.name, Company.domain, Company.created_at, Company.updated_at),
]


def _contact(session: Session, contact: Contact) -> ContactOut:
    fields = {name: getattr(contact, name) for name in ContactOut.model_fields if name != "editable"}
    if contact.company and contact.company.deleted_at:
        fields["company"] = None
    return ContactOut.model_validate({**fields, "editable": may_change(session, contact)})


@router.get("/contacts", dependencies=[may("contacts:read")], tags=["contacts"])
def list_contacts(
    session: Db,
    paging: PageOf,
    rows: ContactRows,
    order: ContactOrder,
    q: Search = None,
    company_id: UUID | None = None,
) -> Page[ContactOut]:
    """List contacts, newest first; ``q`` looks into names and addresses."""
    query = select(Contact).where(rows, Contact.canonical_id.is_(None))
    if q:
        # Two searches that an index serves each, where one OR over them would read every row.
        names = select(Contact.id).where(Contact.name.icontains(q, autoescape=True))
        addresses = select(Identity.contact_id).where(Identity.value.icontains(q, autoescape=True))
        query = query.where(Contact.id.in_(union(names, addresses)))
    if company_id:
        query = query.where(Contact.company_id == company_id)
    found = page(session, query, order, paging)
    items = [_contact(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/contacts", status_code=201, dependencies=[may("contacts:write")], tags=["contacts"])
def create_contact(body: ContactIn, session: Db) -> ContactOut:
    """Add a contact."""
    contact = contacts.create(session, body)
    session.refresh(contact)
    return _contact(session, contact)


@router.get("/contacts/{contact_id}", dependencies=[may("contacts:read")], tags=["contacts"])
def get_contact(contact_id: UUID, session: Db) -> ContactOut:
    """Return a contact."""
    return _contact(session, find(session, Contact, contact_id))


@router.patch("/contacts/{contact_id}", dependencies=[may("contacts:write")], tags=["contacts"])
def change_contact(contact_id: UUID, body: ContactPatch, session: Db) -> ContactOut:
    """Change a contact."""
    contact = find_to_change(session, Contact, contact_id)
    contacts.change(session, contact, changes(body))
    session.refresh(contact)
    return _contact(session, contact)


@router.delete(
    "/contacts/{contact_id}", status_code=204, dependencies=[may("contacts:write")], tags=["contacts"]
)
def delete_contact(contact_id: UUID, session: Db) -> None:
    """Move a contact to the bin."""
    contacts.remove(session, find_to_change(session, Contact, contact_id))


@router.post("/contacts/{contact_id}/restore", dependencies=[may("contacts:write")], tags=["contacts"])
def restore_contact(contact_id: UUID, session: Db) -> ContactOut:
    """Take a contact out of the bin."""
    contact = contacts.restore(session, contact_id)
    session.refresh(contact)
    return _contact(session, contact)


def _company(session: Session, company: Company, counts: dict[UUID, int]) -> CompanyOut:
    extra = {"contact_count", "editable"}
    fields = {name: getattr(company, name) for name in CompanyOut.model_fields if name not in extra}
    return CompanyOut.model_validate(
        {
            **fields,
            "contact_count": counts.get(company.id, 0),
            "editable": may_change(session, company),
        }
    )


def _one_company(session: Session, company: Company) -> CompanyOut:
    return _company(session, company, contacts.contact_counts(session, [company.id]))


@router.get("/companies", dependencies=[may("companies:read")], tags=["companies"])
def list_companies(
    session: Db, paging: PageOf, rows: CompanyRows, order: CompanyOrder, q: Search = None
) -> Page[CompanyOut]:
    """List companies, newest first; ``q`` looks into names and domains."""
    query = select(Company).where(rows)
    if q:
        query = query.where(
            or_(
                Company.name.icontains(q, autoescape=True),
                Company.domain.contains(q.lower(), autoescape=True),
            )
        )
    found = page(session, query, order, paging)
    counts = contacts.contact_counts(session, [one.id for one in found.rows])
    items = [_company(session, one, counts) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/companies", status_code=201, dependencies=[may("companies:write")], tags=["companies"])
def create_company(body: CompanyIn, session: Db) -> CompanyOut:
    """Add a company."""
    company = contacts.create_company(session, body)
    session.refresh(company)
    return _one_company(session, company)


@router.get("/companies/{company_id}", dependencies=[may("companies:read")], tags=["companies"])
def get_company(company_id: UUID, session: Db) -> CompanyOut:
    """Return a company."""
    return _one_company(session, find(session, Company, company_id))


@router.patch("/companies/{company_id}", dependencies=[may("companies:write")], tags=["companies"])
def change_company(company_id: UUID, body: CompanyPatch, session: Db) -> CompanyOut:
    """Change a company."""
    company = find_to_change(session, Company, company_id)
    contacts.change_company(session, company, changes(body))
    session.refresh(company)
    return _one_company(session, company)


@router.delete(
    "/companies/{company_id}",
    status_code=204,
    dependencies=[may("companies:write")],
    tags=["companies"],
)
def delete_company(company_id: UUID, session: Db) -> None:
    """Move a company to the bin."""
    contacts.remove_company(session, find_to_change(session, Company, company_id))


@router.post("/companies/{company_id}/restore", dependencies=[may("companies:write")], tags=["companies"])
def restore_company(company_id: UUID, session: Db) -> CompanyOut:
    """Take a company out of the bin."""
    company = contacts.restore_company(session, company_id)
    session.refresh(company)
    return _one_company(session, company)
