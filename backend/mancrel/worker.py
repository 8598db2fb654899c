"""The Celery worker's entrance: runs jobs when rung, and from Postgres alone while Redis is away."""

import ctypes
import os
import signal
import threading
import time
from typing import Any

import structlog
from celery import bootsteps
from celery.signals import worker_process_init
from threadpoolctl import threadpool_limits

import mancrel.rooms  # noqa: F401 - registers every subscriber
from mancrel.assistant import triage
from mancrel.bell import Bell
from mancrel.bell import app as celery
from mancrel.kit import doorbell, jobs, memory, runner, telemetry
from mancrel.kit.live import Doorway
from mancrel.kit.sweep import sweep as sweep_jobs
from mancrel.settings import settings

PR_SET_PDEATHSIG = 1
GRACE_AFTER_RETURN_S = 15.0

log = structlog.get_logger()


@celery.task(name="mancrel.ring")  # type: ignore[untyped-decorator]
def ring(queue: str) -> None:
    """Run what is due in a queue."""
    runner.drain(queue)


@celery.task(name="mancrel.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Take back, start and ring what is due."""
    sweep_jobs()


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, however that comes about."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _begin(**_: Any) -> None:
    die_with_parent()
    telemetry.configure()
    doorbell.connect(Bell())
    triage.triager().triage("", "Hello, how much is it?")  # load the models before the first message waits
    # One process is one core's worth: threads of the matrix library only spin against the other processes
    # (168 ms of processor time a message with them, 92 without).
    threadpool_limits(1)
    memory.settle()


class Fallback(bootsteps.StartStopStep):  # type: ignore[misc]
    """While Redis is away, and a little longer, run what is due from Postgres alone.

    The grace after its return covers Celery's own reconnect, whose pause grows by 2 s a try.
    """

    def __init__(self, parent: Any, **options: Any) -> None:
        """Prepare the thread."""
        super().__init__(parent, **options)
        self._stop = threading.Event()
        self._doorway = Doorway()

    def start(self, parent: Any) -> None:
        """Begin to watch."""
        threading.Thread(target=self._watch, args=(parent,), daemon=True).start()

    def stop(self, parent: Any) -> None:  # noqa: ARG002 - Celery's signature
        """Watch no longer."""
        self._stop.set()

    def _watch(self, parent: Any) -> None:  # noqa: ARG002
        away_until = 0.0
        while not self._stop.wait(settings().sweep_s):
            if self._doorway.call("PING") is None:
                away_until = time.monotonic() + GRACE_AFTER_RETURN_S
            if time.monotonic() < away_until:
                self._work()

    def _work(self) -> None:
        try:
            sweep_jobs()
            for queue in jobs.QUEUES:
                runner.drain(queue)
        except Exception:
            log.exception("fallback.failed", pid=os.getpid())


celery.steps["worker"].add(Fallback)

__all__ = ["celery"]
