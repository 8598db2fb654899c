"""The approval queue is ordered by what waiting costs, by the formula that is published with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from mancrel.conversations.models import Suggestion
from mancrel.kit.db import transaction
from tests.conversations.ledger_steps import ASKS, ASKS_DESK, DESK, LAMP, hold
from tests.fixtures import Mailbox, Shop, Staff, thread_of, work

# Patience in hours, and how long each has waited: left of it is what the pressure is made of.
FIXTURES = [
    {"stake": 900.0, "urgency": 2.0, "patience_s": 86400, "waited_h": 1},
    {"stake": 10.0, "urgency": 8.0, "patience_s": 3600, "waited_h": 0.5},
    {"stake": 10.0, "urgency": 8.0, "patience_s": 3600, "waited_h": 30},
    {"stake": 900.0, "urgency": 2.0, "patience_s": 86400, "waited_h": 23.9},
    {"stake": 5000.0, "urgency": 1.0, "patience_s": 259200, "waited_h": 0},
    {"stake": 349.0, "urgency": 3.0, "patience_s": 14400, "waited_h": 3},
    {"stake": 349.0, "urgency": 3.0, "patience_s": 14400, "waited_h": 5},
]


@pytest.fixture
def queue(staff: Staff, shop: Shop, mailbox: Mailbox) -> list[str]:
    """Return the ids of seven suggestions that wait, each weighed as in ``FIXTURES``."""
    shop.put("lamp", **LAMP)
    hold(staff)
    work()
    ids = []
    now = datetime.now(UTC)
    for number, fixture in enumerate(FIXTURES):
        message_id = mailbox.write(ASKS, sender=f"c{number}@n{number}.test")
        work()
        id_ = thread_of(staff.admin, message_id)["suggestion"]["id"]
        values = {name: value for name, value in fixture.items() if name != "waited_h"}
        since = now - timedelta(hours=fixture["waited_h"])
        with transaction() as session:
            session.execute(
                update(Suggestion).where(Suggestion.id == id_).values(waits_since=since, **values)
            )
        ids.append(id_)
    return ids


def published(fixture: dict[str, Any]) -> float:
    """Compute the published formula: stake x urgency x pressure."""
    patience, waited = fixture["patience_s"], fixture["waited_h"] * 3600
    left = patience - waited
    pressure = patience / max(left, patience / 10) + max(0, -left) / patience
    return fixture["stake"] * fixture["urgency"] * pressure


def test_the_order_is_the_published_formula(staff: Staff, queue: list[str]):
    by_cost = sorted(zip(queue, FIXTURES, strict=True), key=lambda one: -published(one[1]))
    page = staff.admin.get("/suggestions", params={"status": "pending"}).json()
    assert page["total"] == len(FIXTURES)
    assert [one["id"] for one in page["items"]] == [id_ for id_, _ in by_cost]
    for one, (_, fixture) in zip(page["items"], by_cost, strict=True):
        assert one["turn"]["cost"] == pytest.approx(published(fixture), rel=0.02)
        assert one["turn"]["stake"] == fixture["stake"]


def test_its_pages_hold_together(staff: Staff, queue: list[str]):
    whole = [
        one["id"] for one in staff.admin.get("/suggestions", params={"status": "pending"}).json()["items"]
    ]
    seen: list[str] = []
    cursor = None
    while True:
        query = {"status": "pending", "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = staff.admin.get("/suggestions", params=query).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole


def test_other_orders_stay_and_a_strange_cursor_is_refused(staff: Staff, queue: list[str]):
    oldest = staff.admin.get("/suggestions", params={"status": "pending", "sort": "oldest"}).json()["items"]
    assert [one["id"] for one in oldest] == queue
    newest = staff.admin.get("/suggestions").json()["items"]
    assert [one["id"] for one in newest] == queue[::-1]
    for cursor in ("x", "WzFd", "WyIyMDI2LTAxLTAxIiwgIngiLCAieSJd"):
        refused = staff.admin.get("/suggestions", params={"status": "pending", "cursor": cursor})
        assert (refused.status_code, refused.json()["code"]) == (422, "BadCursor")


def test_what_is_at_stake_is_taken_from_products_totals_and_history(
    staff: Staff, shop: Shop, mailbox: Mailbox
):
    shop.put("lamp", **LAMP)
    shop.put("desk", **DESK)
    hold(staff)
    work()
    mailbox.write(ASKS, sender="lamp@a.test")
    mailbox.write(ASKS_DESK, sender="desk@b.test")
    work()
    mailbox.write(ASKS_DESK, sender="desk@b.test", subject="Once more")
    work()
    items = staff.admin.get("/suggestions", params={"status": "pending"}).json()["items"]
    stakes = {(one["conversation"]["subject"], round(one["turn"]["stake"], 2)) for one in items}
    assert stakes == {("A question", 349.0), ("A question", 899.5), ("Once more", 989.45)}
