"""HTTP of activities."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may, shelf
from mancrel.activities import lists
from mancrel.activities import service as activities
from mancrel.activities.models import Activity
from mancrel.activities.schemas import ActivityCounts, ActivityIn, ActivityOut, ActivityPatch, Kind, View
from mancrel.kit import filters
from mancrel.kit.db import find, find_to_change, may_change
from mancrel.kit.pages import Order, Page, PageOf, page, sorting
from mancrel.kit.schema import Text, changes

router = APIRouter(prefix="/api/v1/activities", tags=["activities"])
ActivityRows = Annotated[ColumnElement[bool], shelf(Activity, "activities:write")]
ActivityOrder = Annotated[
    Order,
    sorting(
        Activity.id, "-created_at", Activity.title, Activity.kind, Activity.due_at, Activity.done_at,
        Activity.created_at, Activity.updated_at,
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which activities a client asks for."""

    view: View | None = None
    kind: Kind | None = None
    status: Literal["open", "done"] | None = None
    q: Annotated[Text | None, Query(max_length=200)] = None
    deal_id: UUID | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None

    def rules(self) -> list[ColumnElement[bool]]:
        """Return what an activity must fulfil by what it belongs to."""
        named = {name: getattr(self, name) for name in ("kind", "deal_id", "contact_id", "company_id")}
        return [getattr(Activity, name) == value for name, value in named.items() if value is not None]


def _shown(session: Session, one: Activity) -> ActivityOut:
    fields = {name: getattr(one, name) for name in ActivityOut.model_fields if name != "editable"}
    return ActivityOut.model_validate({**fields, "editable": may_change(session, one)})


@router.get("", dependencies=[may("activities:read")])
def list_activities(
    session: Db,
    paging: PageOf,
    rows: ActivityRows,
    order: ActivityOrder,
    wanted: Annotated[Wanted, Depends()],
    filter: filters.Wanted = [],  # noqa: A002, B006 - what the contract calls it; FastAPI copies it
) -> Page[ActivityOut]:
    """List activities, newest first; a view is the signed-in user's own or their team's."""
    rules = filters.rules(session, lists.of_activities(session), filter)
    query = select(Activity).where(rows, *rules, *wanted.rules())
    if wanted.view:
        query = query.where(lists.view(session, wanted.view))
    if wanted.status:
        is_open = Activity.done_at.is_(None)
        query = query.where(is_open if wanted.status == "open" else ~is_open)
    if wanted.q:
        query = query.where(Activity.title.icontains(wanted.q, autoescape=True))
    found = page(session, query, order, paging)
    items = [_shown(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/fields", dependencies=[may("activities:read")])
def list_activity_fields(session: Db) -> list[filters.FieldOut]:
    """Return what activities can be filtered and sorted by."""
    return filters.described(lists.of_activities(session))


@router.get("/counts", dependencies=[may("activities:read")])
def count_activities(session: Db) -> ActivityCounts:
    """Return how many open activities each view holds."""
    return ActivityCounts.model_validate(lists.counts(session))


@router.post("", status_code=201, dependencies=[may("activities:write")])
def create_activity(body: ActivityIn, session: Db) -> ActivityOut:
    """Add an activity."""
    activity = activities.create(session, body)
    session.refresh(activity)
    return _shown(session, activity)


@router.get("/{activity_id}", dependencies=[may("activities:read")])
def get_activity(activity_id: UUID, session: Db) -> ActivityOut:
    """Return an activity."""
    return _shown(session, find(session, Activity, activity_id))


@router.patch("/{activity_id}", dependencies=[may("activities:write")])
def change_activity(activity_id: UUID, body: ActivityPatch, session: Db) -> ActivityOut:
    """Change, close or reopen an activity."""
    activity = find_to_change(session, Activity, activity_id)
    activities.change(session, activity, changes(body))
    session.refresh(activity)
    return _shown(session, activity)


@router.delete("/{activity_id}", status_code=204, dependencies=[may("activities:write")])
def delete_activity(activity_id: UUID, session: Db) -> None:
    """Move an activity to the bin."""
    activities.remove(session, find_to_change(session, Activity, activity_id))


@router.post("/{activity_id}/restore", dependencies=[may("activities:write")])
def restore_activity(activity_id: UUID, session: Db) -> ActivityOut:
    """Take an activity out of the bin."""
    activity = activities.restore(session, activity_id)
    session.refresh(activity)
    return _shown(session, activity)
