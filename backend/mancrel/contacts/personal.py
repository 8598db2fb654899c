"""Who is exported or erased, and what this room holds about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session, aliased

from mancrel.contacts.merge_models import Merge, Pair
from mancrel.contacts.models import Company, Consent, Contact, Identity
from mancrel.kit.canonical import any_of, rows_of
from mancrel.kit.changes import Change
from mancrel.kit.traces import Counts, blank, mentions, rows, unfilled

CONTACT_TEXTS = ("name", "tags")
COMPANY_TEXTS = ("name", "tags", "industry", "website", "street", "city", "region")


@dataclass(frozen=True)
class Person:
    """All contacts that are shown as one person, and by which words rows elsewhere name them.

    ``addresses`` are theirs alone: a switchboard's number names nobody. ``names`` are of two words at least,
    and are only looked for in what hangs together with the person: others may be called the same.
    """

    ids: frozenset[UUID]
    addresses: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Addresses and names, the longest first."""
        return tuple(sorted({*self.addresses, *self.names}, key=len, reverse=True))


def person_of(session: Session, contact_id: UUID) -> Person | None:
    """Return the person that a contact is shown as, in the bin or not; None when there is none."""
    asked = select(func.coalesce(Contact.canonical_id, Contact.id)).where(Contact.id == contact_id)
    canonical = session.scalar(asked)
    if canonical is None:
        return None
    ids = frozenset(session.scalars(select(Contact.id).where(Contact.id.in_(rows_of(Contact, canonical)))))
    other = aliased(Identity)
    shared = select(other.id).where(other.value == Identity.value, other.contact_id.not_in(ids))
    theirs = select(Identity.value).where(Identity.contact_id.in_(ids), ~shared.exists())
    named = set(session.scalars(select(Contact.name).where(Contact.id.in_(ids))))
    for merge in session.scalars(select(Merge).where(_of(ids))):
        named |= {value for value in merge.written.get("name", {}).values() if isinstance(value, str)}
    names = sorted(one.strip() for one in named if " " in one.strip())
    return Person(ids, tuple(sorted(set(session.scalars(theirs)))), tuple(names))


def _of(ids: frozenset[UUID]) -> ColumnElement[bool]:
    """Merges that a person was part of, those that were undone too."""
    return or_(Merge.keep_id.in_(ids), Merge.moves.has_any(array([str(one) for one in ids])))


def firms_of(session: Session, person: Person) -> set[UUID]:
    """Return the companies that the person worked for when they were last seen, by all of their rows."""
    employers = select(Contact.company_id).where(Contact.id.in_(person.ids), Contact.company_id.is_not(None))
    return set(session.scalars(select(Company.id).where(any_of(Company, Company.id, employers))))


def once_theirs(session: Session, person: Person, table: str) -> set[UUID]:
    """Return the records of a table that were the person's at some time, by their history."""
    was = select(Change.subject_id).where(Change.subject_type == table)
    return set(session.scalars(was.where(mentions(Change.diff, map(str, person.ids)))))


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the contacts, their addresses, what they agreed to, and how they were merged."""
    of_contacts = {
        "contacts": select(Contact).where(Contact.id.in_(person.ids)),
        "identities": select(Identity).where(Identity.contact_id.in_(person.ids)),
        "consents": select(Consent).where(Consent.contact_id.in_(person.ids)),
        "merges": select(Merge).where(_of(person.ids)),
        "duplicate_pairs": select(Pair).where(
            or_(Pair.left_id.in_(person.ids), Pair.right_id.in_(person.ids))
        ),
    }
    return {kind: rows(session.scalars(query).unique()) for kind, query in of_contacts.items()}


def lock(session: Session, person: Person) -> None:
    """Keep others from hanging anything on the contacts until this transaction ends."""
    in_order = select(Contact.id).where(Contact.id.in_(person.ids)).order_by(Contact.id)
    session.execute(in_order.with_for_update(of=Contact))


def erase(session: Session, person: Person) -> Counts:
    """Delete the contacts; addresses, consents, pairs and merges go with them. Take them out of others'."""
    told = _blank_others(session, person)
    session.execute(delete(Merge).where(_of(person.ids)))
    session.execute(delete(Contact).where(Contact.id.in_(person.ids)))
    return {"contacts": len(person.ids), "mentions": told}


def _blank_others(session: Session, person: Person) -> int:
    """Take the person's addresses out of other contacts and companies, names out of their own company."""
    firms = firms_of(session, person)
    others = Contact.id.not_in(person.ids)
    count = _blank(session, Contact, CONTACT_TEXTS, others, person.addresses)
    count += _blank(session, Company, COMPANY_TEXTS, Company.id.not_in(firms), person.addresses)
    return count + _blank(session, Company, COMPANY_TEXTS, Company.id.in_(firms), person.words)


def _blank(
    session: Session, model: Any, names: tuple[str, ...], which: ColumnElement[bool], words: Sequence[str]
) -> int:
    found = session.execute(select(model.id, model.custom).where(which, mentions(model.custom, words))).all()
    for id_, custom in found:
        session.execute(update(model).where(model.id == id_).values(custom=unfilled(custom, words)))
    return len(found) + blank(session, model, names, which, words)
