"""What speaks for two contacts being one person.

Two make a pair by the same mailbox (dots, and what follows a plus, do not count), the same telephone number
(unless more than a few have it: a switchboard), or a name that is the same or nearly so at the same company
or domain.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from mancrel.contacts import duplicates, identities
from mancrel.contacts.duplicates import Found, Kind, Likely
from mancrel.contacts.mailboxes import is_email, mailbox_of
from mancrel.contacts.merge_models import Pair
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.recognition import business_domain
from mancrel.kit.canonical import shown_as

ADDRESSES = {"same_email", "mail_variant", "same_phone"}
NAMES, PLACES = {"same_name", "similar_name"}, {"same_company", "same_domain"}


@dataclass
class Known:
    """What is compared of a person."""

    name: str
    company_id: UUID | None = None
    mails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    @property
    def mailboxes(self) -> set[str]:
        """The addresses without dots and what follows a plus."""
        return {mailbox(one) for one in self.mails}

    @property
    def domains(self) -> set[str]:
        """The domains of employers, not of free mail."""
        return {found for one in self.mails if (found := business_domain(one))}


def mailbox(email: str) -> str:
    """Return an address as the database's ``MAILBOX`` makes it."""
    local, _, domain = email.partition("@")
    return f"{local.split('+')[0].replace('.', '')}@{domain.split('@')[0]}"


def reasons_of(one: Known, other: Known) -> list[str]:
    """Return what speaks for two being one person."""
    found = []
    if one.mails & other.mails:
        found.append("same_email")
    elif one.mailboxes & other.mailboxes:
        found.append("mail_variant")
    if one.phones & other.phones:
        found.append("same_phone")
    found += duplicates.name_alike(one.name.lower(), other.name.lower())
    if one.company_id and one.company_id == other.company_id:
        found.append("same_company")
    elif one.domains & other.domains:
        found.append("same_domain")
    return found


def is_pair(reasons: set[str]) -> bool:
    """Tell whether reasons are enough to suggest two."""
    return bool(
        reasons & {"same_email", "mail_variant", "same_phone"} or (reasons & NAMES and reasons & PLACES)
    )


def _candidates(session: Session, ids: list[UUID]) -> Found:
    one, other = aliased(Identity), aliased(Identity)
    switchboards = duplicates.crowded(Identity.value, Identity.kind == "phone")
    phones = (
        select(one.contact_id, other.contact_id)
        .join(other, (other.kind == "phone") & (other.value == one.value))
        .where(one.contact_id.in_(ids), one.kind == "phone", one.value.not_in(switchboards))
    )
    found = duplicates.pairs(session, phones.limit(duplicates.MOST_CANDIDATES))
    mails = (
        select(one.contact_id, other.contact_id)
        .join(other, is_email(other) & (mailbox_of(other) == mailbox_of(one)))
        .where(one.contact_id.in_(ids), is_email(one))
    )
    found |= duplicates.pairs(session, mails.limit(duplicates.MOST_CANDIDATES))
    return found | duplicates.alike(session, Contact, "name", ids)


def _known(session: Session, ids: set[UUID]) -> dict[UUID, Known]:
    rows = select(Contact.id, Contact.name, shown_as(Company)).where(Contact.id.in_(ids))
    rows = rows.join(Company, Company.id == Contact.company_id, isouter=True)
    rows = rows.where(Contact.canonical_id.is_(None), Contact.deleted_at.is_(None))
    found = {id_: Known(name, company_id) for id_, name, company_id in session.execute(rows)}
    addresses = select(shown_as(Contact), Identity.kind, Identity.value).join(
        Contact, Contact.id == Identity.contact_id
    )
    for id_, kind, value in session.execute(addresses.where(shown_as(Contact).in_(list(found)))):
        (found[id_].phones if kind == "phone" else found[id_].mails).add(value)
    return found


def _holders(typed: Known) -> Select[UUID]:
    boxes = is_email(Identity) & mailbox_of(Identity).in_(sorted(typed.mailboxes))
    numbers = (Identity.kind == "phone") & Identity.value.in_(sorted(typed.phones))
    holders = select(Identity.contact_id).where(or_(boxes, numbers)).limit(duplicates.MOST_NEAR)
    return select(shown_as(Contact)).where(Contact.id.in_(holders))


CONTACTS = Kind(
    Contact, Pair,
    weights={
        "same_email": 0.99, "mail_variant": 0.8, "same_phone": 0.6, "same_name": 0.5, "similar_name": 0.4,
        "same_company": 0.4, "same_domain": 0.3,
    },
    candidates=_candidates, known=_known, reasons_of=reasons_of, is_pair=is_pair, scans=("new", "round"),
)  # fmt: skip


def check(session: Session, name: str, email: str, phones: list[str]) -> list[Likely]:
    """Return who may be the one that is being typed, of those whom the viewer sees; the likeliest first."""
    typed = Known(" ".join(name.split()))
    region = identities.settings_of(session).phone_region
    typed.phones = {found for one in phones if (found := identities.e164(one, region))}
    typed.mails = {email.strip().lower()} if "@" in email else set()
    ids = set(session.scalars(_holders(typed))) if typed.mails or typed.phones else set[UUID]()
    if len(typed.name) > 2:
        ids |= duplicates.near(session, Contact.name, typed.name)
    return duplicates.likely(session, CONTACTS, typed, ids, CONTACTS.weights.keys() - PLACES)
