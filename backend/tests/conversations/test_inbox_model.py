"""Whatever arrives and whoever tidies up: each mail is in one thread, once, and each view shows what it says (R59)."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import text

from mancrel.kit.engines import engine
from tests import machines
from tests.conversations.ledger_steps import hold, let_time_pass
from tests.fixtures import Mailbox, Staff, thread_of, work

PARTS = 2
SAID = "Good morning, we were in your shop on Saturday and liked it.\n\nBest regards\nJane"
PLACES = st.integers(0, 1_000)
OTHER_VIEWS = ("team", "needs_approval", "escalated")


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
    run = 0

    @initialize()
    def begin(self) -> None:
        type(self).run += 1
        self.threads: list[Expected] = []
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
        found = thread_of(self.staff.admin, message_id)
        assert found["id"] not in {one.id for one in self.threads}
        self.threads.append(Expected(found["id"], sender, [message_id], owner=_owner_of(found)))

    def _routed(self, thread: Expected) -> None:
        """A thread that is nobody's goes to somebody when the customer writes; any other stays whose it is."""
        if thread.owner is None:
            thread.owner = _owner_of(self.staff.admin.get(f"/conversations/{thread.id}").json())

    def _any(self, place: int) -> Expected:
        return self.threads[place % len(self.threads)]

    def _there(self, place: int) -> Expected:
        there = [one for one in self.threads if not one.in_bin]
        return there[place % len(there)]

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
        self.mailbox.write(SAID, **self.sent[place % len(self.sent)])
        work()

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
        binned = [one for one in self.threads if one.in_bin]
        thread = binned[place % len(binned)]
        assert self.staff.admin.post(f"/conversations/{thread.id}/restore", {}).status_code == 200
        work()
        thread.in_bin = False

    @rule()
    def two_days_pass(self) -> None:
        with engine().begin() as connection:
            connection.execute(
                text("UPDATE conversations SET snoozed_until = now() WHERE status = 'snoozed'")
            )
        let_time_pass()
        for one in self.threads:
            one.status = "open" if one.status == "snoozed" else one.status

    @invariant()
    def each_thread_is_as_the_model_says(self) -> None:
        for one in getattr(self, "threads", []):
            if one.in_bin:
                continue
            shown = self.staff.admin.get(f"/conversations/{one.id}").json()
            came = [each["external_id"] for each in shown["messages"] if each["direction"] == "in"]
            assert came == one.mails
            left = [each for each in shown["messages"] if each["author"]["kind"] == "user"]
            assert [each["status"] for each in left] == ["sent"] * one.replies
            assert (shown["status"], _owner_of(shown), shown["unread"]) == (one.status, one.owner, one.unread)
            assert (shown["snoozed_until"] is not None) == (one.status == "snoozed")

    @invariant()
    def each_view_shows_what_it_says(self) -> None:
        if not hasattr(self, "threads"):
            return
        there = [one for one in self.threads if not one.in_bin]
        me = str(self.staff.admin.id)
        views = {
            "all": {one.id for one in there},
            "mine": {one.id for one in there if one.status == "open" and one.owner == me},
            "unassigned": {one.id for one in there if one.status == "open" and one.owner is None},
            "snoozed": {one.id for one in there if one.status == "snoozed"},
            "closed": {one.id for one in there if one.status == "closed"},
        }
        for view, expected in views.items():
            assert self._listed(view=view) == expected, view
        assert self._listed(deleted="true") == {one.id for one in self.threads if one.in_bin}
        counts = self.staff.admin.get("/conversations/counts").json()
        for view in (*views, *OTHER_VIEWS):
            assert counts[view] == len(self._listed(view=view)), view

    def _listed(self, **asked: str) -> set[str]:
        page = self.staff.admin.get("/conversations", params={"limit": 200, **asked}).json()
        ids = [one["id"] for one in page["items"]]
        assert page["next_cursor"] is None
        assert len(ids) == len(set(ids))
        return set(ids)

    def teardown(self) -> None:
        """Each mail is found once, in its thread; then the next run has an inbox of its own."""
        for one in getattr(self, "threads", []):
            if one.in_bin:
                assert self.staff.admin.post(f"/conversations/{one.id}/restore", {}).status_code == 200
            for mail in one.mails:
                assert thread_of(self.staff.admin, mail)["id"] == one.id
        with engine().begin() as connection:
            connection.execute(text("DELETE FROM conversations"))


def _owner_of(thread: dict[str, Any]) -> str | None:
    return thread["owner"]["id"] if thread["owner"] else None


@pytest.mark.parametrize("part", machines.parts(PARTS))
@pytest.mark.usefixtures("sink")
def test_an_inbox_is_as_the_model_says(staff: Staff, mailbox: Mailbox, part: int):
    hold(staff)
    machines.run(Inbox, runs=4, steps=12, part=part, of=PARTS, staff=staff, mailbox=mailbox)
