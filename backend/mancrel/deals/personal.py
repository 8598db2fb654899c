"""What deals tell of a person. A deal is in the shop's books: it stays, without them."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mancrel.contacts.models import Company, Contact
from mancrel.contacts.personal import Person, once_theirs
from mancrel.deals.models import Deal, DealItem, DealStageChange
from mancrel.kit.canonical import shown_as
from mancrel.kit.traces import Counts, blank, blanked, mentions, rows, unfilled

NAMELESS = "Deal of an erased contact"


def ids_of(session: Session, person: Person) -> set[UUID]:
    """Return the ids of the person's deals, in the bin or not."""
    return set(session.scalars(select(Deal.id).where(Deal.contact_id.in_(person.ids))))


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the person's deals, what they are about and where they have been."""
    ids = ids_of(session, person)
    return {
        "deals": rows(session.scalars(select(Deal).where(Deal.id.in_(ids)))),
        "deal_items": rows(session.scalars(select(DealItem).where(DealItem.deal_id.in_(ids)))),
        "deal_stages": rows(session.scalars(select(DealStageChange).where(DealStageChange.deal_id.in_(ids)))),
    }


def erase(session: Session, person: Person) -> Counts:
    """Take the person out of their deals.

    A deal made from a conversation, or with no company in which others are known, has their words for its
    title, so it loses them; any other keeps what does not name them.
    """
    told = _blank_others(session, person)
    deals = list(session.scalars(select(Deal).where(Deal.contact_id.in_(person.ids))).unique())
    of_firm = {one.id: one.company for one in deals}
    colleagues = (
        select(shown_as(Company))
        .join(Contact, Contact.company_id == Company.id)
        .where(shown_as(Company).in_([one.id for one in of_firm.values() if one]))
        .where(Contact.id.not_in(person.ids))
    )
    shared = set(session.scalars(colleagues))
    for deal in deals:
        firm = of_firm[deal.id]
        theirs = firm is None or firm.id not in shared or deal.conversation_id is not None
        gone = {"contact_id": None, "conversation_id": None, **_told(deal, person, theirs=theirs)}
        session.execute(update(Deal).where(Deal.id == deal.id).values(**gone))
    return {"deals": len(deals), "mentions": told}


def _blank_others(session: Session, person: Person) -> int:
    """Take the person's addresses out of deals of others; out of those that were theirs, names too."""
    once = once_theirs(session, person, Deal.__tablename__) | ids_of(session, person)
    ways = ((Deal.id.in_(once), person.words), (Deal.id.not_in(once), person.addresses))
    count = 0
    for which, words in ways:
        found = session.execute(select(Deal.id, Deal.custom).where(which, mentions(Deal.custom, words))).all()
        for id_, custom in found:
            session.execute(update(Deal).where(Deal.id == id_).values(custom=unfilled(custom, words)))
        count += len(found) + blank(session, Deal, ("title", "lost_reason"), which, words)
    lines = ((DealItem.deal_id.in_(once), person.words), (DealItem.deal_id.not_in(once), person.addresses))
    return count + sum(blank(session, DealItem, ("title",), which, words) for which, words in lines)


def _told(deal: Deal, person: Person, *, theirs: bool) -> dict[str, Any]:
    if theirs:
        return {"title": NAMELESS, "lost_reason": None, "custom": {}}
    return {name: blanked(getattr(deal, name), person.words) for name in ("title", "lost_reason")}
