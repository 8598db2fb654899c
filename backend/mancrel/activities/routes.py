"""HTTP of activities."""

from uuid import UUID

from mancrel.accounts.deps import Db, may
from mancrel.activities import lists, wire
from mancrel.activities import service as activities
from mancrel.activities.lists_asked import ActivitiesWanted
from mancrel.activities.models import Activity
from mancrel.activities.schemas import ActivityCounts, ActivityIn, ActivityOut, ActivityPatch
from mancrel.kit import filters
from mancrel.kit.db import find, find_to_change
from mancrel.kit.pages import Page, PageOf
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes

router = Router(prefix="/api/v1/activities", tags=["activities"])


@router.get("", dependencies=[may("activities:read")])
def list_activities(session: Db, paging: PageOf, wanted: ActivitiesWanted) -> Page[ActivityOut]:
    """List activities, newest first."""
    found = wanted().page(session, paging)
    items = [wire.activity(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/fields", dependencies=[may("activities:read")])
def list_activity_fields(session: Db) -> list[filters.FieldOut]:
    """Return what activities can be filtered and sorted by."""
    return filters.described(lists.of_activities(session))


@router.get("/counts", dependencies=[may("activities:read")])
def count_activities(session: Db) -> ActivityCounts:
    """Return how many open activities each view holds, up to 1,000."""
    return ActivityCounts.model_validate(lists.counts(session))


@router.post("", status_code=201, dependencies=[may("activities:write")])
def create_activity(body: ActivityIn, session: Db) -> ActivityOut:
    """Add an activity."""
    activity = activities.create(session, body)
    return wire.activity(session, activity)


@router.get("/{activity_id}", dependencies=[may("activities:read")])
def get_activity(activity_id: UUID, session: Db) -> ActivityOut:
    """Return an activity."""
    return wire.activity(session, find(session, Activity, activity_id))


@router.patch("/{activity_id}", dependencies=[may("activities:write")])
def change_activity(activity_id: UUID, body: ActivityPatch, session: Db) -> ActivityOut:
    """Change, close or reopen an activity."""
    activity = find_to_change(session, Activity, activity_id)
    activities.change(session, activity, changes(body))
    session.refresh(activity)
    return wire.activity(session, activity)


@router.delete("/{activity_id}", status_code=204, dependencies=[may("activities:write")])
def delete_activity(activity_id: UUID, session: Db) -> None:
    """Move an activity to the bin."""
    activities.remove(session, find_to_change(session, Activity, activity_id))


@router.post("/{activity_id}/restore", dependencies=[may("activities:write")])
def restore_activity(activity_id: UUID, session: Db) -> ActivityOut:
    """Take an activity out of the bin."""
    activity = activities.restore(session, activity_id)
    session.refresh(activity)
    return wire.activity(session, activity)
