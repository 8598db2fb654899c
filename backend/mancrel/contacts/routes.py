"""HTTP of contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select

from mancrel.accounts.deps import Db, may
from mancrel.contacts import consents, identities, lists, shown, tags
from mancrel.contacts import service as contacts
from mancrel.contacts.lists_asked import ContactsWanted
from mancrel.contacts.models import Consent, Contact
from mancrel.contacts.schemas import (
    ConsentIn,
    ConsentOut,
    ContactIn,
    ContactOut,
    ContactPatch,
    ContactSettingsOut,
    ContactSettingsPatch,
    TagOut,
    TagsOut,
)
from mancrel.kit import filters
from mancrel.kit.canonical import find_shown, rows_of, shown_id
from mancrel.kit.db import find_to_change
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router, as_json
from mancrel.kit.schema import Text, changes

router = Router(prefix="/api/v1", tags=["contacts"])
READ = may("contacts:read")
WRITE = may("contacts:write")

Search = Annotated[Text | None, Query(max_length=200)]


@router.get("/contacts", response_model=Page[ContactOut], dependencies=[READ])
def list_contacts(session: Db, paging: PageOf, wanted: ContactsWanted) -> Response:
    """List contacts, newest first; ``q`` looks into names and addresses.

    One or two letters are looked for where words begin.
    """
    found = wanted().page(session, paging, shown.rows(session))
    items = [shown.told(session, one) for one in found.rows]
    return as_json({"items": items, "next_cursor": found.next_cursor, "total": found.total})


@router.get("/contacts/fields", dependencies=[READ])
def list_contact_fields(session: Db) -> list[filters.FieldOut]:
    """Return what contacts can be filtered and sorted by, custom fields included."""
    return filters.described(lists.of_contacts(session))


@router.post("/contacts", status_code=201, dependencies=[WRITE])
def create_contact(body: ContactIn, session: Db) -> ContactOut:
    """Add a contact."""
    contact = contacts.create(session, body)
    return shown.changed(session, contact.id)


@router.get("/contacts/{contact_id}", dependencies=[READ])
def get_contact(contact_id: UUID, session: Db) -> ContactOut:
    """Return a contact; of one that was merged, the person that it is shown as."""
    return shown.find(session, contact_id)


@router.patch("/contacts/{contact_id}", dependencies=[WRITE])
def change_contact(contact_id: UUID, body: ContactPatch, session: Db) -> ContactOut:
    """Change a contact."""
    contact = find_to_change(session, Contact, shown_id(session, Contact, contact_id))
    contacts.change(session, contact, changes(body))
    return shown.changed(session, contact.id)


@router.delete("/contacts/{contact_id}", status_code=204, dependencies=[WRITE])
def delete_contact(contact_id: UUID, session: Db) -> None:
    """Move a contact to the bin."""
    contacts.remove(session, find_to_change(session, Contact, shown_id(session, Contact, contact_id)))


@router.post("/contacts/{contact_id}/restore", dependencies=[WRITE])
def restore_contact(contact_id: UUID, session: Db) -> ContactOut:
    """Take a contact out of the bin."""
    contact = contacts.restore(session, shown_id(session, Contact, contact_id))
    return shown.changed(session, contact.id)


@router.get("/contacts/{contact_id}/consents", dependencies=[READ])
def list_consents(contact_id: UUID, session: Db, paging: PageOf) -> Page[ConsentOut]:
    """Return what a contact agreed to and withdrew, newest first."""
    contact = find_shown(session, Contact, contact_id)
    query = select(Consent).where(Consent.contact_id.in_(rows_of(Contact, contact.id)))
    found = page(session, query, Order(Consent.given_at, Consent.id), paging)
    items = [ConsentOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/contacts/{contact_id}/consents", status_code=201, dependencies=[WRITE])
def record_consent(contact_id: UUID, body: ConsentIn, session: Db) -> ConsentOut:
    """Write down that a contact agreed to something or withdrew it."""
    contact = find_to_change(session, Contact, shown_id(session, Contact, contact_id))
    consent = consents.record(session, contact, body)
    session.refresh(consent)
    return ConsentOut.model_validate(consent)


@router.get("/tags", dependencies=[READ])
def list_tags(session: Db, q: Search = None) -> TagsOut:
    """Return the tags of contacts and companies, the most used first."""
    return TagsOut(items=[TagOut(name=name, count=count) for name, count in tags.in_use(session, q)])


@router.get("/settings/contacts", dependencies=[READ])
def get_contact_settings(session: Db) -> ContactSettingsOut:
    """Return the shop's settings of contacts."""
    return ContactSettingsOut.model_validate(identities.settings_of(session))


@router.patch("/settings/contacts", dependencies=[may("settings:write")])
def change_contact_settings(body: ContactSettingsPatch, session: Db) -> ContactSettingsOut:
    """Change the shop's settings of contacts."""
    row = identities.settings_of(session)
    if "phone_region" in body.model_fields_set:
        row = identities.change_settings(session, body.phone_region)
    return ContactSettingsOut.model_validate(row)
