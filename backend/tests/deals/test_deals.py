"""Deals: made, moved, won and lost, with what each refuses and records."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from mancrel.deals.models import Deal
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from tests.deals.factory import column, deal, pipeline, stage, titles
from tests.fixtures import Mailbox, Shop, Staff, thread_of, work
from tests.statements import asked


def told(id_: str) -> list[str]:
    with transaction() as session:
        query = select(Event.type).where(Event.subject_id == uuid.UUID(id_)).order_by(Event.id)
        return list(session.scalars(query))


def test_a_deal_begins_in_the_first_stage_with_the_contacts_company(staff: Staff):
    firm = staff.rep.post("/companies", {"name": "Acme"}).json()
    ann = staff.rep.post("/contacts", {"name": "Ann", "company_id": firm["id"]}).json()
    made = deal(staff.rep, contact_id=ann["id"], amount="1200.50", expected_close_on="2026-12-24")
    assert (made["stage"]["name"], made["status"], made["version"]) == ("Lead", "open", 1)
    assert (made["company"]["name"], made["owner"]["name"], made["amount"]) == ("Acme", "Rep", "1200.50")
    assert [(one["stage_name"], one["left_at"]) for one in made["history"]] == [("Lead", None)]
    assert told(made["id"]) == ["deal.created"]


def test_a_deal_is_refused_what_the_viewer_may_not_name(staff: Staff):
    hidden = staff.other_rep.post("/contacts", {"name": "Hidden"}).json()
    answer = staff.rep.post("/deals", {"title": "X", "contact_id": hidden["id"]})
    assert answer.status_code == 404
    assert "Hidden" not in answer.text
    mine = deal(staff.rep)
    assert staff.rep.patch(f"/deals/{mine['id']}", {"contact_id": hidden["id"]}).status_code == 404
    answer = staff.rep.post("/deals", {"title": "X", "stage_id": str(uuid.uuid4())})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "stage_id")
    for body, field in (
        ({"amount": "12,00"}, "amount"),
        ({"expected_close_on": "soon"}, "expected_close_on"),
    ):
        answer = staff.rep.post("/deals", {"title": "X", **body})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_move_keeps_its_place_its_history_and_counts_the_version(staff: Staff):
    one, two, three = (deal(staff.rep, title) for title in ("one", "two", "three"))
    assert titles(staff.rep, "Lead") == ["one", "two", "three"]
    proposal = stage(staff.rep, "Proposal")
    for each in (one, two):
        staff.rep.post(f"/deals/{each['id']}/move", {"stage_id": proposal, "version": 1})
    answer = staff.rep.post(
        f"/deals/{three['id']}/move", {"stage_id": proposal, "after_id": one["id"], "version": 1}
    )
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert titles(staff.rep, "Proposal") == ["one", "three", "two"]
    history = answer.json()["history"]
    assert [each["stage_name"] for each in history] == ["Proposal", "Lead"]
    assert history[1]["left_at"] == history[0]["entered_at"]
    assert told(three["id"]) == ["deal.created", "deal.moved"]
    answer = staff.rep.post(
        f"/deals/{two['id']}/move", {"stage_id": proposal, "before_id": one["id"], "version": 2}
    )
    assert titles(staff.rep, "Proposal") == ["two", "one", "three"]
    assert len(answer.json()["history"]) == 2, "a new place in the same stage is no new stay"


def test_the_second_of_two_movers_is_told_where_the_card_is(staff: Staff):
    made = deal(staff.rep)
    path = f"/deals/{made['id']}/move"
    first = {"stage_id": stage(staff.rep, "Qualified"), "version": 1}
    assert staff.manager.post(path, first).status_code == 200
    late = staff.rep.post(path, {"stage_id": stage(staff.rep, "Negotiation"), "version": 1})
    problem = late.json()
    assert (late.status_code, problem["code"]) == (409, "Moved")
    assert (problem["current"]["stage"]["name"], problem["current"]["version"]) == ("Qualified", 2)
    anyway = {"stage_id": stage(staff.rep, "Negotiation"), "version": problem["current"]["version"]}
    assert staff.rep.post(path, anyway).json()["stage"]["name"] == "Negotiation"
    for verb, more in (("win", {}), ("lose", {"lost_reason": "price"})):
        answer = staff.rep.post(f"/deals/{made['id']}/{verb}", {"version": 1, **more})
        assert (answer.status_code, answer.json()["code"]) == (409, "Moved")


def test_of_many_movers_at_the_same_moment_one_wins_and_each_place_is_taken_once(staff: Staff):
    made = [deal(staff.rep, f"Deal {n}") for n in range(4)]
    goals = [stage(staff.rep, name) for name in ("Qualified", "Proposal")]

    def move(n: int) -> int:
        body = {"stage_id": goals[n % 2], "version": 1}
        return int(staff.rep.post(f"/deals/{made[n // 2]['id']}/move", body).status_code)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(move, range(8)))
    assert [sorted(answers[n : n + 2]) for n in range(0, 8, 2)] == [[200, 409]] * 4
    shown = [one for name in ("Qualified", "Proposal") for one in column(staff.rep, name)["items"]]
    assert len({(one["stage"]["id"], one["order_key"]) for one in shown}) == 4


def test_won_and_lost_follow_the_stage(staff: Staff):
    made = deal(staff.rep, amount="100.00")
    won = staff.rep.post(f"/deals/{made['id']}/win", {"version": 1}).json()
    assert (won["status"], won["stage"]["name"]) == ("won", "Won")
    assert won["closed_at"]
    back = staff.rep.post(f"/deals/{made['id']}/move", {"stage_id": stage(staff.rep, "Lead"), "version": 2})
    assert (back.json()["status"], back.json()["closed_at"]) == ("open", None)
    lost = stage(staff.rep, "Lost")
    answer = staff.rep.post(f"/deals/{made['id']}/move", {"stage_id": lost, "version": 3})
    assert (answer.status_code, answer.json()["code"]) == (422, "ReasonMissing")
    answer = staff.rep.post(f"/deals/{made['id']}/lose", {"version": 3, "lost_reason": "Too dear"})
    assert (answer.json()["status"], answer.json()["lost_reason"]) == ("lost", "Too dear")
    assert told(made["id"]) == ["deal.created", "deal.won", "deal.moved", "deal.lost"]


def test_the_amount_follows_the_items_at_the_price_of_that_time(staff: Staff, shop: Shop):
    shop.put("1", title="Lamp", price="10.00")
    work()
    lamp = staff.rep.get("/products").json()["items"][0]
    made = deal(staff.rep, amount="5.00")
    path = f"/deals/{made['id']}/items"
    answer = staff.rep.post(path, {"product_id": lamp["id"], "quantity": 3})
    assert (answer.status_code, answer.json()["amount"]) == (201, "30.00")
    shop.put("1", title="Lamp", price="99.00")
    work()
    both = staff.rep.post(path, {"title": "Delivery", "unit_price": "4.90"}).json()
    assert (both["amount"], [one["total"] for one in both["items"]]) == ("34.90", ["30.00", "4.90"])
    answer = staff.rep.patch(f"/deals/{made['id']}", {"amount": "1.00"})
    assert (answer.status_code, answer.json()["code"]) == (409, "AmountFollowsItems")
    first = both["items"][0]["id"]
    assert staff.rep.patch(f"{path}/{first}", {"quantity": 1}).json()["amount"] == "14.90"
    assert staff.rep.delete(f"{path}/{first}").json()["amount"] == "4.90"
    assert staff.rep.delete(f"{path}/{first}").status_code == 404
    assert staff.rep.post(path, {"quantity": 2}).json()["code"] == "ItemUnclear"
    shop.put("2", title="Bulb", price="3.00", currency="SEK")
    work()
    bulb = next(one for one in staff.rep.get("/products").json()["items"] if one["title"] == "Bulb")
    assert staff.rep.post(path, {"product_id": bulb["id"]}).json()["code"] == "OtherCurrency"


def test_the_board_adds_up_and_weighs_each_currency(staff: Staff):
    for n in range(3):
        deal(staff.rep, f"Deal {n}", amount="100.00", stage_id=stage(staff.rep, "Qualified"))
    deal(staff.rep, "In crowns", amount="80.00", currency="SEK", stage_id=stage(staff.rep, "Qualified"))
    board = f"/pipelines/{pipeline(staff.rep)['id']}/board"
    found = column(staff.rep, "Qualified")
    assert (found["count"], found["next_cursor"]) == (4, None)
    assert found["totals"] == [
        {"currency": "EUR", "amount": "300.00", "weighted": "75.00"},
        {"currency": "SEK", "amount": "80.00", "weighted": "20.00"},
    ]
    short = staff.rep.get(board, params={"limit": 2}).json()["columns"][1]
    assert [one["title"] for one in short["items"]] == ["Deal 0", "Deal 1"]
    rest = staff.rep.get(
        "/deals",
        params={"stage_id": short["stage"]["id"], "sort": "order_key", "cursor": short["next_cursor"]},
    ).json()
    assert [one["title"] for one in rest["items"]] == ["Deal 2", "In crowns"]
    rich = staff.rep.get(board, params={"min_amount": 90}).json()["columns"][1]
    assert (rich["count"], len(rich["items"])) == (3, 3)
    assert (
        staff.rep.get(board, params={"owner_id": str(staff.colleague.id)}).json()["columns"][1]["count"] == 0
    )
    assert staff.rep.get(board, params={"days_in_stage": 2}).json()["columns"][1]["count"] == 0


def test_the_board_asks_as_much_for_thirty_cards_as_for_three(staff: Staff):
    def count(limit: int) -> int:
        with asked() as statements:
            path = f"/pipelines/{pipeline(staff.rep)['id']}/board"
            assert staff.rep.get(path, params={"limit": limit}).status_code == 200
        return len(statements)

    for n in range(30):
        ann = staff.rep.post("/contacts", {"name": f"Ann {n}"}).json()
        deal(staff.rep, f"Deal {n}", contact_id=ann["id"])
    count(3)
    # The least of three, for who looks is asked now and then.
    assert min(count(30) for _ in range(3)) == min(count(3) for _ in range(3))


def test_the_forecast_is_by_month_and_weighted(staff: Staff):
    qualified = stage(staff.rep, "Qualified")
    for day in ("2026-12-01", "2026-12-24", None):
        deal(staff.rep, amount="100.00", stage_id=qualified, expected_close_on=day)
    won = deal(staff.rep, amount="900.00", expected_close_on="2026-12-02")
    staff.rep.post(f"/deals/{won['id']}/win", {"version": 1})
    months = staff.rep.get("/deals/forecast").json()["months"]
    assert [(one["month"], one["count"], one["totals"][0]["weighted"]) for one in months] == [
        ("2026-12-01", 2, "50.00"),
        (None, 1, "25.00"),
    ]
    assert staff.other_rep.get("/deals/forecast").json()["months"] == []


def test_a_deal_goes_stale_when_nothing_happens(staff: Staff):
    made = deal(staff.rep)
    assert made["stale"] is False
    with transaction() as session:
        session.execute(update(Deal).values(touched_at=datetime.now(UTC) - timedelta(days=15)))
    assert staff.rep.get(f"/deals/{made['id']}").json()["stale"] is True
    due = "2030-01-02T10:00:00Z"
    task = staff.rep.post("/activities", {"title": "Call", "deal_id": made["id"], "due_at": due}).json()
    after = staff.rep.get(f"/deals/{made['id']}").json()
    assert (after["stale"], after["next_activity_at"]) == (False, due)
    assert [
        one["id"] for one in staff.rep.get("/activities", params={"deal_id": made["id"]}).json()["items"]
    ] == [task["id"]]
    staff.rep.patch(f"/activities/{task['id']}", {"done": True})
    assert staff.rep.get(f"/deals/{made['id']}").json()["next_activity_at"] is None
    assert staff.other_rep.post("/activities", {"title": "Spy", "deal_id": made["id"]}).status_code == 404


def test_a_message_becomes_a_deal_that_knows_its_thread(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("We need forty lamps.", sender="jo@acme-works.com", name="Jo", subject="Lamps")
    work()
    thread = thread_of(staff.manager, message_id)
    answer = staff.manager.post(f"/conversations/{thread['id']}/deal")
    made = answer.json()
    assert answer.status_code == 201, answer.text
    assert (made["title"], made["contact"]["name"], made["conversation_id"]) == ("Lamps", "Jo", thread["id"])
    assert made["company"]["id"] == thread["company"]["id"]
    listed = staff.manager.get("/deals", params={"conversation_id": thread["id"]}).json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert staff.other_rep.post(f"/conversations/{thread['id']}/deal").status_code == 404


def test_lists_are_narrowed(staff: Staff):
    ann = staff.rep.post("/contacts", {"name": "Ann"}).json()
    made = deal(staff.rep, "Hotel", contact_id=ann["id"])
    other = deal(staff.rep, "Office")
    staff.rep.post(f"/deals/{other['id']}/win", {"version": 1})

    def found(**params: Any) -> list[str]:
        return [one["title"] for one in staff.rep.get("/deals", params=params).json()["items"]]

    assert (
        found(q="hot") == found(q="ann") == found(contact_id=ann["id"]) == found(status="open") == ["Hotel"]
    )
    assert found(stage_id=stage(staff.rep, "Won")) == found(status="won") == ["Office"]
    assert sorted(found(pipeline_id=pipeline(staff.rep)["id"], owner_id=str(staff.rep.id))) == [
        "Hotel",
        "Office",
    ]
    assert found(company_id=made["id"]) == []
