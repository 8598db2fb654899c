"""What people ask most, at a thousand, a hundred thousand and a million contacts: p50, p95 and their growth.

A rep asks, for whom the rule of visibility is the longest; the admin sees everything. Each question is asked
in many ways (other names, other records), and warmed up by a few of them.
"""

import statistics
import time
from collections.abc import Callable
from hashlib import md5
from typing import Any
from uuid import UUID

import httpx
import psycopg

from benchmarks import crowd, load
from tests.torture.harness import System

Note = Callable[[str, str, str, str], None]
Ask = Callable[[httpx.Client, int], httpx.Response]
SIZES = (1_000, 100_000, 1_000_000)
ROUNDS, WARM = 60, 6
PEOPLE = {"rep": "rep@mancrel.example", "admin": "admin@mancrel.example"}


def _get(path: str, **params: Any) -> Ask:
    """Ask for a path; ``{n}`` and the like in path and parameters become others with each round."""

    def ask(client: httpx.Client, round_: int) -> httpx.Response:
        words = {
            "id": id_of("contact", round_), "deal": id_of("deal", round_), "first": crowd.FIRST[round_ * 7 % len(crowd.FIRST)],
            "last": crowd.LAST[round_ % len(crowd.LAST)], "phone": f"{round_ * 50 * 7919:010}"[-6:],
            "number": str(round_ * 50), "pipeline": client.headers["X-Pipeline"],
        }  # fmt: skip
        asked = {
            name: value.format(**words) if isinstance(value, str) else value for name, value in params.items()
        }
        return client.get(path.format(**words), params=asked)

    return ask


def id_of(word: str, round_: int) -> str:
    """The id of a record that the rep owns: every fiftieth."""
    return str(UUID(md5(f"{word}{round_ % 19 * 50}".encode()).hexdigest()))


QUESTIONS: dict[str, Ask] = {
    "contacts, list of 50": _get("/contacts", limit=50),
    "contacts, by name": _get("/contacts", limit=50, sort="name"),
    "contacts, two filters": _get(
        "/contacts", limit=50, filter=["lifecycle:eq:customer", "source:eq:website"]
    ),
    "contacts, list search": _get("/contacts", limit=50, q="{last}"),
    "one contact": _get("/contacts/{id}"),
    "timeline of a contact": _get("/timeline/contacts/{id}", limit=50),
    "search, full name": _get("/search", q="{first} {last}"),
    "search, three letters": _get("/search", q="{first:.3}"),
    "search, a slip of the pen": _get("/search", q="x{first}a {last}"),
    "search, digits of a phone": _get("/search", q="{phone}"),
    "inbox, list of 50": _get("/conversations", limit=50),
    "deals, list of 50": _get("/deals", limit=50),
    "board": _get("/pipelines/{pipeline}/board"),
}
Times = dict[tuple[str, str], list[float]]


def bench(system: System, note: Note) -> None:
    """Measure every question at every size; the worker rests, so that only the asking is measured."""
    system.kill("worker")
    system.kill("beat")
    url = system.postgres.url.replace("+psycopg", "")
    found: list[Times] = []
    bare: list[float] = []
    for begin, end in zip((0, *SIZES), SIZES, strict=False):
        crowd.fill(url, begin, end)
        found.append(_measured(system))
        bare.append(_bare(url))
    for who, what in found[0]:
        _tell(note, f"{what} ({who})", [one[who, what] for one in found], bare[-1])


def _measured(system: System) -> Times:
    times: Times = {}
    for who, email in PEOPLE.items():
        with httpx.Client(
            base_url=f"{system.base}/api/v1", timeout=120, limits=httpx.Limits(keepalive_expiry=1)
        ) as client:
            login = {"email": email, "password": "mancrel-demo"}
            token = client.post("/auth/login", json=login).raise_for_status().json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            client.headers["X-Pipeline"] = client.get("/pipelines").json()["items"][0]["id"]
            for what, ask in QUESTIONS.items():
                times[who, what] = [_time(ask, client, number) for number in range(WARM + ROUNDS)][WARM:]
    return times


def _time(ask: Ask, client: httpx.Client, round_: int) -> float:
    started = time.perf_counter()
    answer = ask(client, round_)
    spent = time.perf_counter() - started
    answer.raise_for_status()
    return spent


def _bare(url: str) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            connection.execute("SELECT * FROM contacts LIMIT 50").fetchall()
            times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def _tell(note: Note, what: str, times: list[list[float]], bare: float) -> None:
    p50 = [load.percentile(one, 0.5) for one in times]
    p95 = [load.percentile(one, 0.95) for one in times]
    note(
        what,
        "p50 "
        + " / ".join(f"{one:.0f}" for one in p50)
        + ", p95 "
        + " / ".join(f"{one:.0f}" for one in p95)
        + " ms",
        f"bare SELECT … LIMIT 50: {bare:.1f} ms",
        f"p50 ×{p50[-1] / p50[0]:.2f} (aim 1.2), p95 ×{p95[-1] / p95[0]:.2f} (aim 2)",
    )
