"""Taking a delivery in: one statement stores it with its event and jobs, and it is answered after.

This is one of the two async places: a raw psycopg pool, because this path is measured against one.
"""

import asyncio
import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from anyio import to_thread
from psycopg import AsyncConnection, OperationalError
from psycopg.errors import ForeignKeyViolation
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from mancrel.intake.doors import Door, Malformed
from mancrel.intake.signatures import Refused, Secret, Signed, decode_secret, read_headers, verify
from mancrel.kit import jobs
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Unavailable
from mancrel.kit.failpoints import reach
from mancrel.kit.secrets import unseal
from mancrel.kit.telemetry import DELIVERIES
from mancrel.settings import settings

ENDPOINT_CACHE_S = 2.0
STORE_TIMEOUT_S = 1.5
REFUSED_BODY_BYTES = 65_536
UNKEPT_HEADERS = (b"authorization", b"cookie", b"proxy-authorization")
RING_PAUSE_S = 0.005

log = structlog.get_logger()


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
        self._pool: AsyncConnectionPool[AsyncConnection[TupleRow]] | None = None
        self._known: dict[tuple[str, str], tuple[float, Known | None]] = {}
        self._rings: dict[str, int] = {}
        self._ringer: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the pool; a database that is away is waited for by each request, not here."""
        url = settings().database_url.get_secret_value().replace("+psycopg", "")
        self._pool = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=settings().intake_pool_size,
            timeout=STORE_TIMEOUT_S,
            kwargs={"autocommit": True, "prepare_threshold": 0, "connect_timeout": 2},
            open=False,
        )
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Close the pool."""
        if self._pool:
            await self._pool.close()

    async def take(self, door: Door, name: str, headers: list[tuple[bytes, bytes]], body: bytes) -> Answer:
        """Judge, store and ring; answered only after the row is committed.

        Raises:
            Unavailable: the database is away; nothing was stored and the sender should try again.

        """
        try:
            async with asyncio.timeout(STORE_TIMEOUT_S):
                endpoint, verdict = await self._judge(door, name, headers, body)
                if endpoint is None:
                    return Answer(None, verdict)
                answer = await self._store(door, name, endpoint, verdict, headers, body)
        except ForeignKeyViolation as error:  # the endpoint was removed a moment ago
            self._known.pop((door.kind, name), None)
            raise Unavailable(retry_after=1) from error
        except (OperationalError, PoolTimeout, TimeoutError) as error:
            log.warning("intake.unavailable", error=str(error))
            raise Unavailable(retry_after=5) from error
        DELIVERIES.labels(door.kind, answer.verdict.status).inc()
        return answer

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
        row = await self._fetch(
            "SELECT id, secrets FROM endpoints WHERE kind = %s AND name = %s AND is_active",
            (kind, name),
        )
        known = Known(row[0], _secrets(row[1])) if row else None
        if known or remembered:
            self._known[(kind, name)] = (time.monotonic() + ENDPOINT_CACHE_S, known)
        return known

    async def _fetch(self, sql: str, values: Any) -> TupleRow | None:
        if self._pool is None:
            message = "intake is not open"
            raise RuntimeError(message)
        async with self._pool.connection() as connection:
            cursor = await connection.execute(sql.encode(), values)
            return await cursor.fetchone()

    async def _store(
        self,
        door: Door,
        name: str,
        endpoint: Known,
        verdict: Verdict,
        headers: list[tuple[bytes, bytes]],
        body: bytes,
    ) -> Answer:
        values = _row(door, name, endpoint, verdict, headers, body)
        reach("intake.before_commit")
        if verdict.status != "accepted":
            await self._fetch(_STORE, values)
            return Answer(values["id"], verdict)
        if await self._fetch(_STORE_WITH_JOBS, values):
            reach("intake.after_commit")
            self._ring(door)
            return Answer(values["id"], verdict)
        return await self._repeated(values, verdict)

    async def _repeated(self, values: dict[str, Any], verdict: Verdict) -> Answer:
        first = await self._fetch(_FIRST, values)
        first_id, same = (first[0], first[1]) if first else (values["id"], True)
        repeated = Verdict("duplicate", 200, verdict.external_id, secret_id=verdict.secret_id)
        if not same:
            reason = "The same webhook-id came before with another body; the first one counts."
            await self._fetch(
                _STORE, {**values, "status": "conflict", "code": 200, "reason": reason, "counts": False}
            )
        return Answer(first_id, repeated)

    def _ring(self, door: Door) -> None:
        for one in jobs.subscribers_of(door.event_type):
            self._rings[one.queue] = self._rings.get(one.queue, 0) + 1
        if self._ringer is None or self._ringer.done():
            self._ringer = asyncio.create_task(self._ring_soon())

    async def _ring_soon(self) -> None:
        while self._rings:
            await asyncio.sleep(RING_PAUSE_S)
            rings, self._rings = self._rings, {}
            for queue, times in rings.items():
                await to_thread.run_sync(jobs.ring, queue, times)


def _secrets(entries: list[dict[str, Any]]) -> tuple[tuple[Secret, float], ...]:
    def until(entry: dict[str, Any]) -> float:
        ends = entry["expires_at"]
        return datetime.fromisoformat(ends).timestamp() if ends else float("inf")

    return tuple((Secret(one["id"], decode_secret(unseal(one["sealed"]))), until(one)) for one in entries)


def _row(
    door: Door,
    name: str,
    endpoint: Known,
    verdict: Verdict,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
) -> dict[str, Any]:
    subscribers = jobs.subscribers_of(door.event_type) if verdict.status == "accepted" else []
    kept = body if verdict.status != "refused" else body[:REFUSED_BODY_BYTES]
    id_ = uuid7()
    return {
        "id": id_,
        "event_id": uuid7(),
        "endpoint_id": endpoint.id,
        "external_id": verdict.external_id,
        "counts": verdict.status == "accepted",
        "status": verdict.status,
        "code": verdict.status_code,
        "reason": verdict.reason,
        "field": verdict.field,
        "headers": Jsonb(_kept_headers(headers)),
        "body": kept,
        "digest": hashlib.sha256(body).digest(),
        "size": len(body),
        "secret_id": verdict.secret_id,
        "type": door.event_type,
        "lane": f"{door.kind}:{name}",
        "key": f"{door.kind}:{name}:{verdict.key}" if verdict.key else None,
        "facts": Jsonb({"depth": 1, "delivery_id": str(id_)}),
        "now": datetime.now(UTC),
        "subscribers": [one.name for one in subscribers],
        "queues": [one.queue for one in subscribers],
        "attempts": [one.max_attempts for one in subscribers],
    }


def _kept_headers(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {
        name.decode("latin-1"): value.decode("latin-1").replace("\x00", "")
        for name, value in headers
        if name not in UNKEPT_HEADERS
    }


_STORE = """
INSERT INTO deliveries (id, endpoint_id, external_id, counts, status, status_code, reason, field,
  headers, body, digest, size, secret_id)
VALUES (%(id)s, %(endpoint_id)s, %(external_id)s, %(counts)s, %(status)s, %(code)s, %(reason)s,
  %(field)s, %(headers)s, %(body)s, %(digest)s, %(size)s, %(secret_id)s)
ON CONFLICT DO NOTHING RETURNING id
"""

_STORE_WITH_JOBS = f"""
WITH delivery AS ({_STORE}),
event AS (
  INSERT INTO events (id, created_at, type, subject_type, subject_id, facts)
  SELECT %(event_id)s, %(now)s, %(type)s, 'deliveries', id, %(facts)s FROM delivery),
job AS (
  INSERT INTO jobs (subscriber, queue, lane, key, event_id, event_type, subject_type, subject_id,
    facts, max_attempts, rung_at)
  SELECT s.subscriber, s.queue, %(lane)s, %(key)s, %(event_id)s, %(type)s, 'deliveries',
    delivery.id, %(facts)s, s.attempts, %(now)s
  FROM delivery, unnest(%(subscribers)s::text[], %(queues)s::text[], %(attempts)s::int[])
    AS s(subscriber, queue, attempts))
SELECT id FROM delivery
"""  # noqa: S608 - constants only

_FIRST = """
SELECT id, digest = %(digest)s FROM deliveries
WHERE endpoint_id = %(endpoint_id)s AND external_id = %(external_id)s AND counts
"""

intake = Intake()
