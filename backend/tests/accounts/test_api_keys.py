"""API keys: a program acts as its owner, within its scopes, until the key or its owner ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from mancrel.accounts.callers import viewers
from mancrel.accounts.models import ApiKey
from mancrel.accounts.permissions import GRANTS, KEYLESS, Role
from mancrel.kit import live
from mancrel.kit.changes import Change
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.settings import settings
from tests.fixtures import Person, Staff
from tests.house.test_doors import LEAST, address

CONTACTS = ["contacts:read", "contacts:write"]


def make(person: Person, scopes: list[str] | None = None, **fields: Any) -> dict[str, Any]:
    answer = person.post("/api-keys", {"name": "Shop sync", "scopes": scopes or CONTACTS, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def program(person: Person, scopes: list[str] | None = None, **fields: Any) -> Person:
    """Return somebody who comes with a key of a person."""
    secret = make(person, scopes, **fields)["secret"]
    headers = {"Authorization": f"Bearer {secret}"}
    return Person(person.client, person.id, person.name, person.email, secret, headers)


def ended(one: Person) -> bool:
    viewers._known.clear()  # what two seconds do
    answer = one.get("/contacts")
    assert answer.status_code in {200, 401}
    return (answer.status_code, answer.json().get("code")) == (401, "KeyEnded")


def test_a_key_is_shown_once_and_kept_as_a_digest(staff: Staff):
    made = make(staff.rep)
    assert made["secret"].startswith("mk_")
    assert len(made["secret"]) == len("mk_") + 43  # 256 bits
    assert made["secret"].startswith(made["prefix"])
    shown = staff.rep.get(f"/api-keys/{made['id']}").json()
    assert "secret" not in shown
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    with transaction() as session:
        row = session.scalars(select(ApiKey)).one()
        held = str({one.name: getattr(row, one.name) for one in ApiKey.__table__.columns})
    assert made["secret"] not in held


def test_a_key_acts_as_its_owner(staff: Staff):
    robot = program(staff.rep)
    made = robot.post("/contacts", {"name": "Ann"})
    assert made.status_code == 201
    assert made.json()["owner"]["name"] == "Rep"
    hidden = staff.other_rep.post("/contacts", {"name": "Hidden"}).json()["id"]
    assert robot.get(f"/contacts/{hidden}").status_code == 404
    assert [one["name"] for one in robot.get("/contacts").json()["items"]] == ["Ann"]
    me = robot.get("/auth/me").json()
    assert (me["email"], me["permissions"]) == (staff.rep.email, CONTACTS)


def test_a_key_does_no_more_than_its_scopes(staff: Staff):
    robot = program(staff.admin, ["contacts:read"])
    assert robot.get("/contacts").status_code == 200
    for method, path in (("POST", "/contacts"), ("GET", "/deals"), ("GET", "/users"), ("GET", "/jobs")):
        answer = robot.request(method, path, json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "Forbidden"), path
    answer = robot.get("/contacts?deleted=true")
    assert answer.status_code == 403, "the bin is for those who may delete"


def test_a_key_loses_what_its_owner_loses(staff: Staff):
    robot = program(staff.manager, ["articles:write", "articles:read"])
    body = {"title": "Returns", "body": "30 days."}
    assert robot.post("/articles", body).status_code == 201
    staff.admin.patch(f"/users/{staff.manager.id}", {"role": "rep"})
    viewers._known.clear()
    assert robot.get("/articles").status_code == 200
    assert robot.post("/articles", body).status_code == 403


def test_no_key_reaches_accounts_or_keys(staff: Staff):
    everything = sorted(GRANTS[Role.ADMIN] - KEYLESS)
    robot = program(staff.admin, everything)
    own = (
        "/api/v1/api-keys",
        "/api/v1/users",
        "/api/v1/calendar",
        "/api/v1/notifications",
        "/api/v1/settings/notifications",
    )
    refused = {
        (method, path)
        for method, path in LEAST
        if robot.request(method, address(path).removeprefix("/api/v1"), json={}).status_code == 403
    }
    expected = {
        (method, path)
        for method, path in LEAST
        if path.startswith((*own, "/api/v1/auth/")) or (path.startswith("/api/v1/teams") and method != "GET")
    } - {("GET", "/api/v1/auth/me")}
    assert refused == expected


def test_without_a_scope_for_it_a_key_does_nothing(staff: Staff):
    robot = program(staff.admin, ["search:read"])
    allowed = {
        (method, path)
        for method, path in LEAST
        if robot.request(method, address(path).removeprefix("/api/v1"), json={}).status_code != 403
    }
    assert allowed == {("GET", "/api/v1/auth/me"), ("GET", "/api/v1/search")}


@pytest.mark.parametrize("scopes", [["users:read"], ["api_keys:write"], ["teams:write"], ["nonsense"], []])
def test_accounts_and_nonsense_are_no_scopes(staff: Staff, scopes: list[str]):
    answer = staff.admin.post("/api-keys", {"name": "x", "scopes": scopes})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("scopes")


def test_nobody_gives_a_key_what_they_have_not(staff: Staff):
    answer = staff.rep.post("/api-keys", {"name": "x", "scopes": ["contacts:read", "products:write"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "ScopeNotYours")
    assert "products:write" in answer.json()["detail"]
    mine = staff.rep.get("/api-keys/scopes").json()["scopes"]
    assert set(mine) == GRANTS[Role.REP] - KEYLESS
    assert staff.rep.post("/api-keys", {"name": "x", "scopes": mine}).status_code == 201


def test_a_key_ends_by_its_date_its_owner_an_admin_and_with_its_user(staff: Staff):
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    dated, by_owner, by_admin, with_user = (
        program(staff.rep, name=str(number), expires_at=soon) for number in range(4)
    )
    ids = {one["name"]: one["id"] for one in staff.rep.get("/api-keys").json()["items"]}
    assert not any(ended(one) for one in (dated, by_owner, by_admin, with_user))
    with transaction() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(ApiKey).where(ApiKey.name == "0").values(expires_at=past))
    assert ended(dated)
    assert staff.rep.post(f"/api-keys/{ids['1']}/revoke").json()["revoked_at"]
    assert staff.admin.post(f"/api-keys/{ids['2']}/revoke").status_code == 200
    assert ended(by_owner)
    assert ended(by_admin)
    assert not ended(with_user)
    staff.admin.patch(f"/users/{staff.rep.id}", {"is_active": False})
    assert ended(with_user)
    answer = staff.admin.post(f"/api-keys/{ids['2']}/revoke")
    assert (answer.status_code, answer.json()["code"]) == (409, "KeyRevoked")


def test_keys_are_their_owners_and_the_admins(staff: Staff):
    made = make(staff.rep)
    assert [one["id"] for one in staff.admin.get("/api-keys").json()["items"]] == [made["id"]]
    for person in (staff.manager, staff.colleague, staff.other_rep):
        assert person.get("/api-keys").json()["items"] == []
        assert person.get(f"/api-keys/{made['id']}").status_code == 404
        assert person.post(f"/api-keys/{made['id']}/revoke").status_code == 404


def test_the_end_of_a_key_is_in_the_future(staff: Staff):
    answer = staff.rep.post(
        "/api-keys", {"name": "x", "scopes": CONTACTS, "expires_at": "2020-01-01T00:00:00Z"}
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "expires_at")


def test_nobody_collects_keys(staff: Staff):
    for _ in range(50):
        make(staff.rep)
    answer = staff.rep.post("/api-keys", {"name": "x", "scopes": CONTACTS})
    assert (answer.status_code, answer.json()["code"]) == (409, "TooManyKeys")


@pytest.mark.parametrize("token", ["mk_", "mk_x", "mk_" + "A" * 43, "mk_" + "A" * 5000, "MK_" + "A" * 43])
def test_a_made_up_key_is_refused(staff: Staff, token: str):
    answer = staff.rep.client.get("/api/v1/contacts", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_use_is_noted_once_a_minute(staff: Staff):
    robot = program(staff.rep)
    key = staff.rep.get("/api-keys").json()["items"][0]
    assert key["last_used_at"] is None

    def used() -> str:
        viewers._known.clear()
        robot.get("/contacts")
        return staff.rep.get(f"/api-keys/{key['id']}").json()["last_used_at"]

    first = used()
    assert first
    assert used() == first
    with transaction() as session:
        session.execute(update(ApiKey).values(last_used_at=datetime.now(UTC) - timedelta(seconds=61)))
    assert used() > first


def test_the_audit_says_who_made_and_ended_a_key_and_what_it_did(staff: Staff):
    robot = program(staff.rep)
    contact = robot.post("/contacts", {"name": "Ann"}).json()["id"]
    key = staff.rep.get("/api-keys").json()["items"][0]
    staff.admin.post(f"/api-keys/{key['id']}/revoke")
    with transaction() as session:
        rows = session.scalars(select(Change).order_by(Change.id)).all()
        told = [(one.action, one.actor_id) for one in rows if str(one.subject_id) == key["id"]]
        ways = {one.via for one in rows if str(one.subject_id) == contact}
        types = set(session.scalars(select(Event.type).where(Event.subject_type == "api_keys")))
    assert told == [("created", staff.rep.id), ("changed", staff.admin.id)]
    assert ways == {f"key {key['prefix']}"}
    assert types == {"api_key.created", "api_key.revoked"}


def test_a_key_opens_no_live_socket(staff: Staff):
    robot = program(staff.rep)
    with staff.rep.client.websocket_connect("/api/v1/live") as socket:
        socket.send_json({"token": robot.token})
        assert socket.receive()["code"] == 4401


@pytest.fixture
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    few = settings().model_copy(update={"api_key_requests_per_minute": 3})
    monkeypatch.setattr("mancrel.accounts.gate.settings", lambda: few)


def test_a_key_has_its_rate_and_is_told_of_it(staff: Staff, three_a_minute: None):
    robot, other = program(staff.rep), program(staff.rep)
    answers = [robot.get("/contacts") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["ratelimit-remaining"] for one in answers] == ["2", "1", "0", "0"]
    assert {one.headers["ratelimit-limit"] for one in answers} == {"3"}
    assert {one.headers["ratelimit-policy"] for one in answers} == {"3;w=60"}
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "TooManyRequests"
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert refused.headers["ratelimit-reset"] == refused.headers["retry-after"]
    assert other.get("/contacts").status_code == 200, "each key has its own"
    person = staff.rep.get("/contacts")
    assert person.status_code == 200
    assert "ratelimit-limit" not in person.headers, "sessions have none"


def test_many_at_once_get_no_more_than_the_rate(staff: Staff, three_a_minute: None):
    robot = program(staff.rep)
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: robot.get("/contacts").status_code, range(16)))
    assert sorted(codes) == [200] * 3 + [429] * 13


def test_a_bucket_fills_again(staff: Staff, three_a_minute: None):
    robot = program(staff.rep)
    for _ in range(4):
        robot.get("/contacts")
    key = f"mancrel:rate:key:{staff.rep.get('/api-keys').json()['items'][0]['id']}"
    at = float(live.doorway.call("HGET", key, "at"))
    live.doorway.call("HSET", key, "at", str(at - 20))  # as if twenty seconds had passed
    assert [robot.get("/contacts").status_code for _ in range(2)] == [200, 429]


def test_while_redis_is_away_nobody_is_refused(
    staff: Staff, three_a_minute: None, monkeypatch: pytest.MonkeyPatch
):
    robot = program(staff.rep)
    gone = settings().model_copy(update={"redis_url": type(settings().redis_url)("redis://127.0.0.1:1/0")})
    monkeypatch.setattr("mancrel.kit.live.settings", lambda: gone)
    monkeypatch.setattr("mancrel.kit.live.doorway", live.Doorway())
    answers = [robot.get("/contacts") for _ in range(6)]
    assert {one.status_code for one in answers} == {200}
    assert "ratelimit-limit" not in answers[0].headers
