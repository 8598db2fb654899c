"""What the API answers in a second (R63): one contact, a list of 50 and a new activity, against bare endpoints.

The requests are those of a rep with 100,000 contacts and a million activities in the database: signed in, under the
rule of visibility, and audited. The bare endpoints are FastAPI and psycopg with one statement each and no rule at all.
"""

import json
import statistics
from collections.abc import Callable

import httpx
import psycopg

from benchmarks import crowd, load, sizes
from tests.torture.harness import System

Note = Callable[[str, str, str, str], None]
CONTACTS, ACTIVITIES = 100_000, 1_000_000
REQUESTS, ROUNDS = 1_200, 3
JSON = {"content-type": "application/json"}
MUST_PER_S = {"one contact": 700, "list of 50": 350, "new activity": 600}

_ACTIVITIES = """
INSERT INTO activities (id, kind, title, contact_id, due_at, done_at, owner_id, team_id, created_at)
SELECT gen_random_uuid(), kind, title, contact_id, due_at + k * interval '1 day', done_at, owner_id, team_id, created_at
FROM activities, generate_series(1, %s) k
"""


def bench(system: System, note: Note, port: int) -> None:
    """Ask both in turn; the worker rests, so that only the asking is measured."""
    system.kill("worker")
    system.kill("beat")
    url = system.postgres.url.replace("+psycopg", "")
    crowd.fill(url, 0, CONTACTS)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_ACTIVITIES, (ACTIVITIES // CONTACTS - 1,))
        connection.execute("VACUUM ANALYZE activities")
    ours, bare = _wire(system), _bare_wire()
    for connections in (32, 4):
        for what in MUST_PER_S:
            _compare(
                note, f"{what}, {connections} connections", system, port, ours[what], bare[what], connections
            )


def _compare(
    note: Note, what: str, system: System, port: int, ours: list[bytes], bare: list[bytes], connections: int
) -> None:
    load.run(system.port, ours[:100], connections)
    mine, limit = [], []
    for _ in range(ROUNDS):
        limit.append(load.run(port, bare, connections))
        mine.append(load.run(system.port, ours, connections))
    failed = sum(one.failures for one in (*mine, *limit))
    assert not failed, f"{failed} requests of {what!r} failed"
    speed = statistics.median(one.per_second for one in mine)
    most = statistics.median(one.per_second for one in limit)
    p99 = statistics.median(one.p99 for one in mine)
    must = MUST_PER_S[what.split(",", maxsplit=1)[0]]
    aim = f"must 0.50, {must}/s, p99 250 ms" if connections == 32 else "p99 50 ms"
    note(what, f"{speed:.0f}/s, p99 {p99:.0f} ms", f"{most:.0f}/s", f"{speed / most:.2f} ({aim})")


def _wire(system: System) -> dict[str, list[bytes]]:
    login = {"email": sizes.PEOPLE["rep"], "password": "mancrel-demo"}
    answer = httpx.post(f"{system.base}/api/v1/auth/login", json=login).raise_for_status()
    auth = {"authorization": f"Bearer {answer.json()['access_token']}", **JSON}
    numbers = range(REQUESTS)
    new = [
        json.dumps({"kind": "note", "title": f"Call {n}", "contact_id": sizes.id_of("contact", n)})
        for n in numbers
    ]
    path = "/api/v1/contacts"
    return {
        "one contact": [
            load.request(f"{path}/{sizes.id_of('contact', n)}", auth, method="GET") for n in numbers
        ],
        "list of 50": [load.request(f"{path}?limit=50", auth, method="GET")] * (REQUESTS // 3),
        "new activity": [load.request("/api/v1/activities", auth, one.encode()) for one in new],
    }


def _bare_wire() -> dict[str, list[bytes]]:
    numbers = range(REQUESTS)
    return {
        "one contact": [
            load.request(f"/bare/contacts/{sizes.id_of('contact', n)}", {}, method="GET") for n in numbers
        ],
        "list of 50": [load.request("/bare/contacts", {}, method="GET")] * REQUESTS,
        "new activity": [
            load.request("/bare/activities", JSON, json.dumps({"title": f"Call {n}"}).encode())
            for n in numbers
        ],
    }
