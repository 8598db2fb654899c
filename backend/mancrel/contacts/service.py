"""People and companies: find, create, change, and recognise by address."""

from pathlib import Path
from typing import Any
from uuid import UUID

from publicsuffixlist import PublicSuffixList
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from mancrel.accounts.models import User
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.schemas import CompanyIn, ContactIn
from mancrel.kit import bins, events
from mancrel.kit.db import find, may_change, system_in, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Invalid
from mancrel.kit.visibility import Owned, Scope

FREE_MAIL = frozenset(Path(__file__).with_name("free_mail.txt").read_text().split())
_suffixes = PublicSuffixList()


class DuplicateContact(Conflict):
    """A contact with this e-mail address already exists."""


class DuplicateCompany(Conflict):
    """A company with this domain already exists."""


class UnknownOwner(Invalid):
    """There is no such user to own the record."""


def assign(session: Session, record: Owned, owner_id: UUID | None) -> None:
    """Give a record an owner; its team becomes one of the owner's, so that managers see it.

    Raises:
        UnknownOwner: no such active user.

    """
    if owner_id is None:
        record.owner_id = None
        return
    query = select(User).where(User.id == owner_id, User.is_active, User.deleted_at.is_(None))
    owner = session.scalars(query.options(selectinload(User.teams))).one_or_none()
    if owner is None:
        raise UnknownOwner(field="owner_id")
    record.owner_id = owner.id
    teams = [team.id for team in owner.teams if team.deleted_at is None]
    if record.team_id not in teams:
        record.team_id = teams[0] if teams else None


def _default_owner(session: Session, owner_id: UUID | None) -> UUID | None:
    viewer = viewer_of(session)
    return owner_id or (viewer.user_id if viewer.scope is Scope.OWN else None)


def own(session: Session, record: Owned, owner_id: UUID | None) -> None:
    """Give a new record its owner and team: a rep's own unless another owner is named."""
    assign(session, record, _default_owner(session, owner_id))
    viewer = viewer_of(session)
    if record.team_id is None and viewer.team_ids:
        record.team_id = min(viewer.team_ids)


def create(session: Session, body: ContactIn) -> Contact:
    """Add a contact, unless its e-mail address is already known.

    An address in the bin comes back: with its contact if that is the viewer's to change, else to the new one.
    """
    company = find(session, Company, body.company_id) if body.company_id else None
    contact = _binned(session, body.email) if body.email else None
    if contact is None:
        contact = Contact(id=uuid7(), identities=[])
        session.add(contact)
    contact.name, contact.phone, contact.language = body.name, body.phone, body.language
    contact.tags, contact.company, contact.deleted_at = body.tags, company, None
    own(session, contact, body.owner_id)
    if body.email and body.email not in [one.value for one in contact.identities]:
        session.flush()
        if not _moved_from_bin(session, contact, body.email):
            contact.identities.append(Identity(kind="email", value=body.email))
    _flush(session, DuplicateContact, "email")
    events.record(session, "contact.created", contact)
    return contact


def _binned(session: Session, email: str) -> Contact | None:
    query = (
        select(Contact)
        .join(Identity, Identity.contact_id == Contact.id)
        .where(Identity.kind == "email", Identity.value == email)
        .where(Contact.deleted_at.is_not(None), Contact.canonical_id.is_(None))
        .with_for_update(of=Contact)
    )
    contact = session.scalars(query).one_or_none()
    return contact if contact and may_change(session, contact) else None


def _moved_from_bin(session: Session, contact: Contact, email: str) -> bool:
    """Take an address from a contact in the bin; as the system, for the viewer may not see that one."""
    binned = select(Contact.id).where(Contact.deleted_at.is_not(None))
    move = (
        update(Identity)
        .where(Identity.kind == "email", Identity.value == email, Identity.contact_id.in_(binned))
        .values(contact_id=contact.id)
        .returning(Identity.id)
    )
    with system_in(session) as system:
        moved = system.execute(move, execution_options={"synchronize_session": False}).first()
    if moved:
        session.refresh(contact, ["identities"])
    return moved is not None


def _flush(session: Session, error: type[Conflict], field: str) -> None:
    try:
        session.flush()
    except IntegrityError as cause:
        raise error(field=field) from cause


def change(session: Session, contact: Contact, values: dict[str, Any]) -> Contact:
    """Change a contact; only the named fields."""
    fields = sorted(values)
    if "owner_id" in values:
        assign(session, contact, values.pop("owner_id"))
    if "company_id" in values:
        company_id = values.pop("company_id")
        contact.company = find(session, Company, company_id) if company_id else None
    if "email" in values:
        _set_email(session, contact, values.pop("email"))
    for name, value in values.items():
        setattr(contact, name, value)
    _flush(session, DuplicateContact, "email")
    events.record(session, "contact.changed", contact, fields=fields)
    return contact


def _set_email(session: Session, contact: Contact, email: str | None) -> None:
    mails = [one for one in contact.identities if one.kind == "email"]
    if email in [one.value for one in mails]:
        return
    if mails:
        contact.identities.remove(mails[0])
        session.delete(mails[0])
    if email:
        contact.identities.append(Identity(kind="email", value=email))


def remove(session: Session, contact: Contact) -> None:
    """Move a contact to the bin; its addresses are remembered with it."""
    bins.discard(contact)
    events.record(session, "contact.deleted", contact)


def restore(session: Session, contact_id: UUID) -> Contact:
    """Take a contact out of the bin, with the addresses that nobody else has by now."""
    contact = bins.restore(session, Contact, contact_id)
    session.flush()
    events.record(session, "contact.restored", contact)
    return contact


def create_company(session: Session, body: CompanyIn) -> Company:
    """Add a company, unless its domain is already known."""
    company = Company(id=uuid7(), name=body.name, domain=body.domain)
    own(session, company, body.owner_id)
    session.add(company)
    _flush(session, DuplicateCompany, "domain")
    events.record(session, "company.created", company)
    return company


def change_company(session: Session, company: Company, values: dict[str, Any]) -> Company:
    """Change a company; only the named fields."""
    if "owner_id" in values:
        assign(session, company, values.pop("owner_id"))
    for name, value in values.items():
        setattr(company, name, value)
    _flush(session, DuplicateCompany, "domain")
    events.record(session, "company.changed", company)
    return company


def remove_company(session: Session, company: Company) -> None:
    """Move a company to the bin."""
    bins.discard(company)
    events.record(session, "company.deleted", company)


def restore_company(session: Session, company_id: UUID) -> Company:
    """Take a company out of the bin, unless another has its domain by now."""
    company = bins.restore(session, Company, company_id)
    _flush(session, DuplicateCompany, "domain")
    events.record(session, "company.restored", company)
    return company


def contact_counts(session: Session, company_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many contacts the viewer sees in each company."""
    query = (
        select(Contact.company_id, func.count())
        .where(Contact.company_id.in_(company_ids), Contact.deleted_at.is_(None))
        .group_by(Contact.company_id)
    )
    return {company_id: count for company_id, count in session.execute(query) if company_id}


def business_domain(email: str) -> str | None:
    """Return the registrable domain of an address; None for free-mail and odd ones."""
    domain = email.rpartition("@")[2].lower()
    registrable = _suffixes.privatesuffix(domain)
    if registrable is None or domain in FREE_MAIL or registrable in FREE_MAIL:
        return None
    return str(registrable)


def recognise(session: Session, email: str, name: str, *, with_company: bool = True) -> Contact:
    """Return the contact behind an e-mail address, made if nobody has it yet.

    Two workers may meet the same new address at once: the unique identity decides, and the loser
    takes the winner's contact.
    """
    email = email.lower()
    known = _by_identity(session, "email", email)
    if known:
        known.deleted_at = None
        return known
    contact = Contact(id=uuid7(), name=name or email.partition("@")[0], tags=[])
    contact.company = _company_of(session, email) if with_company else None
    contact.identities = []
    if contact.company:
        contact.owner_id, contact.team_id = contact.company.owner_id, contact.company.team_id
    session.add(contact)
    session.flush()
    row = insert(Identity).values(id=uuid7(), contact_id=contact.id, kind="email", value=email)
    identity = session.scalar(row.on_conflict_do_nothing().returning(Identity))
    if identity:
        set_committed_value(contact, "identities", [identity])
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
    contact = session.scalars(_KNOWN, {"kind": kind, "value": value}).one_or_none()
    if contact and contact.canonical_id:
        return session.get(Contact, contact.canonical_id)
    return contact


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
        events.record(session, "company.created", company)
    return company
