"""kill -9 at random moments and at every named step: nothing is lost, nothing is sent twice.

`make test` runs a short form; `make torture` the full counts (R4, R17, R18, R20, R34, R60).
"""

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from mancrel.kit.failpoints import FAILPOINTS
from tests.torture.harness import Load, System, answer_all, chaos, count, outbox, running, until
from tests.torture.settling import settle

FULL = os.environ.get("MANCREL_TORTURE") == "full"
KILLS = 100 if FULL else 6
MAILS = 150 if FULL else 20
pytestmark = pytest.mark.timeout(3600 if FULL else 240)


def report(name: str, system: System, load: Load) -> None:
    found = count(system, load)
    print(f"\n{name}: kills {dict(system.kills)}, {found}, refused {load.refused}, unanswered {load.failed}")
    assert found.lost == 0
    assert found.twice == 0
    assert found.sent_twice == 0
    assert found.not_sent == 0
    assert found.dead == 0
    assert found.unknown <= sum(system.kills.values())


def test_random_kills_lose_nothing_and_send_nothing_twice(tmp_path: Path):
    rng = random.Random(int(os.environ.get("MANCREL_TORTURE_SEED", "7")))
    with running(tmp_path) as system:
        load = Load(system)
        stop = threading.Event()

        def post() -> None:
            number = 0
            while not stop.is_set() and number < MAILS:
                number += load.mail(number)
                load.product(number % 40)

        poster = threading.Thread(target=post)
        poster.start()
        chaos(system, ("worker", "worker", "valkey", "api", "beat"), KILLS, rng, (0.3, 1.5))
        poster.join(120)
        stop.set()
        settle(system)
        replies = answer_all(system)
        chaos(system, ("worker", "worker", "sink", "valkey"), KILLS, rng, (0.2, 1.0))
        settle(system)
        assert replies == len([one for one in load.accepted.values() if one.startswith("<")])
        report("random kills", system, load)
        states = dict(system.sql("SELECT status, count(*) FROM messages WHERE direction = 'out' GROUP BY 1"))
        assert set(states) <= {"sent", "unknown"}


@pytest.mark.parametrize("name", sorted(FAILPOINTS) if FULL else ["job.before_done", "outbox.after_send"])
def test_a_kill_at_every_step_is_recovered(tmp_path: Path, name: str):
    with running(tmp_path, MANCREL_FAILPOINT=name) as system:
        load = Load(system)

        def accepted(number: int) -> bool:
            system.revive()
            return load.mail(number)

        if name == "job.before_failure":
            system.kill("sink")
            system.down.add("sink")
        for number in range(5):
            until(lambda number=number: accepted(number), "an accepted mail")
        settle(system)
        system.until_ready()
        answer_all(system)
        until((tmp_path / f"fired.{name}").exists, f"the failpoint {name}")
        system.kills[name] += 1
        if name == "job.before_failure":
            system.down.clear()
        settle(system)
        report(name, system, load)


@pytest.mark.skipif(not FULL, reason="the full run only")
def test_a_stopped_worker_that_wakes_up_late_sends_nothing_twice(tmp_path: Path):
    with running(tmp_path) as system:
        load = Load(system)
        for number in range(10):
            load.mail(number)
        settle(system)
        answer_all(system)
        late = system.children["worker"]
        os.killpg(late.process.pid, signal.SIGSTOP)
        system.start("worker")
        settle(system)
        os.killpg(late.process.pid, signal.SIGCONT)
        for number in range(10, 15):
            load.mail(number)
        settle(system)
        os.killpg(late.process.pid, signal.SIGKILL)
        late.process.wait()
        system.kills["worker"] += 1
        report("stopped worker", system, load)


def test_without_redis_intake_accepts_and_the_work_is_done(tmp_path: Path):
    with running(tmp_path) as system:
        load = Load(system)
        system.kill("valkey")
        for number in range(5):
            assert load.mail(number), "intake must accept while Redis is away"
        settle(system)  # from Postgres alone
        assert answer_all(system) == 5
        until(lambda: len(outbox(system)) == 5, "five mails")
        system.start("valkey")
        for number in range(5, 8):
            assert load.mail(number)
        settle(system)
        report("without redis", system, load)


def test_without_the_database_intake_says_try_again(tmp_path: Path):
    with running(tmp_path) as system:
        load = Load(system)
        assert load.mail(0)
        settle(system)
        system.kill("postgres")
        assert not load.mail(1)
        assert load.refused == 1  # a clean 503, not a hang
        system.start("postgres")
        until(lambda: load.mail(2), "an accepted mail")
        settle(system)
        assert load.failed == 0
        found = count(system, load)
        assert (found.lost, found.twice) == (0, 0)
