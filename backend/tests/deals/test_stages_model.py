"""A lead on its way: however its deal is moved, won, lost and taken back, all is as a plain model says (R59)."""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mancrel.contacts.lifecycles import FORWARD
from tests import machines
from tests.deals.factory import deal, pipeline
from tests.fixtures import Staff, work

OPEN = ("Lead", "Qualified", "Proposal")
STAGES = (*OPEN, "Won", "Lost")
STAGE = st.sampled_from(STAGES)
LIFECYCLES = st.sampled_from([*FORWARD, "other"])
REASON = "Too expensive"
AGO = st.integers(0, 3)


class Lead(RuleBasedStateMachine):
    """A contact with a deal; the model: where the deal is and was, and how far the contact has come."""

    staff: Staff

    @initialize()
    def begin(self) -> None:
        self.stages = {one["name"]: one["id"] for one in pipeline(self.staff.rep)["stages"]}
        contact = self.staff.rep.post("/contacts", {"name": "Jane", "lifecycle": "lead"})
        self.contact = contact.json()["id"]
        made = deal(self.staff.rep, stage_id=self.stages["Lead"], contact_id=self.contact)
        self.deal, self.version = made["id"], made["version"]
        self.stage, self.reason = "Lead", None
        self.deleted = False
        self.stays = ["Lead"]
        self.lifecycle = "lead"
        self.follow()

    def follow(self) -> None:
        """Let the contact come as far as the deal says, and never back."""
        work()
        meant = {"Won": "customer", "Lost": None}.get(self.stage, "opportunity")
        self.advance(meant if len(self.stays) == 1 or meant == "customer" else None)

    def advance(self, to: str | None) -> None:
        if to and self.lifecycle in FORWARD and FORWARD.index(self.lifecycle) < FORWARD.index(to):
            self.lifecycle = to

    def act(self, path: str, body: dict[str, Any], ago: int, to: str, *, said: bool = True) -> None:
        """Move a deal as it was seen ``ago`` versions before; ``said``: why it was lost, if it was."""
        seen = max(1, self.version - ago)
        answer = self.staff.rep.post(f"/deals/{self.deal}/{path}", {**body, "version": seen})
        if self.deleted:
            assert answer.status_code == 404, answer.text
            return
        if seen != self.version:
            assert (answer.status_code, answer.json()["code"]) == (409, "Moved")
            assert answer.json()["current"]["stage"]["name"] == self.stage
            return
        if to == "Lost" and self.stage != "Lost" and not said:
            assert (answer.status_code, answer.json()["code"]) == (422, "ReasonMissing")
            return
        assert answer.status_code == 200, answer.text
        self.version += 1
        if to != self.stage:
            self.stage, self.reason = to, REASON if to == "Lost" else None
            self.stays.append(to)
            self.follow()

    @rule(to=STAGE, ago=AGO, said=st.booleans())
    def move(self, to: str, ago: int, said: bool) -> None:
        body = {"stage_id": self.stages[to], **({"lost_reason": REASON} if said else {})}
        self.act("move", body, ago, to, said=said)

    @rule(ago=AGO)
    def win(self, ago: int) -> None:
        self.act("win", {}, ago, "Won")

    @rule(ago=AGO)
    def lose(self, ago: int) -> None:
        self.act("lose", {"lost_reason": REASON}, ago, "Lost")

    @rule(lifecycle=LIFECYCLES)
    def a_person_says_how_far_they_are(self, lifecycle: str) -> None:
        changed = self.staff.rep.patch(f"/contacts/{self.contact}", {"lifecycle": lifecycle})
        assert changed.status_code == 200, changed.text
        work()
        self.lifecycle = lifecycle

    @rule()
    def delete(self) -> None:
        answer = self.staff.rep.delete(f"/deals/{self.deal}")
        assert answer.status_code == (404 if self.deleted else 204)
        self.deleted = True

    @rule()
    def restore(self) -> None:
        answer = self.staff.rep.post(f"/deals/{self.deal}/restore")
        assert answer.status_code == (200 if self.deleted else 409), answer.text
        self.deleted = False

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        if not hasattr(self, "deal"):
            return
        contact = self.staff.rep.get(f"/contacts/{self.contact}").json()
        assert contact["lifecycle"] == self.lifecycle
        shown = self.staff.rep.get(f"/deals/{self.deal}")
        if self.deleted:
            assert shown.status_code == 404
            return
        told = shown.json()
        status = {"Won": "won", "Lost": "lost"}.get(self.stage, "open")
        assert (told["stage"]["name"], told["status"], told["version"]) == (self.stage, status, self.version)
        assert (told["lost_reason"], told["closed_at"] is None) == (self.reason, status == "open")
        assert [one["stage_name"] for one in reversed(told["history"])] == self.stays
        assert [one["left_at"] is None for one in told["history"]] == [True, *[False] * (len(self.stays) - 1)]


@pytest.mark.parametrize("part", machines.parts(2))
@pytest.mark.usefixtures("database")
def test_a_lead_is_as_the_model_says(staff: Staff, part: int):
    machines.run(Lead, runs=8, steps=20, part=part, of=2, staff=staff)
