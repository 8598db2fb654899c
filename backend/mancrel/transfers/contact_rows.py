"""Contacts from rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session, selectinload

from mancrel.contacts import identities
from mancrel.contacts import service as contacts
from mancrel.contacts.identities import MAX_OF_KIND, Address, e164
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.schemas import ContactIn, EmailIn, PhoneIn
from mancrel.kit.canonical import shown_as, whole_ones
from mancrel.kit.db import uuid7
from mancrel.transfers.asking import customised, differing, employed, named_in, owned, tagged
from mancrel.transfers.cells import Refused
from mancrel.transfers.drafts import Draft
from mancrel.transfers.kinds import (
    Made,
    Scene,
    by_custom,
    changeable,
    checked,
    employers,
    flat,
    insert_all,
    lock_all,
    put_back,
)

PLAIN = (
    "name",
    "language",
    "lifecycle",
    "source",
    "tags",
    "do_not_contact",
    "company_id",
    "owner_id",
    "team_id",
)


class Contacts:
    """How contacts are imported: addresses and tags are added, other values replaced."""

    object = "contact"
    model = Contact

    def keys(self, draft: Draft, match_key: str) -> None:
        """An e-mail address is one person's, whatever they are recognised by."""
        draft.unique = [f"email:{one}" for one in draft.get("email") or []]
        if match_key == "email":
            draft.keys = draft.unique
        elif match_key == "phone":
            draft.keys = [f"phone:{one}" for one in draft.get("phone") or []]
        elif match_key == "name_company":
            employer = draft.company_id or (draft.new_company or ("",))[0].lower()
            draft.keys = [f"name:{_name(draft).lower()}|{employer}"] if _named(draft) else []
        else:
            value = draft.custom.get(match_key.removeprefix("custom."))
            draft.keys = [f"{match_key}:{value}"] if value else []

    def found(self, session: Session, keys: Sequence[str]) -> dict[str, set[UUID]]:
        """Return contacts by address, by name and company, or by a custom field."""
        found = by_custom(session, Contact, "contact", keys, Contact.canonical_id.is_(None))
        for kind in ("email", "phone"):
            values = [key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")]
            query = select(Identity.value, shown_as(Contact)).join(Contact, Contact.id == Identity.contact_id)
            query = query.where(Identity.kind == kind, Identity.value.in_(values))
            query = query.where(shown_as(Contact).in_(whole_ones(Contact, in_bin=False)))
            for value, id_ in session.execute(query) if values else ():
                found.setdefault(f"{kind}:{value}", set()).add(id_)
        names = {key[5:].rpartition("|")[0] for key in keys if key.startswith("name:")}
        if names:
            named = select(func.lower(Contact.name), Contact.company_id, Contact.id).where(
                func.lower(Contact.name).in_(names),
                Contact.deleted_at.is_(None),
                Contact.canonical_id.is_(None),
            )
            for name, company_id, id_ in session.execute(named):
                found.setdefault(f"name:{name}|{company_id or ''}", set()).add(id_)
        return found

    def ready(self, scene: Scene, drafts: Sequence[Draft]) -> dict[int, str]:
        """Find the companies, and read the telephone numbers in the shop's country."""
        wrong = employers(scene, drafts)
        region = identities.settings_of(scene.session).phone_region
        for draft in drafts:
            phones = [(one, e164(one, region)) for one in draft.get("phone") or []]
            unclear = next((one for one, number in phones if number is None), None)
            if unclear:
                wrong[draft.number] = f"{unclear!r} is not a telephone number; write it with its country."
            if phones:
                draft.values["phone"] = list(dict.fromkeys(number for _, number in phones if number))
        return wrong

    def complete(self, scene: Scene, draft: Draft) -> None:
        """A person needs a name, or an address that can stand for it."""
        if not _named(draft) and not draft.get("email") and not draft.get("phone"):
            raise Refused("There is neither a name nor an address.")
        checked(scene.session, "contact", draft, {}, complete=True)

    def create(self, scene: Scene, drafts: Sequence[Draft]) -> Made:
        """Make the contacts by one statement, and bring those back whose address is in the bin."""
        binned = _binned(scene.session, [key for draft in drafts for key in draft.unique])
        mine = changeable(scene.session, Contact, list(set(binned.values())), scene.viewer)
        back = self.load(scene.session, list(mine)) if mine else {}
        made: Made = {}
        new = []
        for draft in drafts:
            company_id, own = scene.company_of(draft)
            holders = {binned[key] for key in draft.unique if key in binned}
            if not holders:
                contact = _filled(scene, Contact(id=uuid7(), identities=[], consent={}), draft, company_id)
                new.append(contact)
            elif len(holders) == 1 and holders <= back.keys():
                contact = _filled(scene, back.pop(holders.pop()), draft, company_id)
            else:
                contact = _by_hand(scene, draft, company_id)
            made[draft.number] = (contact, own)
        scene.session.flush()
        insert_all(scene.session, new)
        insert_all(scene.session, [one for contact in new for one in contact.identities])
        return made

    def load(self, session: Session, ids: Sequence[UUID], *, lock: bool = True) -> dict[UUID, Any]:
        """Return contacts with their addresses, locked unless they are only looked at."""
        if lock:
            lock_all(session, Contact, ids)
        rows = session.scalars(
            select(Contact)
            .where(Contact.id.in_(ids))
            .options(selectinload(Contact.merged))
            .execution_options(populate_existing=True)
        )
        return {one.id: one for one in rows.unique()}

    def asks(self, scene: Scene, record: Any, draft: Draft) -> dict[str, Any]:
        """Addresses and tags are added, what else the row holds is replaced."""
        values = named_in(draft, ("language", "lifecycle", "source", "do_not_contact"))
        values |= {"name": _name(draft)} if _named(draft) else {}
        values |= owned(scene, record, draft)
        values["tags"] = tagged(record, draft)
        values["custom"] = customised(scene.session, "contact", draft, record)
        asked = differing(record, values) | employed(record, draft)
        for kind in ("email", "phone"):
            known = {one.value for one in record.addresses(kind)} if draft.get(kind) else set()
            more = [one for one in draft.get(kind) or [] if one not in known]
            asked |= {kind: more} if more else {}
        return asked

    def change(self, scene: Scene, record: Any, draft: Draft) -> UUID | None:
        """Write what the row asks for."""
        asked, made = self.asks(scene, record, draft), None
        if asked:
            record.screened_out = False  # somebody looks after them
        if "company_id" in asked:
            asked["company_id"], made = scene.company_of(draft)
        for kind in ("email", "phone"):
            for value in asked.pop(kind, []):
                _add(record, kind, value)
        for name, value in asked.items():
            setattr(record, name, value)
        return made

    def snapshot(self, record: Any) -> dict[str, Any]:
        """Return plain fields, addresses and custom values."""
        shown = {name: _json(getattr(record, name)) for name in PLAIN}
        for kind in ("email", "phone"):
            shown[kind] = [[one.value, one.label, one.primary] for one in record.addresses(kind)]
        return {**shown, **flat(record.custom)}

    def restore(self, session: Session, record: Any, values: dict[str, Any]) -> None:
        """Set fields back; addresses by the room's own verb."""
        put_back(record, values, PLAIN)
        for kind in ("email", "phone"):
            if kind in values:
                wanted = [
                    Address(value, f"{kind}s.", label, primary)
                    for value, label, primary in values[kind] or []
                ]
                identities.put(session, record, kind, wanted)


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _named(draft: Draft) -> bool:
    return any(draft.get(one) for one in ("name", "first_name", "last_name"))


def _name(draft: Draft) -> str:
    parts = " ".join(draft.get(one) for one in ("first_name", "last_name") if draft.get(one))
    address = (draft.get("email") or [""])[0].partition("@")[0] or (draft.get("phone") or [""])[0]
    return str(draft.get("name") or parts or address)[:200]


def _filled(scene: Scene, contact: Contact, draft: Draft, company_id: UUID | None) -> Contact:
    """Let a contact, new or from the bin, be what a row says."""
    contact.name, contact.company_id, contact.deleted_at = _name(draft), company_id, None
    contact.language, contact.lifecycle = draft.get("language"), draft.get("lifecycle")
    contact.source, contact.tags = draft.get("source") or "import", draft.get("tags") or []
    contact.do_not_contact = bool(draft.get("do_not_contact"))
    contact.custom = checked(scene.session, "contact", draft, {}, complete=True)
    for kind in ("email", "phone"):
        wanted = draft.get(kind) or []
        for one in contact.addresses(kind):
            if one.value not in wanted:
                contact.identities.remove(one)
                scene.session.delete(one)
        for value in wanted:
            _add(contact, kind, value)
        for one in contact.addresses(kind):
            one.primary = one.value == wanted[0]
    scene.own(contact, draft)
    return contact


def _add(contact: Contact, kind: str, value: str) -> None:
    known = contact.addresses(kind)
    if value in [one.value for one in known]:
        return
    if len(known) >= MAX_OF_KIND:
        raise Refused(f"A person has at most {MAX_OF_KIND} of these addresses.")
    new = Identity(id=uuid7(), contact_id=contact.id, kind=kind, value=value, primary=not known)
    contact.identities.append(new)
    session = object_session(contact)
    if session:  # the list is read from the database; a new contact's addresses go in by one statement
        session.add(new)


def _binned(session: Session, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the contacts in the bin that hold addresses."""
    emails = [one.partition(":")[2] for one in keys]
    query = select(Identity.value, shown_as(Contact)).join(Contact, Contact.id == Identity.contact_id)
    query = query.where(Identity.kind == "email", Identity.value.in_(emails))
    query = query.where(shown_as(Contact).in_(whole_ones(Contact, in_bin=True)))
    return {f"email:{value}": id_ for value, id_ in session.execute(query)} if emails else {}


def _by_hand(scene: Scene, draft: Draft, company_id: UUID | None) -> Contact:
    """Make a contact of addresses in the bin that are not one person's to bring back, by the room's verb."""
    owner = scene.owner_of(draft)
    body = ContactIn(
        name=_name(draft),
        emails=[EmailIn(value=one) for one in draft.get("email") or []],
        phones=[PhoneIn(value=one) for one in draft.get("phone") or []],
        owner_id=owner.id if owner else None,
        custom=draft.custom,
        **{
            name: draft.values[name]
            for name in ("tags", "language", "lifecycle", "do_not_contact")
            if name in draft.values
        },
        source=draft.get("source") or "import",
    )
    scene.session.flush()
    with Session(scene.session.connection(), info={"viewer": scene.viewer}) as theirs:
        contact = contacts.create(theirs, body)
        contact.company_row = theirs.get(Company, company_id) if company_id else None
        theirs.flush()
        id_ = contact.id
    return scene.session.get_one(Contact, id_, populate_existing=True)
