"""Where deliveries are written: a raw psycopg pool, and one statement for all that arrive together.

A delivery is stored with its event and jobs in one statement, so in one transaction. Requests that
arrive while one is being written share the next one: a commit costs the same for one row as for forty.
"""

import asyncio
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, DataError, IntegrityError, OperationalError
from psycopg import Error as PsycopgError
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from mancrel.kit import jobs
from mancrel.settings import settings

TIMEOUT_S = 1.5
WRITERS = 1
MAX_BATCH = 64
MAX_SHARED_BYTES = 65_536


@dataclass(frozen=True)
class Entry:
    """One delivery as it is written; the fields are the columns of ``given``, in order."""

    id: UUID
    event_id: UUID
    endpoint_id: UUID
    external_id: str | None
    counts: bool
    status: str
    status_code: int
    reason: str | None
    field: str | None
    headers: str
    body: bytes
    digest: bytes
    size: int
    secret_id: str | None
    type: str
    lane: str
    key: str | None
    facts: str
    now: datetime


_TYPES = (
    "uuid", "uuid", "uuid", "text", "bool", "text", "int", "text", "text", "text", "bytea", "bytea", "int",
    "text", "text", "text", "text", "text", "timestamptz",
)  # fmt: skip
_values = attrgetter(*(field.name for field in fields(Entry)))
_NAMES = ", ".join(field.name for field in fields(Entry))
_ONE = "SELECT " + ", ".join(
    f"%s::{kind} AS {field.name}" for kind, field in zip(_TYPES, fields(Entry), strict=True)
)
_MANY = f"SELECT * FROM unnest({', '.join(f'%b::{kind}[]' for kind in _TYPES)}) AS g({_NAMES})"  # noqa: S608 - constants

_WRITE = """
WITH given AS MATERIALIZED ({given}),
delivery AS (
  INSERT INTO deliveries (id, endpoint_id, external_id, counts, status, status_code, reason, field,
    headers, body, digest, size, secret_id)
  SELECT id, endpoint_id, external_id, counts, status, status_code, reason, field, headers::jsonb, body,
    digest, size, secret_id FROM given
  ON CONFLICT DO NOTHING RETURNING id),
fresh AS MATERIALIZED (
  SELECT given.* FROM given JOIN delivery USING (id) WHERE given.status = 'accepted'),
event AS (
  INSERT INTO events (id, created_at, type, subject_type, subject_id, facts)
  SELECT event_id, now, type, 'deliveries', id, facts::jsonb FROM fresh),
job AS (
  INSERT INTO jobs (subscriber, queue, lane, key, event_id, event_type, subject_type, subject_id,
    facts, max_attempts, rung_at)
  SELECT s.subscriber, s.queue, lane, key, event_id, fresh.type, 'deliveries', id,
    facts::jsonb, s.attempts, now
  FROM fresh JOIN (VALUES {subscribers}) AS s(type, subscriber, queue, attempts)
    ON s.type = fresh.type ORDER BY id)
SELECT id FROM delivery
"""
Waiting = tuple[Entry, "asyncio.Future[bool]"]
Pool = AsyncConnectionPool[AsyncConnection[TupleRow]]


class Ledger:
    """The pool and the writers of one API process."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._pool: Pool | None = None
        self._waiting: list[Waiting] = []
        self._writers: set[asyncio.Task[None]] = set()
        self._writing = 0

    async def open(self) -> None:
        """Open the pool; a database that is away is waited for by each request, not here."""
        self._pool = AsyncConnectionPool(
            settings().database_url.get_secret_value().replace("+psycopg", ""),
            min_size=1,
            max_size=settings().intake_pool_size,
            timeout=TIMEOUT_S,
            # Tries that fail are given up soon: the next request tries anew, and no pause grows past it.
            reconnect_timeout=2,
            kwargs={
                "autocommit": True,
                "prepare_threshold": 0,
                "connect_timeout": 2,
                "options": "-c plan_cache_mode=force_generic_plan",
            },
            open=False,
        )
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Close the pool."""
        if self._pool:
            await self._pool.close()

    async def fetch(self, sql: str, values: Any) -> TupleRow | None:
        """Run a statement and return its first row."""
        rows = await self._run(sql.encode(), values)
        return rows[0] if rows else None

    async def _run(self, sql: bytes, values: Any) -> list[TupleRow]:
        if self._pool is None:
            message = "intake is not open"
            raise RuntimeError(message)
        try:
            return await self._once(self._pool, sql, values)
        except OperationalError:
            # Postgres was restarted under the pool: drop the connections that died and try once more. A
            # statement that was carried out all the same finds its own row and changes nothing.
            await self._pool.check()
            return await self._once(self._pool, sql, values)

    @staticmethod
    async def _once(pool: Pool, sql: bytes, values: Any) -> list[TupleRow]:
        async with pool.connection() as connection:
            cursor = await connection.execute(sql, values)
            return await cursor.fetchall()

    async def write(self, entry: Entry) -> bool:
        """Store a delivery; False when one with its id is there already. Committed when it returns."""
        if self._writing < WRITERS or entry.size > MAX_SHARED_BYTES:
            self._writing += 1
            try:
                return await self._write_one(entry)
            finally:
                self._written()
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        return await done

    def _written(self) -> None:
        """Let those who arrived meanwhile be written together."""
        self._writing -= 1
        if self._waiting and self._writing < WRITERS:
            self._writing += 1
            batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            task = asyncio.create_task(self._write_batch(batch))
            self._writers.add(task)
            task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._writers.discard(task)
        self._written()

    async def _write_batch(self, batch: list[Waiting]) -> None:
        try:
            if len(batch) == 1:
                written = {batch[0][0].id} if await self._write_one(batch[0][0]) else set()
            else:
                columns = [list(column) for column in zip(*(_values(one) for one, _ in batch), strict=True)]
                written = {row[0] for row in await self._run(_statements()[1], columns)}
        except (DataError, IntegrityError) as error:
            if len(batch) == 1:
                _fail(batch, error)
                return
            for one in batch:  # so that one delivery which cannot be stored fails alone
                await self._write_batch([one])
        except PsycopgError as error:
            _fail(batch, error)
        else:
            for entry, done in batch:
                if not done.done():
                    done.set_result(entry.id in written)

    async def _write_one(self, entry: Entry) -> bool:
        return bool(await self._run(_statements()[0], _values(entry)))


def _fail(batch: list[Waiting], error: Exception) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(error)


@cache
def _statements() -> tuple[bytes, bytes]:
    """Return the statements for one delivery and for many; built once all rooms are loaded.

    Who acts on deliveries is written into them: names and queues are constants of the code.
    """
    rows = jobs.subscribers_of_suffix(".delivered")
    values = ", ".join(
        f"('{event_type}', '{one.name}', '{one.queue}', {one.max_attempts})" for event_type, one in rows
    )
    made = (_WRITE.format(given=given, subscribers=values).encode() for given in (_ONE, _MANY))
    return next(made), next(made)
