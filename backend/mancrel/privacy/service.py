"""Exports of personal data and erasures: ask, look at, download, finish."""

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.contacts import personal as contacts
from mancrel.contacts.models import Contact
from mancrel.contacts.personal import Person
from mancrel.kit import events
from mancrel.kit.canonical import shown_id
from mancrel.kit.db import find, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Forbidden, Invalid, NotFound
from mancrel.kit.traces import Counts
from mancrel.privacy import erasing, exporting
from mancrel.privacy.models import RUNNING, Erasure, PersonExport

KEPT = timedelta(days=7)
READY, FAILED, EXPIRED = "ready", "failed", "expired"


class ExportNotReady(Conflict):
    """This file is not made yet, or is no longer kept."""


class NotYours(Forbidden):
    """Only whoever asked for this file may download it."""


class WrongName(Invalid):
    """Type the name of the contact exactly as it is shown."""


class AlreadyErasing(Conflict):
    """This person is being erased."""


def named(session: Session, contact_id: UUID) -> Contact:
    """Return the person that a contact is shown as, also one in the bin.

    Raises:
        NotFound: out of reach.

    """
    person_id = shown_id(session, Contact, contact_id)
    contact = session.scalars(select(Contact).where(Contact.id == person_id)).unique().one_or_none()
    if contact is None:
        raise NotFound("There is no such contact.")
    return contact


def _person(session: Session, contact: Contact) -> Person:
    person = contacts.person_of(session, contact.id)
    assert person is not None
    return person


def held(session: Session, contact_id: UUID) -> tuple[Contact, Counts]:
    """Return a person, and how much there is about them."""
    contact = named(session, contact_id)
    return contact, exporting.counts_of(session, _person(session, contact))


def ask_export(session: Session, contact_id: UUID) -> PersonExport:
    """Have everything about a person written to a file."""
    contact = named(session, contact_id)
    export = PersonExport(
        id=uuid7(),
        contact_id=contact.id,
        by_id=viewer_of(session).user_id,
        status=RUNNING,
        file=f"{secrets.token_hex(16)}.zip",
    )
    session.add(export)
    session.flush()
    events.record(session, "person.export_asked", export, contact_id=str(contact.id))
    return export


def finish_export(session: Session, export_id: UUID, made: exporting.Made) -> bool:
    """Offer the file for a week; False when the person was erased meanwhile."""
    export = session.get(PersonExport, export_id, with_for_update={"of": PersonExport})
    if export is None:
        return False
    now = datetime.now(UTC)
    export.status, export.finished_at, export.expires_at = READY, now, now + KEPT
    export.size, export.counts, export.complete = made.size, made.counts, made.complete
    session.flush()
    events.record(session, "person.exported", export, contact_id=str(export.contact_id))
    return True


def fail_export(session: Session, export_id: UUID, reason: str) -> None:
    """Note why a file could not be made."""
    export = session.get(PersonExport, export_id)
    if export:
        exporting.drop(export.file)
        export.status, export.error, export.finished_at = FAILED, reason, datetime.now(UTC)
        session.flush()
        events.record(session, "person.export_failed", export)


def download(session: Session, export_id: UUID) -> PersonExport:
    """Return an export whose file may be taken, and record that it was.

    Raises:
        NotFound: out of reach.
        NotYours: somebody else asked for it.
        ExportNotReady: it is not made yet, failed, or a week old.

    """
    export = find(session, PersonExport, export_id)
    if export.by_id != viewer_of(session).user_id:
        raise NotYours
    if export.status != READY or not export.expires_at or export.expires_at <= datetime.now(UTC):
        raise ExportNotReady
    events.record(session, "person.export_downloaded", export, contact_id=str(export.contact_id))
    return export


def expire(session: Session) -> int:
    """Drop the files whose week is over; returns how many."""
    over = select(PersonExport).where(
        PersonExport.status == READY, PersonExport.expires_at <= datetime.now(UTC)
    )
    found = list(session.scalars(over).unique())
    for export in found:
        exporting.drop(export.file)
        export.status = EXPIRED
    session.flush()
    exporting.drop_orphans(set(session.scalars(select(PersonExport.file))))
    return len(found)


def erase(session: Session, contact_id: UUID, reason: str, confirm: str) -> Erasure:
    """Begin to erase a person; one that could not go on goes on.

    Raises:
        NotFound: there is no such contact.
        WrongName: what was typed is not the contact's name.
        AlreadyErasing: it is under way.

    """
    contact = named(session, contact_id)
    if confirm.split() != contact.name.split():
        raise WrongName(field="confirm")
    known = select(Erasure).where(Erasure.contact_id == contact.id).with_for_update(of=Erasure)
    erasure = session.scalars(known).unique().one_or_none()
    if erasure and erasure.status == RUNNING:
        raise AlreadyErasing
    if erasure is None:
        erasure = Erasure(id=uuid7(), subject_id=uuid4(), reason=reason, contact_id=contact.id)
        erasure.by_id = viewer_of(session).user_id
        session.add(erasure)
    erasure.status, erasure.error = RUNNING, None
    session.flush()
    events.record(session, "erasure.begun", erasure)
    erasing.go_on(session, erasure)
    return erasure
