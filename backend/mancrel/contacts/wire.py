"""From contacts and companies to the shapes on the wire."""

from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.contacts import consents, custom_values
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Company, Contact
from mancrel.contacts.schemas import CompanyOut, ContactOut
from mancrel.kit.db import may_change


def contact(session: Session, one: Contact) -> ContactOut:
    """Describe a contact; a company in the bin is not shown with it."""
    named = ContactOut.model_fields.keys() - {"editable", "consent", "custom"}
    fields = {name: getattr(one, name) for name in named}
    if one.company and one.company.deleted_at:
        fields["company"] = None
    fields["consent"] = consents.status_of(one)
    fields["custom"] = custom_values.shown(session, "contact", one.custom)
    return ContactOut.model_validate({**fields, "editable": may_change(session, one)})


def company(session: Session, one: Company, counts: dict[UUID, int] | None = None) -> CompanyOut:
    """Describe a company; ``counts``: how many contacts each has, asked for if it is not given."""
    if counts is None:
        counts = contacts.contact_counts(session, [one.id])
    named = CompanyOut.model_fields.keys() - {"contact_count", "editable", "custom"}
    fields = {name: getattr(one, name) for name in named}
    fields["custom"] = custom_values.shown(session, "company", one.custom)
    own = {"contact_count": counts.get(one.id, 0), "editable": may_change(session, one)}
    return CompanyOut.model_validate({**fields, **own})
