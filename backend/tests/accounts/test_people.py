"""Users, teams, invitations: what an admin manages."""

import pytest

from tests.fixtures import PASSWORD, Staff


def token_of(url: str) -> str:
    return url.rsplit("/", 1)[1]


def test_invite_lets_a_new_user_in_once(staff: Staff):
    body = {"email": "New@Staff.test", "name": "New", "role": "rep", "team_ids": [str(staff.team_id)]}
    made = staff.admin.post("/users", body).json()
    assert made["email"] == "new@staff.test"
    assert made["invitation_pending"] is True
    token = token_of(made["invitation_url"])
    client = staff.admin.client
    assert client.get(f"/api/v1/auth/invitations/{token}").json()["name"] == "New"
    answer = {"name": "Newton", "password": "a fine long password"}
    assert client.post(f"/api/v1/auth/invitations/{token}", json=answer).json()["user"]["name"] == "Newton"
    assert client.post(f"/api/v1/auth/invitations/{token}", json=answer).status_code == 404


COMMON = (
    "password123",
    "PassWord123",
    "12345678",
    "iloveyou",
    "Passwort1",
    "sunshine1",
    "1q2w3e4r5t",
    "qwertyuiop",
)


@pytest.mark.parametrize("password", ["short", "x" * 257, "", *COMMON])
def test_invite_refuses_a_bad_password(staff: Staff, password: str):
    made = staff.admin.post("/users", {"email": "n@staff.test", "name": "N", "role": "rep"}).json()
    path = f"/api/v1/auth/invitations/{token_of(made['invitation_url'])}"
    answer = staff.admin.client.post(path, json={"name": "N", "password": password})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "password"


def test_the_common_passwords_are_those_that_our_rule_of_length_lets_pass():
    from mancrel.accounts import passwords

    common = passwords._common()
    assert len(common) >= 3000
    assert {one for one in common if len(one) < 8 or one != one.lower() or " " in one} == set()


def test_invite_refuses_a_known_address(staff: Staff):
    answer = staff.admin.post("/users", {"email": "rep@staff.test", "name": "N", "role": "rep"})
    assert (answer.status_code, answer.json()["code"]) == (409, "DuplicateUser")


def test_deactivation_ends_every_session_at_once(staff: Staff):
    from mancrel.accounts.callers import viewers

    assert staff.rep.get("/auth/me").status_code == 200
    staff.admin.patch(f"/users/{staff.rep.id}", {"is_active": False})
    viewers._known.clear()  # what two seconds do
    assert staff.rep.get("/auth/me").status_code == 401
    login = {"email": "rep@staff.test", "password": PASSWORD}
    assert staff.admin.client.post("/api/v1/auth/login", json=login).status_code == 401


def test_change_of_role_ends_every_session(staff: Staff):
    from mancrel.accounts.callers import viewers

    staff.admin.patch(f"/users/{staff.rep.id}", {"role": "manager"})
    viewers._known.clear()
    assert staff.rep.get("/auth/me").status_code == 401


def test_the_last_admin_stays_one(staff: Staff):
    for change in ({"is_active": False}, {"role": "rep"}):
        answer = staff.admin.patch(f"/users/{staff.admin.id}", change)
        assert (answer.status_code, answer.json()["code"]) == (409, "LastAdmin")
    assert staff.admin.delete(f"/users/{staff.admin.id}").status_code == 409
    assert staff.admin.patch(f"/users/{staff.admin.id}", {"name": "Ada"}).status_code == 200


def test_users_are_the_admins_matter(staff: Staff):
    for person in (staff.manager, staff.rep):
        assert person.get("/users").status_code == 403
        assert person.post("/users", {"email": "a@b.test", "name": "A", "role": "admin"}).status_code == 403
        assert person.post("/teams", {"name": "Mine"}).status_code == 403
        names = {one["name"] for one in person.get("/directory").json()["users"]}
        assert "Admin" in names


def test_team_keeps_its_members(staff: Staff):
    made = staff.admin.post("/teams", {"name": "Night", "member_ids": [str(staff.rep.id)]}).json()
    assert [one["name"] for one in made["members"]] == ["Rep"]
    assert staff.admin.post("/teams", {"name": "Night"}).status_code == 409
    changed = staff.admin.patch(f"/teams/{made['id']}", {"member_ids": []}).json()
    assert changed["members"] == []
    unknown = staff.admin.patch(f"/teams/{made['id']}", {"member_ids": [str(staff.team_id)]})
    assert unknown.json()["errors"][0]["field"] == "member_ids"
    assert staff.admin.delete(f"/teams/{made['id']}").status_code == 204
    assert staff.admin.get(f"/teams/{made['id']}").status_code == 404


def test_invite_link_spends_the_others_and_ends_with_the_first_password(staff: Staff):
    made = staff.admin.post("/users", {"email": "n@staff.test", "name": "N", "role": "rep"}).json()
    other = staff.admin.post(f"/users/{made['id']}/invitation").json()["invitation_url"]
    client, answer = staff.admin.client, {"name": "N", "password": "a fine long password"}
    path = "/api/v1/auth/invitations/"
    assert client.post(path + token_of(made["invitation_url"]), json=answer).status_code == 200
    assert client.post(path + token_of(other), json=answer).status_code == 404
    late = staff.admin.post(f"/users/{made['id']}/invitation")
    assert (late.status_code, late.json()["code"]) == (409, "AlreadyJoined")


def test_a_bad_link_costs_no_hash(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    from mancrel.accounts import people

    monkeypatch.setattr(people, "hash_password", lambda _password: pytest.fail("hashed"))
    answer = {"name": "N", "password": "a fine long password"}
    assert staff.admin.client.post("/api/v1/auth/invitations/nothing", json=answer).status_code == 404


def test_reset_is_asked_for_thrice_an_hour_and_its_links_are_spent_together(staff: Staff):
    from sqlalchemy import func, select

    from mancrel.accounts import people
    from mancrel.accounts.models import User
    from mancrel.kit.db import transaction
    from mancrel.kit.jobs import JobRow

    client = staff.admin.client
    for _ in range(6):
        asked = client.post("/api/v1/auth/password-reset", json={"email": "rep@staff.test"})
        assert (asked.status_code, asked.json()) == (202, {})
    with transaction() as session:
        jobs = select(func.count()).where(JobRow.event_type == "password.reset_requested")
        assert session.scalar(jobs) == 3
        user = session.get(User, staff.rep.id)
        links = [token_of(people.new_reset_link(session, user)) for _ in range(2)]
    statuses = [
        client.post(
            f"/api/v1/auth/password-reset/{link}", json={"password": "a fine long password"}
        ).status_code
        for link in links
    ]
    assert statuses == [204, 404]


def test_logout_clears_a_malformed_cookie(staff: Staff):
    answer = staff.admin.client.post("/api/v1/auth/logout", headers={"cookie": "mancrel-refresh=garbage"})
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_purge_drops_what_is_old_only(staff: Staff):
    from datetime import UTC, datetime, timedelta

    from sqlalchemy import func, select

    from mancrel.accounts import service
    from mancrel.accounts.models import AuthSession, LoginFailure
    from mancrel.kit.db import transaction

    now = datetime.now(UTC)
    with transaction() as session:
        for age in (timedelta(hours=1), timedelta(days=2)):
            session.add(LoginFailure(email="a@b.test", address="x", failed_at=now - age))
        old = session.scalars(select(AuthSession).where(AuthSession.user_id == staff.rep.id)).one()
        old.expires_at = now - timedelta(days=31)
        session.flush()
        service.purge(session)
        assert session.scalar(select(func.count()).select_from(LoginFailure)) == 1
        assert session.scalar(select(func.count()).select_from(AuthSession)) == 5


def test_seed_refuses_in_production(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    import typer

    from mancrel import seed
    from mancrel.settings import settings

    production = settings().model_copy(update={"environment": "production"})
    monkeypatch.setattr(seed, "settings", lambda: production)
    for load in (seed.load_users, seed.load_shop):
        with pytest.raises(typer.Exit):
            load()
