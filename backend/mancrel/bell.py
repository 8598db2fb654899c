"""The Celery application, and ringing it: Celery carries queue names only, Postgres the work."""

import threading
import time

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from mancrel.kit import doorbell
from mancrel.settings import settings

SOFT_LIMIT_S = 170
HARD_LIMIT_S = 180
VISIBILITY_S = 600
MAX_MEMORY_KB = 1_500_000
RING_EXPIRES_S = 60
MAX_WAIT_S = 0.2

log = structlog.get_logger()

app = Celery("mancrel", broker=settings().redis_url.get_secret_value())
app.conf.update(
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=MAX_MEMORY_KB,
    worker_hijack_root_logger=False,
    task_soft_time_limit=SOFT_LIMIT_S,
    task_time_limit=HARD_LIMIT_S,
    task_default_queue="default",
    task_create_missing_queues=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_S,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 5,
    },
    beat_schedule={
        "sweep": {
            "task": "mancrel.sweep",
            "schedule": settings().sweep_s,
            "options": {"queue": "default", "expires": max(settings().sweep_s * 2, 2)},
        }
    },
)


class Bell:
    """Ring through Celery, bounded: a broker that is away costs at most 0.2 s, then nothing for 1 s."""

    def __init__(self) -> None:
        """Publish over a connection of its own, without Celery's retries."""
        self._silent_until = 0.0
        self._lock = threading.Lock()

    def __call__(self, queue: str, times: int) -> None:
        """Wake up to ``times`` workers of a queue."""
        if time.monotonic() < self._silent_until:
            return
        if not self._lock.acquire(timeout=MAX_WAIT_S):
            return  # the sweep finds what was not rung for
        try:
            if time.monotonic() >= self._silent_until:  # it may have fallen silent while we waited
                self._ring(queue, times)
        finally:
            self._lock.release()

    def _ring(self, queue: str, times: int) -> None:
        try:
            for _ in range(times):
                app.send_task("mancrel.ring", args=[queue], queue=queue, retry=False, expires=RING_EXPIRES_S)
        except (OperationalError, OSError) as error:
            self._silent_until = time.monotonic() + 1.0
            log.warning("bell.silent", queue=queue, error=str(error))


def connect() -> None:
    """Let this process ring workers; a publish never waits long for the broker."""
    app.conf.broker_transport_options = {
        **app.conf.broker_transport_options,
        "max_retries": 0,
        "socket_timeout": 0.2,
        "socket_connect_timeout": 0.2,
        "retry_on_timeout": False,
    }
    doorbell.connect(Bell())
