"""Reminders are given once: under two workers, and after a time in which nobody worked."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from mancrel.activities import reminders
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from tests.activities.test_activities import at, made, tick
from tests.fixtures import Staff


def given() -> list[Any]:
    with transaction() as session:
        return list(session.scalars(select(Event).where(Event.type == "activity.reminded")))


def remind() -> int:
    with transaction() as session:
        return reminders.give(session)


def test_a_reminder_is_given_once_under_two_workers(staff: Staff):
    for number in range(8):
        made(staff.rep, title=f"Call {number}", due_at=at(minutes=5), reminders=[{"minutes_before": 10}])
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: remind(), range(4)))
    assert sum(counts) == 8
    assert len({event.subject_id for event in given()}) == len(given()) == 8
    assert given()[0].facts["owner_id"] == str(staff.rep.id)
    assert remind() == 0


def test_what_is_not_due_done_or_deleted_is_not_reminded_of(staff: Staff):
    made(staff.rep, due_at=at(hours=5), reminders=[{"minutes_before": 10}])
    tick(staff.rep, made(staff.rep, due_at=at(minutes=5), reminders=[{"minutes_before": 10}]))
    gone = made(staff.rep, due_at=at(minutes=5), reminders=[{"minutes_before": 10}])
    staff.rep.delete(f"/activities/{gone['id']}")
    assert remind() == 0


def test_a_snooze_moves_its_reminders_and_arms_them_again(staff: Staff):
    one = made(staff.rep, due_at=at(minutes=5), reminders=[{"minutes_before": 10, "by_mail": True}])
    assert remind() == 1
    later = staff.rep.patch(f"/activities/{one['id']}", {"due_at": at(minutes=30)}).json()
    assert [(each["by_mail"], each["sent_at"]) for each in later["reminders"]] == [(True, None)]
    staff.rep.patch(f"/activities/{one['id']}", {"due_at": at(minutes=6)})
    assert remind() == 1


def test_what_is_late_when_it_is_written_down_is_not_reminded_of(staff: Staff):
    made(staff.rep, due_at=at(hours=-1), reminders=[{"minutes_before": 10}])
    assert remind() == 0
