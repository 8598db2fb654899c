"""Whatever makes an automatic reply unwanted before it leaves: nothing leaves, and the history says why."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from mancrel.kit import runner
from mancrel.kit.engines import engine
from tests.conversations.ledger_steps import ASKS, LAMP, let_leave
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work


def take_in() -> None:
    """Take in what came, and do nothing about it yet."""
    job = runner.claim("intake")
    assert job
    runner.run(job)


def answered_thread(staff: Staff, mailbox: Mailbox) -> tuple[str, str]:
    """Return a first message that a person has answered, and the path of its thread."""
    first = mailbox.write("Hello, please cancel my order 12.")
    work()
    path = f"/conversations/{thread_of(staff.rep, first)['id']}"
    assert staff.rep.post(f"{path}/messages", {"body": "It is cancelled."}).status_code == 201
    work()
    return first, path


@pytest.fixture
def leaving(staff: Staff, shop: Shop, mailbox: Mailbox) -> dict[str, Any]:
    """Return a thread whose automatic reply waits to leave."""
    shop.put("lamp", **LAMP)
    work()
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 600}).status_code == 200
    message_id = mailbox.write(ASKS)
    work()
    thread = thread_of(staff.rep, message_id)
    assert thread["suggestion"]["status"] == "scheduled"
    return thread


def writes_again(_staff: Staff, _shop: Shop, mailbox: Mailbox, thread: dict[str, Any]) -> None:
    mailbox.write("Never mind, thank you.", In_Reply_To=thread["messages"][0]["external_id"])


def product_changes(_staff: Staff, shop: Shop, _mailbox: Mailbox, _thread: dict[str, Any]) -> None:
    shop.put("lamp", **(LAMP | {"price": "359.00"}))


def person_types(staff: Staff, _shop: Shop, _mailbox: Mailbox, thread: dict[str, Any]) -> None:
    assert staff.rep.post(f"/conversations/{thread['id']}/typing").status_code == 200


def person_takes_over(staff: Staff, _shop: Shop, _mailbox: Mailbox, thread: dict[str, Any]) -> None:
    assert staff.rep.patch(f"/conversations/{thread['id']}", {"ai_paused": True}).status_code == 200


def person_takes_it(staff: Staff, _shop: Shop, _mailbox: Mailbox, thread: dict[str, Any]) -> None:
    taken = staff.rep.patch(f"/conversations/{thread['id']}", {"owner_id": str(staff.rep.id)})
    assert taken.json()["ai_paused"] is True


def channel_fails(staff: Staff, _shop: Shop, mailbox: Mailbox, _thread: dict[str, Any]) -> None:
    break_channel(staff, mailbox)


def break_channel(staff: Staff, mailbox: Mailbox) -> None:
    """Let three messages of people fail, because nobody answers where mail is sent."""
    other = mailbox.write("Please cancel my order 12.", sender="kim@other.test", subject="Another matter")
    work()
    path = f"/conversations/{thread_of(staff.admin, other)['id']}/messages"
    for _ in range(3):
        assert staff.admin.post(path, {"body": "We look into it."}).status_code == 201
        work()
    with engine().begin() as connection:  # a slow machine would try them again before the test has ended
        connection.execute(
            text("UPDATE jobs SET next_run_at = now() + interval '1 hour' WHERE status = 'retrying'")
        )


Act = Callable[[Staff, Shop, Mailbox, dict[str, Any]], None]
EVENTS: dict[str, Act] = {
    "The customer wrote again.": writes_again,
    "has changed in the catalogue": product_changes,
    "Rep is writing a reply.": person_types,
    "Rep took over.": person_takes_over,
    "Rep took over. ": person_takes_it,
    "the channel is unhealthy": channel_fails,
}

REPLACED = {"has changed in the catalogue"}
"""What is drafted anew may leave by itself again."""


@pytest.mark.parametrize("why", EVENTS)
def test_nothing_leaves_and_the_history_says_why(
    staff: Staff, shop: Shop, mailbox: Mailbox, leaving: dict[str, Any], why: str, request: Any
):
    if why == "the channel is unhealthy":
        EVENTS[why](staff, shop, mailbox, leaving)  # no server answers yet
    sink: Sink = request.getfixturevalue("sink")
    if why != "the channel is unhealthy":
        EVENTS[why](staff, shop, mailbox, leaving)
    work()
    with engine().begin() as connection:  # only what Mancrel does by itself falls due
        connection.execute(text("DELETE FROM messages WHERE author_kind = 'user' AND status = 'queued'"))
    let_leave()
    work()
    assert all(mail["X-Mancrel-Message"] != leaving["messages"][1]["id"] for mail in sink.mails)
    assert why in REPLACED or sink.mails == []
    audit = staff.admin.get(f"/suggestions/{leaving['suggestion']['id']}").json()
    assert audit["status"] == "withdrawn"
    assert (audit["history"][-1]["what"], why.strip() in audit["history"][-1]["why"]) == ("withdrawn", True)


@pytest.mark.parametrize(
    ("why", "stage"),
    [
        ("Rep is writing a reply.", "drafting"),
        ("Rep took over.", "drafting"),
        ("The customer wrote again.", "received"),
    ],
)
def test_a_thread_says_that_a_new_reply_is_being_written(
    staff: Staff, shop: Shop, mailbox: Mailbox, leaving: dict[str, Any], why: str, stage: str
):
    path = f"/conversations/{leaving['id']}"
    assert (leaving["drafting"], leaving["suggestion"]["withdrawn_because"]) == (False, None)
    EVENTS[why](staff, shop, mailbox, leaving)
    if stage == "received":
        take_in()
    now = staff.rep.get(path).json()
    assert (now["drafting"], now["stage"]) == (True, stage)
    if stage == "drafting":
        assert (now["suggestion"]["status"], now["suggestion"]["withdrawn_because"]) == ("withdrawn", why)
    else:
        assert now["suggestion"] is None
    work()
    done = staff.rep.get(path).json()
    assert (done["drafting"], done["suggestion"]["withdrawn_because"]) == (False, None)
    assert done["suggestion"]["id"] != leaving["suggestion"]["id"]


def test_what_a_person_withdrew_is_not_written_anew(
    staff: Staff, shop: Shop, mailbox: Mailbox, leaving: dict[str, Any]
):
    path = f"/suggestions/{leaving['suggestion']['id']}/withdraw"
    assert staff.rep.post(path).json()["withdrawn_because"] == "Rep withdrew it."
    now = staff.rep.get(f"/conversations/{leaving['id']}").json()
    assert (now["drafting"], now["suggestion"]["status"]) == (False, "withdrawn")


def test_an_outdated_draft_is_written_anew_at_once(
    staff: Staff, shop: Shop, mailbox: Mailbox, leaving: dict[str, Any]
):
    staff.rep.post(f"/conversations/{leaving['id']}/typing")
    work()
    held = staff.rep.get(f"/conversations/{leaving['id']}").json()["suggestion"]
    assert held["status"] == "pending"
    shop.put("lamp", **(LAMP | {"price": "359.00"}))
    work()
    refused = staff.rep.post(f"/suggestions/{held['id']}/approve", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "Outdated")
    now = staff.rep.get(f"/conversations/{leaving['id']}").json()
    assert (now["drafting"], now["stage"]) == (True, "drafting")


def test_while_a_person_writes_or_has_taken_over_drafts_wait_for_them(
    staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink
):
    shop.put("lamp", **LAMP)
    work()
    first, path = answered_thread(staff, mailbox)
    staff.rep.post(f"{path}/typing", {"state": "typing"})
    mailbox.write(ASKS, In_Reply_To=first)
    work()
    suggestion = thread_of(staff.rep, first)["suggestion"]
    assert (suggestion["decision"], len(sink.mails)) == ("review", 1)
    assert "Rep is writing a reply." in suggestion["reasons"]


def test_a_thread_that_was_taken_over_is_handed_back(staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink):
    shop.put("lamp", **LAMP)
    work()
    first, path = answered_thread(staff, mailbox)
    staff.rep.patch(path, {"owner_id": str(staff.rep.id)})
    mailbox.write(ASKS, In_Reply_To=first)
    work()
    assert thread_of(staff.rep, first)["suggestion"]["decision"] == "review"
    assert staff.rep.patch(path, {"ai_paused": False}).json()["ai_paused"] is False
    mailbox.write(ASKS, In_Reply_To=first)
    work()
    assert thread_of(staff.rep, first)["suggestion"]["decision"] == "auto_send"
    assert len(sink.mails) == 2


def test_what_was_asked_before_is_answered_with_what_is_asked_now(
    staff: Staff, mailbox: Mailbox, sink: Sink, leaving: dict[str, Any]
):
    asks = "And how long does delivery of the Aurora oak desk lamp take?"
    mailbox.write(asks, In_Reply_To=leaving["messages"][0]["external_id"])
    work()
    suggestion = thread_of(staff.rep, leaving["messages"][0]["external_id"])["suggestion"]
    assert suggestion["id"] != leaving["suggestion"]["id"]
    assert suggestion["decision"] == "auto_send", suggestion["reasons"]
    for fact in ("349.00 EUR", "in stock", "2–4"):
        assert fact in suggestion["body"]
    let_leave()
    work()
    assert len(sink.mails) == 1


def test_an_answer_never_leaves_past_an_older_matter_for_a_person(
    staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink
):
    shop.put("lamp", **LAMP)
    work()
    first = mailbox.write("Hello, please cancel my order 12.")
    work()
    mailbox.write(ASKS, In_Reply_To=first)
    work()
    assert thread_of(staff.rep, first)["suggestion"]["decision"] != "auto_send"
    assert sink.mails == []


def test_giving_a_thread_to_a_colleague_is_no_take_over(staff: Staff, leaving: dict[str, Any]):
    given = staff.manager.patch(f"/conversations/{leaving['id']}", {"owner_id": str(staff.rep.id)}).json()
    assert (given["ai_paused"], given["suggestion"]["status"]) == (False, "withdrawn")


def test_others_see_who_is_there(staff: Staff, leaving: dict[str, Any]):
    path = f"/conversations/{leaving['id']}/typing"
    assert staff.rep.post(path, {"state": "viewing"}).json()["others"] == []
    (seen,) = staff.manager.post(path, {"state": "viewing"}).json()["others"]
    assert (seen["name"], seen["state"]) == ("Rep", "viewing")
    staff.rep.post(path, {"state": "typing"})
    (seen,) = staff.manager.post(path, {"state": "viewing"}).json()["others"]
    assert (seen["name"], seen["state"]) == ("Rep", "typing")
    staff.rep.post(path, {"state": "gone"})
    assert staff.manager.post(path, {"state": "viewing"}).json()["others"] == []
    assert staff.other_rep.post(path, {"state": "viewing"}).status_code == 404
    assert staff.rep.post(path, {"state": "asleep"}).status_code == 422


def test_who_only_looks_withdraws_nothing(staff: Staff, leaving: dict[str, Any]):
    staff.rep.post(f"/conversations/{leaving['id']}/typing", {"state": "viewing"})
    now = staff.rep.get(f"/conversations/{leaving['id']}").json()
    assert now["suggestion"]["status"] == "scheduled"


@pytest.fixture
def broken(staff: Staff, shop: Shop, mailbox: Mailbox) -> dict[str, Any]:
    shop.put("lamp", **LAMP)
    work()
    break_channel(staff, mailbox)
    channel = staff.admin.get(f"/channels/{mailbox.id}").json()
    assert channel["health"] == "failing"
    assert channel["failing_because"]
    assert channel["failing_since"]
    return channel


def test_an_unhealthy_channel_recovers_when_a_message_leaves(
    staff: Staff, broken: dict[str, Any], mailbox: Mailbox, sink: Sink
):
    asked = mailbox.write(ASKS)
    work()
    thread = thread_of(staff.admin, asked)
    assert (thread["suggestion"]["decision"], sink.mails) == ("review", [])
    assert staff.admin.post(f"/suggestions/{thread['suggestion']['id']}/approve").status_code == 200
    work()
    assert len(sink.mails) == 1
    assert staff.admin.get(f"/channels/{mailbox.id}").json()["health"] == "ok"


def test_an_admin_says_that_a_channel_works_again(
    staff: Staff, broken: dict[str, Any], mailbox: Mailbox, sink: Sink
):
    assert staff.manager.post(f"/channels/{mailbox.id}/recover").status_code == 403
    assert staff.admin.post(f"/channels/{mailbox.id}/recover").json()["health"] == "ok"
    mailbox.write(ASKS)
    work()
    assert len(sink.mails) == 1


def test_a_recipient_that_is_refused_says_nothing_of_the_channel(
    staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink
):
    sink.answers = ["550 no such user"] * 4 + ["451 come later"] * 4
    for number in range(8):
        asked = mailbox.write("Please cancel my order.", sender=f"c{number}@x.test")
        work()
        thread = thread_of(staff.admin, asked)
        staff.admin.post(f"/conversations/{thread['id']}/messages", {"body": "We look into it."})
        work()
    assert staff.admin.get(f"/channels/{mailbox.id}").json()["health"] == "ok"


@pytest.mark.parametrize("act", [person_types, person_takes_over, person_takes_it])
def test_what_was_withdrawn_for_a_person_waits_in_the_queue(
    staff: Staff, shop: Shop, mailbox: Mailbox, leaving: dict[str, Any], act: Act
):
    """Whoever began may go away: the message must not fall out of every queue."""
    act(staff, shop, mailbox, leaving)
    work()
    (waiting,) = staff.admin.get("/suggestions", params={"status": "pending"}).json()["items"]
    assert waiting["conversation"]["id"] == leaving["id"]
    assert waiting["decision"] == "review"
