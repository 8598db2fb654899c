"""The signed, idempotent door: R1, R2, R3, R6, R9 at small counts; the full counts are in torture."""

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import standardwebhooks
import time_machine
from sqlalchemy import func, select

from mancrel.intake.signatures import sign
from mancrel.kit.db import transaction
from mancrel.kit.jobs import JobRow
from tests.fixtures import Shop, Staff, work

BODY = json.dumps(
    {
        "type": "product.upserted",
        "data": {"external_id": "A", "title": "Lamp", "price": "1.00", "currency": "EUR", "stock": 1},
    }
).encode()


def headers(secret: str, *, body: bytes = BODY, id_: str = "msg_1", at: int | None = None) -> dict[str, str]:
    at = int(time.time()) if at is None else at
    return {
        "webhook-id": id_, "webhook-timestamp": str(at), "webhook-signature": sign(secret, id_, at, body),
    }  # fmt: skip


def events_stored() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).where(JobRow.event_type == "catalog.delivered")) or 0


def test_take_accepts_what_the_reference_library_signs(shop: Shop):
    at = datetime.now(UTC)
    signature = standardwebhooks.Webhook(shop.secret).sign("msg_ref", at, BODY.decode())
    given = {
        "webhook-id": "msg_ref", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature,
    }  # fmt: skip
    assert shop.client.post(shop.path, content=BODY, headers=given).status_code == 202


def test_take_stores_with_its_jobs_before_it_answers(shop: Shop):
    answer = shop.put("A", webhook_id="msg_1")
    assert answer.status_code == 202
    assert answer.json()["status"] == "accepted"
    assert events_stored() == 1


def test_take_changes_nothing_for_the_same_delivery(shop: Shop):
    first = shop.put("A", webhook_id="msg_1")
    with ThreadPoolExecutor(8) as pool:
        again = list(pool.map(lambda _: shop.put("A", webhook_id="msg_1"), range(40)))
    assert {one.status_code for one in again} == {200}
    assert {one.json()["id"] for one in again} == {first.json()["id"]}
    assert events_stored() == 1


def test_take_flags_the_same_id_with_another_body(shop: Shop, staff: Staff):
    shop.put("A", webhook_id="msg_1")
    assert shop.put("A", webhook_id="msg_1", price="2.00").status_code == 200
    flagged = staff.admin.get("/deliveries", params={"status": "conflict"}).json()["items"]
    assert len(flagged) == 1
    assert "another body" in flagged[0]["reason"]
    work()
    assert staff.admin.get("/products").json()["items"][0]["price"] == "10.00"


def bad_headers(secret: str) -> dict[str, dict[str, str]]:
    good = headers(secret)
    signature = good["webhook-signature"]
    raw = base64.b64decode(signature[3:])
    vectors = {f"without {name}": {key: value for key, value in good.items() if key != name} for name in good}
    for place in range(32):
        flipped = bytes([*raw[:place], raw[place] ^ 1, *raw[place + 1 :]])
        vectors[f"bit {place}"] = {**good, "webhook-signature": "v1," + base64.b64encode(flipped).decode()}
    for name, value in {
        "no comma": signature.replace(",", ""), "two commas": signature.replace(",", ",,"), "empty": "",
        "other version": signature.replace("v1", "v2"), "v1a": signature.replace("v1", "v1a"), "garbage": "v1,%%%",
        "half": signature[:20], "spaces": "   ", "twice wrong": "v1,AAAA v1,BBBB", "only v1": "v1,",
    }.items():  # fmt: skip
        vectors[f"signature {name}"] = {**good, "webhook-signature": value}
    for value in ("nan", "inf", "-1", "1e9", "", "0x10", "12345678901234", " 1", "1.5", "yesterday"):
        vectors[f"timestamp {value}"] = {**good, "webhook-timestamp": value}
    vectors["no v1 left"] = {**good, "webhook-signature": " ".join(["v2,AAAA"] * 12)}
    vectors["too many"] = {**good, "webhook-signature": " ".join(["v1,AAAA"] * 11 + [signature])}
    vectors["another id"] = {**good, "webhook-id": "msg_2"}
    vectors["a long id"] = {**good, "webhook-id": "x" * 300}
    vectors["an empty id"] = {**good, "webhook-id": ""}
    other = "whsec_" + base64.b64encode(b"another secret, 32 bytes long!!!").decode()
    vectors["another secret"] = headers(other)
    return vectors


def test_take_refuses_every_bad_signature(shop: Shop, staff: Staff):
    vectors = bad_headers(shop.secret)
    assert len(vectors) >= 60
    for name, given in vectors.items():
        answer = shop.client.post(shop.path, content=BODY, headers=given)
        assert answer.status_code == 401, (name, answer.status_code)
    assert events_stored() == 0
    kept = staff.admin.get("/deliveries", params={"status": "refused", "limit": 200}).json()["items"]
    assert len(kept) == len(vectors)
    assert all(one["reason"] for one in kept)


@pytest.mark.parametrize(
    "raw",
    [
        [(b"webhook-id", b"\xff\xfe"), (b"webhook-timestamp", b"1"), (b"webhook-signature", b"v1,x")],
        [(b"webhook-id", b"a"), (b"webhook-timestamp", b"1"), (b"webhook-signature", b"v1,\xe4")],
    ],
)
def test_take_refuses_headers_that_are_not_ascii(shop: Shop, raw: list[tuple[bytes, bytes]]):
    assert shop.client.post(shop.path, content=b"\xff\xfe\x00", headers=raw).status_code == 401


def test_take_refuses_a_doubled_header(shop: Shop):
    good = headers(shop.secret)
    doubled = [*good.items(), ("webhook-id", good["webhook-id"])]
    assert shop.client.post(shop.path, content=BODY, headers=doubled).status_code == 401


def test_take_refuses_a_body_serialised_anew(shop: Shop):
    again = json.dumps(json.loads(BODY), indent=1).encode()
    assert shop.client.post(shop.path, content=again, headers=headers(shop.secret)).status_code == 401


def test_take_knows_no_unnamed_endpoint(shop: Shop):
    answer = shop.client.post("/api/v1/webhooks/catalog/nobody", content=BODY, headers=headers(shop.secret))
    assert answer.status_code == 401
    assert shop.client.post("/api/v1/webhooks/nonsense/x", content=BODY).status_code == 401


@pytest.mark.parametrize(("skew", "status"), [(-300, 202), (300, 202), (-301, 401), (301, 401)])
def test_take_holds_the_timestamp_against_the_clock(shop: Shop, skew: int, status: int):
    now = int(time.time())
    with time_machine.travel(now, tick=False):
        assert shop.post(BODY, at=now + skew).status_code == status


def test_take_does_not_look_at_a_timestamp_in_the_body(shop: Shop):
    body = json.dumps({**json.loads(BODY), "timestamp": "1999-01-01T00:00:00Z"}).encode()
    assert shop.post(body).status_code == 202


def product(**changed: object) -> dict[str, object]:
    data = json.loads(BODY)["data"] | changed
    return {
        "type": "product.upserted",
        "data": {key: value for key, value in data.items() if value is not ...},
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"), (b"[]", "body"), (b"1", "body"), (b"{", "body"), (b"\xff", "body"),
        (b'{"type": "product.upserted", "data": {"price": NaN}}', "body"),
        (b"[" * 5000, "body"), (b'{"a":' * 100 + b"1" + b"}" * 100, "body"),
        (b"{}", "type"), (b'{"type": "product.exploded", "data": {}}', "type"), (b'{"type": "product.upserted"}', "data"),
        *(
            (json.dumps(product(**{name: ...})).encode(), f"data.{name}")
            for name in ("external_id", "title", "price", "currency", "stock")
        ),
        (json.dumps(product(price=349.0)).encode(), "data.price"), (json.dumps(product(price="-1")).encode(), "data.price"),
        (json.dumps(product(price="1e3")).encode(), "data.price"), (json.dumps(product(price="٣")).encode(), "data.price"),
        (json.dumps(product(currency="euro")).encode(), "data.currency"),
        (json.dumps(product(stock="5")).encode(), "data.stock"), (json.dumps(product(stock=1.5)).encode(), "data.stock"),
        (json.dumps(product(stock=True)).encode(), "data.stock"), (json.dumps(product(stock=10**30)).encode(), "data.stock"),
        (json.dumps(product(title="a\x00b")).encode(), "data.title"), (json.dumps(product(title="")).encode(), "data.title"),
        (json.dumps(product(delivery_days="soon")).encode(), "data.delivery_days"),
        (json.dumps(product(delivery_days="4-2")).encode(), "data.delivery_days"),
        (json.dumps(product(updated_at="2026-01-01T00:00:00")).encode(), "data.updated_at"),
        (json.dumps(product(attributes={"a": {"b": 1}})).encode(), "data.attributes.a"),
        (json.dumps({"type": "product.deleted", "data": {}}).encode(), "data.external_id"),
    ],
)  # fmt: skip
def test_take_names_the_malformed_field_and_keeps_the_delivery(
    shop: Shop, staff: Staff, body: bytes, field: str
):
    answer = shop.post(body)
    assert answer.status_code == 422, answer.text
    named = answer.json()["errors"][0]["field"]
    assert named == field or named.startswith(f"{field}."), named
    kept = staff.admin.get("/deliveries", params={"status": "invalid"}).json()["items"]
    assert kept[0]["field"] == named
    detail = staff.admin.get(f"/deliveries/{kept[0]['id']}").json()
    stored = (
        detail["body"].encode() if detail["body_encoding"] == "utf-8" else base64.b64decode(detail["body"])
    )
    assert stored == body


def test_take_accepts_an_id_again_that_was_malformed_before(shop: Shop):
    assert shop.post(b"{}", webhook_id="msg_1").status_code == 422
    assert shop.put("A", webhook_id="msg_1").status_code == 202


def test_take_refuses_a_large_body_by_its_length_and_while_it_streams(shop: Shop):
    assert shop.post(b" " * (1024 * 1024 + 1)).status_code == 413

    sent = 0

    def endless():
        nonlocal sent
        while sent < 50:
            sent += 1
            yield b" " * 100_000

    answer = shop.client.post(shop.path, content=endless(), headers=headers(shop.secret))
    assert answer.status_code == 413


def test_take_refuses_an_encoded_body(shop: Shop):
    assert shop.post(BODY, **{"content-encoding": "gzip"}).status_code == 422


def test_rotate_overlaps_and_then_the_old_secret_is_dead(shop: Shop, staff: Staff):
    old = shop.secret
    fresh = staff.admin.post(f"/catalogue/sources/{shop.id}/rotate").json()
    shop.secret = fresh["secret"]
    assert shop.put("A").status_code == 202
    shop.secret = old
    assert shop.put("B").status_code == 202
    after = datetime.fromisoformat(fresh["overlap_until"]).timestamp() + 1
    with time_machine.travel(after, tick=False):
        assert shop.put("C").status_code == 401
        shop.secret = fresh["secret"]
        assert shop.put("C").status_code == 202


def test_default_source_has_its_own_short_path(shop: Shop, staff: Staff):
    default = next(
        one for one in staff.admin.get("/catalogue/sources").json()["items"] if one["name"] == "default"
    )
    shop.secret = staff.admin.post(f"/catalogue/sources/{default['id']}/rotate").json()["secret"]
    shop.path = "/webhook/catalog"
    assert shop.put("A").status_code == 202
    shop.path = "/api/v1/webhooks/catalog/default"
    assert shop.put("B").status_code == 202
