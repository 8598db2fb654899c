"""What waits to leave and is no longer true is withdrawn when it changes, and drafted anew at once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from mancrel.assistant import drafting, tasks
from mancrel.catalogue.models import Product
from mancrel.conversations.models import Message
from mancrel.kit.db import transaction
from mancrel.kit.jobs import JobRow
from tests.conversations.ledger_steps import ASKS, ASKS_DESK, DESK, LAMP, let_leave
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

ASKS_RETURN = "Hello,\n\nhow many days do I have to return an item?\n\nBest regards\nJane"
RETURNS = "You can return any item within {days} days of delivery."


@pytest.fixture
def stocked(staff: Staff, shop: Shop) -> Shop:
    shop.put("lamp", **LAMP)
    shop.put("desk", **DESK)
    work()
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 600}).status_code == 200
    return shop


def waiting(staff: Staff, mailbox: Mailbox, asks: str = ASKS, sender: str = "jane@customer.test") -> Any:
    message_id = mailbox.write(asks, sender=sender)
    work()
    thread = thread_of(staff.admin, message_id)
    assert thread["suggestion"]["status"] == "scheduled", thread["suggestion"]["reasons"]
    return thread


def again(staff: Staff, thread: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = staff.admin.get(f"/conversations/{thread['id']}").json()
    return found


def by_webhook(_staff: Staff, shop: Shop) -> None:
    shop.put("lamp", **(LAMP | {"price": "359.00"}))


def by_hand(staff: Staff, _shop: Shop) -> None:
    (lamp,) = staff.admin.get("/products", params={"q": "Aurora"}).json()["items"]
    assert staff.admin.patch(f"/products/{lamp['id']}", {"price": "359.00"}).status_code == 200


@pytest.mark.parametrize("change", [by_webhook, by_hand])
def test_a_changed_price_is_answered_without_waiting_for_the_old_one(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, change: Callable[[Staff, Shop], None]
):
    before = waiting(staff, mailbox)
    change(staff, stocked)
    work()
    after = again(staff, before)
    withdrawn, fresh = after["messages"][1:]
    assert (withdrawn["status"], "has changed" in withdrawn["status_reason"]) == ("cancelled", True)
    assert (fresh["status"], after["suggestion"]["status"]) == ("queued", "scheduled")
    assert "359.00 EUR" in after["suggestion"]["body"]
    assert "349.00" not in after["suggestion"]["body"]
    assert sink.mails == []
    let_leave()
    work()
    (mail,) = sink.mails
    assert "359.00 EUR" in mail.get_content()


def test_a_product_that_is_gone_is_not_offered(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    before = waiting(staff, mailbox)
    (lamp,) = staff.admin.get("/products", params={"q": "Aurora"}).json()["items"]
    assert staff.admin.delete(f"/products/{lamp['id']}").status_code == 204
    work()
    after = again(staff, before)
    assert after["messages"][1]["status"] == "cancelled"
    assert after["suggestion"]["id"] != before["suggestion"]["id"]
    let_leave()
    work()
    assert not any("349.00" in mail.get_content() for mail in sink.mails)


def test_only_what_states_it_is_withdrawn(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    jane, kim = waiting(staff, mailbox), waiting(staff, mailbox, sender="kim@customer.test")
    desk = waiting(staff, mailbox, ASKS_DESK, "lee@customer.test")
    stocked.put("lamp", **(LAMP | {"stock": 11, "image_url": "https://shop.test/lamp.png"}))
    work()
    for thread in (jane, kim, desk):
        assert again(staff, thread)["suggestion"]["id"] == thread["suggestion"]["id"]
    by_webhook(staff, stocked)
    work()
    for thread in (jane, kim):
        assert "359.00 EUR" in again(staff, thread)["suggestion"]["body"]
    assert again(staff, desk)["suggestion"]["id"] == desk["suggestion"]["id"]


def test_what_changes_while_it_is_written_does_not_wait(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    write, told = drafting.write, list[int]()

    def slowly(*question: Any) -> Any:
        draft = write(*question)
        if not told:
            told.append(1)
            with transaction() as session:  # its own job has come and gone before this reply was queued
                session.execute(update(Product).where(Product.external_id == "lamp").values(price=359))
        return draft

    monkeypatch.setattr(tasks, "write", slowly)
    thread = waiting(staff, mailbox)
    assert [one["status"] for one in thread["messages"]] == ["received", "cancelled", "queued"]
    assert "359.00 EUR" in thread["suggestion"]["body"]


def test_told_twice_it_withdraws_once(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    before = waiting(staff, mailbox)
    by_webhook(staff, stocked)
    work()
    first = again(staff, before)
    with transaction() as session:
        told = update(JobRow).where(JobRow.subscriber.contains("index_product"))
        session.execute(told.values(status="pending", attempts=0, finished_at=None))
    work()
    assert again(staff, before)["messages"] == first["messages"]


def test_what_has_left_or_is_leaving_stays(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    before = waiting(staff, mailbox)
    with transaction() as session:
        session.execute(update(Message).where(Message.direction == "out").values(status="sending"))
    by_webhook(staff, stocked)
    work()
    assert [one["status"] for one in again(staff, before)["messages"]] == ["received", "sending"]


def test_a_changed_article_is_quoted_as_it_is(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    body = {"title": "Returns", "body": RETURNS.format(days=30), "language": "en"}
    article = staff.admin.post("/articles", body).json()
    work()
    before = waiting(staff, mailbox, ASKS_RETURN)
    assert "30 days" in before["suggestion"]["body"]
    changed = staff.admin.patch(f"/articles/{article['id']}", {"body": RETURNS.format(days=14)})
    assert changed.status_code == 200
    work()
    after = again(staff, before)
    assert after["messages"][1]["status"] == "cancelled"
    assert "14 days" in after["suggestion"]["body"]
    assert sink.mails == []
