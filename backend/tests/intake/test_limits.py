"""What the door does with what is hostile, large or old."""

import json
from typing import Any

import pytest
from sqlalchemy import select, text

from mancrel.intake.models import Delivery
from mancrel.kit.db import transaction
from mancrel.kit.engines import claims_engine, engine
from tests.fixtures import Mailbox, Shop, Staff, work

GOOD = {"external_id": "A", "title": "Lamp", "price": "1.00", "currency": "EUR", "stock": 1}


def upserted(**changed: Any) -> bytes:
    return json.dumps({"type": "product.upserted", "data": {**GOOD, **changed}}).encode()


@pytest.mark.parametrize(
    "body",
    [upserted(attributes={"a\x00b": "x"}), json.dumps({"type": "a\x00b", "data": {}}).encode()],
)
def test_nul_in_a_key_is_malformed_and_kept(shop: Shop, staff: Staff, body: bytes):
    assert shop.post(body).status_code == 422
    kept = staff.admin.get("/deliveries", params={"status": "invalid"}).json()["items"]
    assert len(kept) == 1
    assert "\x00" not in str(kept)


@pytest.mark.parametrize("name", ["%00", "A", "x" * 65, "%ed%a0%80"])
def test_a_name_that_no_endpoint_has_is_refused(shop: Shop, name: str):
    assert shop.client.post(f"/api/v1/webhooks/catalog/{name}", content=b"{}").status_code == 401


@pytest.mark.parametrize(
    "at",
    ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "1969-12-31T23:00:00Z", 5, "1494012000", True],
)
def test_a_moment_out_of_reach_is_malformed(shop: Shop, staff: Staff, at: object):
    assert shop.post(upserted(updated_at=at)).json()["errors"][0]["field"] == "data.updated_at"
    assert staff.rep.post("/activities", {"title": "x", "due_at": at}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"attributes": None, "options": None, "sku": "", "description": "", "brand": ""}, None),
        ({"url": "https://x.test/" + "a" * 1900}, None),
        ({"title": "  "}, "data.title"),
        ({"attributes": {"dims": {"h": 1}}}, "data.attributes.dims"),
        ({"options": {"size": "x" * 501}}, "data.options.size"),
    ],
)
def test_optional_fields_are_taken_as_shops_send_them(shop: Shop, changed: dict[str, Any], field: str | None):
    answer = shop.post(upserted(**changed))
    assert (answer.json()["errors"][0]["field"] if field else answer.status_code) == (field or 202)


def test_refused_deliveries_store_no_body_and_not_without_end(
    shop: Shop, staff: Staff, monkeypatch: pytest.MonkeyPatch
):
    from mancrel.intake import store

    monkeypatch.setattr(store, "REFUSED_PER_MINUTE", 3)
    shop.secret = "whsec_" + "A" * 44
    for _ in range(5):
        assert shop.post(upserted()).status_code == 401
    with transaction() as session:
        query = select(Delivery.size, Delivery.body).where(Delivery.status == "refused")
        assert session.execute(query).all() == [(len(upserted()), b"")] * 3


def test_a_large_mail_has_longer_than_a_small_one(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch):
    import asyncio

    from mancrel.intake.ledger import Ledger

    whole = Ledger._write_one

    async def slow(self: Ledger, entry: Any) -> bool:
        await asyncio.sleep(2)
        return await whole(self, entry)

    monkeypatch.setattr(Ledger, "_write_one", slow)
    head = b"From: a@b.test\r\nSubject: x\r\n\r\n"
    assert mailbox.post(head).status_code == 503
    assert mailbox.post(head + b"x\r\n" * 1_400_000).status_code == 202


def test_a_configured_secret_rotates_only_when_it_changed(staff: Staff):
    from mancrel.catalogue.service import ensure_default_source
    from mancrel.intake import service
    from mancrel.kit.secrets import new_signing_secret, unseal

    first, second = new_signing_secret(), new_signing_secret()

    def live() -> list[str]:
        with transaction() as session:
            endpoint = service.by_name(session, "catalog", "default")
            return [unseal(one["sealed"]) for one in service.live_secrets(endpoint)]

    def start(secret: str) -> None:
        with transaction() as session:
            ensure_default_source(session, secret)

    start(first)
    source = staff.admin.get("/catalogue/sources").json()["items"][0]
    rotated = [
        staff.admin.post(f"/catalogue/sources/{source['id']}/rotate").json()["secret"] for _ in range(2)
    ]
    start(first)
    assert live()[1:] == [first, *rotated]
    start(second)
    start(second)
    assert live()[1:] == [first, *rotated, second]
    start(first)
    assert live()[-1] == first


def test_connections_that_died_are_replaced_before_anyone_is_refused(shop: Shop, staff: Staff):
    """Postgres was restarted: every connection that the pools hold is dead."""
    assert shop.put("P1").status_code == 202
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with engine().connect() as connection:
        connection.execute(text(f"{ended} AND datname = current_database()"))
    engine().dispose()
    assert shop.put("P2").status_code == 202
    claims_engine().dispose()
    work()
    assert {one["external_id"] for one in staff.admin.get("/products").json()["items"]} == {"P1", "P2"}
