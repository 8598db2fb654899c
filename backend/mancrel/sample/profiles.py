"""What the sample shop knows about some of its customers: addresses, lifecycle, consent, custom fields."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.contacts.custom_field_models import CustomField
from mancrel.contacts.identities import e164
from mancrel.contacts.models import Company, Consent, Contact, Identity
from mancrel.kit import events
from mancrel.kit.db import transaction
from mancrel.sample import script
from mancrel.sample.clock import playing
from mancrel.sample.people import REGION
from mancrel.sample.script import Extra, Firm, Profile, id_of

AGREED = timedelta(days=25)


def load(now: datetime) -> None:
    """Load what is missing; what somebody has filled in stays."""
    with transaction() as session, playing(session, now):
        for extra in script.extras():
            _define(session, extra)
        session.flush()
        for profile in script.profiles():
            contact = session.get(Contact, id_of("contact", profile.email))
            if contact and contact.lifecycle is None:
                _fill(session, contact, profile, now)
        for firm in script.firms():
            company = session.get(Company, id_of("company", firm.domain))
            if company and company.lifecycle is None:
                _describe(session, company, firm)


def _define(session: Session, one: Extra) -> None:
    taken = select(CustomField.id).where(CustomField.object == one.object, CustomField.key == one.key)
    if session.scalar(taken):
        return
    field = CustomField(id=id_of("field", one.key), object=one.object, key=one.key, label=one.label)
    field.kind, field.indexed = one.kind, one.indexed
    field.options = [{"key": each.lower(), "label": each, "archived": False} for each in one.options]
    session.add(field)
    session.flush()
    events.record(session, "custom_field.created", field, key=f"custom_field:{field.id}", object=field.object)


def _fill(session: Session, contact: Contact, profile: Profile, now: datetime) -> None:
    contact.lifecycle, contact.source = profile.lifecycle, profile.source
    contact.do_not_contact, contact.custom = (
        profile.do_not_contact,
        _known(session, "contact", profile.custom),
    )
    numbers = [e164(one, REGION) for one in profile.phones]
    wanted = [("email", one) for one in profile.emails] + [("phone", one) for one in numbers if one]
    there = select(Identity.value).where(Identity.value.in_([value for _, value in wanted]))
    taken = set(session.scalars(there))
    for kind, value in wanted:
        if value not in taken:
            label = "mobile" if kind == "phone" else "home"
            session.add(Identity(contact_id=contact.id, kind=kind, value=value, label=label))
    for purpose, status in profile.consent.items():
        consent = Consent(contact_id=contact.id, purpose=purpose, status=status, source=profile.how)
        consent.given_at, consent.by_id = now - AGREED, contact.owner_id
        session.add(consent)
    contact.consent = dict(profile.consent)


def _known(session: Session, object_: str, custom: dict[str, Any]) -> dict[str, Any]:
    """Return the values whose fields are the sample's own: another field may have taken the key."""
    ours = select(CustomField.key).where(CustomField.object == object_)
    return {
        key: custom[key]
        for key in session.scalars(ours.where(CustomField.id.in_([id_of("field", one) for one in custom])))
    }


def _describe(session: Session, company: Company, firm: Firm) -> None:
    for name in Firm.model_fields.keys() - {"domain", "custom", "phone"}:
        setattr(company, name, getattr(firm, name))
    company.phone = e164(firm.phone, REGION) if firm.phone else None
    company.custom = _known(session, "company", firm.custom)
