"""The spine: retries, dead letters, leases, fencing, order and fairness (R8, R17–R20, R23, R24)."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text, update

from mancrel.accounts.models import Team
from mancrel.contacts.models import Company
from mancrel.kit import doorbell, events, jobs, runner
from mancrel.kit.db import transaction, uuid7
from mancrel.kit.engines import engine
from mancrel.kit.jobs import JobRow, Permanent, on
from mancrel.kit.sweep import sweep
from tests.fixtures import Staff, work

ran: list[str] = []
behaviour: dict[str, object] = {}


@on("test.happened", max_attempts=3)
def note_it(job: runner.Job) -> None:
    """Do what the test says."""
    act = behaviour.get("act")
    if callable(act):
        act(job)
    with job.completing() as session:
        session.add(Team(name=f"effect {job.id} {uuid7()}"))
        after = behaviour.get("after")
        if callable(after):
            session.flush()
            after(job)
    ran.append(str(job.event.facts.get("name")))


@pytest.fixture(autouse=True)
def clean(database: None) -> Iterator[None]:
    ran.clear()
    behaviour.clear()
    yield
    behaviour.clear()


def happen(name: str = "a", *, key: str | None = None, lane: str = "") -> None:
    with transaction() as session:
        company = Company(id=uuid7(), name=name)
        session.add(company)
        token = jobs.running.set(jobs.Running(0, lane)) if lane else None
        events.record(session, "test.happened", company, key=key, name=name)
        if token:
            jobs.running.reset(token)


def rows() -> list[JobRow]:
    with transaction() as session:
        query = select(JobRow).where(JobRow.event_type == "test.happened").order_by(JobRow.id)
        return list(session.scalars(query))


def effects() -> int:
    with transaction() as session:
        return len(session.scalars(select(Team.id).where(Team.name.startswith("effect"))).all())


def hurry() -> None:
    """Let everything that waits be due now."""
    with transaction() as session:
        session.execute(
            update(JobRow).where(JobRow.status.in_(jobs.WAITING)).values(next_run_at=text("now()"))
        )


def expire() -> None:
    """Let every lease end now."""
    with transaction() as session:
        past = text("now() - interval '1 second'")
        session.execute(update(JobRow).where(JobRow.status == "running").values(lease_until=past))


def test_record_does_nothing_when_the_change_is_rolled_back():
    with pytest.raises(RuntimeError), transaction() as session:
        company = Company(id=uuid7(), name="never")
        session.add(company)
        events.record(session, "test.happened", company)
        raise RuntimeError
    assert rows() == []


def test_run_commits_the_effect_and_done_together():
    happen()
    work()
    assert [one.status for one in rows()] == ["done"]
    assert effects() == 1


def test_run_keeps_no_effect_of_an_attempt_that_fails():
    happen()

    def fail(_job: runner.Job) -> None:
        raise ValueError("the wheel came off")

    behaviour["after"] = fail
    work()
    (row,) = rows()
    assert (row.status, row.attempts, effects()) == ("retrying", 1, 0)
    assert "the wheel came off" in (row.last_error or "")


def test_run_retries_with_a_growing_delay_and_then_buries():
    happen()
    behaviour["act"] = lambda _job: 1 / 0
    for attempt in (1, 2, 3):
        hurry()
        work()
        assert rows()[0].attempts == attempt
    (row,) = rows()
    assert row.status == "dead"
    assert [one["attempt"] for one in row.tries] == [1, 2, 3]
    delays = [runner.delay_after(attempt) for attempt in range(1, 8)]
    assert delays == sorted(delays)
    assert all(0.8 * base <= delay <= 1.2 * base for base, delay in zip(runner.DELAYS_S, delays, strict=True))


def test_run_buries_what_trying_again_cannot_help():
    happen()

    def refuse(_job: runner.Job) -> None:
        raise Permanent("there is no such thing")

    behaviour["act"] = refuse
    work()
    (row,) = rows()
    assert (row.status, row.attempts) == ("dead", 1)


def test_sweep_gives_back_what_a_dead_worker_held():
    happen()
    job = runner.claim("default")
    assert job is not None
    assert runner.claim("default") is None
    expire()
    sweep()
    work()
    (row,) = rows()
    assert (row.status, row.attempts, effects()) == ("done", 2, 1)


def test_finish_of_a_stale_attempt_changes_nothing():
    happen()
    late = runner.claim("default")
    assert late is not None
    expire()
    sweep()
    work()
    runner.run(late)
    assert effects() == 1
    assert [one.status for one in rows()] == ["done"]


def test_failure_of_a_stale_attempt_changes_nothing():
    happen()
    late = runner.claim("default")
    assert late is not None
    expire()
    sweep()
    work()
    behaviour["act"] = lambda _job: 1 / 0
    runner.run(late)
    assert [one.status for one in rows()] == ["done"]


def test_sweep_buries_a_job_that_kills_its_worker_three_times():
    happen("poison")
    happen("good")
    for _ in range(3):
        job = runner.claim("default")
        assert job is not None
        assert job.event.facts["name"] == "poison"
        expire()
        sweep()
    work()
    assert {one.facts["name"]: one.status for one in rows()} == {"poison": "dead", "good": "done"}
    assert rows()[0].attempts == 3


def test_jobs_of_one_key_run_one_at_a_time_and_in_order():
    for name in "abcdefgh":
        happen(name, key="conversation:1")
    busy = threading.Lock()

    def alone(_job: runner.Job) -> None:
        assert busy.acquire(blocking=False), "two jobs of one key ran at once"
        busy.release()

    behaviour["act"] = alone
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            list(pool.map(lambda _: runner.drain("default", 30), range(4)))
    assert ran == list("abcdefgh")


def test_a_failed_job_holds_back_the_later_ones_of_its_key():
    happen("first", key="k")
    happen("second", key="k")
    behaviour["act"] = lambda job: 1 / (job.event.facts["name"] != "first" or job.attempt > 1)
    work()
    assert ran == []
    hurry()
    work()
    assert ran == ["first", "second"]


def test_claim_is_fair_between_lanes():
    for place in range(200):
        happen(f"flood {place}", lane="flood")
    happen("other", lane="other")
    work()
    assert ran.index("other") < 40, "a flood of one lane held another back"


def timed() -> list[str]:
    with transaction() as session:
        query = select(JobRow.subscriber).where(JobRow.event_type == "schedule.due")
        return sorted(session.scalars(query))


def test_sweep_starts_what_is_timed_once_a_period():
    sweep()
    sweep()
    assert timed() == sorted(jobs.schedules())
    with engine().begin() as connection:
        connection.execute(text("UPDATE schedules SET next_at = now() - interval '1 second'"))
    sweep()
    sweep()
    assert timed() == sorted([*jobs.schedules(), *jobs.schedules()])
    work()
    with transaction() as session:
        assert set(session.scalars(select(JobRow.status))) == {"done"}


def test_sweep_rings_for_what_nobody_heard(monkeypatch: pytest.MonkeyPatch):
    happen()
    with transaction() as session:
        session.execute(update(JobRow).values(rung_at=text("now() - interval '1 minute'")))
    rung: list[tuple[str, int]] = []
    monkeypatch.setattr(doorbell, "_bell", lambda queue, times: rung.append((queue, times)))
    sweep()
    assert ("default", 1) in rung


def test_sweep_rings_every_queue_whatever_the_backlog_of_another(monkeypatch: pytest.MonkeyPatch):
    fill = text(
        "INSERT INTO jobs (subscriber, queue, max_attempts, next_run_at) SELECT 'x.y', :queue, 8, "
        "now() - make_interval(secs => :age) FROM generate_series(1, :count)"
    )
    with engine().begin() as connection:
        connection.execute(fill, {"queue": "intake", "age": 60, "count": 3000})
        connection.execute(fill, {"queue": "outbound", "age": 1, "count": 1})
    rung: dict[str, int] = {}
    monkeypatch.setattr(doorbell, "_bell", rung.__setitem__)
    due = sweep()
    assert due["outbound"] == rung["outbound"] == 1
    assert due["intake"] > 1


def test_admin_sees_groups_and_replays_the_dead(staff: Staff):
    for name in ("a", "b", "c"):
        happen(name)
    behaviour["act"] = lambda _job: 1 / 0
    for _ in range(3):
        hurry()
        work()
    (group,) = staff.admin.get("/jobs/groups").json()["items"]
    assert group["count"] == 3
    assert "ZeroDivisionError" in group["error"]
    assert staff.manager.get("/jobs/groups").status_code == 403
    behaviour.clear()
    answer = staff.admin.post("/jobs/retry", {"status": "dead", "fingerprint": group["fingerprint"]})
    assert answer.json() == {"count": 3}
    work()
    assert {one.status for one in rows()} == {"done"}
    assert effects() == 3


def test_a_refused_row_is_quoted_nowhere_and_makes_one_group(staff: Staff):
    """Postgres adds the failing row to its error: other ids in each, and a customer's words."""

    def break_a_rule(job: runner.Job) -> None:
        with transaction() as session:
            session.execute(insert(Team).values(id=uuid7(), name=None, created_at=func.now()))

    for name in ("a", "b"):
        happen(name)
    behaviour["act"] = break_a_rule
    for _ in range(3):
        hurry()
        work()
    (group,) = staff.admin.get("/jobs/groups").json()["items"]
    assert group["count"] == 2
    assert 'null value in column "name" of relation "teams" violates' in group["error"]
    assert "Failing row" not in group["error"]


def test_admin_retries_and_cancels_one_job(staff: Staff):
    happen()
    (row,) = rows()
    assert staff.admin.post(f"/jobs/{row.id}/retry").status_code == 409
    assert staff.admin.post(f"/jobs/{row.id}/cancel").json()["status"] == "cancelled"
    assert staff.admin.post(f"/jobs/{row.id}/cancel").status_code == 409
    assert staff.admin.post(f"/jobs/{row.id}/retry").json()["status"] == "retrying"
    work()
    assert rows()[0].status == "done"
    assert staff.admin.get(f"/jobs/{2**70}").status_code == 404


def test_purge_drops_only_what_was_done_long_ago(staff: Staff):
    from mancrel.operations import service as operations

    happen("old")
    happen("new")
    work()
    with transaction() as session:
        old = session.scalars(
            select(JobRow).where(JobRow.event_type == "test.happened").order_by(JobRow.id)
        ).first()
        assert old is not None
        assert old.finished_at is not None
        old.finished_at -= timedelta(days=15)
    with transaction() as session:
        operations.purge(session)
    assert [one.facts["name"] for one in rows()] == ["new"]
