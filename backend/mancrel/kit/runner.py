"""How jobs are claimed, run, finished and retried; the sweep is in ``sweep.py``.

A claim picks among the lanes (sources) that have work, at random, and takes the oldest job of that
lane, so a flood of one source does not delay another. Jobs with the same key run one at a time, in
order. A worker that dies loses its lease; what it finishes too late changes nothing (fencing).
"""

import hashlib
import json
import random
import re
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy import RowMapping, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mancrel.kit import doorbell, events, jobs, live
from mancrel.kit.db import transaction
from mancrel.kit.engines import claims_engine, engine
from mancrel.kit.failpoints import reach
from mancrel.kit.jobs import Cause, Permanent, Status
from mancrel.kit.visibility import SYSTEM, Viewer
from mancrel.settings import settings

DELAYS_S = (2, 8, 30, 120, 600, 1800, 3600)
JITTER = 0.2
DRAIN_S = 5.0
ERROR_CHARS = 4000

log = structlog.get_logger()


class Fenced(RuntimeError):
    """This attempt lost its lease meanwhile; another attempt owns the job."""


@dataclass
class Job:
    """One attempt at a job, as its subscriber sees it."""

    id: int
    attempt: int
    subscriber: str
    queue: str
    lane: str
    key: str | None
    event: Cause
    is_last_try: bool = False
    done: bool = False

    @property
    def subject_id(self) -> UUID:
        """The id of the record the event is about."""
        if self.event.subject_id is None:
            message = f"{self.subscriber} has no subject"
            raise Permanent(message)
        return self.event.subject_id

    @contextmanager
    def completing(self, viewer: Viewer = SYSTEM) -> Iterator[Session]:
        """Open the transaction in which the effects and "done" commit together, on behalf of a viewer.

        Raises:
            Fenced: the lease was lost; nothing of this block is kept.

        """
        with transaction(viewer) as session:
            yield session
            session.flush()
            reach("job.before_done")
            if not events.write(session, self.id, self.attempt):
                raise Fenced
        self.done = True
        reach("job.after_done")


_NOT_BLOCKED = """(j.key IS NULL OR NOT EXISTS (
    SELECT 1 FROM jobs e WHERE e.key = j.key AND e.id <> j.id
      AND e.status IN ('pending', 'retrying', 'running')
      AND (e.status = 'running' OR e.id < j.id)))"""

# First the next job of the keys that a job gave work to, whatever its queue, else the next of the queue.
# Two workers may pick two jobs of one key at once: the unique index on running keys lets one of them through.
_CLAIM = text(
    f"""
UPDATE jobs SET status = 'running', attempts = attempts + 1, lease_until = now() + make_interval(
  secs => :lease * coalesce((cast(:long_leases AS jsonb) ->> subscriber)::int, 1))
WHERE id = coalesce(
  (SELECT c.id FROM unnest(cast(:keys AS text[])) AS given (key) CROSS JOIN LATERAL (
    SELECT j.id FROM jobs j
    WHERE j.key = given.key AND j.status IN ('pending', 'retrying') AND j.next_run_at <= now()
      AND {_NOT_BLOCKED}
    ORDER BY j.id LIMIT 1 FOR UPDATE SKIP LOCKED) c LIMIT 1),
  (WITH RECURSIVE lanes(lane) AS (
    (SELECT lane FROM jobs WHERE queue = :queue AND status IN ('pending', 'retrying')
     ORDER BY lane LIMIT 1)
    UNION ALL
    SELECT (SELECT n.lane FROM jobs n WHERE n.queue = :queue
            AND n.status IN ('pending', 'retrying') AND n.lane > lanes.lane
            ORDER BY n.lane LIMIT 1)
    FROM lanes WHERE lanes.lane IS NOT NULL
  ), shuffled AS MATERIALIZED (SELECT lane FROM lanes WHERE lane IS NOT NULL ORDER BY random())
  SELECT c.id FROM shuffled CROSS JOIN LATERAL (
    SELECT j.id FROM jobs j
    WHERE j.queue = :queue AND j.lane = shuffled.lane AND j.status IN ('pending', 'retrying')
      AND j.next_run_at <= now() AND {_NOT_BLOCKED}
    ORDER BY j.id LIMIT 1 FOR UPDATE SKIP LOCKED) c LIMIT 1))
RETURNING id, attempts, attempts >= max_attempts AS is_last_try, subscriber, queue, lane, key,
  event_id, event_type, subject_type, subject_id, actor_id, facts
"""  # noqa: S608 - constants only
)


def _job(row: RowMapping) -> Job:
    cause = Cause(
        row["event_id"],
        row["event_type"] or "",
        row["subject_type"],
        row["subject_id"],
        row["actor_id"],
        row["facts"],
    )
    return Job(
        row["id"],
        row["attempts"],
        row["subscriber"],
        row["queue"],
        row["lane"],
        row["key"],
        cause,
        row["is_last_try"],
    )


def claim(queue: str | None, keys: Sequence[str] = ()) -> Job | None:
    """Take the next due job of the keys, else of the queue, fairly between lanes; None when none is due."""
    values = {
        "queue": queue,
        "keys": list(keys),
        "lease": settings().job_lease_s,
        "long_leases": json.dumps(jobs.long_leases()),
    }
    while True:
        try:
            with claims_engine().connect() as connection:
                row = connection.execute(_CLAIM, values).mappings().one_or_none()
        except IntegrityError:
            continue  # another worker began a job of the same key at this moment
        job = _job(row) if row else None
        if job:
            reach("job.after_claim")
        return job


def drain(queue: str, budget_s: float = DRAIN_S) -> int:
    """Run due jobs of a queue until none is left or the budget is used; returns how many ran.

    After a job, the next due one of a key it gave work to, or of its own key, runs at once, whatever its
    queue: a conversation's chain does not wait for a doorbell between its steps.
    """
    ran, until = 0, time.monotonic() + budget_s
    job = claim(queue)
    while job is not None:
        keys = run(job)
        ran += 1
        in_time = time.monotonic() <= until
        job = claim(queue if in_time else None, keys)
        if job is None and not in_time:
            doorbell.ring(queue)
    return ran


def run(job: Job) -> list[str]:
    """Run one claimed job to its end: done, to be retried, or dead; returns the keys to look at next."""
    one = jobs.subscriber(job.subscriber)
    depth = int(job.event.facts.get("depth", 0))
    context = jobs.Running(depth, job.lane, job.subscriber)
    token = jobs.running.set(context)
    try:
        if one is None:
            message = f"no subscriber is called {job.subscriber}"
            raise Permanent(message)  # noqa: TRY301 - same path as any failure
        one.run(job)
        if not job.done:
            with job.completing():
                pass
    except Fenced:
        log.warning("job.fenced", job=job.id, subscriber=job.subscriber, attempt=job.attempt)
    except Exception as error:  # noqa: BLE001 - the one place that turns failures into retries
        _fail(job, error)
    finally:
        jobs.running.reset(token)
    return [*context.spawned, *([job.key] if job.key else [])]


_FAIL = text(
    """
UPDATE jobs SET
  status = CASE WHEN :permanent OR attempts >= max_attempts THEN 'dead' ELSE 'retrying' END,
  next_run_at = now() + make_interval(secs => :delay), lease_until = NULL, rung_at = NULL,
  finished_at = CASE WHEN :permanent OR attempts >= max_attempts THEN now() END,
  last_error = CAST(:error AS varchar), fingerprint = CAST(:fingerprint AS varchar),
  tries = tries || jsonb_build_array(jsonb_build_object(
    'attempt', attempts, 'finished_at', now(), 'error', CAST(:error AS varchar)))
WHERE id = :id AND attempts = :attempt AND status = 'running' RETURNING status
"""
)


def _fail(job: Job, error: Exception) -> None:
    reach("job.before_failure")
    message = "".join(traceback.format_exception_only(error)).strip()[:ERROR_CHARS]
    values = {
        "id": job.id,
        "attempt": job.attempt,
        "permanent": isinstance(error, Permanent),
        "delay": delay_after(job.attempt),
        "error": message.replace("\x00", ""),
        "fingerprint": fingerprint(job.subscriber, error),
    }
    with engine().begin() as connection:
        status = connection.execute(_FAIL, values).scalar_one_or_none()
    log.warning(
        "job.failed",
        job=job.id,
        subscriber=job.subscriber,
        attempt=job.attempt,
        status=status,
        error=type(error).__name__,
        exc_info=not isinstance(error, Permanent),
    )
    if status == Status.DEAD:
        _alert_dead(job)


def _alert_dead(job: Job) -> None:
    live.tell({"type": "event", "event": "job.died", "subject_type": "job", "subject_id": str(job.id)})
    log.error("job.dead", job=job.id, subscriber=job.subscriber)


def delay_after(attempt: int) -> float:
    """Return the seconds to wait after a failed attempt: growing, with ±20 % jitter."""
    base = DELAYS_S[min(attempt, len(DELAYS_S)) - 1]
    return base * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def fingerprint(subscriber: str, error: Exception) -> str:
    """Return what errors of one cause have in common: names stay, figures and ids go."""
    shape = re.sub(r"'[^']*'|\S*\d\S*", "…", str(error)[:300])
    return hashlib.sha256(f"{subscriber}|{type(error).__name__}|{shape}".encode()).hexdigest()[:16]
