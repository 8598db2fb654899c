"""Trying the language model: one harmless question, bounded, and every answer in plain words."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mancrel.assistant.models import LanguageModel, LlmUsage
from mancrel.kit.db import transaction
from tests.assistant.llm_server import USAGE, LlmServer, serving
from tests.assistant.test_model_setup import KEY, PATH, set_up, shown
from tests.fixtures import Staff, work

GREETS = json.dumps({"greeting": "Good morning, everyone.", "sum": 5})


@pytest.fixture
def server(staff: Staff) -> Iterator[LlmServer]:
    """Return a server that an admin has set up in the app."""
    with serving() as running:
        running.behaviour.content = GREETS
        set_up(staff, base_url=running.url, model="m", key=KEY, timeout_s=2, price_in="3", price_out="15")
        yield running


def tried(staff: Staff) -> dict[str, Any]:
    asked = staff.admin.post(f"{PATH}/try")
    assert asked.status_code == 202, asked.text
    assert asked.json()["trial"]["status"] == "pending"
    work()
    found: dict[str, Any] = shown(staff)["trial"]
    return found


def test_it_says_what_came_back_how_long_it_took_and_the_tokens(staff: Staff, server: LlmServer):
    server.behaviour.wants = KEY
    found = tried(staff)
    assert (found["status"], found["answer"]) == ("worked", "Good morning, everyone.")
    assert found["said"] == "It answered in the form that was asked for."
    assert 0 <= found["seconds"] < 2
    assert (found["tokens_in"], found["tokens_out"]) == (USAGE["prompt_tokens"], USAGE["completion_tokens"])
    (asked,) = server.behaviour.requests
    assert asked["model"] == "m"
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["greeting", "sum"]
    used = shown(staff)["used"]
    assert (used["tokens"], used["calls"], used["cost"]) == (15, 1, "0.000105")


def test_what_it_gets_wrong_is_said(staff: Staff, server: LlmServer):
    server.behaviour.content = json.dumps({"greeting": "Hi.", "sum": 23})
    assert "2 plus 3 is 23" in tried(staff)["said"]


FAILURES: dict[str, tuple[dict[str, Any], str]] = {
    "wrong key": ({"wants": "another"}, "The server refused the key (401)."),
    "unknown model": ({"status": 404}, "The server knows no such address or model (404)."),
    "no schemas": ({"status": 400, "raw": b'{"error": {"message": "no"}}'}, "choose JSON object"),
    "busy": ({"status": 429}, "wants to be asked less often"),
    "broken": ({"status": 500, "raw": b"Traceback"}, "The server has trouble of its own (500)."),
    "moved": ({"status": 301}, "The server refused this (301)."),
    "garbage": ({"raw": b"<html>busy</html>"}, "not as a language model's server does"),
    "no json": ({"content": "Good morning."}, "not in the form that was asked for"),
    "another shape": ({"content": '{"hello": 1}'}, "not in the form that was asked for"),
    "endless": ({"content": "x" * 300_000}, "far too much"),
    "silent": ({"hang": True}, "No answer within 0.3 s."),
    "hangs up": ({"close": True}, "there is no connection"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_what_goes_wrong_is_said_in_plain_words(staff: Staff, server: LlmServer, kind: str):
    does, words = FAILURES[kind]
    set_up(staff, timeout_s=0.3 if kind == "silent" else 2)
    for name, value in does.items():
        setattr(server.behaviour, name, value)
    found = tried(staff)
    assert (found["status"], found["answer"]) == ("failed", None)
    assert words in found["said"]


def test_a_server_that_is_away_is_said_to_be(staff: Staff):
    set_up(staff, base_url="http://127.0.0.1:9/v1", timeout_s=2)
    assert "cannot be reached" in tried(staff)["said"]


@pytest.mark.parametrize(
    "base_url",
    ["http://127.0.0.1:0/v1", "http://999.1.1.1/v1", "http://[::::]/v1", "http://none.invalid"],
)
def test_an_address_that_cannot_be_is_a_failure_and_no_crash(staff: Staff, base_url: str):
    set_up(staff, base_url=base_url, timeout_s=2)
    assert tried(staff)["status"] == "failed"


def test_a_server_that_repeats_the_key_is_not_shown_doing_so(staff: Staff, server: LlmServer):
    server.behaviour.content = json.dumps({"greeting": f"Hello {KEY}", "sum": 5})
    assert tried(staff)["answer"] == "Hello …"
    server.behaviour.raw, server.behaviour.status = KEY.encode(), 500
    pass_by(staff)
    assert KEY not in json.dumps(tried(staff))


def pass_by(staff: Staff, minutes: float = 1) -> None:
    """Let time pass for the last try."""
    with transaction() as session:
        kept = session.scalars(select(LanguageModel)).one()
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        kept.trial = {**kept.trial, "asked_at": at.isoformat()}


def test_it_is_tried_once_at_a_time_and_not_at_once_again(staff: Staff, server: LlmServer):
    assert staff.admin.post(f"{PATH}/try").status_code == 202
    again = staff.admin.post(f"{PATH}/try")
    assert (again.status_code, again.json()["code"]) == (409, "StillTrying")
    work()
    again = staff.admin.post(f"{PATH}/try")
    assert (again.status_code, again.json()["code"]) == (429, "TriedJustNow")
    assert again.headers["retry-after"] == "5"
    pass_by(staff)
    assert tried(staff)["status"] == "worked"
    assert len(server.behaviour.requests) == 2


def test_a_try_that_was_lost_does_not_block_the_next(staff: Staff, server: LlmServer):
    assert staff.admin.post(f"{PATH}/try").status_code == 202
    pass_by(staff, minutes=3)
    assert staff.admin.post(f"{PATH}/try").status_code == 202
    work()
    assert len(server.behaviour.requests) == 1, "only the newest is asked"


def test_what_was_set_up_meanwhile_is_not_said_to_have_answered(staff: Staff, server: LlmServer):
    staff.admin.post(f"{PATH}/try")
    set_up(staff, model="other")
    work()
    assert shown(staff)["trial"] is None
    assert server.behaviour.requests == []


def test_nothing_to_try(staff: Staff):
    answer = staff.admin.post(f"{PATH}/try")
    assert (answer.status_code, answer.json()["code"]) == (409, "NoLanguageModel")


def test_the_days_budget_holds_for_tries(staff: Staff, server: LlmServer):
    set_up(staff, daily_tokens=100)
    assert tried(staff)["said"] == "The day's budget for the language model is used up."
    assert server.behaviour.requests == []
    with transaction() as session:
        assert session.scalars(select(LlmUsage)).one_or_none() is None
