"""Whoever writes, decides or fails in a thread: each reply leaves once or never, and what is settled stays (R59)."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests import machines
from tests.conversations.ledger_steps import ASKS, LAMP, let_leave
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

SETTLED = {"sent", "cancelled"}
GIVEN_UP = "failed"  # the server asked to come later at every try; a person can send it again
TRIES = 8
PARTS = 4
VERBS = {"approve": {}, "reject": {"reason": "No."}, "withdraw": {}}


class Thread(RuleBasedStateMachine):
    """A customer, a manager, the assistant and a mail server that fails now and then."""

    staff: Staff
    shop: Shop
    mailbox: Mailbox
    sink: Sink
    run = 0

    @initialize()
    def begin(self) -> None:
        type(self).run += 1
        self.sink.mails.clear()
        self.sink.answers.clear()
        self.settled: dict[str, str] = {}
        self.approved: set[str] = set()
        self.refused = 0
        self.the_price_changes(349)
        self.first = self._write()
        self.id = thread_of(self.staff.manager, self.first)["id"]

    def _write(self, **headers: str) -> str:
        sent = self.mailbox.write(ASKS, sender=f"jane@shop{self.run}.test", **headers)
        work()
        return sent

    def _thread(self) -> dict[str, Any]:
        return self.staff.manager.get(f"/conversations/{self.id}").json()

    @rule()
    def the_customer_writes_again(self) -> None:
        self._write(In_Reply_To=self.first)
        by_itself = _drafted_and_waiting(self._thread()) - self.approved
        assert len(by_itself) <= 1, "what waited to leave by itself was withdrawn"

    @rule(price=st.integers(340, 360))
    def the_price_changes(self, price: int) -> None:
        self.price = f"{price}.00 EUR"
        self.shop.put("lamp", **(LAMP | {"price": f"{price}.00"}))
        work()

    @rule()
    def a_person_replies(self) -> None:
        made = self.staff.manager.post(f"/conversations/{self.id}/messages", {"body": "We look into it."})
        assert made.status_code == 201, made.text

    @rule(paused=st.booleans())
    def a_person_takes_over_or_hands_back(self, paused: bool) -> None:
        assert self.staff.manager.patch(f"/conversations/{self.id}", {"ai_paused": paused}).status_code == 200

    @rule(verb=st.sampled_from(sorted(VERBS)))
    def a_person_decides(self, verb: str) -> None:
        before, waiting = self.seen, _drafted_and_waiting(self.seen)
        suggestion = before["suggestion"]
        answer = self.staff.manager.post(f"/suggestions/{suggestion['id']}/{verb}", VERBS[verb])
        possible = {"approve": "pending", "reject": "pending", "withdraw": "scheduled"}[verb]
        if verb == "approve":
            self.approved |= _drafted_and_waiting(self._thread()) - waiting
        if suggestion["status"] != possible:
            assert answer.status_code == 409, answer.text
            assert self._thread()["messages"] == before["messages"]

    @rule(answer=st.sampled_from(["250 kept", "451 come later", "421 busy"]))
    def time_passes(self, answer: str) -> None:
        self.sink.answers[:] = [answer]
        let_leave()
        work()
        self.refused += answer[0] == "4" and not self.sink.answers
        self.sink.answers.clear()

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        """Each reply left once or never, what is settled stays, and what leaves by itself is true."""
        if not hasattr(self, "id"):
            return
        self.seen = self._thread()
        mails = Counter(mail["X-Mancrel-Message"] for mail in self.sink.mails)
        for one in self.seen["messages"]:
            if one["direction"] == "out":
                assert mails[one["id"]] == (one["status"] == "sent"), one
                assert self.settled.get(one["id"], one["status"]) == one["status"]
                if one["status"] in SETTLED:
                    self.settled[one["id"]] = one["status"]
        by_itself = _drafted_and_waiting(self.seen) - self.approved
        assert all(self.price in one["text"] for one in self.seen["messages"] if one["id"] in by_itself)

    def teardown(self) -> None:
        """In the end nothing is left in between, and only what was refused at every try is given up.

        What a thread handed back at the end is drafted anew must be there before the delay passes.
        """
        work()
        let_leave()
        work()
        ends = {*SETTLED, "received"} | ({GIVEN_UP} if self.refused >= TRIES else set())
        assert {one["status"] for one in self._thread()["messages"]} <= ends


def _drafted_and_waiting(thread: dict[str, Any]) -> set[str]:
    waiting = [one for one in thread["messages"] if one["status"] == "queued"]
    return {one["id"] for one in waiting if one["author"]["kind"] == "ai"}


@pytest.mark.parametrize("part", machines.parts(PARTS))
@pytest.mark.usefixtures("database")
def test_a_thread_is_as_the_model_says(staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink, part: int):
    shop.put("lamp", **LAMP)
    work()
    assert staff.admin.patch("/settings/assistant", {"send_delay_s": 600}).status_code == 200
    machines.run(
        Thread, runs=5, steps=14, part=part, of=PARTS, staff=staff, shop=shop, mailbox=mailbox, sink=sink
    )
