"""What the list of activities can be filtered by, and its views."""

from datetime import UTC, datetime, time, timedelta
from typing import get_args
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from mancrel.accounts import service as accounts
from mancrel.activities.models import Activity
from mancrel.activities.schemas import Kind as ActivityKind
from mancrel.activities.schemas import View
from mancrel.contacts.lists import of_company, of_contact
from mancrel.kit import totals
from mancrel.kit.db import viewer_of
from mancrel.kit.filter_values import Kind, options
from mancrel.kit.filters import Field

ACTIVITIES = {
    "title": Field("Title", Kind.TEXT, Activity.title, sortable=True),
    "kind": Field("Kind", Kind.CHOICE, Activity.kind, options(*get_args(ActivityKind)), sortable=True),
    "owner": Field("Owner", Kind.REF, Activity.owner_id, of="user"),
    "team": Field("Team", Kind.REF, Activity.team_id, of="team"),
    "contact": of_contact(Activity.contact_id),
    "company": of_company(Activity.company_id),
    "deal": Field("Deal", Kind.REF, Activity.deal_id, of="deal"),
    "due_at": Field("Due", Kind.MOMENT, Activity.due_at, sortable=True),
    "done_at": Field("Done", Kind.MOMENT, Activity.done_at, sortable=True),
    "created_at": Field("Created", Kind.MOMENT, Activity.created_at, sortable=True),
    "updated_at": Field("Changed", Kind.MOMENT, Activity.updated_at, sortable=True),
}
COUNTED: tuple[View, ...] = ("my_day", "overdue", "upcoming", "team")
MOST_COUNTED = 999  # one more stands for all beyond


def of_activities(_session: Session) -> dict[str, Field]:
    """Return what activities can be filtered by."""
    return ACTIVITIES


def view(session: Session, name: View) -> ColumnElement[bool]:
    """Return what an activity of a view fulfils; the days are those of the viewer's time zone."""
    return _view(name, viewer_of(session).user_id, _tomorrow(session))


def _view(name: View, me: UUID | None, tomorrow: datetime) -> ColumnElement[bool]:
    """Return what an activity of a view fulfils.

    My day is what is mine and due by the end of today, overdue included; upcoming is mine and later, or has
    no date; team is all that is open and the viewer sees.
    """
    now = datetime.now(UTC)
    is_open, own = Activity.done_at.is_(None), Activity.owner_id == me
    rules: dict[View, ColumnElement[bool]] = {
        "my_day": and_(is_open, own, Activity.due_at < tomorrow),
        "overdue": and_(is_open, own, Activity.due_at < now),
        "upcoming": and_(is_open, own, or_(Activity.due_at >= tomorrow, Activity.due_at.is_(None))),
        "team": is_open,
        "done": ~is_open,
    }
    return and_(Activity.kind != "note", rules[name])


def _tomorrow(session: Session) -> datetime:
    zone = accounts.zone_of(session, viewer_of(session).user_id)
    day = datetime.now(zone).date() + timedelta(days=1)
    return datetime.combine(day, time.min, zone)


def counts(session: Session) -> dict[str, int]:
    """Return how many activities each view holds, up to 1,000."""
    me, tomorrow = viewer_of(session).user_id, _tomorrow(session)
    found: dict[str, int] = {}
    for name in COUNTED:
        some = select(Activity).where(Activity.deleted_at.is_(None), _view(name, me, tomorrow))
        found[name] = totals.count(session, some, Activity.id, MOST_COUNTED)
    return found
