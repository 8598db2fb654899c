"""The budget, the caps and the breaker: rows in Postgres that hold for all worker processes together (R43)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from mancrel.assistant import llm_budget
from mancrel.assistant.llm_budget import FAILURES, NotAsked, reserve, settle
from mancrel.assistant.models import LlmCall, LlmServer, LlmUsage
from mancrel.kit.db import transaction, uuid7
from mancrel.settings import settings

FREE = Decimal(0)
SERVER = "http://model.test m"


@pytest.fixture
def limits(monkeypatch, database):
    """Set the limits of the day."""

    def limit(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"MANCREL_LLM_{name.upper()}", str(value))
        settings.cache_clear()

    yield limit
    monkeypatch.undo()
    settings.cache_clear()


def used_today() -> LlmUsage:
    with transaction() as session:
        return session.scalars(select(LlmUsage)).one()


def let_pass(minutes: float) -> None:
    """Let time pass for what was counted and for the breaker."""
    back = timedelta(minutes=minutes)
    with transaction() as session:
        session.execute(update(LlmCall).values(called_at=LlmCall.called_at - back))
        session.execute(update(LlmServer).values(shut_until=LlmServer.shut_until - back))


def asked(contact_id, tokens=100) -> bool:
    try:
        settle(reserve(contact_id, SERVER, tokens, FREE), tokens, FREE, answered=True)
    except NotAsked as refusal:
        assert refusal.for_a_person
        return False
    return True


def test_eight_workers_never_overshoot_the_day(limits):
    limits(daily_tokens=10_000)

    def one(_):
        try:
            return reserve(uuid7(), SERVER, 300, FREE)
        except NotAsked:
            return None

    with ThreadPoolExecutor(8) as pool:
        booked = [found for found in pool.map(one, range(120)) if found]
    day = used_today()
    assert (day.tokens, day.calls) == (9_900, 33)
    assert len(booked) == 33


def test_what_was_not_used_is_given_back(limits):
    limits(daily_tokens=1000)
    booked = reserve(uuid7(), SERVER, 900, FREE)
    with pytest.raises(NotAsked, match="budget"):
        reserve(uuid7(), SERVER, 200, FREE)
    settle(booked, 50, FREE, answered=True)
    assert used_today().tokens == 50
    assert reserve(uuid7(), SERVER, 900, FREE)


def test_a_use_that_nobody_knows_stays_reserved(limits):
    limits(daily_tokens=1000)
    settle(reserve(uuid7(), SERVER, 900, FREE), None, None, answered=False)
    assert used_today().tokens == 900


def test_more_than_was_reserved_is_not_believed(limits):
    limits(daily_tokens=1000)
    settle(reserve(uuid7(), SERVER, 900, FREE), 10**30, Decimal(10**9), answered=True)
    assert used_today().tokens == 900


def test_money_has_a_limit_of_its_own(limits):
    limits(daily_cost="0.10")
    first = reserve(uuid7(), SERVER, 100, Decimal("0.08"))
    with pytest.raises(NotAsked, match="budget"):
        reserve(uuid7(), SERVER, 100, Decimal("0.03"))
    settle(first, 100, Decimal("0.02"), answered=True)
    assert reserve(uuid7(), SERVER, 100, Decimal("0.08"))
    assert used_today().cost == Decimal("0.10")


def test_a_thousand_mails_of_one_sender_are_twenty_calls_a_day(limits):
    limits()
    sender = uuid7()
    calls = 0
    for _ in range(1000):
        calls += asked(sender)
        let_pass(1.4)  # spread over a day, so that the cap for ten minutes does not hold them all
    assert calls == 20
    assert asked(uuid7())


def test_three_calls_within_ten_minutes(limits):
    limits()
    sender = uuid7()
    assert [asked(sender) for _ in range(5)] == [True, True, True, False, False]
    let_pass(11)
    assert asked(sender)


def test_one_sender_with_eight_workers_is_asked_for_three_times(limits):
    limits()
    sender = uuid7()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: asked(sender), range(40))) == 3
    assert used_today().calls == 3  # what a cap refused was not booked either
    assert used_today().tokens == 300


def fail() -> None:
    settle(reserve(uuid7(), SERVER, 100, FREE), 0, FREE, answered=False)


def test_the_breaker_opens_tries_once_and_closes(limits):
    limits()
    for _ in range(FAILURES):
        fail()
    with pytest.raises(NotAsked, match="did not answer lately") as refusal:
        reserve(uuid7(), SERVER, 100, FREE)
    assert not refusal.value.for_a_person
    assert reserve(uuid7(), "another server", 100, FREE)
    let_pass(1.1)
    trial = reserve(uuid7(), SERVER, 100, FREE)
    with pytest.raises(NotAsked):  # the others wait for the one that tries
        reserve(uuid7(), SERVER, 100, FREE)
    settle(trial, 100, FREE, answered=True)
    assert reserve(uuid7(), SERVER, 100, FREE)


def test_the_breaker_stays_shut_longer_each_time(limits):
    limits()
    for _ in range(FAILURES):
        fail()
    let_pass(1.1)
    fail()
    let_pass(1.1)
    with pytest.raises(NotAsked):
        reserve(uuid7(), SERVER, 100, FREE)
    let_pass(1)
    assert reserve(uuid7(), SERVER, 100, FREE)


def test_failures_that_are_not_in_a_row_do_not_open_it(limits):
    limits()
    for _ in range(FAILURES * 2):
        fail()
        assert asked(uuid7())


def test_old_calls_are_forgotten(limits):
    limits()
    assert asked(uuid7())
    let_pass(60 * 24 * 3)
    assert asked(uuid7())
    with transaction() as session:
        llm_budget.forget(session)
        (kept,) = session.scalars(select(LlmCall))
    assert kept.called_at > datetime.now(UTC) - timedelta(days=1)
