"""What the edge of the API does with odd requests."""

import base64
import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from tests.fixtures import Staff

MIB = 1024 * 1024


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/contacts", cursor("-created_at", "2026-01-01T00:00:00+00:00", 5)),
        ("/products?sort=price", cursor("price", "abc", "01a202e2-519e-75f5-b4a4-000000000000")),
        ("/contacts", cursor("-created_at", 10**30, 1)),
        ("/contacts", cursor("-created_at", None, "01a202e2-519e-75f5-b4a4-000000000000")),
        ("/contacts", cursor("2026-01-01T00:00:00+00:00", "01a202e2-519e-75f5-b4a4-000000000000")),
    ],
)
def test_a_made_up_cursor_is_refused(staff: Staff, path: str, given: str):
    answer = staff.admin.get(path + ("&" if "?" in path else "?") + f"cursor={given}")
    assert (answer.status_code, answer.json()["code"]) == (422, "BadCursor")


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 300, "/" + "a/" * 3000])
def test_a_path_that_no_file_can_have_is_not_found(application: TestClient, path: str):
    assert application.get(path).status_code == 404


def test_pages_answer_head(application: TestClient):
    assert application.head("/healthz").status_code == 200
    assert application.head("/").status_code == application.get("/").status_code


def test_a_large_body_is_refused_by_its_length_and_while_it_streams(staff: Staff):
    answer = staff.rep.request("POST", "/contacts", content=b" " * (MIB + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "TooLarge")
    chunks = (b" " * 100_000 for _ in range(20))
    answer = staff.rep.request("POST", "/contacts", content=chunks)
    assert (answer.status_code, answer.json()["code"]) == (413, "TooLarge")
    stranger = staff.rep.client.post("/api/v1/contacts", content=b" " * (MIB + 1))
    assert stranger.status_code == 401


def test_the_gate_says_when_the_database_is_away(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    from mancrel.accounts.callers import viewers

    def away(_token: str, _access: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("away"))

    viewers._known.clear()
    monkeypatch.setattr(viewers, "look_up", away)
    answer = staff.rep.get("/contacts")
    assert (answer.status_code, answer.json()["code"]) == (503, "Unavailable")


def test_a_bell_that_fell_silent_lets_nobody_wait_in_line(monkeypatch: pytest.MonkeyPatch):
    import threading
    import time

    from kombu.exceptions import OperationalError as Away

    from mancrel import bell

    calls = []

    def fail(*_args: object, **_options: object) -> None:
        calls.append(1)
        time.sleep(0.1)
        raise Away

    monkeypatch.setattr(bell.app, "send_task", fail)
    one = bell.Bell()
    threads = [threading.Thread(target=one, args=("ai", 3)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/contacts", "GET, POST"),
        ("GET", "/auth/login", "POST"),
        ("PATCH", "/products/search", "GET"),
        ("OPTIONS", "/contacts/01a202e2-519e-75f5-b4a4-000000000000", "DELETE, GET, PATCH"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(staff: Staff, method: str, path: str, allowed: str):
    answer = staff.admin.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_no_text_is_refused_as_such(staff: Staff):
    for content in (b"\xff\xfe", b'{"name": "\xfc"}', b"{", b"\x7f\x7f\xc8"):
        headers = {"content-type": "application/json"}
        answer = staff.rep.request("POST", "/contacts", content=content, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body"), content


def test_a_word_is_no_boolean_and_a_text_no_number(staff: Staff):
    task = staff.rep.post("/activities", {"title": "Call"}).json()["id"]
    for done in ("yes", 1, "true", None):
        assert staff.rep.patch(f"/activities/{task}", {"done": done}).status_code == 422, done
    body = {"external_id": "1", "title": "Lamp", "price": "9.00", "currency": "EUR"}
    for stock in ("5", True, 5.5, None):
        assert staff.manager.post("/products", {**body, "stock": stock}).status_code == 422, stock
    assert staff.manager.post("/products", {**body, "stock": 5.0}).json()["stock"] == 5


def test_the_document_says_what_each_operation_refuses(application: TestClient):
    document = application.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            errors = {code for code in operation["responses"] if code >= "400"}
            kinds = {kind for code in errors for kind in operation["responses"][code]["content"]}
            assert kinds <= {"application/problem+json"}, (method, path)
            if operation.get("security"):
                assert {"401", "403", "503"} <= errors, (method, path)
            if "requestBody" in operation:
                assert {"413", "422"} <= errors, (method, path)
    assert "HTTPValidationError" not in document["components"]["schemas"]
