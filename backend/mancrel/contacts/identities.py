"""The addresses by which people are known: several e-mail addresses and telephone numbers each."""

from dataclasses import dataclass
from uuid import UUID

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.contacts.custom_field_models import ContactSettings
from mancrel.contacts.models import SHARED, Contact, Identity
from mancrel.contacts.schemas import EmailIn, PhoneIn
from mancrel.kit import events
from mancrel.kit.canonical import shown_as, whole_ones
from mancrel.kit.db import system_in, uuid7
from mancrel.kit.errors import Conflict, Invalid

ONLY_ROW = UUID("00000000-0000-7000-8000-000000000001")
MAX_OF_KIND = 20


class DuplicateContact(Conflict):
    """A contact with this e-mail address already exists."""


class PhoneUnclear(Invalid):
    """This is not a telephone number; write it with its country (+49 30 1234567)."""


class PrimaryUnclear(Invalid):
    """Only one can be the primary one."""


class UnknownRegion(Invalid):
    """There is no such country; use its two letters, such as DE."""


@dataclass
class Address:
    """One address as it shall be, and the field of the request that named it."""

    value: str
    field: str
    label: str | None = None
    primary: bool = False


def settings_of(session: Session) -> ContactSettings:
    """Return the shop's settings of contacts, made with their defaults on first use."""
    found = session.scalars(select(ContactSettings)).one_or_none()
    if found is None:
        session.execute(insert(ContactSettings).values(id=ONLY_ROW).on_conflict_do_nothing())
        found = session.scalars(select(ContactSettings)).one()
    return found


def change_settings(session: Session, phone_region: str) -> ContactSettings:
    """Say in which country national telephone numbers belong.

    Raises:
        UnknownRegion: it has no telephone numbers of its own.

    """
    if phone_region not in phonenumbers.SUPPORTED_REGIONS:
        raise UnknownRegion(field="phone_region")
    row = settings_of(session)
    row.phone_region = phone_region
    session.flush()
    events.record(session, "contact_settings.changed", row, phone_region=phone_region)
    return row


def e164(value: str, region: str) -> str | None:
    """Return a telephone number as +491711234567; None if it is none."""
    try:
        number = phonenumbers.parse(value, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def phone(session: Session, value: str, field: str, known: frozenset[str] = frozenset()) -> str:
    """Return a number as it is stored; one that is known already may stay as it was written.

    Raises:
        PhoneUnclear: it is none, in the country of the shop or with one of its own.

    """
    number = e164(value, settings_of(session).phone_region)
    if number is None and value not in known:
        raise PhoneUnclear(field=field)
    return number or value


def emails_of(given: list[EmailIn], first: str | None) -> list[Address]:
    """Return the e-mail addresses of a request, ``email`` among them as the primary one."""
    listed = [
        Address(one.value, f"emails.{n}.value", one.label, primary=one.primary) for n, one in enumerate(given)
    ]
    return _with_primary(listed, Address(first, "email", primary=True) if first else None, "emails")


def phones_of(session: Session, contact: Contact, given: list[PhoneIn], first: str | None) -> list[Address]:
    """Return the telephone numbers of a request, ``phone`` among them as the primary one.

    Raises:
        PhoneUnclear: one of them is none.

    """
    known = frozenset(one.value for one in contact.phones)
    listed = []
    for n, one in enumerate(given):
        place = f"phones.{n}.value"
        listed.append(Address(phone(session, one.value, place, known), place, one.label, primary=one.primary))
    main = Address(phone(session, first, "phone", known), "phone", primary=True) if first else None
    return _with_primary(listed, main, "phones")


def _with_primary(listed: list[Address], main: Address | None, field: str) -> list[Address]:
    if sum(one.primary for one in listed) > 1:
        raise PrimaryUnclear(field=field)
    by_value = {one.value: one for one in reversed(listed)}
    wanted = [by_value[value] for value in dict.fromkeys(one.value for one in listed)]
    if main:
        for one in wanted:
            one.primary = one.value == main.value
        if main.value not in by_value:
            wanted.insert(0, main)
    elif wanted and not any(one.primary for one in wanted):
        wanted[0].primary = True
    return wanted


def with_first(contact: Contact, kind: str, first: str | None) -> list[Address]:
    """Return a contact's addresses with another primary one instead, or without it."""
    known = [Address(one.value, kind) for one in contact.addresses(kind)]
    kept = known if first in [one.value for one in known] else known[1:]
    main = Address(first, kind, primary=True) if first else None
    return _with_primary(kept, main, kind)


def put(session: Session, contact: Contact, kind: str, wanted: list[Address]) -> None:
    """Let a contact have these addresses of a kind and no others.

    Raises:
        DuplicateContact: somebody else has one of them.

    """
    values = {one.value for one in wanted}
    for one in contact.addresses(kind):
        if one.value not in values:
            _drop(session, contact, one)
    session.flush()
    for address in wanted:
        identity = _own(session, contact, kind, address)
        identity.label = address.label
        if identity.contact_id == contact.id:
            identity.primary = address.primary
    session.flush()
    session.refresh(contact, ["identities"])
    _lead(contact, kind, next((one.value for one in wanted if one.primary), None))
    session.flush()


def _drop(session: Session, contact: Contact, gone: Identity) -> None:
    """Take an address from a person: from each of the contacts that they are."""
    for one in contact.identities:
        if (one.kind, one.value) == (gone.kind, gone.value):
            session.delete(one)


def _lead(contact: Contact, kind: str, main: str | None) -> None:
    """Let an address of a merged contact lead, if it is the one; otherwise those stay as they were."""
    own = [one.value for one in contact.identities if one.contact_id == contact.id and one.kind == kind]
    if main is None or main in own:
        return
    for one in contact.identities:
        if one.kind == kind:
            one.primary = one.value == main


def _own(session: Session, contact: Contact, kind: str, address: Address) -> Identity:
    """Return the contact's identity with this value, new or taken from the bin."""
    found = _among(contact, kind, address.value)
    if found:
        address.label = address.label if address.field.startswith(f"{kind}s.") else found.label
        return found
    if kind != SHARED and _moved_from_bin(session, contact, kind, address):
        session.refresh(contact, ["identities"])
        moved = _among(contact, kind, address.value)
        if moved:
            return moved
    identity = Identity(id=uuid7(), contact_id=contact.id, kind=kind, value=address.value)
    session.add(identity)
    return identity


def _among(contact: Contact, kind: str, value: str) -> Identity | None:
    return next((one for one in contact.identities if (one.kind, one.value) == (kind, value)), None)


def _moved_from_bin(session: Session, contact: Contact, kind: str, address: Address) -> bool:
    """Take an address from a contact in the bin; as the system, for the viewer may not see that one.

    Raises:
        DuplicateContact: its contact is not in the bin.

    """
    binned = select(Contact.id).where(shown_as(Contact).in_(whole_ones(Contact, in_bin=True)))
    holds = (Identity.kind == kind, Identity.value == address.value)
    move = update(Identity).where(*holds, Identity.contact_id.in_(binned)).values(contact_id=contact.id)
    with system_in(session) as system:
        moved = system.execute(move.returning(Identity.id), execution_options={"synchronize_session": False})
        if moved.first():
            return True
        if system.scalar(select(Identity.id).where(*holds)):
            raise DuplicateContact(field=address.field)
    return False
