"""The time of the script: what the services write as "now" is stored as the moment being played."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta, timezone
from functools import cache
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from mancrel.conversations.models import Suggestion
from mancrel.kit import events, jobs
from mancrel.kit.jobs import Status

ZONE = timezone(timedelta(hours=1))
SATURDAY = 5
MARGIN = timedelta(minutes=5)
"""The clocks of the database and of this process may differ so much; the newest moment lies further back."""
KEPT = frozenset({"due_at", "snoozed_until", "synced_at", "last_event_at"})
"""Times that stay as they are: promises for the days to come, and how fresh the catalogue is."""
_AGO = re.compile(r"now -(?:(\d+)h)?(?:(\d+)m)?")


def moment(text: str, now: datetime) -> datetime:
    """Return when "working days ago HH:MM" or "now -3h20m" was; never later than a few minutes ago."""
    ago = _AGO.fullmatch(text)
    if ago:
        hours, minutes = (int(one or 0) for one in ago.groups())
        at = now - timedelta(hours=hours, minutes=minutes)
    else:
        days, _, clock = text.partition(" ")
        day = working_day(now.astimezone(ZONE), -int(days))
        at = datetime.combine(day, time.fromisoformat(clock), ZONE)
    return min(at.astimezone(UTC), now - 2 * MARGIN)


def working_day(day: datetime, steps: int) -> datetime:
    """Return the day so many working days later (earlier when negative)."""
    way = timedelta(days=1 if steps > 0 else -1)
    for _ in range(abs(steps)):
        day += way
        while day.weekday() >= SATURDAY:
            day += way
    return day


class Clock:
    """The moment being played in one session."""

    def __init__(self, at: datetime) -> None:
        """Start at a moment."""
        self.began = datetime.now(UTC) - MARGIN
        self.at = at

    def wait(self, **time_: float) -> None:
        """Let time pass (arguments of ``timedelta``)."""
        self.at += timedelta(**time_)

    def told(self, value: datetime) -> datetime:
        """Return the moment in the script for a time that the services computed from now."""
        if value < self.began:
            return value
        ahead = value - datetime.now(UTC)
        return self.at + ahead if ahead > MARGIN else self.at

    def set_back(self, session: Session, *_: Any) -> None:
        """Set back the times that a flush is about to write, and count the jobs recorded so far as done.

        The loader does the work of these jobs in the same transaction, so nothing is left to a worker.
        """
        for row in session.new:
            self._new(row)
        for row in session.dirty:
            if session.is_modified(row):
                self._changed(row)
        self.set_back_recorded(session)

    def set_back_recorded(self, session: Session) -> None:
        """Set back the events and jobs that wait for the commit; what is past already stays."""
        for event_ in events.recorded(session):
            event_["created_at"] = self.told(event_["created_at"])
        for job in jobs.waiting(session):
            if job["status"] != Status.DONE:
                job |= {"status": Status.DONE, "attempts": 1, "finished_at": self.at, "created_at": self.at}
                job["next_run_at"] = self.told(job["next_run_at"])
                job["rung_at"] = job["rung_at"] and self.told(job["rung_at"])

    def _new(self, row: Any) -> None:
        for name, has_default in _times(inspect(row).mapper):
            value = getattr(row, name)
            if value is None and has_default:
                setattr(row, name, self.at)
            elif value is not None and name not in KEPT:
                setattr(row, name, self.told(value))
        self._redate_history(row)

    def _changed(self, row: Any) -> None:
        state = inspect(row)
        for name, _ in _times(inspect(row).mapper):
            added = state.attrs[name].history.added
            if added and added[0] is not None and name not in KEPT:
                setattr(row, name, self.told(added[0]))
        if hasattr(row, "updated_at"):
            row.updated_at = self.at
        self._redate_history(row)

    def _redate_history(self, row: Any) -> None:
        if isinstance(row, Suggestion) and row.history:
            row.history = [
                {**step, "at": self.told(datetime.fromisoformat(step["at"])).isoformat()}
                for step in row.history
            ]


@cache
def _times(mapper: Any) -> tuple[tuple[str, bool], ...]:
    """Return the attributes of a table that hold times, and whether the database fills them in."""
    return tuple(
        (one.key, one.columns[0].server_default is not None)
        for one in mapper.column_attrs
        if one.columns[0].type.python_type is datetime
    )


@contextmanager
def playing(session: Session, at: datetime) -> Iterator[Clock]:
    """Play moments of the past in a session: everything it writes carries the clock's time."""
    clock = Clock(at)
    event.listen(session, "before_flush", clock.set_back)
    try:
        yield clock
        session.flush()
        clock.set_back_recorded(session)
    finally:
        event.remove(session, "before_flush", clock.set_back)
