"""The figures of the AI-quality page: counted right, for the viewer only, and silent when there is too little."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy import select, update

from mancrel.assistant import calibration, heads
from mancrel.assistant.calibration import Tally
from mancrel.assistant.models import Judgement
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit.db import transaction
from tests.fixtures import Mailbox, Person, Shop, Sink, Staff, thread_of, work
from tests.statements import asked

ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4")
    work()
    return shop


def ask(staff: Staff, mailbox: Mailbox, text: str = ASKS, **more: str) -> dict[str, Any]:
    message_id = mailbox.write(text, **more)
    work()
    return thread_of(staff.admin, message_id)


def copies(thread: dict[str, Any], fields: list[dict[str, Any]]) -> None:
    """Let more messages of a thread have been decided as the real one, but for some fields."""
    with transaction() as session:
        real = session.get_one(Suggestion, UUID(thread["suggestion"]["id"]))
        mail = session.get_one(Message, real.message_id)
        for one in fields:
            made = _copy(mail, {"external_id": f"<{uuid4()}@copy.test>"})
            session.add(made)
            session.flush()
            session.add(_copy(real, {"message_id": made.id, **one}))


def _copy(row: Any, fields: dict[str, Any]) -> Any:
    names = [one.key for one in type(row).__mapper__.column_attrs if one.columns[0].computed is None]
    kept = {name: getattr(row, name) for name in names if name not in {"id", "created_at", "updated_at"}}
    return type(row)(id=uuid4(), **(kept | fields))


def quality(person: Person, days: int = 30) -> dict[str, Any]:
    answer = person.get("/quality", params={"days": days})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_empty_shop_has_no_figures(staff: Staff):
    found = quality(staff.admin)
    assert (found["messages"], found["answerable"], found["intents"], found["held_because"]) == (0, 0, [], [])
    for name in ("automation", "approval", "handover", "guard", "judged"):
        assert found[name] == {"value": None, "low": None, "high": None, "part": 0, "n": 0}, name
    assert found["calibration"]["n"] == 0
    assert found["calibration"]["ece"] is found["calibration"]["aurc"] is None
    assert found["answered_after"]["all"] == {"minutes": None, "n": 0}
    assert found["cost"] == {"drafts": 0, "by_model": 0, "tokens": 0, "cost": 0.0}
    assert (found["mode"], found["confidence"], found["to_judge"]) == ("on", "shipped", 0)


def test_what_became_of_messages_is_counted(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    thread = ask(staff, mailbox)
    ask(staff, mailbox, "Thank you very much, everything arrived well!", sender="b@customer.test")
    broken = ask(staff, mailbox, "The lamp arrived broken. I am very angry.", sender="c@customer.test")
    assert broken["suggestion"]["decision"] == "escalate"
    states = ["approved"] * 9 + ["edited"] * 2 + ["rejected"]
    inputs = {"intent": thread["intent"], "gates": {"held": ["Too dear."], "unconfirmed": 1}}
    paid = inputs | {"tokens": 1500, "cost": 0.25}
    review = {"decision": "review", "inputs": inputs}
    copies(thread, [{**review, "status": one} for one in states] + [{"status": "sent", "inputs": paid}])
    found = quality(staff.admin)
    assert (found["messages"], found["answerable"]) == (16, 15)
    assert found["automation"]["part"] == 2
    assert found["automation"]["value"] == pytest.approx(2 / 15)
    assert (found["approval"]["part"], found["approval"]["n"]) == (9, 12)
    assert found["approval"]["low"] < 0.75 < found["approval"]["high"]
    assert (found["handover"]["part"], found["guard"]["part"]) == (1, 13)
    assert found["held_because"][0] == {"reason": "Too dear.", "n": 13}
    assert found["cost"]["tokens"] == 1500
    assert found["cost"]["cost"] == 0.25
    assert found["judged"] == {"value": None, "low": None, "high": None, "part": 0, "n": 0}
    assert found["to_judge"] == 1
    row = next(one for one in found["intents"] if one["intent"] == thread["intent"])
    counted = {name: row[name] for name in ("volume", "by_itself", "approved", "edited", "rejected")}
    assert counted == {"volume": 14, "by_itself": 2, "approved": 9, "edited": 2, "rejected": 1}
    assert (row["mode"], row["off_at"]) == ("on", None)
    assert sum(one["volume"] for one in found["intents"]) == found["messages"]


def test_judged_replies_are_counted_by_intent(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    thread = ask(staff, mailbox)
    copies(thread, [{} for _ in range(11)])
    with transaction() as session:
        session.execute(update(Judgement).values(verdict="good"))
        known = set(session.scalars(select(Judgement.suggestion_id)))
        for place, one in enumerate(session.scalars(select(Suggestion).where(Suggestion.id.not_in(known)))):
            session.add(
                Judgement(
                    id=uuid4(), suggestion_id=one.id, conversation_id=one.conversation_id,
                    intent=thread["intent"], drawn="first", verdict="good" if place else "would_edit",
                )
            )  # fmt: skip
    found = quality(staff.admin)
    (row,) = found["intents"]
    assert (row["judged_good"]["part"], row["judged_good"]["n"]) == (11, 12)
    assert found["judged"] == row["judged_good"]
    assert row["judged_good"]["low"] == pytest.approx(calibration.bounds(11, 12)[0])


def test_what_was_drafted_anew_counts_once(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    staff.admin.patch("/settings/assistant", {"send_delay_s": 600})
    thread = ask(staff, mailbox)
    staff.admin.patch("/settings/assistant", {"mode": "shadow"})
    work()
    with transaction() as session:
        assert len(session.scalars(select(Suggestion)).all()) == 2
    found = quality(staff.admin)
    assert (found["messages"], found["shadowed"], found["automation"]["part"]) == (1, 1, 0)
    assert found["intents"][0]["shadowed"] == 1
    assert found["intents"][0]["intent"] == thread["intent"]


def test_the_period_is_kept_to(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    ask(staff, mailbox)
    with transaction() as session:
        old = datetime.now(UTC) - timedelta(days=20)
        session.execute(update(Suggestion).values(created_at=old))
    assert [quality(staff.admin, days)["messages"] for days in (7, 30, 90)] == [0, 1, 1]
    assert quality(staff.admin, 7)["days"] == 7
    assert staff.admin.get("/quality", params={"days": 8}).status_code == 422


def test_answers_are_timed_from_the_mail(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    thread = ask(staff, mailbox)
    copies(thread, [{} for _ in range(11)])
    start = datetime.now(UTC) - timedelta(hours=5)
    with transaction() as session:
        asked = session.scalars(select(Message).where(Message.direction == "in")).all()
        reply = session.scalars(select(Message).where(Message.direction == "out")).one()
        for minutes, mail in enumerate(asked):
            mail.created_at = start
            if mail.external_id == reply.in_reply_to:
                reply.sent_at = start + timedelta(minutes=minutes)
                continue
            fields = {"in_reply_to": mail.external_id, "external_id": None, "automatic": minutes > 5}
            session.add(_copy(reply, {**fields, "sent_at": start + timedelta(minutes=minutes)}))
    found = quality(staff.admin)["answered_after"]
    assert found["all"] == {"minutes": pytest.approx(5.5), "n": 12}
    assert found["by_people"]["n"] + found["by_itself"]["n"] == 12
    assert found["by_people"]["minutes"] is None  # fewer than ten


def test_a_manager_sees_the_figures_of_their_teams(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    thread = ask(staff, mailbox)
    copies(thread, [{"status": "approved"} for _ in range(60)])
    with transaction() as session:
        session.execute(update(Conversation).values(owner_id=staff.rep.id, team_id=staff.team_id))
    for person, seen in ((staff.admin, 61), (staff.manager, 61), (staff.other_manager, 0)):
        found = quality(person)
        assert found["messages"] == seen, person.name
        assert found["calibration"]["n"] == (60 if seen else 0), person.name
        assert found["answered_after"]["all"]["n"] == (1 if seen else 0), person.name
        assert bool(found["held_because"]) is False
        assert found["to_judge"] == (1 if seen else 0), person.name
    assert staff.rep.get("/quality").status_code == 403


def test_calibration_needs_enough_decisions(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    thread = ask(staff, mailbox)
    copies(thread, [{"status": "approved", "confidence": 0.5} for _ in range(49)])
    few = quality(staff.admin)["calibration"]
    assert (few["n"], few["fewest"], few["ece"], few["bins"], few["curve"]) == (49, 50, None, [], [])
    sure = [round(0.5 + place / 200, 4) for place in range(100)]
    copies(
        thread,
        [{"status": "edited" if n % 4 else "approved", "confidence": one} for n, one in enumerate(sure)],
    )
    found = quality(staff.admin)["calibration"]
    assert found["n"] == 149
    assert sum(one["n"] for one in found["bins"]) == 149
    assert 5 <= len(found["bins"]) <= 15
    tallies = [Tally(0.5, 49, 49), *(Tally(one, 1, int(n % 4 == 0)) for n, one in enumerate(sure))]
    assert found["brier"] == pytest.approx(calibration.brier(tallies))
    assert found["ece"] == pytest.approx(calibration.ece(tallies, 14))
    assert found["curve"][-1]["coverage"] == 1
    assert found["aurc"] == pytest.approx(calibration.aurc(calibration.risk_coverage(tallies)))
    for one in found["bins"]:
        assert one["approved_low"] <= one["approved"] <= one["approved_high"]


def test_figures_cost_few_queries_however_many_rows(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    def queries() -> int:
        with asked() as statements:
            quality(staff.manager)
        return len(statements)

    thread = ask(staff, mailbox)
    quality(staff.manager)
    before = queries()
    copies(thread, [{"inputs": {"intent": one}} for one in ("shipping", "billing", "other") * 20])
    assert queries() <= before + 1
    assert before <= 12


# The figures themselves.


def spread(seed: int, n: int) -> list[Tally]:
    chance = np.random.default_rng(seed)
    sure = chance.uniform(0, 1, n)
    return [Tally(float(one), 1, int(chance.uniform() < one)) for one in sure]


def test_ece_agrees_with_the_one_of_triage():
    tallies = spread(1, 1500)
    sure = np.array([one.confidence for one in tallies])
    right = np.array([one.good == 1 for one in tallies])
    assert calibration.ece(tallies) == pytest.approx(heads.calibration_error(sure, right), abs=1e-9)


def test_bins_hold_equal_mass_and_never_tear_equals_apart():
    assert {one.n for one in calibration.bins(spread(2, 1500))} == {100}
    tied = [Tally(0.9, 1000, 900), Tally(0.5, 10, 5), Tally(0.95, 10, 9)]
    assert [(one.lowest, one.highest) for one in calibration.bins(tied)] == [
        (0.5, 0.5),
        (0.9, 0.9),
        (0.95, 0.95),
    ]


def test_the_best_order_has_the_smallest_area():
    best = [Tally(place / 100, 1, int(place >= 50)) for place in range(100)]
    worst = [Tally(place / 100, 1, int(place < 50)) for place in range(100)]
    areas = [calibration.aurc(calibration.risk_coverage(one)) for one in (best, worst)]
    assert areas[0] < 0.2 < areas[1]
    assert calibration.aurc(calibration.risk_coverage([Tally(0.9, 10, 8)])) == pytest.approx(0.2)
    curve = calibration.thinned(calibration.risk_coverage(spread(3, 500)))
    assert (len(curve), curve[-1].coverage) == (60, 1.0)
