"""Tasks and other activities: create, change, close."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.activities.models import Activity
from mancrel.activities.schemas import ActivityIn
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Company
from mancrel.deals import service as deals
from mancrel.deals.models import Deal
from mancrel.kit import bins, changes, events
from mancrel.kit.db import find, system_in, uuid7, viewer_of


def create(session: Session, body: ActivityIn) -> Activity:
    """Add an activity; its owner is the viewer unless another is named."""
    contact = contacts.named(session, body.contact_id) if body.contact_id else None
    activity = Activity(id=uuid7(), kind=body.kind, title=body.title, body=body.body, due_at=body.due_at)
    activity.contact_row = contact
    activity.company = find(session, Company, body.company_id) if body.company_id else None
    activity.deal_id = find(session, Deal, body.deal_id).id if body.deal_id else None
    contacts.assign(session, activity, body.owner_id or viewer_of(session).user_id)
    session.add(activity)
    session.flush()
    events.record(session, "activity.created", activity)
    _plan(session, activity)
    return activity


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
    if "done" in values:
        done = values.pop("done")
        activity.done_at = (activity.done_at or datetime.now(UTC)) if done else None
    if "owner_id" in values:
        contacts.assign(session, activity, values.pop("owner_id"))
    for name, value in values.items():
        setattr(activity, name, value)
    session.flush()
    events.record(session, "activity.changed", activity)
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
        task.done_at = datetime.now(UTC)
