"""The bare reference of intake (R62): FastAPI and a psycopg pool that verify an HMAC and insert one row."""

import hmac
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
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
