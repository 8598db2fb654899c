"""The doorbell of the queues: workers are woken once what they are to do is committed."""

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session

MAX_RINGS = 4

_bell: Callable[[str, int], None] | None = None


def connect(ring: Callable[[str, int], None]) -> None:
    """Say how to ring a queue (the entrances connect Celery); ``ring(queue, times)``."""
    global _bell  # noqa: PLW0603 - set once by the entrance of this process
    _bell = ring


def ring(queue: str, times: int = 1) -> None:
    """Wake workers of a queue; when nobody hears, the sweep rings again."""
    if _bell is not None:
        _bell(queue, min(times, MAX_RINGS))


def ring_later(session: Session, queue: str) -> None:
    """Ring a queue once this session has committed."""
    rings = session.info.setdefault("rings", {})
    rings[queue] = rings.get(queue, 0) + 1


@event.listens_for(Session, "after_commit")
def _ring(session: Session) -> None:
    for queue, times in session.info.pop("rings", {}).items():
        ring(queue, times)


@event.listens_for(Session, "after_rollback")
def _silence(session: Session) -> None:
    session.info.pop("rings", None)
