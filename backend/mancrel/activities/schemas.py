"""Shapes of activities on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from mancrel.kit.schema import WHOLE, Body, Day, Flag, In, Moment, Name, Out, Ref, Timed, example

Kind = Literal["task", "note", "call", "meeting", "email"]
View = Literal["my_day", "overdue", "upcoming", "team", "done"]
Every = Literal["day", "week", "month", "year"]
Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
Minutes = Annotated[int, Field(ge=0, le=40_320), WHOLE]


class Repeat(In):
    """How often something is to be done again: until a day, so many times, or for ever.

    ``weekdays`` are for weeks only; by default, the weekday of its date. A month without the day has it on
    its last.
    """

    every: Every
    interval: Annotated[int, Field(ge=1, le=99), WHOLE] = 1
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = []
    until: Day | None = None
    count: Annotated[int, Field(ge=2, le=999), WHOLE] | None = None


class RepeatOut(Out):
    """How often something is to be done again."""

    every: Every
    interval: int
    weekdays: list[Weekday]
    until: date | None
    count: int | None


class ReminderIn(In):
    """Remind the owner so many minutes before, also by mail."""

    minutes_before: Minutes = 0
    by_mail: Flag = False


class ReminderOut(Out):
    """A reminder; ``sent_at`` once it was given."""

    minutes_before: int
    by_mail: bool
    remind_at: datetime
    sent_at: datetime | None


Reminders = Annotated[list[ReminderIn], Field(max_length=5)]


class ActivityIn(
    In,
    json_schema_extra=example(kind="call", title="Call Ann about the lamps", due_at="2027-01-15T09:00:00Z"),
):
    """A new activity; a meeting has a start and may have an end."""

    kind: Kind = "task"
    title: Name
    body: Body | None = None
    due_at: Moment | None = None
    start_at: Moment | None = None
    end_at: Moment | None = None
    repeat: Repeat | None = None
    reminders: Reminders = []
    owner_id: UUID | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None
    deal_id: UUID | None = None


class ActivityPatch(In):
    """Changes to an activity; ``done`` closes or reopens it, ``due_at`` moves a meeting as a whole."""

    title: Name = ""
    body: Body | None = None
    due_at: Moment | None = None
    start_at: Moment | None = None
    end_at: Moment | None = None
    repeat: Repeat | None = None
    reminders: Reminders = []
    owner_id: UUID | None = None
    done: Flag = False


class ActivityOut(Timed):
    """Something to do or done; ``editable``: the viewer may change it."""

    id: UUID
    kind: Kind
    title: str
    body: str | None
    due_at: datetime | None
    start_at: datetime | None
    end_at: datetime | None
    done_at: datetime | None
    repeat: RepeatOut | None
    series_no: int | None
    reminders: list[ReminderOut]
    owner: Ref | None
    team: Ref | None
    conversation_id: UUID | None
    deal_id: UUID | None
    contact: Ref | None
    company: Ref | None
    editable: bool


class ActivityCounts(Out):
    """How many open activities each view holds, up to 1,000."""

    my_day: int
    overdue: int
    upcoming: int
    team: int


class FeedOut(Out):
    """Whether the signed-in user has a calendar address, and since when."""

    created_at: datetime | None


class FeedAddress(Out):
    """A new calendar address, shown once."""

    url: str
