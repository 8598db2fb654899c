"""Taking a delivery in: one statement stores it with its event and jobs, and it is answered after.

This is one of the async places; how rows are written is in ``ledger.py``.
"""

import asyncio
import hashlib
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import structlog
from anyio import to_thread
from psycopg import DataError, InterfaceError, OperationalError
from psycopg.errors import ForeignKeyViolation
from psycopg_pool import PoolTimeout

from mancrel.intake.doors import MIB, Door, Malformed
from mancrel.intake.ledger import TIMEOUT_S, Entry, Ledger
from mancrel.intake.signatures import Refused, Secret, Signed, decode_secret, read_headers, verify
from mancrel.kit import doorbell, jobs
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Invalid, Unavailable
from mancrel.kit.failpoints import reach
from mancrel.kit.secrets import unseal
from mancrel.kit.telemetry import DELIVERIES
from mancrel.settings import settings

ENDPOINT_CACHE_S = 2.0
REFUSED_PER_MINUTE = 100
BYTES_PER_S = 4 * MIB
MAX_REASON_CHARS = 500
UNKEPT_HEADERS = (b"authorization", b"cookie", b"proxy-authorization")
RING_AFTER_S = 0.005
RING_PAUSE_S = 0.1

log = structlog.get_logger()


class Unstorable(Invalid):
    """The delivery holds a value that cannot be stored."""


@dataclass(frozen=True)
class Known:
    """An endpoint as this process remembers it; secrets with the moment they end."""

    id: UUID
    secrets: tuple[tuple[Secret, float], ...]

    def live(self, now: float) -> list[Secret]:
        """Return the secrets that hold now."""
        return [secret for secret, until in self.secrets if until > now]


@dataclass(frozen=True)
class Verdict:
    """What was decided about a delivery at the door."""

    status: str
    status_code: int
    external_id: str | None = None
    reason: str | None = None
    field: str | None = None
    key: str | None = None
    secret_id: str | None = None


@dataclass(frozen=True)
class Answer:
    """What the sender is told."""

    id: UUID | None
    verdict: Verdict


class Intake:
    """The pool, the remembered endpoints, and the coalesced doorbell of one API process."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._ledger = Ledger()
        self._known: dict[tuple[str, str], tuple[float, Known | None]] = {}
        self._refused: dict[UUID, tuple[float, int]] = {}
        self._rings: dict[str, int] = {}
        self._ringer: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the pool."""
        await self._ledger.open()

    async def close(self) -> None:
        """Close the pool."""
        await self._ledger.close()

    async def take(self, door: Door, name: str, headers: list[tuple[bytes, bytes]], body: bytes) -> Answer:
        """Judge, store and ring; answered only after the row is committed.

        Raises:
            Unavailable: the database is away; nothing was stored and the sender should try again.
            Unstorable: the database refused a value of it.

        """
        try:
            async with asyncio.timeout(TIMEOUT_S + len(body) / BYTES_PER_S):
                try:
                    answer = await self._judge_and_store(door, name, headers, body)
                except ForeignKeyViolation:  # the endpoint was removed a moment ago
                    self._known.pop((door.kind, name), None)
                    answer = await self._judge_and_store(door, name, headers, body)
        except DataError as error:
            log.warning("intake.unstorable", error=str(error)[:MAX_REASON_CHARS])
            raise Unstorable(field="body") from error
        except (OperationalError, InterfaceError, PoolTimeout, TimeoutError) as error:
            log.warning("intake.unavailable", error=str(error))
            raise Unavailable(retry_after=5) from error
        DELIVERIES.labels(door.kind, answer.verdict.status).inc()
        return answer

    async def _judge_and_store(
        self, door: Door, name: str, headers: list[tuple[bytes, bytes]], body: bytes
    ) -> Answer:
        endpoint, verdict = await self._judge(door, name, headers, body)
        unkept = verdict.status == "refused" and endpoint and not self._may_keep_refused(endpoint.id)
        if endpoint is None or unkept:
            return Answer(None, verdict)
        return await self._store(door, name, endpoint, verdict, headers, body)

    def _may_keep_refused(self, endpoint_id: UUID) -> bool:
        """Whether another refused delivery is kept: past the limit, only the metric counts them."""
        now = time.monotonic()
        began, kept = self._refused.get(endpoint_id, (now, 0))
        if now - began > 60:
            began, kept = now, 0
        self._refused[endpoint_id] = (began, kept + 1)
        return kept < REFUSED_PER_MINUTE

    async def _judge(
        self, door: Door, name: str, headers: list[tuple[bytes, bytes]], body: bytes
    ) -> tuple[Known | None, Verdict]:
        endpoint = await self._endpoint(door.kind, name)
        signed: Signed | None = None
        try:
            signed = read_headers(headers)
            if endpoint is None:
                message = "There is no such endpoint."
                raise Refused(message)  # noqa: TRY301
            secret, endpoint = await self._verify(door.kind, name, endpoint, signed, body)
        except Refused as error:
            external_id = signed.id if signed else None
            return endpoint, Verdict("refused", 401, external_id, str(error))
        try:
            key = door.judge(body)
        except Malformed as error:
            verdict = Verdict("invalid", 422, signed.id, error.message, error.field, secret_id=secret.id)
            return endpoint, verdict
        return endpoint, Verdict("accepted", 202, signed.id, key=key, secret_id=secret.id)

    async def _verify(
        self, kind: str, name: str, endpoint: Known, signed: Signed, body: bytes
    ) -> tuple[Secret, Known]:
        now = time.time()
        tolerance = settings().signature_tolerance_s
        try:
            found = verify(signed, body, endpoint.live(now), now=now, tolerance_s=tolerance)
        except Refused:
            # A secret may have been rotated a moment ago, in another process.
            fresh = await self._endpoint(kind, name, fresh=True)
            if fresh is None or fresh == endpoint:
                raise
            found = verify(signed, body, fresh.live(now), now=now, tolerance_s=tolerance)
            return found, fresh
        return found, endpoint

    async def _endpoint(self, kind: str, name: str, *, fresh: bool = False) -> Known | None:
        remembered = self._known.get((kind, name))
        if remembered and remembered[0] > time.monotonic() and not fresh:
            return remembered[1]
        row = await self._ledger.fetch(
            "SELECT id, secrets FROM endpoints WHERE kind = %s AND name = %s AND is_active",
            (kind, name),
        )
        known = Known(row[0], _secrets(row[1])) if row else None
        if known or remembered:
            self._known[(kind, name)] = (time.monotonic() + ENDPOINT_CACHE_S, known)
        return known

    async def _store(
        self,
        door: Door,
        name: str,
        endpoint: Known,
        verdict: Verdict,
        headers: list[tuple[bytes, bytes]],
        body: bytes,
    ) -> Answer:
        entry = _entry(door, name, endpoint, verdict, headers, body)
        reach("intake.before_commit")
        if not await self._ledger.write(entry):
            return await self._repeated(entry, verdict)
        if verdict.status == "accepted":
            reach("intake.after_commit")
            self._ring(door)
        return Answer(entry.id, verdict)

    async def _repeated(self, entry: Entry, verdict: Verdict) -> Answer:
        known = (entry.digest, entry.endpoint_id, entry.external_id)
        first = await self._ledger.fetch(_FIRST, known)
        first_id, same = (first[0], first[1]) if first else (entry.id, True)
        repeated = Verdict("duplicate", 200, verdict.external_id, secret_id=verdict.secret_id)
        if not same:
            reason = "The same webhook-id came before with another body; the first one counts."
            flagged = replace(entry, status="conflict", status_code=200, reason=reason, counts=False)
            await self._ledger.write(flagged)
        return Answer(first_id, repeated)

    def _ring(self, door: Door) -> None:
        for one in jobs.subscribers_of(door.event_type):
            self._rings[one.queue] = self._rings.get(one.queue, 0) + 1
        if self._ringer is None or self._ringer.done():
            self._ringer = asyncio.create_task(self._ring_soon())

    async def _ring_soon(self) -> None:
        """Ring soon, then seldom while many come: a ring costs more than a delivery, who is awake goes on."""
        await asyncio.sleep(RING_AFTER_S)
        while self._rings:
            rings, self._rings = self._rings, {}
            for queue, times in rings.items():
                await to_thread.run_sync(doorbell.ring, queue, times)
            many = sum(rings.values()) > doorbell.MAX_RINGS
            await asyncio.sleep(RING_PAUSE_S if many else RING_AFTER_S)


def _secrets(entries: list[dict[str, Any]]) -> tuple[tuple[Secret, float], ...]:
    def until(entry: dict[str, Any]) -> float:
        ends = entry["expires_at"]
        return datetime.fromisoformat(ends).timestamp() if ends else float("inf")

    return tuple((Secret(one["id"], decode_secret(unseal(one["sealed"]))), until(one)) for one in entries)


def _entry(  # the parts of one row
    door: Door,
    name: str,
    endpoint: Known,
    verdict: Verdict,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
) -> Entry:
    id_ = uuid7()
    return Entry(
        id=id_,
        event_id=uuid7(),
        endpoint_id=endpoint.id,
        external_id=verdict.external_id,
        counts=verdict.status == "accepted",
        status=verdict.status,
        status_code=verdict.status_code,
        reason=_clean(verdict.reason),
        field=_clean(verdict.field),
        headers=_kept_headers(headers),
        body=body if verdict.status != "refused" else b"",  # a stranger stores nothing
        digest=hashlib.sha256(body).digest(),
        size=len(body),
        secret_id=verdict.secret_id,
        type=door.event_type,
        lane=f"{door.kind}:{name}",
        key=f"{door.kind}:{name}:{verdict.key}" if verdict.key else None,
        facts=f'{{"depth": 1, "delivery_id": "{id_}"}}',
        now=datetime.now(UTC),
    )


def _clean(text: str | None) -> str | None:
    return text and text.replace("\x00", "\ufffd")[:MAX_REASON_CHARS]


def _kept_headers(headers: list[tuple[bytes, bytes]]) -> str:
    kept = {
        name.decode("latin-1"): value.decode("latin-1").replace("\x00", "")
        for name, value in headers
        if name not in UNKEPT_HEADERS
    }
    return orjson.dumps(kept).decode()


_FIRST = """
SELECT id, digest = %s FROM deliveries WHERE endpoint_id = %s AND external_id = %s AND counts
"""

intake = Intake()
