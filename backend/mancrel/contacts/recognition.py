"""Who wrote: the contact behind an address, and the company behind its domain."""

from pathlib import Path

from publicsuffixlist import PublicSuffixList
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from mancrel.contacts.models import Company, Contact, Identity
from mancrel.kit import changes, events
from mancrel.kit.db import uuid7

FREE_MAIL = frozenset(Path(__file__).with_name("free_mail.txt").read_text().split())
_suffixes = PublicSuffixList()


def business_domain(email: str) -> str | None:
    """Return the registrable domain of an address; None for free-mail and odd ones."""
    domain = email.rpartition("@")[2].lower()
    registrable = _suffixes.privatesuffix(domain)
    if registrable is None or domain in FREE_MAIL or registrable in FREE_MAIL:
        return None
    return str(registrable)


def recognise(session: Session, email: str, name: str, *, with_company: bool = True) -> Contact:
    """Return the contact that holds an e-mail address, made if nobody does yet.

    One that was merged is returned itself, so that what arrives for it goes with it when the merge is undone;
    whom to show is its ``shown`` one, who comes back from the bin.
    Two workers may meet the same new address at once: the unique identity decides, and the loser
    takes the winner's contact.
    """
    email = email.lower()
    known = _by_identity(session, "email", email)
    if known:
        known.shown.deleted_at = None
        return known
    contact = Contact(id=uuid7(), name=name or email.partition("@")[0], tags=[], custom={}, consent={})
    contact.source = "email"
    contact.lifecycle = "lead" if with_company else None  # a newsletter is nobody's lead
    contact.company_row = _company_of(session, email) if with_company else None
    if contact.company:
        contact.owner_id, contact.team_id = contact.company.owner_id, contact.company.team_id
    session.add(contact)
    session.flush()
    row = insert(Identity).values(id=uuid7(), contact_id=contact.id, kind="email", value=email, primary=True)
    identity = session.scalar(row.on_conflict_do_nothing().returning(Identity))
    if identity:
        set_committed_value(contact, "identities", [identity])
        changes.keep_created(session, identity)
        events.record(session, "contact.created", contact)
        return contact
    session.delete(contact)
    session.flush()
    return _by_identity(session, "email", email) or recognise(session, email, name, with_company=with_company)


_KNOWN = (
    select(Contact)
    .join(Identity, Identity.contact_id == Contact.id)
    .where(Identity.kind == bindparam("kind"), Identity.value == bindparam("value"))
    .options(lazyload("*"))
)


def _by_identity(session: Session, kind: str, value: str) -> Contact | None:
    return session.scalars(_KNOWN, {"kind": kind, "value": value}).one_or_none()


def _company_of(session: Session, email: str) -> Company | None:
    domain = business_domain(email)
    if domain is None:
        return None
    row = insert(Company).values(id=uuid7(), name=domain, domain=domain)
    made = session.scalar(
        row.on_conflict_do_nothing(
            index_elements=["domain"], index_where=Company.deleted_at.is_(None)
        ).returning(Company.id)
    )
    query = select(Company).where(Company.domain == domain, Company.deleted_at.is_(None))
    company = session.scalars(query).one_or_none()
    if made and company:
        changes.keep_created(session, company)
        events.record(session, "company.created", company)
    return company
