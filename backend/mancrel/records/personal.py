"""What changes of many records and saved views hold of a person."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from mancrel.contacts.personal import Person
from mancrel.kit.traces import Counts, mentions, rows
from mancrel.records.models import BulkChange, BulkRow, SavedView


def _theirs(person: Person) -> ColumnElement[bool]:
    named = (mentions(column, person.addresses) for column in (BulkRow.before, BulkRow.after, BulkRow.reason))
    return or_(BulkRow.record_id.in_(person.ids), *named)


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return what changes of many records wrote to the person."""
    return {"bulk_rows": rows(session.scalars(select(BulkRow).where(_theirs(person))))}


def erase(session: Session, person: Person) -> Counts:
    """Empty what was kept for undoing, and the conditions that name the person."""
    theirs = select(BulkRow.bulk_id, BulkRow.number).where(_theirs(person))
    count = len(session.execute(theirs).all())
    nothing: dict[str, Any] = {"before": {}, "after": {}, "reason": None}
    session.execute(
        update(BulkRow).where(_theirs(person)).values(**nothing).execution_options(synchronize_session=False)
    )
    for bulk in session.scalars(select(BulkChange).where(_asked_for(BulkChange, person))).unique():
        bulk.filter, bulk.q = _without(bulk.filter, person), None
    for view in session.scalars(select(SavedView).where(mentions(SavedView.filter, person.words))).unique():
        view.filter = _without(view.filter, person)
    session.flush()
    return {"bulk_rows": count}


def _asked_for(model: type[BulkChange], person: Person) -> ColumnElement[bool]:
    return or_(mentions(model.filter, person.words), mentions(model.q, person.words))


def _without(conditions: list[str], person: Person) -> list[str]:
    words = [one.casefold() for one in person.words]
    return [one for one in conditions if not any(word in one.casefold() for word in words)]
