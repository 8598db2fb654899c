"""Idempotency-Key: what is sent twice happens once, for every POST of the API."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session

from mancrel.accounts.gate import is_public
from mancrel.contacts.models import Contact
from mancrel.kit import idempotency
from mancrel.kit.db import transaction
from mancrel.kit.idempotency import IdempotencyKey
from tests.accounts.test_api_keys import program
from tests.fixtures import Person, Staff, work
from tests.wiring import document

ANN = {"name": "Ann", "email": "ann@x.test"}


def post(person: Person, key: str, body: dict[str, Any] = ANN, path: str = "/contacts") -> Any:
    return person.post(path, body, headers={"Idempotency-Key": key})


def contacts() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Contact)) or 0


def test_the_same_request_happens_once(staff: Staff):
    first = post(staff.rep, "k1")
    assert first.status_code == 201
    assert "idempotency-replayed" not in first.headers
    again = post(staff.rep, "k1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-type"] == first.headers["content-type"]
    assert contacts() == 1


def test_another_request_needs_another_key(staff: Staff):
    post(staff.rep, "k1")
    for body, path in (({"name": "Bea"}, "/contacts"), (ANN, "/companies")):
        answer = post(staff.rep, "k1", body, path)
        assert (answer.status_code, answer.json()["code"]) == (422, "KeyReused")
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert contacts() == 1
    assert post(staff.rep, "k2", {"name": "Bea"}).status_code == 201


def test_a_key_is_its_users_own(staff: Staff):
    first = post(staff.rep, "k1").json()["id"]
    other = post(staff.other_rep, "k1", {"name": "Cem"})
    assert other.status_code == 201
    assert other.json()["id"] != first


def test_sessions_and_api_keys_of_a_user_share_them(staff: Staff):
    robot = program(staff.rep)
    first = post(robot, "k1")
    assert post(staff.rep, "k1").json() == first.json()
    assert post(robot, "k1").headers["idempotency-replayed"] == "true"
    reader = program(staff.rep, ["contacts:read"])
    assert post(reader, "k1").status_code == 403, "what a key may not do it is not answered either"


def test_a_refusal_is_not_kept(staff: Staff):
    missing = {"name": "Ann", "company_id": "01a202e2-519e-75f5-b4a4-000000000000"}
    assert post(staff.rep, "k1", missing).status_code == 404
    assert post(staff.rep, "k1", {"nonsense": 1}).status_code == 422
    assert post(staff.rep, "k1").status_code == 201


@pytest.mark.parametrize("key", ["", "a" * 256, "with space", "ü", "tab\there"])
def test_a_malformed_key_is_refused(staff: Staff, key: str):
    answer = staff.rep.post("/contacts", ANN, headers={"Idempotency-Key": key.encode()})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert contacts() == 0


def test_two_keys_are_none(staff: Staff):
    headers = [*staff.rep.headers.items(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    answer = staff.rep.client.post("/api/v1/contacts", json=ANN, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "KeyUnclear")


def test_while_the_first_is_at_work_the_second_waits_its_turn(staff: Staff):
    begun, go_on = threading.Event(), threading.Event()

    def hold(session: Session) -> None:
        if session.info.get("condition") and not begun.is_set():
            begun.set()
            go_on.wait(10)

    event.listen(Session, "before_commit", hold)
    try:
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(post, staff.rep, "k1")
            assert begun.wait(10)
            second = post(staff.rep, "k1")
            go_on.set()
            assert first.result().status_code == 201
    finally:
        event.remove(Session, "before_commit", hold)
    assert (second.status_code, second.json()["code"]) == (409, "StillRunning")
    assert second.headers["retry-after"] == "1"
    assert post(staff.rep, "k1").headers["idempotency-replayed"] == "true"


def test_many_at_once_have_one_effect(staff: Staff):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(staff.rep, "k1"), range(24)))
    assert {one.status_code for one in answers} <= {201, 409}
    assert len({one.json()["id"] for one in answers if one.status_code == 201}) == 1
    assert contacts() == 1


def test_what_was_not_committed_is_done_anew(staff: Staff):
    """The answer and the effect are one transaction: a crash before its commit leaves neither."""

    def crash(session: Session) -> None:
        if session.info.get("condition"):
            raise RuntimeError("the power is gone")

    event.listen(Session, "before_commit", crash)
    try:
        with pytest.raises(RuntimeError):
            post(staff.rep, "k1")
    finally:
        event.remove(Session, "before_commit", crash)
    assert contacts() == 0
    answer = post(staff.rep, "k1")
    assert answer.status_code == 201
    assert "idempotency-replayed" not in answer.headers


def test_answers_are_sealed_and_kept_for_a_day(staff: Staff):
    made = post(staff.rep, "k1", {"name": "Sync", "scopes": ["contacts:read"]}, "/api-keys").json()
    with transaction() as session:
        row = session.scalars(select(IdempotencyKey)).one()
        assert made["secret"] not in row.sealed_body
        assert "Sync" not in row.sealed_body
    with transaction() as session:
        session.execute(update(IdempotencyKey).values(created_at=datetime.now(UTC) - timedelta(hours=25)))
    again = post(staff.rep, "k1", {"name": "Sync", "scopes": ["contacts:read"]}, "/api-keys")
    assert again.json()["id"] != made["id"]
    with transaction() as session:
        session.execute(update(IdempotencyKey).values(created_at=datetime.now(UTC) - timedelta(hours=25)))
        idempotency.purge(session)
        assert session.scalars(select(IdempotencyKey)).all() == []


def test_other_methods_know_no_key(staff: Staff):
    contact = post(staff.rep, "k1").json()["id"]
    headers = {"Idempotency-Key": "k1"}
    assert staff.rep.get(f"/contacts/{contact}", headers=headers).status_code == 200
    assert staff.rep.patch(f"/contacts/{contact}", {"name": "Bea"}, headers=headers).json()["name"] == "Bea"
    assert staff.rep.delete(f"/contacts/{contact}", headers=headers).status_code == 204


def test_an_upload_is_known_by_what_was_in_it(staff: Staff):
    def bring(content: bytes) -> Any:
        headers = {"Idempotency-Key": "k1", "content-type": "text/csv"}
        return staff.rep.request("POST", "/imports?object=contact", content=content, headers=headers)

    first = bring(b"name\nAnn\n")
    assert first.status_code == 201, first.text
    assert bring(b"name\nAnn\n").json()["id"] == first.json()["id"]
    assert bring(b"name\nBea\n").json()["code"] == "KeyReused"
    assert len(staff.rep.get("/imports").json()["items"]) == 1
    work()


def test_every_post_says_that_it_takes_a_key():
    for path, methods in document()["paths"].items():
        if "post" not in methods:
            continue
        named = "Idempotency-Key" in {one["name"] for one in methods["post"].get("parameters", [])}
        expected = not is_public(path) and not path.startswith("/api/v1/auth/")
        assert named == expected, path
