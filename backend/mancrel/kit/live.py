"""Live updates: what changed is told to the browsers over Redis publish/subscribe, after the commit.

A lost message costs nothing but freshness: a browser fetches anew when it reconnects.
"""

import time
from typing import Any
from uuid import UUID

import orjson
import structlog
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import event
from sqlalchemy.orm import Session

from mancrel.settings import settings

CHANNEL = "mancrel:live"
PUBLISH_TIMEOUT_S = 0.2
SILENCE_AFTER_FAILURE_S = 1.0

log = structlog.get_logger()


class Doorway:
    """A bounded connection to Redis: a failed call costs at most 0.2 s, then one second of silence."""

    def __init__(self) -> None:
        """Connect lazily."""
        self._client: Redis | None = None
        self._silent_until = 0.0

    def call(self, command: str, *args: Any) -> Any:
        """Run one command; None when Redis is away."""
        if time.monotonic() < self._silent_until:
            return None
        if self._client is None:
            self._client = Redis.from_url(
                settings().redis_url.get_secret_value(),
                socket_timeout=PUBLISH_TIMEOUT_S,
                socket_connect_timeout=PUBLISH_TIMEOUT_S,
                retry=Retry(NoBackoff(), 0),
            )
        try:
            return self._client.execute_command(command, *args)  # type: ignore[no-untyped-call]
        except RedisError as error:
            self._silent_until = time.monotonic() + SILENCE_AFTER_FAILURE_S
            log.warning("redis.away", command=command, error=str(error))
            return None


doorway = Doorway()


def singular(table: str) -> str:
    """Return what one row of a table is called: ``companies`` → ``company``."""
    if table.endswith("ies"):
        return f"{table[:-3]}y"
    return table.removesuffix("s")


def announce(
    session: Session, type_: str, subject_type: str, subject_id: UUID, *, to: UUID | None = None
) -> None:
    """Tell browsers about a change once this session has committed; ``to``: this user's only."""
    frames = session.info.setdefault("live", {})
    frames[(type_, subject_id, to)] = {
        "type": "event",
        "event": type_,
        "subject_type": singular(subject_type),
        "subject_id": str(subject_id),
        **({"to": str(to)} if to else {}),
    }


def tell(*frames: dict[str, Any]) -> None:
    """Send frames to the browsers now."""
    doorway.call("PUBLISH", CHANNEL, orjson.dumps(frames))


@event.listens_for(Session, "after_commit")
def _publish(session: Session) -> None:
    frames = session.info.pop("live", {})
    if frames:
        tell(*frames.values())


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("live", None)
