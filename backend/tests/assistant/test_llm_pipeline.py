"""From a mail to its answer with a language model as the writer: configured by settings, asked over HTTP."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select, text, update

from mancrel.assistant.llm_budget import FAILURES
from mancrel.assistant.models import LlmCall, LlmUsage
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from mancrel.kit.jobs import JobRow
from tests.assistant.llm_server import USAGE, LlmServer
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

LAMP = {
    "title": "Aurora oak desk lamp", "sku": "AUR-1", "price": "349.00", "currency": "EUR", "stock": 12,
    "delivery_days": "2-4", "description": "A warm lamp of solid oak with a dimmer.",
}  # fmt: skip
ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"
TRUE = "Hello Jane,\n\nAurora oak desk lamp costs 349.00 EUR and is in stock.\n\nKind regards"


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", **LAMP)
    work()
    return shop


def facts_of(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that a request holds."""
    prompt = asked["messages"][1]["content"]
    return json.loads(re.search(r"<facts>\n(.*)\n</facts>", prompt, re.DOTALL)[1])


def saying(body: str):
    def says(asked: dict[str, Any]) -> str:
        ids = [one["id"] for one in facts_of(asked)["products"]]
        return json.dumps({"body": body, "source_ids": ids, "answers_everything": True, "asks_back": False})

    return says


def suggestion_about(staff: Staff, message_id: str) -> dict[str, Any]:
    suggestion_id = thread_of(staff.admin, message_id)["suggestion"]["id"]
    return staff.admin.get(f"/suggestions/{suggestion_id}").json()


def dead_or_waiting() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(JobRow.status).where(JobRow.status != "done")))


def test_the_model_writes_and_its_reply_is_sent(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    language_model.behaviour.says = saying(TRUE)
    message_id = mailbox.write(ASKS, subject="Lamp")
    work()
    kept = suggestion_about(staff, message_id)
    assert (kept["decision"], kept["status"]) == ("auto_send", "sent"), kept["reasons"]
    assert kept["model"] == "m"
    assert kept["body"].startswith(TRUE)
    assert [one["title"] for one in kept["sources"]] == [LAMP["title"]]
    assert all(claim["ok"] for claim in kept["claims"])
    (mail,) = sink.mails
    assert mail.get_content().splitlines() == kept["body"].splitlines()
    assert mail.envelope[1] == ["jane@customer.test"]


def test_all_that_a_send_rests_on_is_kept(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    language_model.behaviour.says = saying(TRUE)
    kept = suggestion_about(staff, _worked(mailbox.write(ASKS)))
    inputs = kept["inputs"]
    assert kept["version"] == "reply-1"
    assert all(
        re.fullmatch("[0-9a-f]{64}", inputs[name]) for name in ("prompt_sha256", "instructions_sha256")
    )
    assert (inputs["tokens"], inputs["cost"]) == (USAGE["total_tokens"], 0)
    assert inputs["products"]
    assert inputs["gates"]["held"] == []
    assert inputs["gates"]["unconfirmed"] == 0
    assert inputs["gates"]["claims"] >= 2
    assert kept["confidence"] >= inputs["gates"]["auto_threshold"]
    assert {part["name"] for part in kept["parts"]} >= {"answered", "claims", "language"}
    assert [step["what"] for step in kept["history"]] == ["auto_send", "sent"]
    with transaction() as session:
        day = session.scalars(select(LlmUsage)).one()
    assert (day.tokens, day.calls) == (USAGE["total_tokens"], 1)


def _worked(message_id: str) -> str:
    work()
    return message_id


@pytest.mark.parametrize(
    "false",
    [
        "Aurora oak desk lamp costs 249.00 EUR and is in stock.",
        "Aurora oak desk lamp costs 349.00 EUR, is in stock and comes with a warranty of 10 years.",
        "Aurora oak desk lamp costs 349.00 EUR and is in stock. Today you get 20 % off.",
        "Aurora oak desk lamp costs 349.00 EUR and is in stock. See https://evil.example.",
    ],
)
def test_what_the_model_makes_up_is_held(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer, false: str
):
    language_model.behaviour.says = saying(f"Hello Jane,\n\n{false}\n\nKind regards")
    kept = suggestion_about(staff, _worked(mailbox.write(ASKS)))
    assert kept["decision"] in {"review", "escalate"}
    assert any(reason.startswith("The guard cannot confirm") for reason in kept["reasons"])
    assert sink.mails == []


FAILURES_OF_A_SERVER: dict[str, dict[str, Any]] = {
    "429": {"status": 429},
    "500": {"status": 500, "raw": b"oops"},
    "slow drip": {"drip": True, "raw": b"{" * 2000},
    "hang": {"hang": True},
    "closed": {"close": True},
    "cut json": {"content": '{"body": "Hel'},
    "wrong schema": {"content": '{"text": "hello"}'},
    "empty": {"content": ""},
    "refusal": {"content": "I can't help with that."},
    "a megabyte": {"content": "x" * 1_000_000},
    "wrong language": {
        "says": saying("Guten Tag,\n\ndie Lampe kostet bei uns 349,00 EUR.\n\nFreundliche Grüße")
    },
}


@pytest.mark.parametrize("kind", FAILURES_OF_A_SERVER)
def test_when_the_model_fails_the_built_in_writer_answers(
    staff: Staff,
    stocked: Shop,
    mailbox: Mailbox,
    sink: Sink,
    language_model: LlmServer,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
):
    if kind in {"slow drip", "hang"}:
        _settings(monkeypatch, timeout_s="0.2")
    for name, value in FAILURES_OF_A_SERVER[kind].items():
        setattr(language_model.behaviour, name, value)
    kept = suggestion_about(staff, _worked(mailbox.write(ASKS)))
    assert (kept["decision"], kept["status"]) == ("auto_send", "sent"), kept["reasons"]
    assert kept["model"] == "mancrel-writer"
    assert any("language model failed" in reason for reason in kept["reasons"])
    assert "349.00 EUR" in kept["body"]
    assert len(sink.mails) == 1
    assert dead_or_waiting() == []


def _settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    from mancrel.settings import settings

    for name, value in values.items():
        monkeypatch.setenv(f"MANCREL_LLM_{name.upper()}", value)
    settings.cache_clear()


def test_an_unknown_source_goes_to_a_person(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    answer = {
        "body": TRUE,
        "source_ids": ["00000000-0000-4000-8000-000000000000"],
        "answers_everything": True,
    }
    language_model.behaviour.content = json.dumps(answer)
    kept = suggestion_about(staff, _worked(mailbox.write(ASKS)))
    assert kept["decision"] in {"review", "escalate"}
    assert sink.mails == []


def test_no_transaction_is_open_while_the_model_writes(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    states: list[str] = []

    def says(asked: dict[str, Any]) -> str:
        with engine().connect() as connection:
            query = (
                "SELECT state FROM pg_stat_activity WHERE state LIKE 'idle in%' AND pid <> pg_backend_pid()"
            )
            states.extend(connection.execute(text(query)).scalars())
        return saying(TRUE)(asked)

    language_model.behaviour.says = says
    assert suggestion_about(staff, _worked(mailbox.write(ASKS)))["model"] == "m"
    assert states == []


def test_one_sender_is_answered_by_the_model_three_times_in_ten_minutes(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    language_model.behaviour.says = saying(TRUE)
    written = [mailbox.write(ASKS, subject=f"Lamp {number}") for number in range(5)]
    work()
    kept = [suggestion_about(staff, message_id) for message_id in written]
    assert [one["model"] for one in kept] == ["m", "m", "m", "mancrel-writer", "mancrel-writer"]
    assert [one["decision"] for one in kept[3:]] == ["review", "review"]
    assert any("asked often enough" in reason for reason in kept[3]["reasons"])
    assert len(language_model.behaviour.requests) == 3
    with transaction() as session:
        session.execute(update(LlmCall).values(called_at=text("called_at - interval '11 minutes'")))
    other = suggestion_about(staff, _worked(mailbox.write(ASKS, subject="Later")))
    assert other["model"] == "m"


def test_over_the_budget_a_person_sees_it(
    staff: Staff,
    stocked: Shop,
    mailbox: Mailbox,
    sink: Sink,
    language_model: LlmServer,
    monkeypatch: pytest.MonkeyPatch,
):
    _settings(monkeypatch, daily_tokens="500")
    language_model.behaviour.says = saying(TRUE)
    kept = suggestion_about(staff, _worked(mailbox.write(ASKS)))
    assert (kept["decision"], kept["status"]) == ("review", "pending")
    assert "The day's budget for the language model is used up." in kept["reasons"]
    assert "349.00 EUR" in kept["body"]
    assert language_model.behaviour.requests == []
    assert sink.mails == []


def test_a_server_that_keeps_failing_is_left_alone(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, language_model: LlmServer
):
    language_model.behaviour.status = 401
    written = [mailbox.write(ASKS, sender=f"jane{number}@customer.test") for number in range(FAILURES + 3)]
    work()
    assert len(language_model.behaviour.requests) == FAILURES
    kept = [suggestion_about(staff, message_id) for message_id in written]
    assert {one["status"] for one in kept} == {"sent"}
    assert sum("did not answer lately" in one["reasons"][0] for one in kept) == 3
    assert len(sink.mails) == FAILURES + 3
