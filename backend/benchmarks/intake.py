"""Intake against a bare endpoint (R62), and what posts deliveries for other figures."""

import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import psycopg

from benchmarks import load
from mancrel.children import Child, free_port, spawn
from mancrel.intake.signatures import sign
from tests.torture.harness import System, until

Note = Callable[[str, str, str, str], None]
REQUESTS = 12_000


def signed(secret: str, path: str, bodies: list[bytes], kind: str = "application/json") -> list[bytes]:
    wire = []
    for body in bodies:
        id_, at = f"msg_{uuid.uuid4().hex}", int(time.time())
        headers = {
            "webhook-id": id_, "webhook-timestamp": str(at), "webhook-signature": sign(secret, id_, at, body),
            "content-type": kind,
        }  # fmt: skip
        wire.append(load.request(path, headers, body))
    return wire


def product(number: int, price: str = "10.00") -> bytes:
    data = {
        "external_id": f"P{number}", "title": f"Lamp {number} of oak", "price": price, "currency": "EUR", "stock": 3,
        "description": "A warm light for a desk, with a dimmer and a cable of two metres. " * 3,
    }  # fmt: skip
    return json.dumps({"type": "product.upserted", "data": data}).encode()


def bench(system: System, note: Note) -> None:
    """Signed webhooks stored and queued, against a bare endpoint that verifies and inserts one row."""
    secret, path = system.source["secret"], system.source["webhook_path"]
    port, bare = bare_endpoints(system)
    system.kill("worker")  # intake alone: what it queues is worked on afterwards
    system.kill("beat")
    for connections in (32, 4):
        speeds: dict[str, list[load.Speed]] = {"bare": [], "ours": []}
        for _ in range(3):
            bodies = [product(number) for number in range(REQUESTS // 3)]
            speeds["bare"].append(load.run(port, signed(secret, "/bare", bodies), connections))
            speeds["ours"].append(load.run(system.port, signed(secret, path, bodies), connections))
        mine = statistics.median(one.per_second for one in speeds["ours"])
        limit = statistics.median(one.per_second for one in speeds["bare"])
        p99 = statistics.median(one.p99 for one in speeds["ours"])
        bare99 = statistics.median(one.p99 for one in speeds["bare"])
        assert not any(one.failures for run in speeds.values() for one in run)
        note(
            f"intake, {connections} connections", f"{mine:.0f}/s, p99 {p99:.0f} ms", f"{limit:.0f}/s, p99 {bare99:.0f} ms",
            f"{mine / limit:.2f} (must 0.60, aim 0.80)",
        )  # fmt: skip
    bare.stop()
    with psycopg.connect(system.postgres.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("UPDATE jobs SET status = 'cancelled' WHERE status = 'pending'")
    for name in ("worker", "beat"):
        system.start(name)


def bare_endpoints(system: System) -> tuple[int, Child]:
    """Start the bare endpoints beside the system, on the same database."""
    with psycopg.connect(system.postgres.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (external_id text PRIMARY KEY, headers jsonb, body bytea)")
        connection.execute("CREATE TABLE bare_activities (id uuid PRIMARY KEY, title text)")
    port = free_port()
    env = system.env | {"BARE_SECRET": system.source["secret"], "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [
        sys.executable, "-m", "uvicorn", "benchmarks.bare:app", "--port", str(port), "--workers", "2",
        "--log-level", "error", "--no-access-log",
    ]  # fmt: skip
    bare = spawn("bare", command, system.directory / "bare.log", env=env)
    until(
        lambda: httpx.post(f"http://127.0.0.1:{port}/bare").status_code > 0 if _up(port) else False,
        "the bare endpoint",
    )
    return port, bare


def _up(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=1)
    except httpx.HTTPError:
        return False
    return True
