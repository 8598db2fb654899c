"""Tasks and other activities: create, change, close."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.accounts import mentions
from mancrel.accounts import service as accounts
from mancrel.activities import reminders, repeats, series
from mancrel.activities.models import Activity
from mancrel.activities.schemas import ActivityIn, ReminderIn, Repeat
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Company
from mancrel.deals import service as deals
from mancrel.deals.models import Deal
from mancrel.kit import bins, changes, events
from mancrel.kit.db import find, system_in, uuid7, viewer_of
from mancrel.kit.errors import Invalid

TIMES = ("due_at", "start_at", "end_at")
HAVE_TIMES = ("meeting", "call")


class WrongTimes(Invalid):
    """These times do not fit each other."""


def create(session: Session, body: ActivityIn) -> Activity:
    """Add an activity; its owner is the viewer unless another is named."""
    activity = Activity(id=uuid7(), kind=body.kind, title=body.title, body=body.body, reminders=[])
    activity.contact_row = contacts.named(session, body.contact_id) if body.contact_id else None
    activity.company_row = find(session, Company, body.company_id) if body.company_id else None
    activity.deal_id = find(session, Deal, body.deal_id).id if body.deal_id else None
    contacts.assign(session, activity, body.owner_id or viewer_of(session).user_id)
    _set_times(activity, {name: getattr(body, name) for name in TIMES})
    _repeat(session, activity, body.repeat)
    reminders.put(activity, [(one.minutes_before, one.by_mail) for one in body.reminders])
    session.add(activity)
    session.flush()
    events.record(session, "activity.created", activity)
    _tell_owner(session, activity)
    _tell_mentioned(session, activity)
    _plan(session, activity)
    return activity


def _set_times(activity: Activity, given: dict[str, datetime | None]) -> None:
    """Set the named times; a meeting's date is its start, and moves start and end together.

    Raises:
        WrongTimes: an end without or before the start, or times for what has none.

    """
    times = {name: value for name, value in given.items() if value or getattr(activity, name)}
    if activity.kind not in HAVE_TIMES:
        if given.get("start_at") or given.get("end_at"):
            raise WrongTimes("Only meetings and calls begin and end.", field="start_at")
        activity.due_at = given.get("due_at", activity.due_at)
        return
    start = times.get("start_at") or times.get("due_at", activity.start_at)
    long = activity.end_at - activity.start_at if activity.end_at and activity.start_at else None
    end = times["end_at"] if "end_at" in times else (start + long if start and long else None)
    if end and (start is None or end <= start):
        raise WrongTimes("It must end after it begins.", field="end_at")
    activity.due_at = activity.start_at = start
    activity.end_at = end


def _repeat(session: Session, activity: Activity, wanted: Repeat | None) -> None:
    """Begin a series with this activity, or end the series it is of."""
    if wanted is None:
        activity.repeat = None
        return
    zone = accounts.zone_of(session, activity.owner_id or viewer_of(session).user_id)
    activity.repeat = repeats.plan_of(wanted, activity.due_at, zone)
    activity.series_id, activity.series_no, activity.planned_at = uuid7(), 1, activity.due_at


def _tell_owner(session: Session, activity: Activity) -> None:
    """Record that somebody was given this by another; a note is nothing to do."""
    owner, giver = activity.owner_id, viewer_of(session).user_id
    if owner and owner != giver and activity.kind != "note":
        events.record(session, "activity.assigned", activity, owner_id=str(owner))


def _tell_mentioned(session: Session, activity: Activity) -> None:
    """Record who is mentioned; a job tells them, once for each activity."""
    named = [str(one) for one in mentions.of(activity.body)]
    if named:
        events.record(session, "activity.mentioned", activity, users=named)


def _plan(session: Session, activity: Activity) -> None:
    """Tell the deal of an activity what is to be done next."""
    if activity.deal_id is None:
        return
    session.flush()
    due = select(func.min(Activity.due_at)).where(
        Activity.deal_id == activity.deal_id, Activity.done_at.is_(None), Activity.deleted_at.is_(None)
    )
    with system_in(session) as system:
        next_at = system.scalar(due)
    deals.plan(session, activity.deal_id, next_at)


def change(session: Session, activity: Activity, values: dict[str, Any]) -> Activity:
    """Change an activity; only the named fields."""
    owner, done = activity.owner_id, values.pop("done", None)
    given_reminders, timed = values.pop("reminders", None), {name for name in TIMES if name in values}
    if "owner_id" in values:
        contacts.assign(session, activity, values.pop("owner_id"))
    if timed:
        _set_times(activity, {name: values.pop(name) for name in timed})
    if "repeat" in values:
        given = values.pop("repeat")
        _repeat(session, activity, Repeat.model_validate(given) if given else None)
    if given_reminders is not None:
        wanted = [ReminderIn.model_validate(one) for one in given_reminders]
        reminders.put(activity, [(one.minutes_before, one.by_mail) for one in wanted])
    elif timed:
        reminders.move(activity)
    written = "body" in values
    for name, value in values.items():
        setattr(activity, name, value)
    if done is not None:
        (series.close if done else series.reopen)(session, activity)
    session.flush()
    events.record(session, "activity.changed", activity)
    if written:
        _tell_mentioned(session, activity)
    if activity.owner_id != owner:
        _tell_owner(session, activity)
    _plan(session, activity)
    return activity


def remove(session: Session, activity: Activity) -> None:
    """Move an activity to the bin."""
    bins.discard(activity)
    events.record(session, "activity.deleted", activity)
    _plan(session, activity)


def restore(session: Session, activity_id: UUID) -> Activity:
    """Take an activity out of the bin."""
    activity = bins.restore(session, Activity, activity_id)
    session.flush()
    events.record(session, "activity.restored", activity)
    _plan(session, activity)
    return activity


def ask_a_person(  # noqa: PLR0913 - the parts of a task
    session: Session,
    *,
    message_id: UUID,
    conversation_id: UUID,
    contact_id: UUID,
    owner_id: UUID | None,
    team_id: UUID | None,
    title: str,
    body: str,
    due_at: datetime,
) -> Activity | None:
    """Give a person the task of answering a message, once for each message."""
    row = insert(Activity).values(
        id=uuid7(),
        kind="task",
        title=title[:200],
        body=body,
        due_at=due_at,
        owner_id=owner_id,
        team_id=team_id,
        contact_id=contact_id,
        conversation_id=conversation_id,
        message_id=message_id,
    )
    made = session.scalar(row.on_conflict_do_nothing().returning(Activity.id))
    activity = session.get(Activity, made) if made else None
    if activity:
        changes.keep_created(session, activity)
        events.record(session, "task.created", activity)
    return activity


def close_tasks_of(session: Session, conversation_id: UUID, but_for: list[UUID]) -> None:
    """Close the open tasks of a conversation that was answered, but for those of later messages."""
    query = (
        select(Activity)
        .where(Activity.conversation_id == conversation_id, Activity.done_at.is_(None))
        .where(or_(Activity.message_id.is_(None), Activity.message_id.not_in(but_for)))
    )
    for task in session.scalars(query.with_for_update(of=Activity)):
        series.close(session, task)
