"""Signing in and out: R46–R49, R52 at small counts."""

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient
from jose import jwt
from sqlalchemy import select, text

from mancrel.accounts import tokens
from mancrel.accounts.models import AuthSession, LoginFailure
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from mancrel.kit.secrets import derived_key
from tests.fixtures import PASSWORD, Person, Staff

COOKIE = "mancrel-refresh"


def login(client: TestClient, email: str = "rep@staff.test", password: str = PASSWORD, **headers: str) -> Any:
    client.cookies.clear()
    return client.post("/api/v1/auth/login", json={"email": email, "password": password}, headers=headers)


def refresh(client: TestClient, token: str) -> Any:
    client.cookies.clear()
    return client.post("/api/v1/auth/refresh", headers={"cookie": f"{COOKIE}={token}"})


def cookie_of(answer: Any) -> str:
    return str(answer.cookies[COOKIE])


@pytest.fixture
def client(staff: Staff) -> TestClient:
    return staff.admin.client


def test_login_answers_a_token_and_an_http_only_cookie(client: TestClient):
    answer = login(client)
    body = answer.json()
    assert body["token_type"] == "bearer"
    assert body["expires_in"] <= 600
    assert body["user"]["role"] == "rep"
    assert "users:read" not in body["user"]["permissions"]
    header = answer.headers["set-cookie"].lower()
    assert "httponly" in header
    assert "samesite=strict" in header
    assert "domain=" not in header
    me = client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json()["email"] == "rep@staff.test"


@pytest.mark.parametrize(
    ("email", "password"), [("rep@staff.test", "wrong"), ("nobody@staff.test", PASSWORD), ("", "")]
)
def test_login_refuses_alike_whatever_is_wrong(client: TestClient, email: str, password: str):
    answer = login(client, email, password)
    assert answer.status_code == 401
    assert answer.json()["code"] == "WrongCredentials"


def test_login_is_limited_per_account_and_address(client: TestClient):
    for _ in range(5):
        assert login(client, password="wrong").status_code == 401
    limited = login(client)
    assert limited.status_code == 429
    assert int(limited.headers["retry-after"]) >= 1
    assert login(client, "manager@staff.test").status_code == 200
    with time_machine.travel(time.time() + 16 * 60):
        assert login(client).status_code == 200


def wait_of(client: TestClient) -> int:
    """Return how long the next try has to wait, having tried."""
    answer = login(client, password="wrong")
    return int(answer.headers["retry-after"]) if answer.status_code == 429 else 0


def test_login_waits_longer_after_each_failure_past_the_limit_and_never_for_good(client: TestClient):
    with time_machine.travel(time.time(), tick=False) as clock:
        for _ in range(5):
            assert wait_of(client) == 0
        waits = []
        for _ in range(7):
            waits.append(wait_of(client))
            clock.shift(waits[-1] - 1)
            assert wait_of(client) == 1
            clock.shift(1)
            assert wait_of(client) == 0
        assert waits == [5, 10, 20, 40, 80, 160, 300]
        clock.shift(301)
        assert login(client).status_code == 200


def fail(email: str, count: int, address: str = "198.51.100.{}") -> None:
    with transaction() as session:
        now = datetime.now(UTC)
        session.add_all(
            LoginFailure(email=email, address=address.format(one), failed_at=now) for one in range(count)
        )


def test_login_is_limited_per_account_from_anywhere(client: TestClient):
    with time_machine.travel(time.time(), tick=False) as clock:
        fail("rep@staff.test", 99)
        assert wait_of(client) == 0
        assert wait_of(client) == 36
        assert login(client, "manager@staff.test").status_code == 200
        clock.shift(37)
        assert login(client).status_code == 200


def test_failures_elsewhere_do_not_prolong_the_wait_here(client: TestClient):
    with time_machine.travel(time.time(), tick=False) as clock:
        for _ in range(5):
            login(client, password="wrong")
        clock.shift(6)
        fail("rep@staff.test", 20)
        assert login(client).status_code == 200


def test_login_does_the_same_work_for_known_and_unknown(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    from argon2 import low_level

    staff.admin.post("/users", {"email": "invited@staff.test", "name": "N", "role": "rep"})
    staff.admin.patch(f"/users/{staff.colleague.id}", {"is_active": False})
    client, verify = staff.admin.client, low_level.verify_secret
    login(client, "first@staff.test")  # the hash that nobody has is made once
    hashes: list[str] = []

    def count(hashed: bytes, *args: Any) -> Any:
        hashes.append(hashed.decode())
        return verify(hashed, *args)

    monkeypatch.setattr(low_level, "verify_secret", count)
    for email in ("rep@staff.test", "nobody@staff.test", "invited@staff.test", "colleague@staff.test"):
        hashes.clear()
        assert login(client, email, "wrong").status_code == 401
        assert [one.split("$")[1:4] for one in hashes] == [["argon2id", "v=19", "m=19456,t=2,p=1"]], email


def test_refresh_rotates(client: TestClient):
    first = cookie_of(login(client))
    second = cookie_of(refresh(client, first))
    assert second != first
    assert refresh(client, second).status_code == 200


def test_refresh_answers_parallel_tabs_with_one_successor(client: TestClient):
    token = cookie_of(login(client))
    answers: list[Any] = []

    def ask(_: int) -> None:
        alone = TestClient(client.app)
        answers.append(alone.post("/api/v1/auth/refresh", headers={"cookie": f"{COOKIE}={token}"}))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(24)))
    assert {one.status_code for one in answers} == {200}
    assert len({cookie_of(one) for one in answers}) == 1
    assert refresh(client, cookie_of(answers[0])).status_code == 200


def test_reuse_after_the_grace_ends_the_whole_family(client: TestClient):
    stolen = cookie_of(login(client))
    fresh = refresh(client, stolen)
    access = fresh.json()["access_token"]
    with engine().begin() as connection:
        connection.execute(text("UPDATE auth_sessions SET rotated_at = now() - interval '11 seconds'"))
    assert refresh(client, stolen).status_code == 401
    assert refresh(client, cookie_of(fresh)).status_code == 401
    with transaction() as session:
        reasons = session.scalars(select(AuthSession.revoked_because)).all()
    assert "a spent refresh token was used again" in reasons
    with time_machine.travel(time.time() + 0.1):
        from mancrel.accounts.callers import viewers

        viewers._known.clear()  # what two seconds do
        me = client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {access}"})
    assert me.status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "0" * 32 + ".1.AAAA", "é.1.A"])
def test_refresh_refuses_garbage(client: TestClient, token: str):
    answer = client.post("/api/v1/auth/refresh", headers=[(b"cookie", f"{COOKIE}={token}".encode())])
    assert answer.status_code == 401


def test_logout_ends_the_session(client: TestClient):
    token = cookie_of(login(client))
    client.cookies.clear()
    gone = client.post("/api/v1/auth/logout", headers={"cookie": f"{COOKIE}={token}"})
    assert gone.status_code == 204
    assert refresh(client, token).status_code == 401


ORIGINS = (
    {"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"}, {"origin": "http://testserver.evil.example"},
    {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
)  # fmt: skip


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize(
    "path", ["login", "refresh", "logout", "password-reset", "invitations/x", "password-reset/x"]
)
def test_cookie_routes_refuse_other_sites(client: TestClient, origin: dict[str, str], path: str):
    assert client.post(f"/api/v1/auth/{path}", json={}, headers=origin).status_code in {403, 422}
    body = {"email": "rep@staff.test", "password": PASSWORD}
    assert client.post("/api/v1/auth/login", json=body, headers=origin).status_code == 403


def bad_tokens(person: Person) -> list[str]:
    key = derived_key("access-token").hex()
    good = jwt.get_unverified_claims(person.token)

    def made(algorithm: str = "HS256", with_key: str = key, **changed: Any) -> str:
        claims = {name: value for name, value in (good | changed).items() if value is not ...}
        return str(jwt.encode(claims, with_key, algorithm=algorithm))

    def raw(header: dict[str, Any], claims: dict[str, Any] = good, signature: str = "") -> str:
        parts = (
            base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=")
            for one in (header, claims)
        )
        return ".".join([*parts, signature])

    now = int(time.time())
    head, body, signature = person.token.split(".")
    return [
        "", "x", "a.b", "a.b.c", "a.b.c.d", "é", "Bearer", person.token[:-2], person.token + "A", f"{head}.{body}.",
        f"{head}..{signature}", f".{body}.{signature}", "." * 3, "x" * 5000,
        raw({"alg": "none", "typ": "JWT"}), raw({"alg": "nOnE"}), raw({"alg": "None"}), raw({}), raw({"alg": 5}),
        raw({"alg": "HS256", "crit": ["x"]}, signature=signature),
        made("HS384"), made("HS512"), made(with_key="another key"), made(with_key=""),
        made(exp=now - 1), made(exp=...), made(iat=...), made(iss=...), made(aud=...), made(sub=...), made(typ=...),
        made(sid=...), made(iss="other"), made(aud="other"), made(typ="refresh"), made(sub="nobody"), made(sid="no id"),
        made(sub="01a202e2-519e-75f5-b4a4-000000000000"), made(exp="soon"),
    ]  # fmt: skip


def test_every_bad_access_token_is_refused(staff: Staff):
    """R47."""
    vectors = bad_tokens(staff.rep)
    assert len(vectors) >= 30
    for token in vectors:
        header = f"Bearer {token}".encode()
        answer = staff.rep.client.get("/api/v1/auth/me", headers=[(b"authorization", header)])
        assert answer.status_code == 401, token
    for header in (b"", b"Basic abc", staff.rep.token.encode(), b"Bearer"):
        assert (
            staff.rep.client.get("/api/v1/auth/me", headers=[(b"authorization", header)]).status_code == 401
        )


def test_access_token_is_signed_by_the_pinned_algorithm(staff: Staff):
    assert jwt.get_unverified_header(staff.rep.token)["alg"] == tokens.ALGORITHM


def test_stranger_is_refused_before_anything_is_looked_at(client: TestClient):
    for method, path in (
        ("GET", "/contacts/no-uuid"), ("POST", "/contacts"), ("GET", "/nothing/here"), ("PATCH", "/users/1"),
    ):  # fmt: skip
        assert client.request(method, f"/api/v1{path}", content=b"{broken").status_code == 401
