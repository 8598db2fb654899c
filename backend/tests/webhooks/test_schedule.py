"""R7: ten attempts over 75.6 hours within a fifth, the same id, a fresh time and signature each; and its ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, update

from mancrel.kit.db import transaction
from mancrel.kit.jobs import JobRow
from mancrel.notifications.models import Notification, UserMail
from mancrel.webhooks.models import WebhookDelivery, WebhookSubscription
from tests.fixtures import Staff, work
from tests.webhooks.receiver import Receiver
from tests.webhooks.test_webhooks import deliveries, log_of, run_due, state, subscribe

STEPS_S = [5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600]


def planned() -> datetime | None:
    with transaction() as session:
        return session.scalars(select(WebhookDelivery.next_attempt_at)).one()


def go_to(clock: Any, moment: datetime) -> None:
    """Let the planned time come."""
    clock.move_to(moment)
    run_due()


@pytest.fixture
def clock() -> Any:
    """Stop the clock ahead of the database's, so that nothing becomes due while a slow machine works."""
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=False) as one:
        yield one


@pytest.fixture
def failing(staff: Staff, receiver: Receiver, clock: Any) -> dict[str, Any]:
    made = subscribe(staff, receiver, "contact.created")
    receiver.always = (500, {}, b"no")
    staff.rep.post("/contacts", {"name": "Ann"})
    run_due()
    return made


def test_ten_attempts_at_their_times(staff: Staff, receiver: Receiver, clock: Any, failing: dict[str, Any]):
    tried = [datetime.now(UTC)]
    while next_at := planned():
        go_to(clock, next_at)
        assert receiver.verified(failing["secret"])["type"] == "contact.created", "the signature is of now"
        tried.append(datetime.now(UTC))
    assert len(receiver.received) == 10
    pauses = [(after - before).total_seconds() for before, after in zip(tried, tried[1:], strict=False)]
    for pause, step in zip(pauses, STEPS_S, strict=True):
        assert 0.8 * step - 1 <= pause <= 1.2 * step + 1, (pause, step)
    assert pauses != STEPS_S, "with jitter"
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    assert len({one.body for one in receiver.received}) == 1
    assert [int(one.headers["webhook-timestamp"]) for one in receiver.received] == [
        int(at.timestamp()) for at in tried
    ]
    assert len({one.headers["webhook-signature"] for one in receiver.received}) == 10
    with transaction() as session:
        delivery = session.scalars(select(WebhookDelivery)).one()
        assert (delivery.status, delivery.attempts, delivery.next_attempt_at) == ("failed", 10, None)


def test_a_success_ends_the_schedule(staff: Staff, receiver: Receiver, clock: Any, failing: dict[str, Any]):
    receiver.always = (204, {}, b"")
    go_to(clock, planned() or datetime.now(UTC))
    assert planned() is None
    with transaction() as session:
        one = session.scalars(select(WebhookSubscription)).one()
        assert (one.failing_since, one.silent) == (None, 0)


@pytest.mark.parametrize(
    ("said", "wait_s"), [("120", 120), ("0", 1), ("-5", 1), ("999999", 86_400), ("date", 600)]
)
def test_retry_after_is_obeyed_between_a_second_and_a_day(
    staff: Staff, receiver: Receiver, clock: Any, said: str, wait_s: int
):
    subscribe(staff, receiver, "contact.created")
    if said == "date":
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=600)
        clock.move_to(datetime.now(UTC).replace(microsecond=0))
        said = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    receiver.always = (429, {"Retry-After": said}, b"")
    staff.rep.post("/contacts", {"name": "Ann"})
    run_due()
    next_at = planned()
    assert next_at
    assert abs((next_at - datetime.now(UTC)).total_seconds() - wait_s) < 1


@pytest.mark.parametrize("said", ["soon", "nan", "inf", ""])
def test_a_retry_after_that_says_nothing_changes_nothing(
    staff: Staff, receiver: Receiver, clock: Any, said: str
):
    subscribe(staff, receiver, "contact.created")
    receiver.always = (503, {"Retry-After": said}, b"")
    staff.rep.post("/contacts", {"name": "Ann"})
    run_due()
    next_at = planned()
    assert next_at
    assert 4 <= (next_at - datetime.now(UTC)).total_seconds() <= 6


def test_a_redirect_is_a_failure_and_followed_nowhere(staff: Staff, receiver: Receiver):
    made = subscribe(staff, receiver, "contact.created")
    receiver.always = (307, {"Location": receiver.url}, b"")
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    assert len(receiver.received) == 1
    (delivery,) = deliveries(staff, made)
    assert delivery["status"] == "pending"
    assert log_of(staff, delivery)[0]["error"] == "The receiver answered 307."


def told_admins() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Notification.title).where(Notification.kind == "webhook_ended")))


def test_gone_ends_the_subscription_and_admins_are_told(staff: Staff, receiver: Receiver, sink: Any):
    made = subscribe(staff, receiver, "contact.created")
    receiver.always = (410, {}, b"")
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    one = state(staff, made)
    assert (one["is_active"], one["disabled_because"]) == (
        False,
        "The receiver answered 410 Gone: it wants no more.",
    )
    assert [each["status"] for each in deliveries(staff, made)] == ["failed"]
    staff.rep.post("/contacts", {"name": "Bea"})
    work()
    assert len(receiver.received) == 1
    assert told_admins() == [
        "The webhook ERP was switched off. The receiver answered 410 Gone: it wants no more."
    ]
    (news,) = staff.admin.get("/notifications").json()["items"]
    assert (news["subject_type"], news["subject_id"]) == ("webhook", made["id"])
    assert staff.manager.get("/notifications").json()["items"] == []
    (mail,) = sink.mails
    assert f"/settings/webhooks/{made['id']}" in mail.get_content()
    receiver.always = (200, {}, b"")
    again = staff.admin.patch(f"/webhook-subscriptions/{made['id']}", {"is_active": True}).json()
    assert (again["is_active"], again["disabled_because"]) == (True, None)
    staff.rep.post("/contacts", {"name": "Cem"})
    work()
    assert len(receiver.received) == 2


def test_five_days_of_failure_end_the_subscription(staff: Staff, receiver: Receiver, sink: Any):
    made = subscribe(staff, receiver, "contact.created")
    receiver.always = (500, {}, b"")
    staff.rep.post("/contacts", {"name": "Ann"})
    work()
    with transaction() as session:
        since = datetime.now(UTC) - timedelta(days=4, hours=23)
        session.execute(update(WebhookSubscription).values(failing_since=since))
    staff.rep.post("/contacts", {"name": "Bea"})
    work()
    assert state(staff, made)["is_active"]
    with transaction() as session:
        session.execute(
            update(WebhookSubscription).values(failing_since=datetime.now(UTC) - timedelta(days=5))
        )
    staff.rep.post("/contacts", {"name": "Cem"})
    work()
    assert state(staff, made)["disabled_because"] == "Nothing could be delivered for five days."
    assert len(told_admins()) == 1
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(UserMail)) == 1
        session.execute(update(JobRow).values(next_run_at=func.now()))
    came = len(receiver.received)
    work()
    assert len(receiver.received) == came
    assert {one["status"] for one in deliveries(staff, made)} == {"pending", "cancelled"} - {"pending"}


def test_who_never_answers_is_asked_once_a_minute_only(staff: Staff, clock: Any):
    nobody = Receiver(url="http://127.0.0.1:9/hooks")
    made = subscribe(staff, nobody, "contact.created")
    for name in ("Ann", "Bea", "Cem", "Dan"):
        staff.rep.post("/contacts", {"name": name})
        run_due()
    errors = [each["error"] for one in deliveries(staff, made) for each in log_of(staff, one)]
    tried = [error for error in errors if not error.startswith("Not tried")]
    assert (len(tried), len(errors)) == (3, 4)
    with transaction() as session:
        attempts = session.scalars(select(WebhookDelivery.attempts)).all()
    assert sum(attempts) == len(errors)  # one not tried is one of the schedule too
    clock.shift(61)
    staff.rep.post("/contacts", {"name": "Eve"})
    run_due()
    errors = [each["error"] for one in deliveries(staff, made) for each in log_of(staff, one)]
    assert len(errors) > 5
    assert sum(not error.startswith("Not tried") for error in errors) == 4, (
        "of all that were due, one was tried"
    )
