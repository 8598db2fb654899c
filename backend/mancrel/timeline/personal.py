"""What the history tells of a person: changes, events and jobs."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from mancrel.contacts import personal as contacts
from mancrel.contacts.personal import Person
from mancrel.kit.changes import Change
from mancrel.kit.events import Event
from mancrel.kit.jobs import JobRow, Status
from mancrel.kit.traces import Counts, mentions, rows


def _changes(session: Session, person: Person, ids: Collection[UUID]) -> ColumnElement[bool]:
    """Changes of the person's records, those with their addresses, and with names where it hangs together."""
    firms = contacts.firms_of(session, person)
    linked = select(Change.subject_id).where(mentions(Change.diff, map(str, [*person.ids, *firms])))
    about = {*session.scalars(linked), *firms}
    named = and_(Change.subject_id.in_(about), mentions(Change.diff, person.names))
    quoted = mentions(Change.diff, [*person.addresses, *map(str, person.ids)])
    return or_(Change.subject_id.in_(ids), quoted, named)


def export(session: Session, person: Person, ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Return the changes and events of the person's records."""
    return {
        "changes": rows(
            session.scalars(select(Change).where(_changes(session, person, ids)).order_by(Change.id))
        ),
        "events": rows(session.scalars(select(Event).where(Event.subject_id.in_(ids)).order_by(Event.id))),
    }


def erase(session: Session, person: Person, ids: Collection[UUID]) -> Counts:
    """Erase values and salts of changes, of which the chain holds digests, and facts that name the person."""
    theirs = list(
        session.scalars(select(Change.id).where(_changes(session, person, ids), Change.diff.is_not(None)))
    )
    session.execute(update(Change).where(Change.id.in_(theirs)).values(diff=None, salt=None))
    session.execute(
        update(Event)
        .where(mentions(Event.facts, person.words))
        .values(facts={})
        .execution_options(synchronize_session=False)
    )
    return {"changes": len(theirs), "jobs": _forget_jobs(session, person, ids)}


def _forget_jobs(session: Session, person: Person, ids: Collection[UUID]) -> int:
    said = (mentions(column, person.words) for column in (JobRow.facts, JobRow.last_error, JobRow.tries))
    about = or_(JobRow.subject_id.in_(ids), *said)
    idle = JobRow.status != Status.RUNNING
    found = list(session.scalars(select(JobRow.id).where(about, idle).with_for_update(skip_locked=True)))
    session.execute(delete(JobRow).where(JobRow.id.in_(found)))
    return len(found)
