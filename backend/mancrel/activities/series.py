"""Done and open again: of a series, closing one occurrence makes the next, once."""

from datetime import UTC, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mancrel.activities import reminders, repeats
from mancrel.activities.models import Activity
from mancrel.kit import bins, events
from mancrel.kit.db import system_in, uuid7
from mancrel.kit.errors import Conflict

COPIED = (
    "kind", "title", "body", "repeat", "series_id", "contact_id", "company_id", "deal_id", "owner_id",
    "team_id", "conversation_id",
)  # fmt: skip


class LaterIsDone(Conflict):
    """A later one of this series is done already, so this one cannot be opened again."""


def close(session: Session, activity: Activity) -> None:
    """Mark a locked activity as done; the next of its series is made in the same transaction."""
    if activity.done_at:
        return
    activity.done_at = datetime.now(UTC)
    session.flush()
    if activity.repeat:
        _follow(session, activity)


def reopen(session: Session, activity: Activity) -> None:
    """Open a locked activity again; the next of its series, not done yet, goes back to the bin.

    Raises:
        LaterIsDone: the series went on.

    """
    if activity.done_at is None:
        return
    if activity.series_id:
        with system_in(session) as system:
            for later in system.scalars(_after(activity)):
                if later.done_at:
                    raise LaterIsDone
                if later.deleted_at is None:
                    bins.discard(later)
            system.flush()
    activity.done_at = None


def _after(activity: Activity) -> Select[Activity]:
    return (
        select(Activity)
        .where(Activity.series_id == activity.series_id, Activity.series_no > activity.series_no)
        .order_by(Activity.series_no)
        .with_for_update(of=Activity)
    )


def _follow(session: Session, done: Activity) -> None:
    with system_in(session) as system:
        later = system.scalars(_after(done)).first()
        if later:  # it went to the bin when its forerunner was opened again
            later.deleted_at = None
            system.flush()
            return
    number, planned = done.series_no or 1, done.planned_at
    at = repeats.following(done.repeat or {}, number, planned, datetime.now(UTC)) if planned else None
    if at is None:
        return
    following = Activity(id=uuid7(), **{name: getattr(done, name) for name in COPIED})
    following.series_no, following.planned_at, following.due_at = number + 1, at, at
    if done.start_at:
        following.start_at = at
        following.end_at = at + (done.end_at - done.start_at) if done.end_at else None
    reminders.put(following, [(one.minutes_before, one.by_mail) for one in done.reminders])
    session.add(following)
    session.flush()
    events.record(session, "activity.created", following)
