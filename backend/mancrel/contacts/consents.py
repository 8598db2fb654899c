"""What people agreed to: a history that only grows, and the status that follows from it."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from mancrel.contacts.models import Consent, Contact
from mancrel.contacts.schemas import ConsentIn, Purpose
from mancrel.kit import events
from mancrel.kit.canonical import rows_of
from mancrel.kit.db import uuid7, viewer_of
from mancrel.kit.errors import Invalid

PURPOSES: tuple[str, ...] = get_args(Purpose)
CLOCKS_DIFFER = timedelta(minutes=5)


class NotYet(Invalid):
    """Consent cannot have been given in the future."""


def record(session: Session, contact: Contact, body: ConsentIn) -> Consent:
    """Write down what a locked contact agreed to or withdrew; the newest of a purpose counts.

    Raises:
        NotYet: it lies in the future.

    """
    now = datetime.now(UTC)
    if body.given_at and body.given_at > now + CLOCKS_DIFFER:
        raise NotYet(field="given_at")
    consent = Consent(id=uuid7(), contact_id=contact.id, purpose=body.purpose, status=body.status)
    consent.source, consent.given_at = body.source, body.given_at or now
    consent.by_id = viewer_of(session).user_id
    session.add(consent)
    session.flush()
    newest = session.scalars(of(contact).where(Consent.purpose == body.purpose).limit(1)).one()
    contact.consent = {**contact.consent, body.purpose: newest.status}
    session.flush()
    events.record(session, "contact.consented", contact, purpose=body.purpose, status=body.status)
    return consent


def of(contact: Contact) -> Select[Consent]:
    """Return the query of a person's history, newest first."""
    query = select(Consent).where(Consent.contact_id.in_(rows_of(Contact, contact.id)))
    return query.order_by(Consent.given_at.desc(), Consent.id.desc())


def status_of(contact: Contact | Row[Any]) -> dict[str, str]:
    """Return the status of every purpose."""
    return {one: contact.consent.get(one, "unknown") for one in PURPOSES}
