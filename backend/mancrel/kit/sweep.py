"""The sweep: takes back what dead workers held, starts what is timed, and rings for all that is due."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from mancrel.kit import doorbell, jobs
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from mancrel.kit.failpoints import reach
from mancrel.kit.jobs import Cause

MAX_CRASHES = 3
RE_RING_AFTER_S = 10
RING_BATCH = 50

_EXPIRE = text(
    f"""
UPDATE jobs SET crashes = crashes + 1, lease_until = NULL, rung_at = NULL, next_run_at = now(),
  status = CASE WHEN crashes + 1 >= {MAX_CRASHES} THEN 'dead' ELSE 'retrying' END,
  finished_at = CASE WHEN crashes + 1 >= {MAX_CRASHES} THEN now() END,
  fingerprint = md5(subscriber || '|lease'),
  last_error = 'The worker died or hung while it ran this job: its lease ended.',
  tries = tries || jsonb_build_array(jsonb_build_object(
    'attempt', attempts, 'finished_at', now(), 'error', 'lease ended'))
WHERE id IN (SELECT id FROM jobs WHERE status = 'running' AND lease_until < now()
             FOR UPDATE SKIP LOCKED)
"""  # noqa: S608 - constants only
)

# Each queue has its own share of rings: a backlog of one must not keep another asleep.
_RING = text(
    """
UPDATE jobs SET rung_at = now() WHERE id IN (
  SELECT due.id FROM unnest(cast(:queues AS text[])) AS one (queue) CROSS JOIN LATERAL (
    SELECT id FROM jobs WHERE jobs.queue = one.queue
      AND status IN ('pending', 'retrying') AND next_run_at <= now()
      AND (rung_at IS NULL OR rung_at < now() - make_interval(secs => :again))
    ORDER BY next_run_at LIMIT :batch FOR UPDATE SKIP LOCKED) AS due)
RETURNING queue
"""
)

_SCHEDULE = text(
    """
INSERT INTO schedules (name, next_at) VALUES (:name, now() + make_interval(secs => :period))
ON CONFLICT (name) DO UPDATE SET next_at = now() + make_interval(secs => :period)
WHERE schedules.next_at <= now() RETURNING name
"""
)


def sweep() -> dict[str, int]:
    """Take back what dead workers held, start what is timed, and ring for all that is due.

    Returns how many due jobs were found for each queue.
    """
    with engine().begin() as connection:
        connection.execute(_EXPIRE)
    reach("sweep.after_expiry")
    _start_timed()
    with engine().begin() as connection:
        share = {"queues": list(jobs.QUEUES), "again": RE_RING_AFTER_S, "batch": RING_BATCH}
        queues = [row.queue for row in connection.execute(_RING, share)]
    due = {queue: queues.count(queue) for queue in set(queues)}
    for queue, count in due.items():
        doorbell.ring(queue, count)
    return due


def _start_timed() -> None:
    now = datetime.now(UTC)
    for name, period in jobs.schedules().items():
        one = jobs.subscriber(name)
        with transaction() as session:
            values = {"name": name, "period": period / timedelta(seconds=1)}
            if one and session.execute(_SCHEDULE, values).first():
                cause = Cause(None, "schedule.due", None, None)
                session.add(jobs.row_for(one, cause, key=name, lane="", due=now, now=now))
                doorbell.ring_later(session, one.queue)
