"""The catalogue: signed events applied once, in order; searched by words and by meaning (R5)."""

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from mancrel.catalogue.models import Product, Source
from mancrel.catalogue.schemas import ProductFields, Removed, Tombstone, Upserted
from mancrel.catalogue.service import apply
from mancrel.kit.db import transaction
from mancrel.kit.jobs import JobRow
from tests.fixtures import Shop, Staff, work


def products(staff: Staff, **params: Any) -> list[dict[str, Any]]:
    return staff.rep.get("/products", params=params).json()["items"]


def test_event_creates_updates_and_deletes(staff: Staff, shop: Shop):
    shop.put("A", title="Lamp", price="349.00", attributes={"height_cm": 42, "tags": ["oak", None, True]})
    work()
    (made,) = products(staff)
    assert (made["price"], made["stock"], made["version"], made["source"]["name"]) == ("349.00", 5, 1, "shop")
    assert made["attributes"] == {"height_cm": 42, "tags": ["oak", None, True]}
    shop.put("A", title="Lamp", price="359.50")
    work()
    assert [(one["price"], one["version"], one["attributes"]) for one in products(staff)] == [
        ("359.50", 2, {})
    ]
    shop.drop("A")
    work()
    assert products(staff) == []
    assert staff.rep.get(f"/products/{made['id']}").status_code == 404
    shop.put("A", title="Lamp", price="1.00")
    work()
    assert products(staff)[0]["id"] == made["id"]


def test_older_event_that_arrives_late_never_wins(staff: Staff, shop: Shop):
    shop.put("A", price="20.00", updated_at="2026-02-01T00:00:00Z")
    shop.put("A", price="10.00", updated_at="2026-01-01T00:00:00Z")
    work()
    assert products(staff)[0]["price"] == "20.00"
    shop.drop("A", updated_at="2026-03-01T00:00:00Z")
    shop.put("A", price="30.00", updated_at="2026-02-15T00:00:00Z")
    work()
    assert products(staff) == []


def test_equal_or_absent_versions_let_the_later_delivery_win(staff: Staff, shop: Shop):
    for price in ("1.00", "2.00"):
        shop.put("A", price=price, updated_at="2026-01-01T00:00:00Z")
    work()
    assert products(staff)[0]["price"] == "2.00"
    shop.put("A", price="3.00")
    work()
    assert products(staff)[0]["price"] == "3.00"


def test_same_content_is_no_new_version_but_is_fresh(staff: Staff, shop: Shop):
    shop.put("A")
    work()
    before = products(staff)[0]
    shop.put("A")
    work()
    after = products(staff)[0]
    assert after["version"] == before["version"]
    assert after["synced_at"] > before["synced_at"]


def test_replayed_delivery_never_overwrites_a_newer_one(staff: Staff, shop: Shop):
    shop.put("A", price="1.00")
    with transaction() as session:
        first = session.scalars(select(JobRow.id).where(JobRow.event_type == "catalog.delivered")).one()
    assert staff.admin.post(f"/jobs/{first}/cancel").status_code == 200
    shop.put("A", price="2.00")
    work()
    assert staff.admin.post(f"/jobs/{first}/retry").status_code == 200
    work()
    assert [(one["price"], one["version"]) for one in products(staff)] == [("2.00", 1)]
    kept = staff.admin.get("/deliveries").json()["items"]
    assert sorted(one["reason"] or "" for one in kept) == ["", "A newer delivery was here first."]


def test_replayed_delivery_with_a_newer_version_wins(staff: Staff, shop: Shop):
    shop.put("A", price="1.00", updated_at="2026-02-01T00:00:00Z")
    with transaction() as session:
        first = session.scalars(select(JobRow.id).where(JobRow.event_type == "catalog.delivered")).one()
    staff.admin.post(f"/jobs/{first}/cancel")
    shop.put("A", price="2.00", updated_at="2026-01-01T00:00:00Z")
    work()
    staff.admin.post(f"/jobs/{first}/retry")
    work()
    assert products(staff)[0]["price"] == "1.00"


START = datetime(2026, 1, 1, tzinfo=UTC)
FULL = os.environ.get("MANCREL_TORTURE") == "full"
HISTORIES, LONGEST = (500, 200) if FULL else (40, 30)
EVENTS = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 150), st.booleans()),
    min_size=1,
    max_size=LONGEST,
    unique_by=lambda one: one[:2],
)


def made(event: tuple[str, int, bool]) -> Upserted | Removed:
    name, hour, removed = event
    at = START + timedelta(hours=hour)
    if removed:
        return Removed(type="product.deleted", data=Tombstone(external_id=name, updated_at=at))
    data = ProductFields(
        external_id=name, title=f"at {hour}", price="1.00", currency="EUR", stock=hour, updated_at=at
    )
    return Upserted(type="product.upserted", data=data)


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=EVENTS, data=st.data())
def test_any_order_with_repeats_is_the_state_in_order(
    shop: Shop, events: list[tuple[str, int, bool]], data: Any
):
    shuffled = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=10))))

    def outcome(history: list[tuple[str, int, bool]]) -> dict[str, tuple[str, bool]]:
        with transaction() as session:
            session.execute(delete(Product))
            source = session.scalars(select(Source).where(Source.name == "shop")).one()
            for event in history:
                apply(session, source, made(event))
            rows = session.scalars(select(Product)).all()
            return {
                row.external_id: (row.title if row.deleted_at is None else "", row.deleted_at is None)
                for row in rows
            }

    assert outcome(shuffled) == outcome(sorted(events, key=lambda one: one[1]))


def test_search_by_words_finds_prefixes_skus_and_typos(staff: Staff, shop: Shop):
    shop.put("A", title="Aurora oak desk lamp", sku="AUR-77")
    shop.put("B", title="Fjord standing desk", sku="FJO-1")
    work()
    for question, found in (
        ("auro", "A"),
        ("aur-77", "A"),
        ("AUR-77", "A"),
        ("arora lamp", "A"),
        ("standing", "B"),
    ):
        hits = staff.rep.get("/products/search", params={"q": question}).json()["items"]
        assert hits, question
        assert hits[0]["product"]["external_id"] == found, question


def test_search_by_meaning_finds_what_shares_no_word(staff: Staff, shop: Shop):
    shop.put("A", title="Aurora", description="A lamp that gives warm light for reading in the evening.")
    shop.put("B", title="Fjord", description="A table one can raise to work while standing.")
    shop.put("C", title="Sofa Hygge", description="A soft couch for three.")
    work()
    hits = staff.rep.get("/products/search", params={"q": "something to illuminate my book at night"}).json()[
        "items"
    ]
    assert hits[0]["product"]["external_id"] == "A"
    assert hits[0]["matched"] == "meaning"


def test_change_and_removal_reach_the_index(staff: Staff, shop: Shop):
    shop.put("A", title="Aurora", description="A lamp that gives warm light.")
    work()
    question = {"q": "a boat for the sea"}
    before = staff.rep.get("/products/search", params=question).json()["items"]
    shop.put("A", title="Aurora", description="A small sailing boat for the sea.")
    work()
    after = staff.rep.get("/products/search", params=question).json()["items"]
    assert [one["matched"] for one in before] != ["both"]
    assert after[0]["product"]["external_id"] == "A"
    shop.drop("A")
    work()
    assert staff.rep.get("/products/search", params=question).json()["items"] == []


@pytest.mark.parametrize(
    "question", ["' OR 1=1", "a & b | !c", "\\", "<->", "(((", "%", "_", "ü ñ 灯", "*:*", "'"]
)
def test_search_takes_any_text(staff: Staff, shop: Shop, question: str):
    shop.put("A")
    work()
    assert staff.rep.get("/products/search", params={"q": question}).status_code == 200
    assert staff.rep.get("/products", params={"q": question}).status_code == 200


def test_products_by_hand(staff: Staff, shop: Shop):
    body = {"external_id": "X", "title": "Stool", "price": "49.90", "currency": "EUR", "stock": 3}
    made_ = staff.manager.post("/products", body)
    assert made_.status_code == 201
    assert staff.manager.post("/products", body).json()["code"] == "DuplicateProduct"
    assert staff.rep.post("/products", body).status_code == 403
    path = f"/products/{made_.json()['id']}"
    assert staff.manager.patch(path, {"price": "39.90"}).json()["price"] == "39.90"
    assert staff.manager.patch(path, {"price": 39.9}).status_code == 422
    assert staff.manager.delete(path).status_code == 204
    assert staff.manager.post("/products", body).status_code == 201


def test_list_is_paged_by_cursor(staff: Staff, shop: Shop):
    for number in range(7):
        shop.put(f"P{number}", title=f"Lamp {number}", category="lamps" if number % 2 else "desks")
    work()
    first = staff.rep.get("/products", params={"limit": 3}).json()
    assert first["total"] == 7
    second = staff.rep.get("/products", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    third = staff.rep.get("/products", params={"limit": 3, "cursor": second["next_cursor"]}).json()
    titles = [one["title"] for page in (first, second, third) for one in page["items"]]
    assert titles == [f"Lamp {number}" for number in range(7)]
    assert third["next_cursor"] is None
    assert staff.rep.get("/products", params={"cursor": "nonsense"}).json()["errors"][0]["field"] == "cursor"
    assert len(products(staff, category="lamps")) == 3
    assert products(staff, sort="-title")[0]["title"] == "Lamp 6"


def test_orders_are_kept(staff: Staff, shop: Shop):
    body = {"type": "order.created", "data": {"external_id": "1001", "total": "12.00"}}
    assert shop.post(json.dumps(body).encode()).status_code == 202
    work()
    assert staff.admin.get("/deliveries", params={"status": "kept"}).json()["total"] == 1
