"""What tasks, notes, calls and meetings tell of a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, select, true
from sqlalchemy.orm import Session

from mancrel.activities.models import Activity
from mancrel.contacts import personal as contacts
from mancrel.contacts.personal import Person
from mancrel.deals import personal as deals
from mancrel.kit.traces import Counts, blank, rows


def _theirs(session: Session, person: Person) -> ColumnElement[bool]:
    """Activities with the person, and those on a deal of theirs that are with nobody else."""
    on_deals = and_(Activity.deal_id.in_(deals.ids_of(session, person)), Activity.contact_id.is_(None))
    return or_(Activity.contact_id.in_(person.ids), on_deals)


def ids_of(session: Session, person: Person) -> set[UUID]:
    """Return the ids of the person's activities, in the bin or not."""
    return set(session.scalars(select(Activity.id).where(_theirs(session, person))))


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the activities with the person, and on their deals."""
    return {"activities": rows(session.scalars(select(Activity).where(_theirs(session, person))).unique())}


def erase(session: Session, person: Person) -> Counts:
    """Delete the person's activities, and take them out of those about others.

    Addresses go everywhere, names out of what is about their company.
    """
    about = Activity.company_id.in_(contacts.firms_of(session, person))
    ids = ids_of(session, person)
    session.execute(delete(Activity).where(Activity.id.in_(ids)))
    told = blank(session, Activity, ("title", "body"), about, person.words)
    told += blank(session, Activity, ("title", "body"), true(), person.addresses)
    return {"activities": len(ids), "mentions": told}
