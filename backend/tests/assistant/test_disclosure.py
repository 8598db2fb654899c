"""The first automatic reply of a thread says who wrote it; once, and only what left by itself (R45)."""

from typing import Any

import pytest
from sqlalchemy import text

from mancrel.kit.engines import engine
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"
LINE = "This reply was written by an automatic assistant."
PRICED = ("product_question", "price_quote", "shipping", "purchase")


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4")
    work()
    return shop


def answered(staff: Staff, mailbox: Mailbox, words: str = ASKS, **more: str) -> dict[str, Any]:
    message_id = mailbox.write(words, **more)
    work()
    return thread_of(staff.admin, message_id)


def configure(staff: Staff, **values: Any) -> dict[str, Any]:
    answer = staff.admin.patch("/settings/assistant", values)
    assert answer.status_code == 200, answer.text
    return answer.json()


def let_leave() -> None:
    with engine().begin() as connection:
        connection.execute(
            text("UPDATE jobs SET next_run_at = now() WHERE status IN ('pending', 'retrying')")
        )
    work()


def test_the_first_automatic_reply_says_so_and_the_second_does_not(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    first = answered(staff, mailbox)
    suggestion = first["suggestion"]
    assert suggestion["status"] == "sent", suggestion["reasons"]
    assert suggestion["body"].endswith(f"\n\n{LINE}")
    for claim in suggestion["claims"]:
        assert suggestion["body"][claim["start"] : claim["end"]] == claim["text"]
    reply_id = first["messages"][-1]["external_id"]
    second = answered(staff, mailbox, In_Reply_To=reply_id, References=reply_id)
    assert second["id"] == first["id"]
    assert second["suggestion"]["status"] == "sent", second["suggestion"]["reasons"]
    assert [mail.get_content().count(LINE) for mail in sink.mails] == [1, 0]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            "Guten Tag,\n\nwas kostet die Aurora oak desk lamp?",
            "von einem automatischen Assistenten verfasst",
        ),
        ("Bonjour,\n\nquel est le prix de la Aurora oak desk lamp ?", "par un assistant automatique"),
        ("Hola,\n\n¿cuánto cuesta la Aurora oak desk lamp?", "por un asistente automático"),
    ],
)
def test_it_is_said_in_the_customers_language(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, words: str, line: str
):
    suggestion = answered(staff, mailbox, words)["suggestion"]
    assert suggestion["decision"] == "auto_send", suggestion["reasons"]
    assert line in suggestion["body"].splitlines()[-1]


def test_what_a_person_approves_or_edits_is_theirs(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    configure(staff, intents={intent: {"mode": "draft_only"} for intent in PRICED})
    for verb, body in (("approve", {}), ("edit", {"body": "It costs 349.00 EUR."})):
        suggestion = answered(staff, mailbox)["suggestion"]
        assert LINE not in suggestion["body"]
        assert staff.admin.post(f"/suggestions/{suggestion['id']}/{verb}", body).status_code == 200
    work()
    assert len(sink.mails) == 2
    assert all(LINE not in mail.get_content() for mail in sink.mails)


def test_a_withdrawn_reply_told_nobody(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    configure(staff, send_delay_s=60)
    first = answered(staff, mailbox)
    assert first["suggestion"]["status"] == "scheduled"
    second = answered(staff, mailbox, References=first["messages"][0]["external_id"])
    assert second["id"] == first["id"]
    let_leave()
    assert [mail.get_content().count(LINE) for mail in sink.mails] == [1]


def test_an_admin_words_it_or_turns_it_off(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    changed = configure(staff, disclosure={"en": "  Our assistant Ada wrote this.  "})
    assert changed["disclosure"]["en"] == "Our assistant Ada wrote this."
    assert changed["disclosure"]["de"].startswith("Diese Antwort")
    body = answered(staff, mailbox)["suggestion"]["body"]
    assert body.endswith("\n\nOur assistant Ada wrote this.")
    assert configure(staff, disclosure={"en": ""})["disclosure"]["en"] == LINE
    configure(staff, disclosure_enabled=False)
    body = answered(staff, mailbox, sender="joe@customer.test")["suggestion"]["body"]
    assert LINE not in body


@pytest.mark.parametrize(
    "disclosure", [{"en": "one\ntwo"}, {"en": "x" * 301}, {"pl": "Ciao"}, {"en": None}, {"en": "a\x00b"}]
)
def test_a_wording_is_one_line_in_a_language_we_write(staff: Staff, disclosure: dict[str, Any]):
    refused = staff.admin.patch("/settings/assistant", {"disclosure": disclosure})
    assert refused.status_code == 422
    assert "disclosure" in refused.text
    assert staff.manager.patch("/settings/assistant", {"disclosure_enabled": False}).status_code == 403
