"""Full-size faults around the spine (R3, R4, R8, R9, R17, R19, R22, R23, R24); only in `make torture`."""

import json
import os
import signal
import statistics
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

import httpx
import psutil
import pytest
import redis

from benchmarks import load as tool
from mancrel.intake.signatures import sign
from tests.torture.harness import Load, System, count, is_quiet, running, until
from tests.torture.settling import settle

pytestmark = [
    pytest.mark.skipif(os.environ.get("MANCREL_TORTURE") != "full", reason="the full run only"),
    pytest.mark.timeout(3600),
]
DEAD = "SELECT count(*) FROM jobs WHERE status = 'dead'"


def wire(target: dict[str, str], body: bytes, webhook_id: str | None = None) -> bytes:
    """Return a signed delivery as it goes over a socket."""
    id_, at = webhook_id or f"msg_{uuid.uuid4().hex}", int(time.time())
    signature = sign(target["secret"], id_, at, body)
    headers = {"webhook-id": id_, "webhook-timestamp": str(at), "webhook-signature": signature}
    return tool.request(target["webhook_path"], headers, body)


def product(external_id: str, title: str = "Lamp", price: str = "10.00") -> bytes:
    data = {"external_id": external_id, "title": title, "price": price, "currency": "EUR", "stock": 3}
    return json.dumps({"type": "product.upserted", "data": data}).encode()


class Steady:
    """Product events at a steady rate, each with its time and answer."""

    def __init__(self, system: System, per_second: float) -> None:
        self.load, self.pause = Load(system), 1 / per_second
        self.times: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._post)

    def _post(self) -> None:
        number = 0
        due = time.monotonic()
        while not self._stop.is_set():
            started = time.monotonic()
            self.load.product(number % 40)
            self.times.append(time.monotonic() - started)
            number, due = number + 1, due + self.pause
            self._stop.wait(max(0.0, due - time.monotonic()))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def p99(self) -> float:
        """Milliseconds that 99 of 100 deliveries were answered within."""
        return tool.percentile(self.times, 0.99)


def wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def took(act: Callable[[], None]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def test_a_thousand_copies_are_one_event(tmp_path: Path):
    """R3: over 32 connections, then a flushed Valkey and a restart, and a thousand more."""
    with running(tmp_path) as system:
        copies = [wire(system.source, product("P1"), "msg_the_same")] * 1000
        first = tool.run(system.port, copies, 32)
        redis.Redis.from_url(system.valkey.url).flushall()
        for name in ("api", "worker"):
            system.restart(name)
        system.until_ready()
        second = tool.run(system.port, copies, 32)
        settle(system)
        kept = system.sql("SELECT count(*) FROM deliveries")[0][0]
        versions = system.sql("SELECT version FROM products")
        print(f"\ncopies: 2,000 posted, {kept} kept, versions {versions}")
        assert (first.failures, second.failures, kept, versions) == (0, 0, 1, [(1,)])


def test_intake_holds_while_redis_is_away_or_stopped(tmp_path: Path):
    """R4, R22: 50 events a second; Valkey killed, started, stopped: every answer 2xx, p99 within 100 ms."""
    with running(tmp_path) as system:
        with Steady(system, 50) as steady:
            wait(5)
            system.kill("valkey")
            wait(15)
            system.start("valkey")
            wait(10)
            os.killpg(system.children["valkey"].process.pid, signal.SIGSTOP)
            wait(15)
            os.killpg(system.children["valkey"].process.pid, signal.SIGCONT)
            wait(5)
        settle(system)
        found = count(system, steady.load)
        print(f"\nredis away and stopped: {found}, p99 {steady.p99:.0f} ms")
        assert (steady.load.refused, steady.load.failed, found.lost, found.twice) == (0, 0, 0, 0)
        assert steady.p99 <= 100


def test_intake_says_503_at_once_without_postgres(tmp_path: Path):
    """R4: within two seconds, with Retry-After, and never a 2xx."""
    with running(tmp_path) as system:
        load = Load(system)
        assert load.product(1)
        system.kill("postgres")
        started = time.monotonic()
        body, at = product("P2"), int(time.time())
        headers = {
            "webhook-id": "msg_away", "webhook-timestamp": str(at),
            "webhook-signature": sign(system.source["secret"], "msg_away", at, body),
        }  # fmt: skip
        answer = httpx.post(system.base + system.source["webhook_path"], content=body, headers=headers)
        seconds = time.monotonic() - started
        print(f"\nwithout postgres: {answer.status_code} after {seconds:.2f} s")
        assert answer.status_code == 503
        assert "retry-after" in answer.headers
        assert seconds <= 2
        system.start("postgres")
        until(lambda: load.product(3), "an accepted event")


def test_every_accepted_delivery_survives_the_death_of_the_api(tmp_path: Path):
    """R4: a hundred kills under load."""
    with running(tmp_path) as system:
        with Steady(system, 50) as steady:
            for _ in range(100):
                wait(0.2)
                system.restart("api")
                system.until_ready()
        settle(system)
        found = count(system, steady.load)
        print(f"\nAPI killed 100 times: {found}, unanswered {steady.load.failed}")
        assert (found.lost, found.twice) == (0, 0)


def test_flushes_and_a_minute_without_redis_lose_nothing(tmp_path: Path):
    """R17: a flush every 5 s, then a minute without Valkey, under 50 events a second."""
    with running(tmp_path) as system:
        with Steady(system, 50) as steady:
            for _ in range(6):
                wait(5)
                redis.Redis.from_url(system.valkey.url).flushall()
            system.kill("valkey")
            wait(60)
            system.start("valkey")
        seconds = took(lambda: until(lambda: is_quiet(system), "quiet"))
        found = count(system, steady.load)
        print(f"\nflushes and a minute away: {found}, quiet after {seconds:.1f} s")
        assert (found.lost, found.twice, found.dead) == (0, 0, 0)
        assert seconds <= 30


def test_interrupted_work_resumes_within_lease_and_ten_seconds(tmp_path: Path):
    """R19: the worker dies with work in hand; and the first job after Valkey's return starts within 15 s."""
    with running(tmp_path) as system:
        load = Load(system)
        resumed = []
        for number in range(10):
            load.mail(number)
            until(
                lambda: bool(system.sql("SELECT 1 FROM jobs WHERE status = 'running'")) or is_quiet(system),
                "work",
            )
            system.restart("worker")
            resumed.append(took(lambda: until(lambda: is_quiet(system), "quiet")))
        system.kill("valkey")
        wait(20)
        system.start("valkey")
        load.mail(99)
        back = took(lambda: until(lambda: is_quiet(system), "quiet"))
        print(
            f"\nresumed after {statistics.median(resumed):.1f} s (max {max(resumed):.1f}), after Valkey {back:.1f} s"
        )
        assert max(resumed) <= 2 + 10
        assert back <= 15


def test_a_thousand_dead_letters_are_replayed(tmp_path: Path):
    """R8: one cause, mended, replayed at once: all done within a minute, each once."""
    with running(tmp_path) as system:
        with system.connection() as connection:
            connection.execute("ALTER TABLE products ADD CONSTRAINT broken CHECK (stock <> 3)")
        system.kill("worker")
        tool.run(system.port, [wire(system.source, product(f"P{n}")) for n in range(1000)], 8)
        system.sql("UPDATE jobs SET max_attempts = 1 RETURNING id")
        system.start("worker")
        until(lambda: system.sql(DEAD)[0][0] == 1000, "a thousand dead letters")
        groups = system.client.get("/jobs/groups").json()["items"]
        with system.connection() as connection:
            connection.execute("ALTER TABLE products DROP CONSTRAINT broken")
        replayed = system.client.post("/jobs/retry", json={"fingerprint": groups[0]["fingerprint"]}).json()
        done = "SELECT count(*) FROM products WHERE version = 1"
        seconds = took(lambda: until(lambda: system.sql(done)[0][0] == 1000, "all products"))
        print(
            f"\ndead letters: {len(groups)} cause(s), {replayed['count']} replayed, done in {seconds:.1f} s"
        )
        assert (len(groups), replayed["count"]) == (1, 1000)
        assert seconds <= 60


def test_a_gigabyte_in_chunks_is_refused_and_not_kept(tmp_path: Path):
    """R9: refused while it streams; the process grows by 20 MB at most."""
    with running(tmp_path) as system:
        api = psutil.Process(system.children["api"].process.pid)
        tree = [api, *api.children(recursive=True)]
        before = sum(one.memory_info().rss for one in tree)

        def gigabyte() -> object:
            for _ in range(1024):
                yield b"x" * 2**20

        status = 413
        with suppress(httpx.WriteError, httpx.RemoteProtocolError):  # it hangs up on who goes on sending
            url = system.base + system.source["webhook_path"]
            status = httpx.post(url, content=gigabyte(), timeout=60).status_code  # type: ignore[arg-type]
        grown = (sum(one.memory_info().rss for one in tree) - before) / 2**20
        print(f"\na gigabyte: {status}, grown by {grown:.1f} MB")
        assert status == 413
        assert grown <= 20


def test_poison_is_buried_and_all_else_is_done(tmp_path: Path):
    """R23: five among a thousand kill their process; each at most three times."""
    with running(tmp_path) as system:
        system.kill("worker")
        system.entrances["worker"] = "tests.torture.poison"
        titles = ["poison" if number % 200 == 100 else "Lamp" for number in range(1000)]
        bodies = [wire(system.source, product(f"P{n}", f"{title} {n}")) for n, title in enumerate(titles)]
        tool.run(system.port, bodies, 8)
        system.start("worker")
        until(lambda: is_quiet(system), "quiet", 600)
        swallowed = (
            "SELECT status, count(*), max(attempts) FROM jobs WHERE subscriber = 'torture.swallow' GROUP BY 1"
        )
        found = {status: (number, tries) for status, number, tries in system.sql(swallowed)}
        print(f"\npoison: {found}")
        assert found["done"][0] == 995
        assert found["dead"][0] == 5
        assert found["dead"][1] <= 3


def test_a_flood_of_one_source_does_not_delay_another(tmp_path: Path):
    """R24: ten thousand events of one, then one of another, applied within 5 s."""
    with running(tmp_path) as system:
        other = system.client.post("/catalogue/sources", json={"name": "other", "kind": "generic"}).json()
        flood = [wire(system.source, product(f"P{n % 500}", price=f"{n}.00")) for n in range(10_000)]
        tool.run(system.port, flood, 16)
        waiting = system.sql("SELECT count(*) FROM jobs WHERE status = 'pending'")[0][0]
        tool.run(system.port, [wire(other, product("O1"))], 1)
        mine = "SELECT count(*) FROM products WHERE external_id = 'O1'"
        seconds = took(lambda: until(lambda: system.sql(mine)[0][0] == 1, "the other's product"))
        print(f"\nflood: {waiting} waiting, the other source's event after {seconds:.2f} s")
        assert waiting > 1000
        assert seconds <= 5
