"""Series: one occurrence is open at a time, on the right day, whoever ticks and however often."""

import calendar
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mancrel.activities import repeats
from mancrel.activities.schemas import Repeat
from tests.activities.test_activities import made, tick
from tests.fixtures import Person, Staff

BERLIN = ZoneInfo("Europe/Berlin")
RULES = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
plans = st.builds(
    Repeat,
    every=st.sampled_from(["day", "week", "month", "year"]),
    interval=st.integers(1, 5),
    count=st.none() | st.integers(2, 8),
)
firsts = st.integers(0, 8 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
zones = st.sampled_from(
    [BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
)


def open_ones(person: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = person.get("/activities", params={"status": "open"}).json()["items"]
    return items


def run(repeat: Repeat, first: datetime, zone: ZoneInfo, most: int = 12) -> list[datetime]:
    plan, found = repeats.plan_of(repeat, first, zone), [first]
    while len(found) < most:
        following = repeats.following(plan, len(found), found[-1], LONG_AGO)
        if following is None:
            break
        found.append(following)
    return found


@RULES
@given(plans, firsts, zones)
def test_dates_only_go_forward_and_keep_their_local_time(repeat: Repeat, first: datetime, zone: ZoneInfo):
    found = run(repeat, first, zone)
    assert found == sorted(set(found))
    assert len(found) == min(repeat.count or 12, 12)
    began = first.astimezone(zone)
    for one in found:
        local = one.astimezone(zone)
        moved = abs(timedelta(hours=local.hour - began.hour, minutes=local.minute - began.minute))
        assert moved <= timedelta(hours=1)  # only where the clocks leave that hour out


@RULES
@given(firsts, zones, st.integers(1, 12))
def test_a_month_without_the_day_has_it_on_its_last(first: datetime, zone: ZoneInfo, interval: int):
    day = first.astimezone(zone).day
    for one in run(Repeat(every="month", interval=interval), first, zone):
        local = one.astimezone(zone)
        assert local.day == min(day, calendar.monthrange(local.year, local.month)[1])


def test_nine_o_clock_stays_nine_o_clock_across_the_change_of_clocks():
    first = datetime(2026, 10, 24, 9, tzinfo=BERLIN)
    found = run(Repeat(every="day"), first, BERLIN, 3)
    assert [one.astimezone(UTC).hour for one in found] == [7, 8, 8]


def test_the_29th_of_february_comes_every_year():
    found = run(Repeat(every="year"), datetime(2024, 2, 29, 12, tzinfo=UTC), ZoneInfo("UTC"), 5)
    assert [(one.month, one.day) for one in found] == [(2, 29), (2, 28), (2, 28), (2, 28), (2, 29)]


def test_weekdays_every_second_week():
    repeat = Repeat(every="week", interval=2, weekdays=["mo", "th"])
    found = run(repeat, datetime(2026, 11, 23, 9, tzinfo=UTC), ZoneInfo("UTC"), 4)
    assert [one.day for one in found] == [23, 26, 7, 10]


def test_a_tick_makes_the_next_with_all_it_has(staff: Staff):
    ann = staff.rep.post("/contacts", {"name": "Ann"}).json()
    one = made(
        staff.rep, kind="meeting", contact_id=ann["id"], start_at="2030-01-31T09:00:00Z",
        end_at="2030-01-31T10:00:00Z", repeat={"every": "month", "count": 2}, reminders=[{"minutes_before": 30}],
    )  # fmt: skip
    tick(staff.rep, one)
    (following,) = open_ones(staff.rep)
    assert (following["start_at"], following["end_at"]) == ("2030-02-28T09:00:00Z", "2030-02-28T10:00:00Z")
    assert (following["contact"]["id"], following["series_no"]) == (ann["id"], 2)
    assert following["reminders"][0]["remind_at"] == "2030-02-28T08:30:00Z"
    tick(staff.rep, following)
    assert open_ones(staff.rep) == []


def test_two_who_tick_at_once_make_one(staff: Staff):
    one = made(staff.rep, due_at="2030-01-31T09:00:00Z", repeat={"every": "day"})
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda who: tick(who, one).status_code, [staff.rep, staff.manager] * 3))
    assert set(answers) == {200}
    assert [each["series_no"] for each in open_ones(staff.rep)] == [2]


def test_undo_takes_the_next_back_and_a_second_tick_brings_it_again(staff: Staff):
    one = made(staff.rep, due_at="2030-01-31T09:00:00Z", repeat={"every": "day"})
    for _ in range(2):
        tick(staff.rep, one)
        (following,) = open_ones(staff.rep)
        assert following["series_no"] == 2
        assert tick(staff.rep, one, done=False).status_code == 200
        assert [each["id"] for each in open_ones(staff.rep)] == [one["id"]]


def test_an_old_one_is_not_opened_once_the_series_went_on(staff: Staff):
    one = made(staff.rep, due_at="2030-01-31T09:00:00Z", repeat={"every": "day"})
    tick(staff.rep, one)
    tick(staff.rep, open_ones(staff.rep)[0])
    answer = tick(staff.rep, one, done=False)
    assert (answer.status_code, answer.json()["code"]) == (409, "LaterIsDone")


def test_what_was_missed_is_left_out(staff: Staff):
    one = made(staff.rep, due_at="2020-01-01T09:00:00Z", repeat={"every": "day"})
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=True):
        tick(staff.rep, one)
        assert [each["due_at"] for each in open_ones(staff.rep)] == ["2026-11-23T09:00:00Z"]


def test_ending_a_series_makes_no_more(staff: Staff):
    one = made(staff.rep, due_at="2030-01-31T09:00:00Z", repeat={"every": "day"})
    staff.rep.patch(f"/activities/{one['id']}", {"repeat": None})
    tick(staff.rep, one)
    assert open_ones(staff.rep) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8))
def test_never_two_open(staff: Staff, steps: list[tuple[int, bool]]):
    one = made(staff.rep, title="Series", due_at="2030-01-31T09:00:00Z", repeat={"every": "month"})
    mine = [one["id"]]
    for place, done in steps:
        answer = staff.rep.patch(f"/activities/{mine[min(place, len(mine) - 1)]}", {"done": done})
        assert answer.status_code in {200, 404, 409}
        still = [each["id"] for each in open_ones(staff.rep)]
        assert len(still) == 1
        mine += [each for each in still if each not in mine]
    staff.rep.delete(f"/activities/{open_ones(staff.rep)[0]['id']}")
