"""A file of 100,000 rows: how fast it comes in, what it does to others, and a worker that is killed meanwhile."""

import os
import threading
import time
from pathlib import Path

import pytest

from benchmarks import load as tool
from tests.torture.harness import running, until
from tests.torture.test_sign_in import milliseconds

pytestmark = [
    pytest.mark.skipif(os.environ.get("MANCREL_TORTURE") != "full", reason="the full run only"),
    pytest.mark.timeout(1800),
]
ROWS = int(os.environ.get("MANCREL_IMPORT_ROWS", "100000"))
P99_MS = 500


def test_a_hundred_thousand_rows_come_in_once_and_hold_nobody_up(tmp_path: Path):
    lines = [f"Person {n},person{n}@import.test,+49171{n:07}" for n in range(ROWS)]
    data = "\n".join(["Name,E-mail,Phone", *lines]).encode()
    with running(tmp_path) as system:
        known = system.client.get("/contacts", params={"limit": 1}).json()["total"]
        made = (
            system.client.post("/imports", params={"object": "contact"}, content=data)
            .raise_for_status()
            .json()
        )
        times: list[float] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                times.append(milliseconds(system.client, "GET", "/contacts") / 1000)

        def at(*statuses: str) -> bool:
            system.renew()
            answer = system.client.get(f"/imports/{made['id']}")
            return answer.is_success and answer.json()["status"] in statuses

        until(lambda: at("ready"), "the file read", 300)
        reader = threading.Thread(target=read)
        reader.start()
        started = time.perf_counter()
        system.client.post(f"/imports/{made['id']}/run").raise_for_status()
        until(lambda: system.sql("SELECT done FROM imports")[0][0] > ROWS // 4, "a quarter", 600)
        system.kill("worker")
        system.start("worker")
        until(lambda: at("done", "failed"), "the import", 1200)
        took = time.perf_counter() - started
        done.set()
        reader.join()
        p99 = tool.percentile(times, 0.99)
        print(
            f"\n{ROWS} rows in {took:.0f} s: {ROWS / took:.0f} rows/s with a kill; {len(times)} others, p99 {p99:.0f} ms"
        )
        assert at("done")
        made_here = "SELECT count(*), count(DISTINCT value) FROM identities WHERE value LIKE '%@import.test'"
        assert system.sql(made_here) == [(ROWS, ROWS)]
        assert system.sql("SELECT count(*) FROM contacts")[0][0] == ROWS + known
        assert p99 <= P99_MS
