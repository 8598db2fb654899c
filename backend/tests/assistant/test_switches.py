"""The switches: for all, for a channel and for a contact; what waits to leave is withdrawn too (R45)."""

from typing import Any

import pytest
from sqlalchemy import select, text, update

from mancrel.contacts.models import Contact
from mancrel.conversations.models import Channel, Message, Suggestion
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"
KINDS = ("everything", "channel", "contact")


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4")
    work()
    return shop


def switch(staff: Staff, mailbox: Mailbox, thread: dict[str, Any], kind: str, *, on: bool) -> None:
    path, change = {
        "everything": ("/settings/assistant", {"auto_send_enabled": on}),
        "channel": (f"/channels/{mailbox.id}", {"settings": {"auto_send": on}}),
        "contact": (f"/contacts/{thread['contact']['id']}", {"ai_paused": not on}),
    }[kind]
    answer = staff.admin.patch(path, change)
    assert answer.status_code == 200, answer.text


def ask(staff: Staff, mailbox: Mailbox, **more: str) -> dict[str, Any]:
    message_id = mailbox.write(ASKS, **more)
    work()
    return thread_of(staff.admin, message_id)


def let_leave() -> None:
    with engine().begin() as connection:
        connection.execute(
            text("UPDATE jobs SET next_run_at = now() WHERE status IN ('pending', 'retrying')")
        )
    work()


@pytest.mark.parametrize("kind", KINDS)
def test_what_waits_is_withdrawn_and_offered_to_a_person(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, kind: str
):
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 60}).status_code == 200
    threads = [ask(staff, mailbox) for _ in range(3)]
    assert {one["suggestion"]["status"] for one in threads} == {"scheduled"}
    switch(staff, mailbox, threads[0], kind, on=False)
    work()
    for thread in threads:
        now = staff.admin.get(f"/conversations/{thread['id']}").json()
        (taken_back,) = (one for one in now["messages"] if one["direction"] == "out")
        assert taken_back["status"] == "cancelled"
        assert taken_back["status_reason"].count("switched off") == 1
        assert (now["suggestion"]["decision"], now["suggestion"]["status"]) == ("review", "pending")
        assert any("switched off" in reason for reason in now["suggestion"]["reasons"])
    let_leave()
    assert sink.mails == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_by_itself_until_it_is_switched_on_again(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, kind: str
):
    first = ask(staff, mailbox)
    assert len(sink.mails) == 1
    switch(staff, mailbox, first, kind, on=False)
    held = ask(staff, mailbox)["suggestion"]
    assert held["decision"] == "review"
    assert staff.admin.post(f"/suggestions/{held['id']}/approve").status_code == 200  # a person may
    work()
    assert len(sink.mails) == 2
    switch(staff, mailbox, first, kind, on=True)
    assert ask(staff, mailbox)["suggestion"]["status"] == "sent"


def test_another_contact_is_not_paused(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 60}).status_code == 200
    jane, joe = (ask(staff, mailbox, sender=f"{name}@customer.test") for name in ("jane", "joe"))
    switch(staff, mailbox, jane, "contact", on=False)
    work()
    let_leave()
    assert [mail.envelope[1] for mail in sink.mails] == [["joe@customer.test"]]
    assert staff.admin.get(f"/contacts/{joe['contact']['id']}").json()["ai_paused"] is False


@pytest.mark.parametrize("kind", ["channel", "contact"])
def test_the_outbox_looks_again_when_a_reply_leaves(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, kind: str
):
    """Even when the job that withdraws what waits has not run."""
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 60}).status_code == 200
    ask(staff, mailbox)
    with transaction() as session:
        off = Channel.settings.concat({"auto_send": False})
        change = update(Channel).values(settings=off) if kind == "channel" else None
        session.execute(change if change is not None else update(Contact).values(ai_paused=True))
    let_leave()
    assert sink.mails == []
    with transaction() as session:
        assert "cancelled" in session.scalars(select(Message.status)).all()
        assert "withdrawn" in session.scalars(select(Suggestion.status)).all()


@pytest.mark.parametrize(
    "change",
    [
        {"auto_send_enabled": False},
        {"mode": "shadow"},
        {"intents": {"price_quote": {"mode": "draft_only"}}},
        {"intents": {"price_quote": {"mode": "shadow"}}},
    ],
    ids=str,
)
def test_no_job_has_to_run_for_a_switch_to_hold(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, change: dict[str, Any]
):
    """A thousand replies that are due must not leave before the job that withdraws them has its turn."""
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 60}).status_code == 200
    thread = ask(staff, mailbox)
    assert thread["messages"][0]["triage"]["intent"] == "price_quote"
    assert staff.admin.patch("/settings/assistant", change).status_code == 200
    with engine().begin() as connection:
        connection.execute(text("DELETE FROM jobs WHERE subscriber = 'assistant.obey_switches'"))
    let_leave()
    assert sink.mails == []
    now = staff.admin.get(f"/conversations/{thread['id']}").json()
    (taken_back,) = (one for one in now["messages"] if one["direction"] == "out")
    assert (taken_back["status"], taken_back["status_reason"].count("switched off")) == ("cancelled", 1)
    assert now["suggestion"]["status"] == "pending"  # drafted anew, for a person


def test_a_switch_of_another_intent_holds_nothing(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 60}).status_code == 200
    ask(staff, mailbox)
    off = {"intents": {"shipping": {"mode": "draft_only"}}}
    assert staff.admin.patch("/settings/assistant", off).status_code == 200
    let_leave()
    assert len(sink.mails) == 1


def test_other_changes_of_a_contact_withdraw_nothing(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 60}).status_code == 200
    thread = ask(staff, mailbox)
    contact = f"/contacts/{thread['contact']['id']}"
    assert staff.admin.patch(contact, {"name": "Jane D.", "ai_paused": False}).status_code == 200
    assert staff.admin.patch(contact, {"ai_paused": None}).status_code == 422
    work()
    let_leave()
    assert len(sink.mails) == 1
