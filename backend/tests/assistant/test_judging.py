"""Automatic replies are judged afterwards, and an intent that is not good enough switches itself off."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from scipy.stats import binom
from sqlalchemy import select, update

from mancrel.assistant import judging
from mancrel.assistant.calibration import bounds, upper_bound
from mancrel.assistant.judging import Standing, drawn, reason_to_stop
from mancrel.assistant.models import Judgement
from mancrel.conversations.models import Conversation, Suggestion
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from tests.fixtures import Mailbox, Person, Shop, Sink, Staff, thread_of, work

ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"
OFF = "Switched itself off because "


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4")
    work()
    return shop


def ask(staff: Staff, mailbox: Mailbox, **more: str) -> dict[str, Any]:
    message_id = mailbox.write(ASKS, **more)
    work()
    return thread_of(staff.admin, message_id)


def waiting(person: Person) -> list[dict[str, Any]]:
    return person.get("/judgements").json()["items"]


def judge(person: Person, verdict: str, **more: str) -> Any:
    return person.post(f"/judgements/{waiting(person)[0]['id']}", {"verdict": verdict, **more})


def state(staff: Staff, intent: str) -> dict[str, Any]:
    return staff.admin.get("/settings/assistant").json()["intents"][intent]


def replies(staff: Staff, mailbox: Mailbox, n: int) -> str:
    """Send automatic replies; returns their intent. One mail is real, the rest are as if."""
    thread = ask(staff, mailbox)
    with transaction() as session:
        first = session.scalars(select(Judgement)).one()
        sent = session.get_one(Suggestion, first.suggestion_id)
        for _ in range(n - 1):
            fields = {
                column.key: getattr(sent, column.key)
                for column in Suggestion.__mapper__.column_attrs
                if column.key not in {"id", "created_at", "updated_at"}
            }
            copy = Suggestion(id=uuid4(), **fields)
            session.add(copy)
            session.flush()
            session.add(
                Judgement(
                    id=uuid4(), suggestion_id=copy.id, conversation_id=copy.conversation_id,
                    intent=first.intent, drawn="first",
                )
            )  # fmt: skip
    return str(thread["intent"])


def test_a_reply_that_was_sent_waits_to_be_judged(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    thread = ask(staff, mailbox)
    (row,) = waiting(staff.manager)
    assert (row["drawn"], row["intent"], row["verdict"]) == ("first", thread["intent"], None)
    assert row["suggestion"]["id"] == thread["suggestion"]["id"]
    assert row["suggestion"]["body"] == thread["suggestion"]["body"]
    assert row["suggestion"]["claims"]
    assert row["suggestion"]["message"]["text"].startswith("Hello")
    answer = staff.manager.post(f"/judgements/{row['id']}", {"verdict": "good", "note": " Well done. "})
    assert answer.status_code == 200, answer.text
    assert answer.json()["judged_by"]["name"] == "Manager"
    assert (answer.json()["verdict"], answer.json()["note"]) == ("good", "Well done.")
    assert waiting(staff.manager) == []
    (judged,) = staff.manager.get("/judgements", params={"judged": True}).json()["items"]
    assert judged["id"] == row["id"]


def test_a_reply_is_judged_once(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    ask(staff, mailbox)
    (row,) = waiting(staff.admin)
    assert judge(staff.admin, "good").status_code == 200
    again = staff.manager.post(f"/judgements/{row['id']}", {"verdict": "wrong_fact"})
    assert (again.status_code, again.json()["code"]) == (409, "AlreadyJudged")
    assert staff.manager.post(f"/judgements/{row['id']}", {"verdict": "fine"}).status_code == 422


def test_only_who_sees_the_thread_judges(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    thread = ask(staff, mailbox)
    (row,) = waiting(staff.admin)
    with transaction() as session:
        owned = {"owner_id": staff.rep.id, "team_id": staff.team_id}
        session.execute(update(Conversation).where(Conversation.id == UUID(thread["id"])).values(**owned))
    for name, person in staff.everyone.items():
        seen = name in {"admin", "manager", "rep"}
        assert bool(waiting(person)) == seen, name
        if not seen:
            answer = person.post(f"/judgements/{row['id']}", {"verdict": "wrong_fact"})
            assert answer.status_code == 404, name
    assert staff.manager.delete(f"/conversations/{thread['id']}").status_code == 204
    assert waiting(staff.admin) == []


def test_what_a_person_approved_is_not_judged_again(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    staff.admin.patch("/settings/assistant", {"mode": "off"})
    held = ask(staff, mailbox)["suggestion"]
    staff.manager.post(f"/suggestions/{held['id']}/approve")
    work()
    assert len(sink.mails) == 1
    assert waiting(staff.admin) == []


def test_after_the_first_fifty_one_in_twenty_is_drawn(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(judging, "FIRST", 1)
    ask(staff, mailbox)
    later = [ask(staff, mailbox, sender=f"a{n}@customer.test")["suggestion"]["id"] for n in range(4)]
    chosen = {row["suggestion"]["id"] for row in waiting(staff.admin) if row["drawn"] == "sample"}
    assert chosen == {one for one in later if drawn(UUID(one))}


def test_the_draw_is_five_in_a_hundred_and_always_the_same():
    ids = [UUID(int=n) for n in range(20_000)]
    chosen = [one for one in ids if drawn(one)]
    assert 0.045 < len(chosen) / len(ids) < 0.055
    assert chosen == [one for one in ids if drawn(one)]


@pytest.mark.parametrize(("good", "n"), [(0, 1), (0, 20), (16, 20), (45, 50), (49, 50), (20, 20)])
def test_the_bounds_are_exact(good: int, n: int):
    low, high = bounds(good, n)
    assert low == 0 or binom.sf(good - 1, n, low) == pytest.approx(0.025)
    assert high == 1 or binom.cdf(good, n, high) == pytest.approx(0.025)
    most = upper_bound(good, n)
    assert most == 1 or binom.cdf(good, n, most) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("n", "good", "stops"),
    [
        (0, 0, False),
        (1, 0, False),
        (2, 0, True),
        (20, 17, False),
        (20, 15, True),
        (50, 45, False),
        (50, 40, True),
    ],
)
def test_an_intent_stops_below_the_bound(n: int, good: int, stops: bool):
    assert (reason_to_stop(Standing(n, good, wrong_fact=False)) is not None) == stops
    assert reason_to_stop(Standing(n, n, wrong_fact=True)) is not None


def test_bad_replies_switch_an_intent_off(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    intent = replies(staff, mailbox, 4)
    judge(staff.manager, "good")
    judge(staff.manager, "would_edit")
    work()
    assert state(staff, intent) == {"mode": "on", "off_at": None, "off_reason": None}
    judge(staff.manager, "should_not_have_sent")
    judge(staff.manager, "would_edit")
    work()
    off = state(staff, intent)
    assert off["mode"] == "draft_only"
    assert off["off_reason"].startswith(f"{OFF}3 of 4 judged replies")
    assert datetime.fromisoformat(off["off_at"]) > datetime.now(UTC) - timedelta(minutes=1)
    (task,) = staff.admin.get("/activities", params={"status": "open"}).json()["items"]
    assert task["owner"]["name"] == "Admin"
    assert "3 of 4" in task["body"]
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.type == "assistant.switched_off")).one()
        assert event.facts["intent"] == intent
    held = ask(staff, mailbox, sender="joe@customer.test")["suggestion"]
    assert (held["decision"], held["status"]) == ("review", "pending")
    assert f"The intent {intent} is set to drafts only." in held["reasons"]


def test_one_wrong_fact_switches_off_and_withdraws(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    intent = ask(staff, mailbox)["intent"]
    staff.admin.patch("/settings/assistant", {"send_delay_s": 600})
    leaving = ask(staff, mailbox, sender="joe@customer.test")
    assert leaving["suggestion"]["status"] == "scheduled"
    judge(staff.manager, "wrong_fact")
    work()
    assert "wrong fact" in state(staff, intent)["off_reason"]
    after = staff.admin.get(f"/conversations/{leaving['id']}").json()
    assert [one["status"] for one in after["messages"] if one["direction"] == "out"] == ["cancelled"]
    assert after["suggestion"]["status"] == "pending"
    assert len(sink.mails) == 1


def test_an_admin_turns_it_on_again_and_counting_starts_anew(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    intent = replies(staff, mailbox, 3)
    judge(staff.manager, "wrong_fact")
    work()
    assert state(staff, intent)["mode"] == "draft_only"
    # Another setting changes nothing about it, nor does saying the same again.
    staff.admin.patch("/settings/assistant", {"intents": {intent: {"mode": "draft_only"}}})
    assert state(staff, intent)["off_reason"]
    on = {"intents": {intent: {"mode": "on"}}}
    refused = staff.admin.patch("/settings/assistant", on)  # it would send the wrong fact again
    assert refused.status_code == 409
    mended = {**on, "override_reason": "The article was wrong and is mended."}
    assert staff.admin.patch("/settings/assistant", mended).status_code == 200
    assert state(staff, intent) == {"mode": "on", "off_at": None, "off_reason": None}
    judge(staff.manager, "should_not_have_sent")  # a reply of before: it does not count any more
    judge(staff.manager, "should_not_have_sent")
    work()
    assert state(staff, intent)["mode"] == "on"
    ask(staff, mailbox, sender="joe@customer.test")
    judge(staff.manager, "wrong_fact")
    work()
    assert state(staff, intent)["mode"] == "draft_only"


def test_a_wrong_fact_counts_by_when_it_is_confirmed(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    intent = replies(staff, mailbox, 2)
    staff.admin.patch("/settings/assistant", {"intents": {intent: {"mode": "draft_only"}}})
    assert staff.admin.patch("/settings/assistant", {"intents": {intent: {"mode": "on"}}}).status_code == 200
    judge(staff.manager, "wrong_fact")  # of a reply that left before it was turned on again
    work()
    assert "wrong fact" in state(staff, intent)["off_reason"]


def test_a_replay_of_before_turns_nothing_on_after_a_wrong_fact(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    intent = replies(staff, mailbox, 1)
    on = {"intents": {intent: {"mode": "on"}}}
    staff.admin.patch("/settings/assistant", {"intents": {intent: {"mode": "draft_only"}}})
    assert staff.admin.patch("/settings/assistant", on).status_code == 200  # replayed, and passed
    judge(staff.manager, "wrong_fact")
    work()
    answer = staff.admin.patch("/settings/assistant", on)
    assert (answer.status_code, answer.json()["code"]) == (409, "ReplayFailed")
    assert state(staff, intent)["mode"] == "draft_only"


def test_judging_twice_at_once_keeps_one_verdict(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    ask(staff, mailbox)
    (row,) = waiting(staff.admin)
    path = f"/judgements/{row['id']}"
    codes = [one.post(path, {"verdict": "good"}).status_code for one in (staff.admin, staff.manager)]
    assert codes == [200, 409]


# Shadow mode.


@pytest.mark.parametrize("change", [{"mode": "shadow"}, "intent"])
def test_in_shadow_the_decision_is_kept_and_nothing_leaves(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, change: Any
):
    intent = ask(staff, mailbox)["intent"]
    assert len(sink.mails) == 1
    patch = {"intents": {intent: {"mode": "shadow"}}} if change == "intent" else change
    assert staff.admin.patch("/settings/assistant", patch).status_code == 200
    held = ask(staff, mailbox, sender="joe@customer.test")["suggestion"]
    assert (held["decision"], held["status"], held["shadow"]) == ("auto_send", "pending", True)
    assert held["reasons"][0].startswith("It would have been sent by itself")
    assert "automatic" not in held["body"]  # who approves it writes it
    assert held["id"] in [
        one["id"] for one in staff.manager.get("/suggestions?status=pending").json()["items"]
    ]
    assert len(sink.mails) == 1
    assert staff.manager.post(f"/suggestions/{held['id']}/approve").status_code == 200
    work()
    assert len(sink.mails) == 2
    assert len(waiting(staff.admin)) == 1  # the one that was sent before


def test_shadow_withdraws_what_waits_to_leave(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    staff.admin.patch("/settings/assistant", {"send_delay_s": 600})
    thread = ask(staff, mailbox)
    assert thread["suggestion"]["status"] == "scheduled"
    staff.admin.patch("/settings/assistant", {"mode": "shadow"})
    work()
    after = staff.admin.get(f"/conversations/{thread['id']}").json()["suggestion"]
    assert (after["decision"], after["status"], after["shadow"]) == ("auto_send", "pending", True)
    assert sink.mails == []


def test_what_people_do_with_shadowed_replies_counts(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    staff.admin.patch("/settings/assistant", {"mode": "shadow"})
    for n in range(2):
        held = ask(staff, mailbox, sender=f"a{n}@customer.test")
        staff.manager.post(
            f"/suggestions/{held['suggestion']['id']}/reject", {"reason": "Misses the question"}
        )
        work()
    assert state(staff, held["intent"])["off_reason"].startswith(f"{OFF}2 of 2 judged replies")


def test_the_short_way_to_on_and_off(staff: Staff):
    def change(**values: Any) -> tuple[str, bool]:
        found = staff.admin.patch("/settings/assistant", values).json()
        return found["mode"], found["auto_send_enabled"]

    assert change(auto_send_enabled=False) == ("off", False)
    assert change(auto_send_enabled=True) == ("on", True)
    assert change(mode="shadow") == ("shadow", False)
    assert change(auto_send_enabled=False) == ("shadow", False)
    assert staff.admin.patch("/settings/assistant", {"mode": "sometimes"}).status_code == 422
