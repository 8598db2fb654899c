"""Reminders: kept in step with when something is due, and given once."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.activities.models import Activity, Reminder
from mancrel.kit import events
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Invalid

BATCH = 200


class NothingToRemindOf(Invalid):
    """What has no date cannot be reminded of."""


def put(activity: Activity, wanted: Iterable[tuple[int, bool]]) -> None:
    """Give an activity these reminders, minutes before and by mail, in place of what it had.

    Raises:
        NothingToRemindOf: it has no date.

    """
    by_minutes = dict(wanted)
    if by_minutes and activity.due_at is None:
        raise NothingToRemindOf(field="reminders")
    activity.reminders = [_at(activity, minutes, by_mail) for minutes, by_mail in by_minutes.items()]


def _at(activity: Activity, minutes: int, by_mail: bool) -> Reminder:
    due, now = activity.due_at or datetime.now(UTC), datetime.now(UTC)
    one = Reminder(id=uuid7(), minutes_before=minutes, by_mail=by_mail)
    one.remind_at = due - timedelta(minutes=minutes)
    one.sent_at = now if due < now else None  # it is late already: that is seen without a reminder
    return one


def move(activity: Activity) -> None:
    """Set the reminders of an activity anew after its date was changed."""
    kept = [(one.minutes_before, one.by_mail) for one in activity.reminders]
    put(activity, kept if activity.due_at else [])


def give(session: Session) -> int:
    """Claim what is due and tell its owner, in one transaction; returns how many."""
    query = (
        select(Reminder, Activity)
        .join(Activity, Activity.id == Reminder.activity_id)
        .where(Reminder.sent_at.is_(None), Reminder.remind_at <= datetime.now(UTC))
        .where(Activity.done_at.is_(None), Activity.deleted_at.is_(None), Activity.owner_id.is_not(None))
        .order_by(Reminder.remind_at)
        .limit(BATCH)
        .with_for_update(of=Reminder, skip_locked=True)
    )
    due = session.execute(query).unique().all()
    for reminder, activity in due:
        reminder.sent_at = datetime.now(UTC)
        events.record(
            session,
            "activity.reminded",
            activity,
            owner_id=str(activity.owner_id),
            reminder_id=str(reminder.id),
            by_mail=reminder.by_mail,
        )
    return len(due)
