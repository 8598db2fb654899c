"""The spine: every fact is one row in ``events`` and one row in ``jobs`` for each subscriber.

Both are written in the transaction of the change itself, in one statement at its end; Celery is rung
after the commit.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import PrimaryKeyConstraint, event, func, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from mancrel.kit import doorbell, jobs, live
from mancrel.kit.db import Base, Row, uuid7, viewer_of
from mancrel.kit.visibility import AdminsOnly

MAX_DEPTH = 12


class Event(AdminsOnly, Base):
    """A fact: what happened to which record, by whom. Facts hold ids and small values only."""

    __tablename__ = "events"
    __table_args__ = (
        PrimaryKeyConstraint("id", "created_at"),
        {"postgresql_partition_by": "RANGE (created_at)"},
    )

    id: Mapped[UUID] = mapped_column(default=uuid7)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    type: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    actor_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


class EventLoop(RuntimeError):
    """Events caused each other too many levels deep."""


def record(  # noqa: PLR0913 - the parts of a fact
    session: Session,
    type_: str,
    subject: Row,
    *,
    key: str | None = None,
    run_at: datetime | None = None,
    shown_as: Row | None = None,
    depth: int | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """Record a fact about a record and one job for each subscriber.

    Args:
        session: the transaction of the change itself.
        type_: ``<thing>.<past tense>``.
        subject: the record; its table names the subject's type.
        key: jobs with the same key run one after the other, in order (a conversation, a product).
        run_at: not before this time; at once by default.
        depth: how many events deep this is; counted from the running job by default.
        at: when it happened; now by default.
        shown_as: the record whose page shows the change (a message's conversation).
        facts: ids and small values, never personal data.

    """
    depth = depth or jobs.current_depth() + 1
    if depth > MAX_DEPTH:
        message = f"{type_} would be caused {depth} events deep"
        raise EventLoop(message)
    subject_type: str = subject.__tablename__  # type: ignore[attr-defined]
    actor_id = viewer_of(session).user_id
    facts = {**facts, "depth": depth}
    cause = jobs.Cause(uuid7(), type_, subject_type, subject.id, actor_id, facts)
    recorded(session).append(
        {
            "id": cause.event_id,
            "created_at": at or datetime.now(UTC),
            "type": type_,
            "subject_type": subject_type,
            "subject_id": subject.id,
            "actor_id": actor_id,
            "facts": facts,
        }
    )
    jobs.enqueue(session, cause, key=key, run_at=run_at)
    shown = shown_as or subject
    live.announce(session, type_, shown.__tablename__, shown.id)  # type: ignore[attr-defined]


def recorded(session: Session) -> list[dict[str, Any]]:
    """Return the rows of events that are written when this session commits."""
    rows: list[dict[str, Any]] = session.info.setdefault("events", [])
    return rows


_WRITE = text(
    """
WITH done AS (
  UPDATE jobs SET status = 'done', finished_at = now(), lease_until = NULL, last_error = NULL
  WHERE id = :job AND attempts = :attempt AND status = 'running' RETURNING id),
event AS (
  INSERT INTO events (id, created_at, type, subject_type, subject_id, actor_id, facts)
  SELECT id, created_at, type, subject_type, subject_id, actor_id, facts
  FROM jsonb_to_recordset(cast(:events AS jsonb)) AS given (id uuid, created_at timestamptz, type text,
    subject_type text, subject_id uuid, actor_id uuid, facts jsonb)),
job AS (
  INSERT INTO jobs (subscriber, queue, lane, key, event_id, event_type, subject_type, subject_id,
    actor_id, facts, status, attempts, max_attempts, next_run_at, rung_at, created_at, finished_at)
  SELECT subscriber, queue, lane, key, event_id, event_type, subject_type, subject_id,
    actor_id, facts, status, attempts, max_attempts, next_run_at, rung_at, created_at, finished_at
  FROM jsonb_to_recordset(cast(:jobs AS jsonb)) AS given (subscriber text, queue text, lane text, key text,
    event_id uuid, event_type text, subject_type text, subject_id uuid, actor_id uuid, facts jsonb,
    status text, attempts int, max_attempts int, next_run_at timestamptz, rung_at timestamptz,
    created_at timestamptz, finished_at timestamptz, gated boolean)
  WHERE given.gated IS NOT TRUE OR EXISTS (
    SELECT 1 FROM wanted_events wanted
    WHERE wanted.subscriber = given.subscriber AND wanted.event_type = given.event_type)
  RETURNING subscriber, queue)
SELECT (SELECT id FROM done) AS done,
  (SELECT array_agg(DISTINCT queue) FROM job WHERE subscriber = ANY(:gated)) AS queues
"""
)


def write(session: Session, job: int | None = None, attempt: int = 0) -> bool:
    """Write what was recorded, and mark a job done; False when that attempt no longer owns the job."""
    values = {
        "job": job,
        "attempt": attempt,
        "events": orjson.dumps(session.info.pop("events", [])).decode(),
        "jobs": orjson.dumps(session.info.pop("jobs", [])).decode(),
        "gated": jobs.gated_subscribers(),
    }
    written = session.execute(_WRITE, values).one()
    for queue in written.queues or ():
        doorbell.ring_later(session, queue)
    return written.done is not None


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    if session.info.get("events"):
        write(session)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("events", None)
    session.info.pop("jobs", None)


def make_partitions(session: Session, months: int = 3) -> None:
    """Create the monthly partitions of this and the coming months, where they are missing."""
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(months):
        following = (first + timedelta(days=32)).replace(day=1)
        session.execute(
            text(
                f"CREATE TABLE IF NOT EXISTS events_{first:%Y_%m} PARTITION OF events "
                f"FOR VALUES FROM ('{first:%Y-%m-%d}') TO ('{following:%Y-%m-%d}')"
            )
        )
        first = following
