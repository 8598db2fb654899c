"""People: create, change, own, delete and bring back."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from mancrel.accounts.models import Team, User
from mancrel.contacts import custom_values, identities
from mancrel.contacts.identities import Address, DuplicateContact
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.schemas import ContactIn, EmailIn, PhoneIn
from mancrel.kit import bins, events
from mancrel.kit.canonical import shown_as
from mancrel.kit.db import find, may_change, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Invalid
from mancrel.kit.visibility import Owned, Scope


class UnknownOwner(Invalid):
    """There is no such user to own the record."""


def assign(session: Session, record: Owned, owner_id: UUID | None) -> None:
    """Give a record an owner; its team becomes one of the owner's, so that managers see it.

    Raises:
        UnknownOwner: no such active user.

    """
    if owner_id is None:
        record.owner_id = None
    else:
        give(record, owner_of(session, owner_id))


def owner_of(session: Session, owner_id: UUID, field: str = "owner_id") -> User:
    """Return a user to whom a record can be given, with their teams.

    Raises:
        UnknownOwner: no such active user.

    """
    query = select(User).where(User.id == owner_id, User.is_active, User.deleted_at.is_(None))
    owner = session.scalars(query.options(joinedload(User.teams))).unique().one_or_none()
    if owner is None:
        raise UnknownOwner(field=field)
    session.info["owner"] = owner  # a session lets go of what nobody holds, and would read them again to show
    return owner


def give(record: Owned, owner: User) -> None:
    """Give a record to a user whose teams are loaded; its team becomes one of theirs."""
    record.owner_id, record.team_id = owner.id, team_with(record, owner)


def team_with(record: Owned, owner: User) -> UUID | None:
    """Return the team that a record has with this owner, whose teams are loaded."""
    teams = [team.id for team in owner.teams if team.deleted_at is None]
    if record.team_id in teams:
        return record.team_id
    return teams[0] if teams else None


class UnknownTeam(Invalid):
    """There is no such team."""


def team_of(session: Session, team_id: UUID, field: str = "team_id") -> Team:
    """Return a team that work can be given to, with its members.

    Raises:
        UnknownTeam: there is none, or it is in the bin.

    """
    query = select(Team).where(Team.id == team_id, Team.deleted_at.is_(None))
    team = session.scalars(query.options(selectinload(Team.members))).one_or_none()
    if team is None:
        raise UnknownTeam(field=field)
    return team


def hand_over(record: Owned, team: Team | None) -> None:
    """Make a record the work of a team whose members are loaded; an owner who is not in it is taken off."""
    record.team_id = team.id if team else None
    if team and record.owner_id not in {one.id for one in team.members}:
        record.owner_id = None


def _default_owner(session: Session, owner_id: UUID | None) -> UUID | None:
    viewer = viewer_of(session)
    return owner_id or (viewer.user_id if viewer.scope is Scope.OWN else None)


def own(session: Session, record: Owned, owner_id: UUID | None) -> None:
    """Give a new record its owner and team: a rep's own unless another owner is named."""
    assign(session, record, _default_owner(session, owner_id))
    viewer = viewer_of(session)
    if record.team_id is None and viewer.team_ids:
        record.team_id = min(viewer.team_ids)


def flush(session: Session, error: type[Conflict], field: str) -> None:
    """Write what is waiting; the database's unique indexes have the last word.

    Raises:
        Conflict: of the given class, when somebody else was faster.

    """
    try:
        session.flush()
    except IntegrityError as cause:
        raise error(field=field) from cause


ALONE = (lazyload("*"),)
"""How to load a record of which only the name is told."""


def named(session: Session, contact_id: UUID) -> Contact:
    """Return the contact with this id as it is, merged or not: what is stored names the id that was given.

    Raises:
        NotFound: the viewer does not see it, or the person is in the bin.

    """
    contact = find(session, Contact, contact_id, *ALONE)
    if contact.canonical_id:
        find(session, Contact, contact.canonical_id)
    return contact


PLAIN = ("name", "language", "lifecycle", "source", "tags", "do_not_contact")


def create(session: Session, body: ContactIn) -> Contact:
    """Add a contact, unless one of the e-mail addresses is already known.

    An address in the bin comes back: with its contact if that is the viewer's to change, else to the new one.

    Raises:
        DuplicateContact: somebody has one of the addresses.

    """
    company = find(session, Company, body.company_id) if body.company_id else None
    custom = custom_values.checked(session, "contact", body.custom, {}, complete=True)
    mails = identities.emails_of(body.emails, body.email)
    main = next((one.value for one in mails if one.primary), None)
    contact = _binned(session, main) if main else None
    if contact is None:
        contact = Contact(id=uuid7(), consent={})
        session.add(contact)
    for name in PLAIN:
        setattr(contact, name, getattr(body, name))
    contact.company_row, contact.custom, contact.deleted_at = company, custom, None
    own(session, contact, body.owner_id)
    session.flush()
    _address(session, contact, "email", mails)
    _address(session, contact, "phone", identities.phones_of(session, contact, body.phones, body.phone))
    events.record(session, "contact.created", contact)
    return contact


def _binned(session: Session, email: str) -> Contact | None:
    holder = select(Identity.contact_id).where(Identity.kind == "email", Identity.value == email)
    person = select(shown_as(Contact)).where(Contact.id.in_(holder))
    query = (
        select(Contact)
        .where(Contact.id.in_(person), Contact.deleted_at.is_not(None))
        .with_for_update(of=Contact)
    )
    contact = session.scalars(query).one_or_none()
    return contact if contact and may_change(session, contact) else None


def _address(session: Session, contact: Contact, kind: str, wanted: list[Address]) -> None:
    try:
        identities.put(session, contact, kind, wanted)
    except IntegrityError as cause:  # two requests at once
        raise DuplicateContact(field=kind) from cause


def change(session: Session, contact: Contact, values: dict[str, Any]) -> Contact:
    """Change a contact; only the named fields.

    Raises:
        DuplicateContact: somebody else has one of the addresses.

    """
    fields = sorted(values)
    contact.screened_out = values.pop("screened_out", False)  # somebody looks after them
    if "owner_id" in values:
        assign(session, contact, values.pop("owner_id"))
    if "company_id" in values:
        company_id = values.pop("company_id")
        contact.company_row = find(session, Company, company_id) if company_id else None
    if "custom" in values:
        given = values.pop("custom")
        contact.custom = custom_values.checked(session, "contact", given, contact.custom)
    _readdress(session, contact, values)
    for name, value in values.items():
        setattr(contact, name, value)
    session.flush()
    events.record(session, "contact.changed", contact, fields=fields)
    return contact


def _readdress(session: Session, contact: Contact, values: dict[str, Any]) -> None:
    """Let the named lists replace what was there, and a single address the primary one."""
    given, single = values.pop("emails", None), "email" in values
    first = values.pop("email", None)
    if given is not None:
        mails = identities.emails_of([EmailIn(**one) for one in given], first)
        _address(session, contact, "email", mails)
    elif single:
        _address(session, contact, "email", identities.with_first(contact, "email", first))
    given, single = values.pop("phones", None), "phone" in values
    first = values.pop("phone", None)
    if given is not None:
        phones = identities.phones_of(session, contact, [PhoneIn(**one) for one in given], first)
        _address(session, contact, "phone", phones)
    elif single:
        known = frozenset(one.value for one in contact.phones)
        number = identities.phone(session, first, "phone", known) if first else None
        _address(session, contact, "phone", identities.with_first(contact, "phone", number))


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


def contact_counts(session: Session, company_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many contacts the viewer sees in each company."""
    of_company = shown_as(Company)
    query = (
        select(of_company, func.count())
        .join(Contact, Contact.company_id == Company.id)
        .where(of_company.in_(company_ids), Contact.deleted_at.is_(None), Contact.canonical_id.is_(None))
        .group_by(of_company)
    )
    return {company_id: count for company_id, count in session.execute(query) if company_id}
