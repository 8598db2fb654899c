"""Companies: create, change, delete and bring back."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.contacts import custom_values, identities
from mancrel.contacts.models import Company
from mancrel.contacts.schemas import CompanyIn
from mancrel.contacts.service import assign, flush, own
from mancrel.kit import bins, events
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Conflict


class DuplicateCompany(Conflict):
    """A company with this domain already exists."""


class DomainOfMerged(Conflict):
    """This domain came with a company that was merged into this one; undo that merge to move or change it."""


def create(session: Session, body: CompanyIn) -> Company:
    """Add a company, unless its domain is already known."""
    company = Company(id=uuid7(), **body.model_dump(exclude={"owner_id", "phone", "custom"}))
    company.custom = custom_values.checked(session, "company", body.custom, {}, complete=True)
    company.phone = identities.phone(session, body.phone, "phone") if body.phone else None
    own(session, company, body.owner_id)
    session.add(company)
    flush(session, DuplicateCompany, "domain")
    events.record(session, "company.created", company)
    return company


def change(session: Session, company: Company, values: dict[str, Any]) -> Company:
    """Change a company; only the named fields."""
    if "owner_id" in values:
        assign(session, company, values.pop("owner_id"))
    if "custom" in values:
        company.custom = custom_values.checked(session, "company", values.pop("custom"), company.custom)
    if values.get("phone"):
        known = frozenset({company.phone or ""})
        values["phone"] = identities.phone(session, values["phone"], "phone", known)
    if "domain" in values:
        _move_in(company, values.pop("domain"))
    for name, value in values.items():
        setattr(company, name, value)
    flush(session, DuplicateCompany, "domain")
    events.record(session, "company.changed", company)
    return company


def _move_in(company: Company, domain: str | None) -> None:
    """Let a company have another main domain: one of those that it is known by, or a new one of its own.

    Raises:
        DomainOfMerged: the one that leads came with a company that was merged into this one, and keeps it;
            so it can give way to another one, but not be overwritten.

    """
    if domain in company.domains:
        company.main_domain = domain
        return
    leads = company.main_domain
    if leads != company.domain and (company.domain or domain is None):
        raise DomainOfMerged(field="domain")
    company.domain, company.chosen_domain = domain, None
    company.parted(())


def remove(session: Session, company: Company) -> None:
    """Move a company to the bin."""
    bins.discard(company)
    events.record(session, "company.deleted", company)


def restore(session: Session, company_id: UUID) -> Company:
    """Take a company out of the bin, unless another has its domain by now."""
    company = bins.restore(session, Company, company_id)
    flush(session, DuplicateCompany, "domain")
    events.record(session, "company.restored", company)
    return company
