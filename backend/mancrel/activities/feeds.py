"""A user's open activities as a calendar that other programs subscribe to (RFC 5545)."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts import service as accounts
from mancrel.accounts.models import User
from mancrel.activities.models import Activity, CalendarFeed
from mancrel.kit.db import transaction, uuid7, viewer_of
from mancrel.kit.errors import NotFound
from mancrel.kit.secrets import digest, new_token
from mancrel.settings import settings

MOST = 2000
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
MEETING = timedelta(minutes=30)


class NoSuchCalendar(NotFound):
    """There is no such calendar."""


def mine(session: Session) -> CalendarFeed | None:
    """Return the signed-in user's feed."""
    query = select(CalendarFeed).where(CalendarFeed.user_id == viewer_of(session).user_id)
    return session.scalars(query).one_or_none()


def rotate(session: Session) -> str:
    """Make a new address for the signed-in user; the one before is no longer good."""
    remove(session)
    token = new_token()
    user_id = viewer_of(session).user_id
    session.add(CalendarFeed(id=uuid7(), user_id=user_id, token_digest=digest(token)))
    session.flush()
    return f"{settings().public_url}/api/v1/calendar/{token}"


def remove(session: Session) -> None:
    """Take the signed-in user's address back."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == viewer_of(session).user_id))


def read(token: str) -> bytes:
    """Return the calendar at an address.

    Raises:
        NoSuchCalendar: unknown, taken back, or its user no longer comes in.

    """
    user = _whose(token)
    with transaction(accounts.viewer_for(user)) as session:
        calendar: bytes = _calendar(_open(session, user.id)).to_ical()
    return calendar


def _whose(token: str) -> User:
    with transaction() as session:
        query = (
            select(User)
            .join(CalendarFeed, CalendarFeed.user_id == User.id)
            .where(CalendarFeed.token_digest == digest(token), User.is_active, User.deleted_at.is_(None))
            .options(selectinload(User.teams))
        )
        user = session.scalars(query).one_or_none()
    if user is None:
        raise NoSuchCalendar
    return user


def _open(session: Session, user_id: UUID) -> list[Activity]:
    query = (
        select(Activity)
        .where(Activity.owner_id == user_id, Activity.kind != "note", Activity.due_at.is_not(None))
        .where(Activity.done_at.is_(None), Activity.deleted_at.is_(None))
        .order_by(Activity.due_at.desc(), Activity.id)
        .limit(MOST)
    )
    return list(session.scalars(query).unique())


def _calendar(activities: list[Activity]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Mancrel//Activities//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Mancrel")
    for one in activities:
        calendar.add_component(_event(one))
    return calendar


def _event(one: Activity) -> Event:
    """Describe an activity; only meetings take time of the day."""
    begins = one.due_at or one.created_at
    event = Event()
    event.add("uid", f"{one.id}@mancrel")
    event.add("dtstamp", one.updated_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", _second(begins))
    if one.kind == "meeting":
        event.add("dtend", _second(one.end_at or begins + MEETING))
    event.add("transp", "OPAQUE" if one.kind == "meeting" else "TRANSPARENT")
    event.add("summary", _clean(" ".join(one.title.split())))
    if one.body:
        event.add("description", _clean(one.body[:4000]))
    return event


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _clean(text: str) -> str:
    return CONTROLS.sub("", text)
