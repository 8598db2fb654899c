"""What tasks, notes, calls and meetings tell of a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from mancrel.activities.models import Activity
from mancrel.contacts.personal import Person
from mancrel.deals import personal as deals
from mancrel.kit.traces import Counts, blanked, mentions, rows


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
    """Delete the person's activities, and take their addresses out of those about others."""
    ids = ids_of(session, person)
    session.execute(delete(Activity).where(Activity.id.in_(ids)))
    named = or_(mentions(Activity.title, person.addresses), mentions(Activity.body, person.addresses))
    others = session.execute(select(Activity.id, Activity.title, Activity.body).where(named)).all()
    for id_, title, body in others:
        values = {"title": blanked(title, person.addresses), "body": blanked(body, person.addresses)}
        session.execute(update(Activity).where(Activity.id == id_).values(**values))
    return {"activities": len(ids), "mentions": len(others)}
