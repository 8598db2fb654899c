"""A second factor: enrolling, signing in with it, losing it, and installations that ask for it."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest
import time_machine
from sqlalchemy import select, update

from mancrel.accounts import service
from mancrel.accounts.callers import viewers
from mancrel.accounts.models import LoginFailure, RecoveryCode, SecondFactor, User
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.settings import settings
from tests.fixtures import PASSWORD, Person, Staff

STEP = 30
BASE = "/auth/second-factor"


@pytest.fixture(autouse=True)
def _clock() -> Any:
    """Stand still in the middle of a time step; tests move on by ``later``."""
    with time_machine.travel(time.time() // STEP * STEP + 15, tick=False) as clock:
        yield clock


def later(clock: Any, steps: int = 1) -> None:
    clock.shift(steps * STEP)
    viewers._known.clear()  # what two seconds do


def sign_in(person: Person, code: str | None = None, password: str = PASSWORD) -> Any:
    body = {"email": person.email, "password": password}
    person.client.cookies.clear()
    return person.client.post("/api/v1/auth/login", json=body if code is None else {**body, "code": code})


def set_up(person: Person) -> pyotp.TOTP:
    made = person.post(f"{BASE}/setup", {"password": PASSWORD})
    assert made.status_code == 200, made.text
    return pyotp.TOTP(made.json()["secret"])


def enrol(person: Person) -> tuple[pyotp.TOTP, list[str]]:
    """Enrol a person; returns their authenticator and recovery codes."""
    app = set_up(person)
    answer = person.post(f"{BASE}/confirm", {"code": app.now()})
    assert answer.status_code == 200, answer.text
    return app, answer.json()["recovery_codes"]


def events_of(person: Person) -> list[tuple[str, Any]]:
    with transaction() as session:
        rows = session.scalars(select(Event).where(Event.type.startswith("second_factor")).order_by(Event.id))
        return [(one.type, one.actor_id) for one in rows if one.subject_id == person.id]


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_setup_shows_the_secret_and_does_not_count_yet(staff: Staff):
    made = staff.admin.post(f"{BASE}/setup", {"password": PASSWORD}).json()
    assert made["otpauth_uri"].startswith("otpauth://totp/Mancrel:admin%40staff.test?")
    assert made["secret"] in made["otpauth_uri"]
    assert made["qr_code"].startswith("data:image/svg+xml")
    status = staff.admin.get(BASE).json()
    assert status == {"enabled_at": None, "recovery_codes_left": 0, "required": False}
    assert sign_in(staff.admin).status_code == 200
    with transaction() as session:
        sealed = session.scalars(select(SecondFactor.sealed_secret)).one()
    assert made["secret"] not in sealed


def test_setup_asks_for_the_password_and_counts_a_wrong_one(staff: Staff):
    for _ in range(5):
        answer = staff.rep.post(f"{BASE}/setup", {"password": "wrong"})
        assert code_of(answer) == (422, "WrongPassword")
        assert answer.json()["errors"][0]["field"] == "password"
    assert code_of(staff.rep.post(f"{BASE}/setup", {"password": PASSWORD})) == (429, "TooManySignIns")
    assert code_of(sign_in(staff.rep)) == (429, "TooManySignIns")


def test_confirm_turns_it_on_ends_other_sessions_and_records(staff: Staff):
    elsewhere = sign_in(staff.rep).json()["access_token"]
    _, recovery = enrol(staff.rep)
    assert len(set(recovery)) == 10
    viewers._known.clear()
    other = {"Authorization": f"Bearer {elsewhere}"}
    assert staff.rep.client.get("/api/v1/auth/me", headers=other).status_code == 401
    status = staff.rep.get(BASE).json()
    assert status["enabled_at"] is not None
    assert status["recovery_codes_left"] == 10
    assert events_of(staff.rep) == [("second_factor.enabled", staff.rep.id)]
    with transaction() as session:
        kept = set(session.scalars(select(RecoveryCode.digest)))
    assert not kept & {code.replace("-", "") for code in recovery}


def test_confirm_refuses_a_wrong_code_and_what_was_not_started(staff: Staff):
    assert code_of(staff.rep.post(f"{BASE}/confirm", {"code": "123456"})) == (409, "SecondFactorNotStarted")
    app = set_up(staff.rep)
    refused = staff.rep.post(f"{BASE}/confirm", {"code": app.at(time.time() + 5 * STEP)})
    assert code_of(refused) == (422, "WrongCode")
    assert refused.json()["errors"][0]["field"] == "code"
    assert staff.rep.get(BASE).json()["enabled_at"] is None
    enrol(staff.rep)
    again = staff.rep.post(f"{BASE}/setup", {"password": PASSWORD})
    assert code_of(again) == (409, "SecondFactorEnabled")


def test_sign_in_asks_for_the_code_only_after_the_right_password(staff: Staff, _clock: Any):
    app, _ = enrol(staff.rep)
    later(_clock)
    assert code_of(sign_in(staff.rep)) == (401, "SecondFactorRequired")
    assert code_of(sign_in(staff.rep, "")) == (401, "SecondFactorRequired")
    assert code_of(sign_in(staff.rep, password="wrong")) == (401, "WrongCredentials")
    assert code_of(sign_in(staff.rep, app.now(), "wrong")) == (401, "WrongCredentials")
    assert sign_in(staff.rep, app.now()).status_code == 200
    assert sign_in(staff.manager, "123456").status_code == 200


def test_sign_in_takes_a_code_once(staff: Staff, _clock: Any):
    app, _ = enrol(staff.rep)
    assert code_of(sign_in(staff.rep, app.now())) == (401, "WrongSecondFactor")  # the one that confirmed
    later(_clock)
    code = app.now()
    assert sign_in(staff.rep, code).status_code == 200
    assert code_of(sign_in(staff.rep, code)) == (401, "WrongSecondFactor")


@pytest.mark.parametrize("recovery", [False, True])
def test_sign_in_takes_a_code_once_however_many_try_together(staff: Staff, _clock: Any, recovery: bool):
    app, codes = enrol(staff.rep)
    later(_clock)
    body = {"email": staff.rep.email, "password": PASSWORD, "code": codes[0] if recovery else app.now()}

    def ask(_: int) -> int:
        return staff.rep.client.post("/api/v1/auth/login", json=body).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(ask, range(4)))
    assert sorted(statuses) == [200, 401, 401, 401]


def test_sign_in_allows_for_a_clock_one_step_off(staff: Staff, _clock: Any):
    app, _ = enrol(staff.rep)
    later(_clock, 10)
    for off, status in ((-2, 401), (2, 401), (-1, 200), (1, 200), (0, 401)):
        assert sign_in(staff.rep, app.at(time.time() + off * STEP)).status_code == status, off


def test_sign_in_takes_each_recovery_code_once(staff: Staff, _clock: Any):
    _, recovery = enrol(staff.rep)
    assert sign_in(staff.rep, recovery[0]).status_code == 200
    assert code_of(sign_in(staff.rep, recovery[0])) == (401, "WrongSecondFactor")
    assert sign_in(staff.rep, f" {recovery[1].replace('-', '').upper()} ").status_code == 200
    assert staff.rep.get(BASE).json()["recovery_codes_left"] == 8
    enrol(staff.colleague)
    assert code_of(sign_in(staff.colleague, recovery[2])) == (401, "WrongSecondFactor")


def test_a_wrong_code_counts_as_a_failed_sign_in(staff: Staff, _clock: Any):
    app, _ = enrol(staff.rep)
    later(_clock, 10)
    for wrong in ("1", "not a code", "é", "", "123 456 7", app.at(0)):
        sign_in(staff.rep, wrong)
    assert code_of(sign_in(staff.rep, app.now())) == (429, "TooManySignIns")
    later(_clock, 32)
    assert sign_in(staff.rep, app.now()).status_code == 200


def test_disable_needs_both_and_records(staff: Staff, _clock: Any):
    app, _ = enrol(staff.rep)
    later(_clock)
    elsewhere = {"Authorization": f"Bearer {sign_in(staff.rep, app.now()).json()['access_token']}"}
    later(_clock)
    path = f"{BASE}/disable"
    assert code_of(staff.rep.post(path, {"password": "no", "code": app.now()})) == (422, "WrongPassword")
    assert code_of(staff.rep.post(path, {"password": PASSWORD, "code": "000"})) == (422, "WrongCode")
    with transaction() as session:
        assert len(session.scalars(select(LoginFailure)).all()) == 2
    assert staff.rep.post(path, {"password": PASSWORD, "code": app.now()}).status_code == 204
    viewers._known.clear()
    assert staff.rep.client.get("/api/v1/auth/me", headers=elsewhere).status_code == 401
    assert staff.rep.get(BASE).json()["enabled_at"] is None
    assert sign_in(staff.rep).status_code == 200
    assert [name for name, _ in events_of(staff.rep)] == ["second_factor.enabled", "second_factor.disabled"]
    assert code_of(staff.rep.post(path, {"password": PASSWORD, "code": "1"})) == (409, "NoSecondFactor")


def test_an_admin_resets_anothers_second_factor(staff: Staff):
    enrol(staff.rep)
    path = f"/users/{staff.rep.id}"
    assert staff.admin.get(path).json()["second_factor_at"] is not None
    assert staff.manager.post(f"{path}/second-factor/reset").status_code == 403
    assert staff.admin.post(f"{path}/second-factor/reset").status_code == 204
    viewers._known.clear()
    assert staff.rep.get("/auth/me").status_code == 401
    assert staff.admin.get(path).json()["second_factor_at"] is None
    assert sign_in(staff.rep).status_code == 200
    assert events_of(staff.rep)[-1] == ("second_factor.disabled", staff.admin.id)
    again = staff.admin.post(f"{path}/second-factor/reset")
    assert code_of(again) == (409, "NoSecondFactor")
    own = staff.admin.post(f"/users/{staff.admin.id}/second-factor/reset")
    assert code_of(own) == (409, "OwnSecondFactor")


def test_an_operator_resets_the_last_admins_second_factor(staff: Staff):
    from typer.testing import CliRunner

    from mancrel.cli import app as cli

    enrol(staff.admin)
    assert CliRunner().invoke(cli, ["reset-second-factor", "Admin@staff.test"]).exit_code == 0
    assert sign_in(staff.admin).status_code == 200
    again = CliRunner().invoke(cli, ["reset-second-factor", "admin@staff.test"])
    assert (again.exit_code, again.stderr.strip()) == (1, "There is no second factor to remove.")


@pytest.fixture
def _required(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = settings().model_copy(update={"require_admin_second_factor": True})
    monkeypatch.setattr(service, "settings", lambda: strict)


@pytest.mark.usefixtures("_required")
def test_an_admin_without_one_does_nothing_else_where_it_is_required(staff: Staff):
    assert sign_in(staff.admin).json()["user"]["must_enrol_second_factor"] is True
    assert staff.admin.get("/auth/me").json()["must_enrol_second_factor"] is True
    assert staff.admin.get(BASE).json()["required"] is True
    for path in ("/users", "/contacts", "/nothing"):
        refused = staff.admin.get(path)
        assert code_of(refused) == (403, "SecondFactorMissing")
        assert "Security" in refused.json()["detail"]
    with staff.admin.client.websocket_connect("/api/v1/live") as socket:
        socket.send_json({"token": staff.admin.token})
        assert socket.receive()["code"] == 4401
    enrol(staff.admin)
    assert staff.admin.get("/users").status_code == 200  # at once, without a new token
    assert staff.admin.get("/auth/me").json()["must_enrol_second_factor"] is False


@pytest.mark.usefixtures("_required")
def test_others_need_none_where_admins_do(staff: Staff):
    assert staff.manager.get("/auth/me").json()["must_enrol_second_factor"] is False
    assert staff.manager.get("/contacts").status_code == 200


def test_a_new_setup_replaces_one_that_was_not_confirmed(staff: Staff):
    first, second = set_up(staff.rep), set_up(staff.rep)
    assert code_of(staff.rep.post(f"{BASE}/confirm", {"code": first.now()})) == (422, "WrongCode")
    assert staff.rep.post(f"{BASE}/confirm", {"code": second.now()}).status_code == 200


def test_a_secret_that_was_started_only_lets_nobody_in(staff: Staff):
    app = set_up(staff.rep)
    with transaction() as session:
        session.execute(update(User).where(User.id == staff.rep.id).values(is_active=False))
    assert code_of(sign_in(staff.rep, app.now())) == (401, "WrongCredentials")
