"""A language model set up in the app writes only after a replay, goes on while another one is set up, and stops at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from mancrel.assistant import language_models, redrafting
from mancrel.assistant.llm_budget import FAILURES
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from tests.assistant.llm_server import LlmServer, serving
from tests.assistant.test_llm_pipeline import ASKS, TRUE, saying
from tests.assistant.test_model_setup import KEY, set_up, shown
from tests.assistant.test_replays import configure, lying, replayed, telling
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work


@pytest.fixture
def server(staff: Staff) -> Iterator[LlmServer]:
    """Return a server that an admin has set up in the app."""
    with serving() as running:
        running.behaviour.says = telling
        running.behaviour.wants = KEY
        set_up(staff, base_url=running.url, model="m", key=KEY, timeout_s=2)
        yield running


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4")
    work()
    return shop


@pytest.fixture
def active(staff: Staff, server: LlmServer) -> LlmServer:
    """Return a server whose model an admin has let write."""
    answer = configure(staff, writer="language_model", override_reason="It is tried elsewhere.")
    assert (answer.status_code, answer.json()["writer"]) == (200, "language_model")
    server.behaviour.says = saying(TRUE)
    return server


def answered(staff: Staff, mailbox: Mailbox, sender: str = "jane@customer.test") -> dict[str, Any]:
    message_id = mailbox.write(ASKS, sender=sender)
    work()
    found: dict[str, Any] = thread_of(staff.admin, message_id)["suggestion"]
    return found


def test_what_is_set_up_does_not_write_by_being_there(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, server: LlmServer
):
    assert answered(staff, mailbox)["model"] == "mancrel-writer"
    assert server.behaviour.requests == []
    answer = configure(staff, writer="language_model")
    assert (answer.status_code, answer.json()["code"]) == (409, "NotReplayed")


def test_after_a_passing_replay_it_writes(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, server: LlmServer
):
    report = replayed(staff, writer="language_model")
    assert (report["verdict"], report["basis"], report["reasons"]) == ("pass", "evaluation", [])
    assert report["done"] == report["planned"] == report["counts"]["evaluated"] >= 50
    assert set(server.behaviour.keys) == {KEY}
    assert configure(staff, writer="language_model", accept_fewer=True).status_code == 200
    assert answered(staff, mailbox)["model"] == "m"
    (kept,) = staff.admin.get("/assistant/model").json()["activations"]
    assert (kept["replay_id"], kept["override_reason"]) == (report["id"], None)


def test_one_that_lies_is_refused_until_an_admin_answers_for_it(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, server: LlmServer
):
    configure(staff, auto_threshold=1.0)
    found = answered(staff, mailbox)
    reason = {"reason": "The price is old.", "kind": "wrong_fact"}
    assert staff.admin.post(f"/suggestions/{found['id']}/reject", reason).status_code == 200
    server.behaviour.says = lying
    report = replayed(staff, writer="language_model")
    assert (report["verdict"], report["basis"]) == ("fail", "both")
    assert report["counts"]["unsupported_after"] > report["counts"]["unsupported_before"]
    refused = configure(staff, writer="language_model")
    assert (refused.status_code, refused.json()["code"]) == (409, "ReplayFailed")
    assert shown(staff)["writing"] is None
    why = "It is watched by hand this week."
    assert configure(staff, writer="language_model", override_reason=why).status_code == 200
    (kept,) = staff.admin.get("/assistant/model").json()["activations"]
    assert (kept["override_reason"], kept["by"]["id"]) == (why, str(staff.admin.id))
    with transaction() as session:
        assert "assistant.overridden" in set(session.scalars(select(Event.type)))
    assert sink.mails == []


@pytest.mark.parametrize("does", [{"wants": "another"}, {"close": True}, {"raw": b"<html>"}])
def test_one_that_gives_no_usable_draft_was_not_tried(staff: Staff, server: LlmServer, does: dict[str, Any]):
    for name, value in does.items():
        setattr(server.behaviour, name, value)
    report = replayed(staff, writer="language_model")
    assert report["verdict"] == "fail"
    assert "not tried enough" in report["reasons"][0]
    if "raw" not in does:
        assert len(server.behaviour.requests) <= FAILURES * 3, "the breaker holds for replays"


def test_another_model_waits_for_its_replay_while_the_active_one_goes_on(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, active: LlmServer
):
    with serving() as other:
        other.behaviour.says = saying(TRUE)
        found = set_up(staff, base_url=other.url, model="n", key="another-key-entirely")
        assert found["writing"] == {"base_url": active.url, "model": "m", "output": "json_schema"}
        assert found["configured"] != found["writer"]
        assert answered(staff, mailbox)["model"] == "m"
        assert (set(active.behaviour.keys), other.behaviour.requests) == ({KEY}, [])
        refused = configure(staff, writer="language_model")
        assert (refused.status_code, refused.json()["code"]) == (409, "NotReplayed")
        assert configure(staff, writer="language_model", override_reason="Tried.").status_code == 200
        assert answered(staff, mailbox, "joe@customer.test")["model"] == "n"
        assert set(other.behaviour.keys) == {"another-key-entirely"}


@pytest.mark.parametrize("values", [{"model": "n"}, {"output": "json_object"}])
def test_each_part_of_the_connection_is_another_writer(
    staff: Staff, active: LlmServer, values: dict[str, Any]
):
    before = shown(staff)
    after = set_up(staff, **values)
    assert before["configured"] == before["writer"] == after["writer"] != after["configured"]
    assert configure(staff, writer="language_model").json()["code"] == "NotReplayed"


@pytest.mark.parametrize("values", [{"timeout_s": 3}, {"daily_tokens": 9}, {"price_in": "1"}, {"key": "k"}])
def test_the_rest_holds_at_once(staff: Staff, active: LlmServer, values: dict[str, Any]):
    after = set_up(staff, **values)
    assert after["configured"] == after["writer"]
    assert configure(staff, writer="language_model").status_code == 200


def test_turned_off_it_stops_at_once_and_its_key_is_kept_for_the_next_time(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, active: LlmServer
):
    assert answered(staff, mailbox)["model"] == "m"
    asked = len(active.behaviour.requests)
    assert configure(staff, writer="built_in").json()["writer"] == "built_in"
    assert answered(staff, mailbox, "joe@customer.test")["model"] == "mancrel-writer"
    assert len(active.behaviour.requests) == asked
    found = shown(staff)
    assert (found["writing"], found["writer"], found["key"]["is_set"]) == (None, "mancrel-writer", True)


def test_what_of_it_waits_when_it_is_turned_off_is_written_anew(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, active: LlmServer
):
    configure(staff, send_delay_s=600)
    found = answered(staff, mailbox)
    assert (found["model"], found["status"]) == ("m", "scheduled")
    configure(staff, writer="built_in")
    work()
    before = staff.admin.get(f"/suggestions/{found['id']}").json()
    assert (before["status"], sink.mails) == ("withdrawn", [])
    (thread,) = staff.admin.get("/conversations").json()["items"]
    now = staff.admin.get(f"/conversations/{thread['id']}").json()["suggestion"]
    assert (now["model"], now["status"]) == ("mancrel-writer", "scheduled")


def test_what_it_was_writing_when_it_was_turned_off_goes_to_a_person(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, active: LlmServer
):
    says = saying(TRUE)

    def turned_off_meanwhile(asked: dict[str, Any]) -> str:
        assert configure(staff, writer="built_in").status_code == 200
        return says(asked)

    active.behaviour.says = turned_off_meanwhile
    found = answered(staff, mailbox)
    assert (found["model"], found["status"]) == ("m", "pending")
    assert "The language model that wrote this was switched off meanwhile." in found["reasons"]
    assert sink.mails == []


def test_a_new_key_is_used_at_once_and_ends_the_pause_of_a_failing_server(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, active: LlmServer
):
    active.behaviour.wants = "the-new-key-of-today"
    for number in range(FAILURES + 1):
        assert answered(staff, mailbox, f"jane{number}@customer.test")["model"] == "mancrel-writer"
    assert len(active.behaviour.requests) == FAILURES
    assert shown(staff)["shut_until"] is not None
    assert set_up(staff, key="the-new-key-of-today")["shut_until"] is None
    assert answered(staff, mailbox, "joe@customer.test")["model"] == "m"


def test_the_apps_budget_holds_at_once(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, active: LlmServer
):
    set_up(staff, daily_tokens=500)
    found = answered(staff, mailbox)
    assert (found["model"], found["status"]) == ("mancrel-writer", "pending")
    assert "The day's budget for the language model is used up." in found["reasons"]
    set_up(staff, daily_tokens=None)
    assert answered(staff, mailbox, "joe@customer.test")["model"] == "m"


def test_a_process_that_knew_another_version_reads_anew(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, active: LlmServer
):
    answered(staff, mailbox)
    old = dict(language_models._known)
    set_up(staff, timeout_s=9)
    language_models._known.clear()
    language_models._known.update(old)  # as in a worker that has drafted before the change
    assert shown(staff)["timeout_s"] == 9


def test_a_replay_leaves_half_of_the_day_to_customers(staff: Staff, server: LlmServer):
    set_up(staff, daily_tokens=100_000)
    server.behaviour.usage = None  # what nobody knows is counted as the most it can have been
    report = replayed(staff, writer="language_model")
    assert report["verdict"] == "fail"
    assert "fit the time and tokens of a replay" in report["reasons"][0]
    assert 0 < report["done"] < report["planned"]
    assert 100_000 // redrafting.SHARE <= shown(staff)["used"]["tokens"] < 100_000


def test_what_was_set_up_anew_before_its_replay_began_was_not_tried(staff: Staff, server: LlmServer):
    asked = staff.admin.post("/assistant/replays", {"writer": "language_model"}).json()
    set_up(staff, model="n")
    work()
    report = staff.admin.get(f"/assistant/replays/{asked['id']}").json()
    assert (report["verdict"], server.behaviour.requests) == ("fail", [])
    assert "set up differently meanwhile" in report["reasons"][0]


def test_the_environments_model_goes_on_until_another_is_activated(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    language_model.behaviour.says = saying(TRUE)
    assert answered(staff, mailbox)["model"] == "m"
    with serving() as other:
        other.behaviour.says = saying(TRUE)
        set_up(staff, base_url=other.url, model="n", key=KEY)
        assert answered(staff, mailbox, "joe@customer.test")["model"] == "m"
        configure(staff, writer="language_model", override_reason="Tried.")
        assert answered(staff, mailbox, "ann@customer.test")["model"] == "n"
        assert set(language_model.behaviour.keys) == {"test"}
