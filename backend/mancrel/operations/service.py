"""What an admin watches: jobs and dead letters."""

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mancrel.kit import doorbell
from mancrel.kit.db import viewer_of
from mancrel.kit.errors import Conflict, NotFound
from mancrel.kit.jobs import QUEUES, WAITING, JobRow, Status

KEPT_DAYS = 14
REPLAY_PER_SECOND = 50
REPLAY_BATCH = 5000
MAX_JOB_ID = 2**63 - 1

log = structlog.get_logger()


class NotRetryable(Conflict):
    """Only a dead or cancelled job can be retried."""


class NotCancellable(Conflict):
    """Only a waiting job can be cancelled."""


def find_job(session: Session, job_id: int) -> JobRow:
    """Return a job, locked."""
    query = select(JobRow).where(JobRow.id == job_id).with_for_update()
    job = session.scalars(query).one_or_none() if 0 < job_id <= MAX_JOB_ID else None
    if job is None:
        raise NotFound("There is no such job.")
    return job


def retry(session: Session, job: JobRow, delay_s: float = 0) -> JobRow:
    """Put a dead or cancelled job back, with all its attempts before it.

    Raises:
        NotRetryable: it is waiting, running or done.

    """
    if job.status not in {Status.DEAD, Status.CANCELLED}:
        raise NotRetryable(f"This job is {job.status}; only dead and cancelled ones are retried.")
    now = datetime.now(UTC)
    job.status, job.finished_at, job.crashes = Status.RETRYING, None, 0
    job.max_attempts = job.attempts + job.max_attempts
    job.next_run_at = now + timedelta(seconds=delay_s)
    job.rung_at = now if delay_s == 0 else None
    job.tries = [*job.tries, _replayed(session, job, now)]
    if delay_s == 0:
        doorbell.ring_later(session, job.queue)
    log.info("job.replayed", job=job.id, by=str(viewer_of(session).user_id))
    return job


def _replayed(session: Session, job: JobRow, now: datetime) -> dict[str, Any]:
    by = viewer_of(session).user_id
    return {
        "attempt": job.attempts,
        "finished_at": now.isoformat(),
        "error": f"replayed by {by}" if by else "replayed",
    }


def retry_many(session: Session, fingerprint: str | None) -> int:
    """Put dead letters back, oldest first, at most 50 a second; returns how many."""
    query = select(JobRow).where(JobRow.status == Status.DEAD)
    if fingerprint:
        query = query.where(JobRow.fingerprint == fingerprint)
    rows = session.scalars(query.order_by(JobRow.id).limit(REPLAY_BATCH).with_for_update())
    count = 0
    for count, job in enumerate(rows, 1):
        retry(session, job, delay_s=(count - 1) // REPLAY_PER_SECOND)
    return count


def cancel(job: JobRow) -> JobRow:
    """Take a waiting job out of its queue.

    Raises:
        NotCancellable: it runs or has ended.

    """
    if job.status not in WAITING:
        raise NotCancellable(f"This job is {job.status}; only waiting ones can be cancelled.")
    job.status, job.finished_at = Status.CANCELLED, datetime.now(UTC)
    return job


def counts(session: Session) -> list[dict[str, Any]]:
    """Return how each queue is doing."""
    now = datetime.now(UTC)
    recent = (JobRow.status == Status.DONE) & (JobRow.finished_at > now - timedelta(hours=1))
    due = JobRow.status.in_(WAITING) & (JobRow.next_run_at <= now)
    query = (
        select(
            JobRow.queue,
            *(
                func.count().filter(JobRow.status == status).label(status)
                for status in ("pending", "running", "retrying", "dead")
            ),
            func.count().filter(recent).label("done_last_hour"),
            func.min(JobRow.next_run_at).filter(due).label("oldest_due_at"),
        )
        .where((JobRow.status != Status.DONE) | recent)
        .group_by(JobRow.queue)
    )
    found = {row.queue: dict(row._mapping) for row in session.execute(query)}  # noqa: SLF001 - its public name
    empty = {"pending": 0, "running": 0, "retrying": 0, "dead": 0, "done_last_hour": 0}
    return [found.get(queue, {"queue": queue, **empty, "oldest_due_at": None}) for queue in QUEUES]


def dead_groups(session: Session) -> list[dict[str, Any]]:
    """Return dead letters grouped by cause, the most recent first."""
    query = (
        select(
            JobRow.fingerprint,
            JobRow.subscriber,
            func.max(JobRow.last_error).label("error"),
            func.count().label("count"),
            func.max(JobRow.finished_at).label("last_at"),
        )
        .where(JobRow.status == Status.DEAD, JobRow.fingerprint.is_not(None))
        .group_by(JobRow.fingerprint, JobRow.subscriber)
        .order_by(func.max(JobRow.finished_at).desc())
        .limit(200)
    )
    return [dict(row._mapping) for row in session.execute(query)]  # noqa: SLF001 - its public name


def purge(session: Session) -> None:
    """Drop jobs that were done more than 14 days ago."""
    old = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
    session.execute(delete(JobRow).where(JobRow.status == Status.DONE, JobRow.finished_at < old))
