"""Jobs: one row for each event and subscriber. Postgres is the queue of record.

A subscriber is a function registered with ``@on("thing.happened")`` or ``@every(timedelta)``.
How jobs are claimed, run and retried is in ``runner.py``, how the due ones are found in ``sweep.py``.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, func, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from mancrel.kit import doorbell
from mancrel.kit.db import Base
from mancrel.kit.visibility import AdminsOnly

QUEUES = ("intake", "ai", "outbound", "default")


class Status(StrEnum):
    """Where a job is in its life."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    RETRYING = "retrying"
    DEAD = "dead"
    CANCELLED = "cancelled"


WAITING = (Status.PENDING, Status.RETRYING)
_WAITS = text("status IN ('pending', 'retrying')")
_RUNS = text("status = 'running'")
_UNFINISHED = text("status IN ('pending', 'retrying', 'running')")


class JobRow(AdminsOnly, Base):
    """One piece of work: what one subscriber does about one event."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("jobs_fair_idx", "queue", "lane", "id", postgresql_where=_WAITS),
        Index("jobs_due_idx", "queue", "next_run_at", postgresql_where=_WAITS),
        Index("jobs_key_idx", "key", "id", postgresql_where=_UNFINISHED),
        Index("jobs_running_key_idx", "key", unique=True, postgresql_where=_RUNS),
        Index("jobs_lease_idx", "lease_until", postgresql_where=_RUNS),
        Index("jobs_dead_idx", "fingerprint", postgresql_where=text("status = 'dead'")),
        {"postgresql_with": {"fillfactor": "70"}},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subscriber: Mapped[str]
    queue: Mapped[str]
    lane: Mapped[str] = mapped_column(server_default="")
    key: Mapped[str | None]
    event_id: Mapped[UUID | None]
    event_type: Mapped[str | None]
    subject_type: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    status: Mapped[str] = mapped_column(server_default=Status.PENDING)
    attempts: Mapped[int] = mapped_column(server_default="0")
    crashes: Mapped[int] = mapped_column(server_default="0")
    max_attempts: Mapped[int]
    next_run_at: Mapped[datetime] = mapped_column(server_default=func.now())
    lease_until: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    fingerprint: Mapped[str | None]
    tries: Mapped[list[dict[str, Any]]] = mapped_column(server_default=text("'[]'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class Wanted(AdminsOnly, Base):
    """An event type that a gated subscriber is to hear of; of all others it gets no job."""

    __tablename__ = "wanted_events"

    subscriber: Mapped[str] = mapped_column(primary_key=True)
    event_type: Mapped[str] = mapped_column(primary_key=True)


class Schedule(AdminsOnly, Base):
    """When a timed job is due next."""

    __tablename__ = "schedules"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Permanent(Exception):
    """Trying again cannot help: the job goes to the dead letters at once."""


@dataclass(frozen=True)
class Cause:
    """The event a job is about."""

    event_id: UUID | None
    event_type: str
    subject_type: str | None
    subject_id: UUID | None
    actor_id: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Subscriber:
    """A function that acts on an event, and how it is run."""

    name: str
    run: Callable[[Any], None]
    queue: str
    max_attempts: int
    leases: int
    gated: bool = False


_subscribers: dict[str, Subscriber] = {}
_by_event: dict[str, list[Subscriber]] = {}
_schedules: dict[str, timedelta] = {}

Handler = Callable[[Any], None]


def _register(
    function: Handler, queue: str, max_attempts: int, leases: int, *, gated: bool = False
) -> Subscriber:
    room = function.__module__.split(".")[1]
    name = f"{room}.{function.__name__}"
    if name in _subscribers or queue not in QUEUES:
        message = f"subscriber {name} on queue {queue} is registered twice or has no such queue"
        raise ValueError(message)
    _subscribers[name] = Subscriber(name, function, queue, max_attempts, leases, gated)
    return _subscribers[name]


def on(
    *event_types: str, queue: str = "default", max_attempts: int = 8, leases: int = 1, gated: bool = False
) -> Callable[[Handler], Handler]:
    """Run the function once for every event of these types; it gets a ``runner.Job``.

    ``leases``: how many times the usual lease (30 s) one attempt may take. ``gated``: only for the types that
    ``Wanted`` names, so that what nobody asked for costs no job.
    """

    def register(function: Handler) -> Handler:
        subscriber = _register(function, queue, max_attempts, leases, gated=gated)
        for event_type in event_types:
            _by_event.setdefault(event_type, []).append(subscriber)
        return function

    return register


def every(period: timedelta, *, queue: str = "default", leases: int = 1) -> Callable[[Handler], Handler]:
    """Run the function on a schedule."""

    def register(function: Handler) -> Handler:
        subscriber = _register(function, queue, 1, leases)
        _schedules[subscriber.name] = period
        return function

    return register


def subscriber(name: str) -> Subscriber | None:
    """Return the subscriber with this name, None when the code no longer has it."""
    return _subscribers.get(name)


def subscribers_of(event_type: str) -> list[Subscriber]:
    """Return who acts on an event of this type."""
    return _by_event.get(event_type, [])


@cache
def subscribers_of_suffix(suffix: str) -> list[tuple[str, Subscriber]]:
    """Return event types with this ending, and who acts on each; asked once all rooms are loaded."""
    ending = (name for name in _by_event if name.endswith(suffix))
    return [(name, one) for name in ending for one in _by_event[name]]


def gated_subscribers() -> list[str]:
    """Return the names of the gated subscribers."""
    return [one.name for one in _subscribers.values() if one.gated]


def long_leases() -> dict[str, int]:
    """Return the subscribers that are given more than one lease, and how many."""
    return {one.name: one.leases for one in _subscribers.values() if one.leases > 1}


def schedules() -> dict[str, timedelta]:
    """Return the names and periods of all timed jobs."""
    return dict(_schedules)


@dataclass(frozen=True)
class Running:
    """The job this context works on: events it records inherit depth and lane."""

    depth: int
    lane: str
    subscriber: str = ""
    spawned: list[str] = field(default_factory=list)


running: ContextVar[Running | None] = ContextVar("running", default=None)


def current_depth() -> int:
    """Return how many events deep the cause of what happens now is; 0 for a person."""
    job = running.get()
    return job.depth if job else 0


def enqueue(
    session: Session,
    cause: Cause,
    *,
    key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Let a job be written for each subscriber of the cause, and ring after the commit."""
    job = running.get()
    now = datetime.now(UTC)
    due = run_at or now
    for one in subscribers_of(cause.event_type):
        row = _values(one, cause, key=key, lane=job.lane if job else "", due=due, now=now)
        waiting(session).append({**row, "gated": one.gated})
        if one.gated:
            continue  # whether there is a job shows when it is written
        if job and key and due <= now:
            job.spawned.append(key)  # this worker runs it next, so nobody is rung
        elif due <= now:
            doorbell.ring_later(session, one.queue)


def waiting(session: Session) -> list[dict[str, Any]]:
    """Return the rows of jobs that are written when this session commits, together with their events."""
    rows: list[dict[str, Any]] = session.info.setdefault("jobs", [])
    return rows


def row_for(
    one: Subscriber, cause: Cause, *, key: str | None, lane: str, due: datetime, now: datetime
) -> JobRow:
    """Build the row of a job that no event causes."""
    return JobRow(**_values(one, cause, key=key, lane=lane, due=due, now=now))


def _values(
    one: Subscriber, cause: Cause, *, key: str | None, lane: str, due: datetime, now: datetime
) -> dict[str, Any]:
    return {
        "subscriber": one.name,
        "queue": one.queue,
        "lane": lane,
        "key": key,
        "event_id": cause.event_id,
        "event_type": cause.event_type,
        "subject_type": cause.subject_type,
        "subject_id": cause.subject_id,
        "actor_id": cause.actor_id,
        "facts": cause.facts,
        "status": Status.PENDING,
        "attempts": 0,
        "max_attempts": one.max_attempts,
        "next_run_at": due,
        "rung_at": now if due <= now else None,
        "created_at": now,
        "finished_at": None,
    }
