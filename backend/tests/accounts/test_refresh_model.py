"""A family of refresh tokens, however they are used: one is good, and a stolen one ends them all (R48, R59)."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import delete, text

from mancrel.accounts.models import AuthSession
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from tests import machines
from tests.accounts.test_sign_in import cookie_of, login, refresh
from tests.fixtures import Staff

SEEN = st.integers(0, 30)


class Family(RuleBasedStateMachine):
    """Every token that was ever given out, and how many of them there are."""

    client: TestClient

    @initialize()
    def sign_in(self) -> None:
        with transaction() as session:
            session.execute(delete(AuthSession))
        self.given = [cookie_of(login(self.client))]
        self.grace = False
        self.ended = False

    @rule()
    def use_the_newest(self) -> None:
        answer = refresh(self.client, self.given[-1])
        assert answer.status_code == (401 if self.ended else 200)
        if not self.ended:
            self.given.append(cookie_of(answer))
            self.grace = True

    @rule()
    def ask_again_for_a_lost_answer(self) -> None:
        if len(self.given) > 1:
            self.use_a_spent_one(1)

    @rule(back=SEEN)
    def use_a_spent_one(self, back: int) -> None:
        if back == 0 or back >= len(self.given):
            return
        answer = refresh(self.client, self.given[-1 - back])
        if self.ended or back > 1 or not self.grace:
            assert answer.status_code == 401
            self.ended = True
        else:
            assert answer.status_code == 200
            assert cookie_of(answer) == self.given[-1]

    @rule(part=st.sampled_from(["session", "generation", "mark"]))
    def use_a_forged_one(self, part: str) -> None:
        session, generation, mark = self.given[-1].split(".")
        forged = {
            "session": f"{'0' * len(session)}.{generation}.{mark}",
            "generation": f"{session}.{int(generation) + 1}.{mark}",
            "mark": f"{session}.{generation}.{mark[::-1]}",
        }[part]
        assert refresh(self.client, forged).status_code == 401

    @rule()
    def eleven_seconds_pass(self) -> None:
        with engine().begin() as connection:
            connection.execute(
                text("UPDATE auth_sessions SET rotated_at = rotated_at - interval '11 seconds'")
            )
        self.grace = False

    @rule(who=st.sampled_from([*["nobody"] * 9, "owner"]))
    def sign_out(self, who: str) -> None:
        if who == "owner":
            self.client.cookies.clear()
            cookie = {"cookie": f"mancrel-refresh={self.given[-1]}"}
            assert self.client.post("/api/v1/auth/logout", headers=cookie).status_code == 204
            self.ended = True


@pytest.mark.usefixtures("database")
def test_a_family_of_tokens_is_as_the_model_says(staff: Staff):
    machines.run(Family, runs=20, steps=20, client=staff.admin.client)
