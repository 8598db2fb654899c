"""``Idempotency-Key``: a POST that is sent again has no second effect and gets the first answer.

The answer is kept in the transaction of the effect itself: after a crash either both are there or neither.
Two at once are told apart by a lock of the transaction, so what never ended leaves nothing behind. Only what
was done is kept; a refusal had no effect, and the next try may be let in.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, delete, func, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column
from starlette.responses import Response

from mancrel.kit.db import Base, Row, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Invalid
from mancrel.kit.secrets import seal, unseal
from mancrel.kit.visibility import Viewer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
PATTERN = r"^[\x21-\x7e]{1,255}$"
KEPT = timedelta(hours=24)


class KeyUnclear(Invalid):
    """An Idempotency-Key is 1 to 255 visible ASCII characters, given once."""


class KeyReused(Invalid):
    """This Idempotency-Key was used for another request; a new request needs a new key."""


class StillRunning(Conflict):
    """A request with this Idempotency-Key is still at work; ask again in a moment."""


class IdempotencyKey(Row, Base):
    """What was answered to a request; sealed, for an answer may hold a secret that is shown once."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("user_id", "key"), Index(None, "created_at"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[int]
    media_type: Mapped[str | None]
    sealed_body: Mapped[str]

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Their own."""
        return true() if viewer.is_system else cls.user_id == viewer.user_id


@dataclass(frozen=True)
class Asked:
    """A request that came with a key; its fingerprint is over method, address and body."""

    key: str
    fingerprint: str


class Replayed(Exception):
    """This request was done before."""

    def __init__(self, response: Response) -> None:
        """Keep the answer."""
        self.response = response


def asked(keys: list[str], method: str, address: str, body_digest: str) -> Asked:
    """Describe a request that came with a key.

    Raises:
        KeyUnclear: the header is malformed or came twice.

    """
    if len(keys) != 1 or not re.match(PATTERN, keys[0]):
        raise KeyUnclear(field=HEADER)
    said = f"{method}\n{address}\n{body_digest}"
    return Asked(keys[0], hashlib.sha256(said.encode()).hexdigest())


def begin(session: Session, request: Asked) -> None:
    """Let a request with a key be done, for the first time.

    Raises:
        Replayed: it was done before.
        KeyReused: the key belongs to another request.
        StillRunning: it is being done at this moment.

    """
    user_id = viewer_of(session).user_id
    lock = hashlib.sha256(f"{user_id}\n{request.key}".encode()).digest()[:8]
    if not session.scalar(select(func.pg_try_advisory_xact_lock(int.from_bytes(lock, signed=True)))):
        raise StillRunning(field=HEADER, retry_after=1)
    known = session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.user_id == user_id, IdempotencyKey.key == request.key)
    ).one_or_none()
    if known is not None and known.created_at <= datetime.now(UTC) - KEPT:
        session.delete(known)
        session.flush()
        known = None
    if known is None:
        return
    if known.fingerprint != request.fingerprint:
        raise KeyReused(field=HEADER)
    raise Replayed(
        Response(
            unseal(known.sealed_body).encode(),
            known.status,
            media_type=known.media_type,
            headers={REPLAYED: "true"},
        )
    )


def keep(session: Session, request: Asked, response: Response) -> None:
    """Keep an answer in the transaction of its effect."""
    session.add(
        IdempotencyKey(
            id=uuid7(),
            user_id=viewer_of(session).user_id,
            key=request.key,
            fingerprint=request.fingerprint,
            status=response.status_code,
            media_type=response.headers.get("content-type"),
            sealed_body=seal(bytes(response.body).decode()),
        )
    )
    session.flush()


def forget(session: Session, words: Collection[str]) -> int:
    """Drop the answers that hold one of the words, in capitals or not; sealed as they are, each is read."""
    pattern = re.compile("|".join(re.escape(one) for one in words) or r"(?!)", re.IGNORECASE)
    named = [
        one for one in session.scalars(select(IdempotencyKey)) if pattern.search(unseal(one.sealed_body))
    ]
    for one in named:
        session.delete(one)
    session.flush()
    return len(named)


def purge(session: Session) -> None:
    """Drop the answers of yesterday."""
    old = datetime.now(UTC) - KEPT
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < old))
