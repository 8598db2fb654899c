"""How jobs are claimed, run, finished and retried; the sweep is in ``sweep.py``.

A claim picks among the lanes (sources) that have work, at random, and takes the oldest job of that
lane, so a flood of one source does not delay another. Jobs with the same key run one at a time, in
order. A worker that dies loses its lease; what it finishes too late changes nothing (fencing).
"""

import hashlib
import random
import re
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.orm import Session

from mancrel.kit import jobs, live
from mancrel.kit.db import claims_engine, engine, transaction
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
            finished = session.execute(_FINISH, {"id": self.id, "attempt": self.attempt})
            if finished.rowcount != 1:  # type: ignore[attr-defined]
                raise Fenced
        self.done = True
        reach("job.after_done")


_FINISH = text(
    "UPDATE jobs SET status = 'done', finished_at = now(), lease_until = NULL, last_error = NULL "
    "WHERE id = :id AND attempts = :attempt AND status = 'running'"
)

_NOT_BLOCKED = """(j.key IS NULL OR NOT EXISTS (
    SELECT 1 FROM jobs e WHERE e.key = j.key AND e.id <> j.id
      AND e.status IN ('pending', 'retrying', 'running')
      AND (e.status = 'running' OR e.id < j.id)))"""

_PICK = text(
    f"""
WITH RECURSIVE lanes(lane) AS (
  (SELECT lane FROM jobs WHERE queue = :queue AND status IN ('pending', 'retrying')
   ORDER BY lane LIMIT 1)
  UNION ALL
  SELECT (SELECT n.lane FROM jobs n WHERE n.queue = :queue
          AND n.status IN ('pending', 'retrying') AND n.lane > lanes.lane
          ORDER BY n.lane LIMIT 1)
  FROM lanes WHERE lanes.lane IS NOT NULL
), shuffled AS MATERIALIZED (SELECT lane FROM lanes WHERE lane IS NOT NULL ORDER BY random())
SELECT c.id, c.key, c.subscriber FROM shuffled CROSS JOIN LATERAL (
  SELECT j.id, j.key, j.subscriber FROM jobs j
  WHERE j.queue = :queue AND j.lane = shuffled.lane AND j.status IN ('pending', 'retrying')
    AND j.next_run_at <= now() AND {_NOT_BLOCKED}
  ORDER BY j.id LIMIT 1 FOR UPDATE SKIP LOCKED) c LIMIT 1
"""  # noqa: S608 - constants only
)

_PICK_KEY = text(
    f"""
SELECT j.id, j.key, j.subscriber FROM jobs j
WHERE j.key = :key AND j.status IN ('pending', 'retrying') AND j.next_run_at <= now()
  AND {_NOT_BLOCKED}
ORDER BY j.id LIMIT 1 FOR UPDATE SKIP LOCKED
"""  # noqa: S608 - constants only
)

_TAKE = text(
    """
UPDATE jobs j SET status = 'running', attempts = attempts + 1,
  lease_until = now() + make_interval(secs => :lease)
WHERE id = :id AND status IN ('pending', 'retrying') AND (j.key IS NULL OR NOT EXISTS (
    SELECT 1 FROM jobs e WHERE e.key = j.key AND e.status = 'running'
      AND e.status IN ('pending', 'retrying', 'running')))
RETURNING id, attempts, attempts >= max_attempts AS is_last_try, subscriber, queue, lane, key,
  event_id, event_type, subject_type,
  subject_id, actor_id, facts
"""
)


def _take(connection: Connection, picked: RowMapping | None) -> Job | None:
    if picked is None:
        return None
    if picked["key"] is not None:
        # Two jobs of one key may have been picked by two workers at once: only a new statement,
        # under the key's lock, sees which of them is running.
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
        connection.execute(lock, {"key": picked["key"]})
    one = jobs.subscriber(picked["subscriber"])
    lease = settings().job_lease_s * (one.leases if one else 1)
    row = connection.execute(_TAKE, {"id": picked["id"], "lease": lease}).mappings().one_or_none()
    return _job(row) if row else None


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


def claim(queue: str) -> Job | None:
    """Take the next due job of a queue, fairly between lanes; None when nothing is due."""
    return _claim(_PICK, {"queue": queue})


def claim_next_of(key: str) -> Job | None:
    """Take the next due job with this key, whatever its queue."""
    return _claim(_PICK_KEY, {"key": key})


def _claim(pick: Any, values: dict[str, Any]) -> Job | None:
    with claims_engine().begin() as connection:
        picked = connection.execute(pick, values).mappings().one_or_none()
        job = _take(connection, picked)
    if job:
        reach("job.after_claim")
    return job


def drain(queue: str, budget_s: float = DRAIN_S) -> int:
    """Run due jobs of a queue until none is left or the budget is used; returns how many ran.

    After a job, the next due one of its key, or of a key it gave work to, runs at once, whatever its
    queue: a conversation's chain does not wait for a doorbell between its steps.
    """
    ran, until = 0, time.monotonic() + budget_s
    job = claim(queue)
    while job is not None:
        following = _first_of(run(job))
        ran += 1
        if following is None and time.monotonic() > until:
            jobs.ring(queue)
            break
        job = following or claim(queue)
    return ran


def _first_of(keys: list[str]) -> Job | None:
    return next((job for job in map(claim_next_of, keys) if job), None)


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
