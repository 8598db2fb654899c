"""The bare references: FastAPI and a psycopg pool with one statement a request.

Of intake (R62): verify an HMAC and insert one row. Of the API (R63): read one contact, read 50, insert an activity.
"""

import hmac
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, LiteralString
from uuid import UUID, uuid4

from fastapi import FastAPI, Request, Response
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from mancrel.intake.signatures import decode_secret, read_headers

KEY = decode_secret(os.environ["BARE_SECRET"])
pool: AsyncConnectionPool


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    global pool
    url = os.environ["MANCREL_DATABASE_URL"].replace("+psycopg", "")
    async with AsyncConnectionPool(
        url, min_size=1, max_size=8, kwargs={"autocommit": True, "prepare_threshold": 0}
    ) as pool:
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/bare")
async def take(request: Request) -> Response:
    body = await request.body()
    signed = read_headers(request.scope["headers"])
    expected = hmac.digest(KEY, f"{signed.id}.{signed.timestamp}.".encode() + body, "sha256")
    if abs(time.time() - signed.timestamp) > 300 or not hmac.compare_digest(expected, signed.signatures[0]):
        return Response(status_code=401)
    async with pool.connection() as connection:
        await connection.execute(
            "INSERT INTO bare (external_id, headers, body) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (signed.id, Jsonb(dict(request.headers)), body),
        )
    return Response(b'{"status": "accepted"}', status_code=202)


@app.get("/bare/contacts/{id_}")
async def read_one(id_: UUID) -> dict[str, Any]:
    return (await _rows("SELECT * FROM contacts WHERE id = %s", (id_,)))[0]


@app.get("/bare/contacts")
async def read_list() -> list[dict[str, Any]]:
    return await _rows(
        "SELECT * FROM contacts WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 50"
    )


@app.post("/bare/activities", status_code=201)
async def create(body: dict[str, str]) -> dict[str, Any]:
    values = (uuid4(), body["title"])
    return (await _rows("INSERT INTO bare_activities VALUES (%s, %s) RETURNING *", values))[0]


async def _rows(sql: LiteralString, values: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
    async with pool.connection() as connection:
        cursor = connection.cursor(row_factory=dict_row)
        return await (await cursor.execute(sql, values)).fetchall()
