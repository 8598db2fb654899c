"""What users were told of a person."""

import re
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from mancrel.contacts.personal import Person
from mancrel.kit.traces import Counts, mentions, rows
from mancrel.notifications.models import Notification, UserMail

LINKED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _told(ids: Collection[UUID], person: Person) -> ColumnElement[bool]:
    return or_(Notification.subject_id.in_(ids), mentions(Notification.title, person.words))


def _mailed(session: Session, ids: Collection[UUID], person: Person) -> set[UUID]:
    """Return the mails that name the person or lead to one of their records."""
    named = or_(mentions(UserMail.text, person.words), mentions(UserMail.subject, person.words))
    found = set(session.scalars(select(UserMail.id).where(named)))
    known = {str(one) for one in ids}
    for id_, text in session.execute(select(UserMail.id, UserMail.text).execution_options(yield_per=1_000)):
        if not known.isdisjoint(LINKED.findall(text)):
            found.add(id_)
    return found


def export(session: Session, person: Person, ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Return what users were told of the person; ``ids``: their records."""
    return {"notifications": rows(session.scalars(select(Notification).where(_told(ids, person))))}


def erase(session: Session, person: Person, ids: Collection[UUID]) -> Counts:
    """Delete what users were told of the person, and the mails that did."""
    told = set(session.scalars(select(Notification.id).where(_told(ids, person))))
    mailed = _mailed(session, ids, person)
    session.execute(delete(Notification).where(Notification.id.in_(told)))
    session.execute(delete(UserMail).where(UserMail.id.in_(mailed)))
    return {"notifications": len(told), "user_mails": len(mailed)}
