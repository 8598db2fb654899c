"""Whatever arrives and whoever tidies up: each mail is in one thread, once, and each view shows what it says (R59)."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import text

from mancrel.intake import store
from mancrel.kit.engines import engine
from tests import emptying, machines
from tests.conversations.ledger_steps import hold, let_time_pass
from tests.fixtures import Mailbox, Staff, work

PARTS = 10
SAID = "Good morning, we were in your shop on Saturday and liked it.\n\nBest regards\nJane"
PLACES = st.integers(0, 1_000)
ALL_EVERY = 10
"""After how many steps everything is looked at, and not only what the last step can have changed."""
BIN = "the bin"
LOGS = ("changes", "events", "jobs")
"""Tables that grow with each step, and are written to before the first."""


@dataclass
class Expected:
    """What a thread should be like."""

    id: str
    sender: str
    mails: list[str]
    status: str = "open"
    owner: str | None = None
    in_bin: bool = False
    unread: bool = True
    replies: int = 0


class Inbox(RuleBasedStateMachine):
    """Customers who write, write again and from elsewhere, mails that come twice, and a manager who tidies up."""

    staff: Staff
    mailbox: Mailbox
    world: set[str]
    run = 0

    @initialize()
    def begin(self) -> None:
        type(self).run += 1
        self.steps = self.passed_at = 0
        self.threads: list[Expected] = []
        self.touched: list[Expected] = []
        self.fetched: dict[str, set[str]] = {}
        self.sent: list[dict[str, str]] = []
        self.somebody_writes(0)

    def _write(self, sender: str, **headers: str) -> str:
        message_id = f"<{uuid.uuid4().hex}@customer.test>"
        mail = {"sender": sender, "message_id": message_id, **headers}
        self.mailbox.write(SAID, **mail)
        work()
        self.sent.append(mail)
        return message_id

    def _opened(self, sender: str, message_id: str) -> None:
        [found] = self._rows(external_id=message_id)
        assert found["id"] not in {one.id for one in self.threads}
        self.threads.append(Expected(found["id"], sender, [message_id], owner=_owner_of(found)))
        self.touched.append(self.threads[-1])

    def _routed(self, thread: Expected) -> None:
        """A thread that is nobody's goes to somebody when the customer writes; any other stays whose it is."""
        if thread.owner is None:
            thread.owner = _owner_of(self.staff.admin.get(f"/conversations/{thread.id}").json())

    def _one_of(self, threads: list[Expected], place: int) -> Expected:
        self.touched.append(threads[place % len(threads)])
        return self.touched[-1]

    def _any(self, place: int) -> Expected:
        return self._one_of(self.threads, place)

    def _there(self, place: int) -> Expected:
        return self._one_of([one for one in self.threads if not one.in_bin], place)

    def _some_there(self) -> bool:
        return any(not one.in_bin for one in self.threads)

    def _change(self, thread: Expected, **values: Any) -> None:
        answer = self.staff.admin.patch(f"/conversations/{thread.id}", values)
        assert answer.status_code == 200, answer.text

    @rule(customer=st.integers(0, 2))
    def somebody_writes(self, customer: int) -> None:
        sender = f"customer{customer}@run{self.run}.test"
        self._opened(sender, self._write(sender))

    @rule(place=PLACES, which=PLACES)
    def they_write_again(self, place: int, which: int) -> None:
        """To any thread, in the bin or closed too, and naming any mail of it."""
        thread = self._any(place)
        named = thread.mails[which % len(thread.mails)]
        thread.mails.append(self._write(thread.sender, In_Reply_To=named))
        thread.status, thread.in_bin, thread.unread = "open", False, True
        self._routed(thread)

    @rule(place=PLACES)
    def a_machine_answers_for_them(self, place: int) -> None:
        """It is kept, and nothing is moved by it; but what is in the bin comes back with it."""
        thread = self._any(place)
        named = thread.mails[-1]
        thread.mails.append(self._write(thread.sender, In_Reply_To=named, Auto_Submitted="auto-replied"))
        thread.in_bin = False

    @rule(place=PLACES)
    def a_stranger_names_a_thread(self, place: int) -> None:
        sender = f"stranger{len(self.sent)}@elsewhere{self.run}.test"
        named = self._any(place).mails[0]
        self._opened(sender, self._write(sender, In_Reply_To=named))

    @rule(place=PLACES)
    def a_mail_comes_again(self, place: int) -> None:
        mail = self.sent[place % len(self.sent)]
        self.mailbox.write(SAID, **mail)
        work()
        self.touched += [one for one in self.threads if mail["message_id"] in one.mails]

    @precondition(_some_there)
    @rule(place=PLACES, status=st.sampled_from(["open", "closed", "snoozed"]))
    def a_person_sorts(self, place: int, status: str) -> None:
        thread = self._there(place)
        until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        self._change(thread, status=status, **({"snoozed_until": until} if status == "snoozed" else {}))
        thread.status = status

    @precondition(_some_there)
    @rule(place=PLACES, whose=st.sampled_from(["admin", "rep", None]))
    def a_person_assigns(self, place: int, whose: str | None) -> None:
        thread = self._there(place)
        thread.owner = str(self.staff.everyone[whose].id) if whose else None
        self._change(thread, owner_id=thread.owner)

    @precondition(_some_there)
    @rule(place=PLACES)
    def a_person_replies(self, place: int) -> None:
        thread = self._there(place)
        made = self.staff.admin.post(f"/conversations/{thread.id}/messages", {"body": "Thank you!"})
        assert made.status_code == 201, made.text
        work()
        thread.replies += 1
        thread.unread = False

    @precondition(_some_there)
    @rule(place=PLACES)
    def a_person_deletes(self, place: int) -> None:
        thread = self._there(place)
        assert self.staff.admin.delete(f"/conversations/{thread.id}").status_code == 204
        work()
        thread.in_bin = True

    @precondition(lambda self: any(one.in_bin for one in self.threads))
    @rule(place=PLACES)
    def a_person_restores(self, place: int) -> None:
        thread = self._one_of([one for one in self.threads if one.in_bin], place)
        assert self.staff.admin.post(f"/conversations/{thread.id}/restore", {}).status_code == 200
        work()
        thread.in_bin = False

    @precondition(lambda self: self.passed_at != self.steps)
    @rule()
    def two_days_pass(self) -> None:
        """Not twice at once: what falls due did so the first time."""
        self.passed_at = self.steps + 1
        with engine().begin() as connection:
            connection.execute(
                text("UPDATE conversations SET snoozed_until = now() WHERE status = 'snoozed'")
            )
        let_time_pass()
        for one in self.threads:
            if one.status == "snoozed":
                one.status = "open"
                self.touched.append(one)

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        """After each step the rows of all threads, all counts, and what the step can have changed; often all."""
        self.steps += 1
        self._compare(everything=self.steps % ALL_EVERY == 0)

    def _compare(self, *, everything: bool) -> None:
        if everything:
            self.touched, self.fetched = list(self.threads), {}
        rows = self._rows(view="all")
        self._compare_rows(rows)
        self._compare_views(self._views(rows))
        for one in {one.id: one for one in self.touched if not one.in_bin}.values():
            self._compare_thread(one)
        self.touched = []

    def _compare_rows(self, rows: list[dict[str, Any]]) -> None:
        shown = {one["id"]: _told_of(one) for one in rows}
        there = [one for one in self.threads if not one.in_bin]
        assert shown == {
            one.id: (one.status, one.owner, one.unread, one.status == "snoozed") for one in there
        }

    def _compare_thread(self, one: Expected) -> None:
        shown = self.staff.admin.get(f"/conversations/{one.id}").json()
        came = [each["external_id"] for each in shown["messages"] if each["direction"] == "in"]
        assert came == one.mails
        left = [each for each in shown["messages"] if each["author"]["kind"] == "user"]
        assert [each["status"] for each in left] == ["sent"] * one.replies
        assert _told_of(shown) == (one.status, one.owner, one.unread, one.status == "snoozed")

    def _views(self, rows: list[dict[str, Any]]) -> dict[str, set[str]]:
        """Return what each view should hold.

        What the assistant makes of a thread is not in the model: who waits for approval, say the rows.
        """
        me = str(self.staff.admin.id)
        live = [one for one in self.threads if one.status == "open" and not one.in_bin]
        open_rows = [one for one in rows if one["status"] == "open"]
        return {
            "mine": {one.id for one in live if one.owner == me},
            "unassigned": {one.id for one in live if one.owner is None},
            "snoozed": {one["id"] for one in rows if one["status"] == "snoozed"},
            "closed": {one["id"] for one in rows if one["status"] == "closed"},
            "needs_approval": {one["id"] for one in open_rows if one["suggestion_status"] == "pending"},
            "escalated": {
                one["id"] for one in open_rows if one["decision"] == "escalate" and one["waiting_since"]
            },
            "team": set(),  # an admin is in none
            BIN: {one.id for one in self.threads if one.in_bin},
        }

    def _compare_views(self, views: dict[str, set[str]]) -> None:
        """All counts, and the lists that should hold others than when they were fetched."""
        counts = self.staff.admin.get("/conversations/counts").json()
        there = len(self.threads) - len(views[BIN])
        assert counts == {"all": there} | {view: len(ids) for view, ids in views.items() if view != BIN}
        for view, expected in views.items():
            if self.fetched.get(view) != expected:
                rows = self._rows(deleted="true") if view == BIN else self._rows(view=view)
                assert {one["id"] for one in rows} == expected, view
                self.fetched[view] = expected

    def _rows(self, **asked: str) -> list[dict[str, Any]]:
        page = self.staff.admin.get("/conversations", params={"limit": 200, **asked}).json()
        rows: list[dict[str, Any]] = page["items"]
        assert page["next_cursor"] is None
        assert len(rows) == len({one["id"] for one in rows})
        return rows

    def teardown(self) -> None:
        """All is compared, and each mail is found once, in its thread; the next run has an inbox of its own."""
        try:
            if hasattr(self, "threads"):
                self._compare(everything=True)
                self._find_each_mail()
        finally:
            emptying.empty(keep=self.world)

    def _find_each_mail(self) -> None:
        for one in self.threads:
            if one.in_bin:
                assert self.staff.admin.post(f"/conversations/{one.id}/restore", {}).status_code == 200
            for mail in one.mails:
                assert [found["id"] for found in self._rows(external_id=mail)] == [one.id]


def _told_of(thread: dict[str, Any]) -> tuple[str, str | None, bool, bool]:
    """Return what is told of a thread in a list and by itself: status, owner, unread, whether a snooze ends."""
    return thread["status"], _owner_of(thread), thread["unread"], thread["snoozed_until"] is not None


def _owner_of(thread: dict[str, Any]) -> str | None:
    return thread["owner"]["id"] if thread["owner"] else None


@pytest.mark.parametrize("part", machines.parts(PARTS))
@pytest.mark.usefixtures("sink")
def test_an_inbox_is_as_the_model_says(
    staff: Staff, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, part: int
):
    # In an hour on a machine that many share, a delivery may take longer than its sender is let wait.
    monkeypatch.setattr(store, "TIMEOUT_S", 60.0)
    hold(staff)
    world = {name for name in emptying.filled() if not name.startswith(LOGS)}
    machines.run(Inbox, runs=8, steps=25, part=part, of=PARTS, staff=staff, mailbox=mailbox, world=world)
