"""The confidence follows this shop's decisions: fitted, adopted when it does better, and taken back."""

import random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from mancrel import upkeep
from mancrel.assistant import learning_tasks, learnt_confidence
from mancrel.assistant.confidence import SHIPPED
from mancrel.assistant.confidence_fitting import fitted
from mancrel.assistant.learnt_confidence import Decision
from mancrel.assistant.models import ConfidenceFit
from mancrel.conversations.models import Suggestion
from mancrel.kit.db import transaction
from mancrel.kit.jobs import JobRow
from tests.fixtures import Mailbox, Shop, Sink, Staff, thread_of, work

ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"
SURE = dict.fromkeys(("answered", "understood", "claims", "language", "intent"), 1.0) | {
    "partly": 0.0, "asks_back": 0.0,
}  # fmt: skip


def decided(n: int, rate: float, seed: int = 1, **more: Any) -> list[Decision]:
    """Decisions about sure drafts, of which a share was approved."""
    chance = random.Random(seed)
    fields = {"values": SURE, "intent": "shipping", "channel": "shop", "ceiling": 0.99} | more
    return [Decision(good=chance.random() < rate, **fields) for _ in range(n)]


def confidence(fit: Any, intent: str = "shipping", channel: str = "shop") -> float:
    from math import exp

    logit = fit.bias + sum(SURE[name] * weight for name, weight in fit.weights.items())
    logit += fit.intents.get(intent, 0) + fit.channels.get(channel, 0)
    return 1 / (1 + exp(-logit))


def test_few_decisions_move_it_little_and_many_far():
    start = confidence(SHIPPED)
    few, many = confidence(fitted(decided(10, 0.6))), confidence(fitted(decided(2000, 0.6)))
    assert start > 0.96
    assert start > few > many
    assert many == pytest.approx(0.6, abs=0.04)


def test_an_intent_is_learnt_for_itself_and_shrunk_by_its_count():
    found = decided(400, 0.97) + decided(400, 0.5, intent="billing") + decided(4, 0.0, intent="account")
    fit = fitted(found)
    assert confidence(fit, "billing") < 0.62 < confidence(fit, "shipping") - 0.28
    # Four refusals pull their intent down, but not to nothing.
    assert 0.3 < confidence(fit, "account") < confidence(fit, "shipping")


def test_a_channel_is_learnt_for_itself():
    found = decided(300, 0.97) + decided(300, 0.6, channel="other")
    fit = fitted(found)
    assert confidence(fit, channel="other") < 0.75 < confidence(fit) - 0.15


def test_the_fit_is_deterministic():
    found = decided(200, 0.8)
    assert fitted(found) == fitted(list(found))


def test_held_out_figures_say_whether_it_is_better():
    worse = fitted(decided(600, 0.5))
    assert worse.learnt["log_loss"] < worse.shipped["log_loss"]
    assert worse.learnt["ece"] < 0.08 < worse.shipped["ece"]


# In the database, through jobs and HTTP.


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4")
    work()
    return shop


def ask(staff: Staff, mailbox: Mailbox, **more: str) -> dict[str, Any]:
    message_id = mailbox.write(ASKS, **more)
    work()
    return thread_of(staff.admin, message_id)


def history(staff: Staff, mailbox: Mailbox, n: int, approved: float) -> None:
    """Let the shop have decided: one mail is real, the rest are as if."""
    staff.admin.patch("/settings/assistant", {"mode": "off"})
    first = ask(staff, mailbox)["suggestion"]["id"]
    with transaction() as session:
        real = session.get_one(Suggestion, UUID(first))
        names = [one.key for one in Suggestion.__mapper__.column_attrs]
        fields = {
            name: getattr(real, name) for name in names if name not in {"id", "created_at", "updated_at"}
        }
        for place in range(n):
            status = "approved" if place < n * approved else ("edited", "rejected")[place % 2]
            session.add(Suggestion(id=uuid4(), **(fields | {"status": status})))
        withdrawn = [Suggestion(id=uuid4(), **(fields | {"status": "withdrawn"})) for _ in range(20)]
        session.add_all(withdrawn)


def run_daily() -> None:
    from datetime import UTC, datetime

    from mancrel.kit import jobs

    with transaction() as session:
        one = jobs.subscriber("assistant.refit_confidence")
        assert one
        now = datetime.now(UTC)
        cause = jobs.Cause(None, "schedule", None, None)
        session.add(jobs.row_for(one, cause, key=None, lane="", due=now, now=now))
    work()


def fits(staff: Staff) -> dict[str, Any]:
    return staff.manager.get("/quality/confidence").json()


def test_it_is_refitted_by_schedule_and_used_at_once(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    history(staff, mailbox, 120, 0.3)
    before = ask(staff, mailbox, sender="a@customer.test")["suggestion"]
    run_daily()
    found = fits(staff)
    assert (found["in_use"], found["decisions"], found["choice"]) == ("learnt-1", 120, "learnt")
    (fit,) = found["fits"]
    assert (fit["version"], fit["decisions"], fit["adopted"]) == (1, 120, True)
    assert fit["learnt"]["log_loss"] < fit["shipped"]["log_loss"]
    after = ask(staff, mailbox, sender="b@customer.test")["suggestion"]
    assert after["confidence"] < 0.6 < before["confidence"]
    assert "usual_for_intent" in {one["name"] for one in after["parts"]}
    for one, version in ((before, "shipped"), (after, "learnt-1")):
        inputs = staff.admin.get(f"/suggestions/{one['id']}").json()["inputs"]
        assert inputs["confidence"]["version"] == version
    with transaction() as session:
        assert {one.status for one in session.scalars(select(JobRow))} == {"done"}


def test_the_same_decisions_are_fitted_once(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    history(staff, mailbox, 110, 0.3)
    assert "Version 1, learnt from 110 decisions, is in use." in upkeep.refit_confidence()
    assert "the same as last time" in upkeep.refit_confidence()
    run_daily()
    assert [one["version"] for one in fits(staff)["fits"]] == [1]


def test_too_few_decisions_leave_the_shipped_fit(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    history(staff, mailbox, 99, 0.3)
    assert upkeep.refit_confidence() == "Nothing was learnt from 99 decisions: it takes 100."
    run_daily()
    assert (fits(staff)["in_use"], fits(staff)["fits"]) == ("shipped", [])


def test_what_does_worse_is_kept_but_not_used(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    history(staff, mailbox, 110, 0.3)
    assert learning_tasks.learn().fit
    upkeep.refit_confidence()
    assert fits(staff)["in_use"] == "learnt-1"
    # Held-out decisions of the last weeks say that the shipped one was right after all.
    learnt = learning_tasks.learn()
    assert learnt.fit is None
    with transaction() as session:
        found = learnt_confidence.decisions(session)
        fit = fitted(found)
        worse = type(fit)(**{**vars(fit), "learnt": {**fit.learnt, "log_loss": fit.shipped["log_loss"] + 1}})
        learnt_confidence.keep(session, learnt_confidence.Learnt(worse, len(found), "another"))
    found = fits(staff)
    assert [(one["version"], one["adopted"]) for one in found["fits"]] == [(2, False), (1, True)]
    assert found["in_use"] == "shipped"
    assert "worse" in found["fits"][0]["reason"]


def test_an_admin_goes_back_to_the_shipped_one(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    history(staff, mailbox, 110, 0.3)
    upkeep.refit_confidence()
    assert staff.manager.patch("/settings/assistant", {"confidence": "shipped"}).status_code == 403
    assert (
        staff.admin.patch("/settings/assistant", {"confidence": "shipped"}).json()["confidence"] == "shipped"
    )
    assert fits(staff)["in_use"] == "shipped"
    found = ask(staff, mailbox, sender="b@customer.test")["suggestion"]
    assert found["confidence"] >= 0.9
    assert {one["weight"] for one in found["parts"] if one["name"] == "usual_for_intent"} <= set(
        SHIPPED.intents.values()
    )
    staff.admin.patch("/settings/assistant", {"confidence": "learnt"})
    assert fits(staff)["in_use"] == "learnt-1"


def test_a_judgement_counts_more_than_having_been_sent(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    ask(staff, mailbox)
    with transaction() as session:
        assert learnt_confidence.decisions(session) == []
    (row,) = staff.admin.get("/judgements").json()["items"]
    staff.admin.post(f"/judgements/{row['id']}", {"verdict": "would_edit"})
    with transaction() as session:
        (one,) = learnt_confidence.decisions(session)
        assert (one.good, one.values["claims"], one.ceiling) == (False, 1.0, 0.99)
        session.execute(update(Suggestion).values(status="withdrawn", body=None))
    with transaction() as session:
        assert learnt_confidence.decisions(session) == []
        assert session.scalars(select(ConfidenceFit)).all() == []
