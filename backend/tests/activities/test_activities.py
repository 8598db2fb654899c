"""Activities: made, dated, assigned, listed by view, ticked and opened again; what each refuses and records."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from tests.fixtures import Person, Staff


def at(**ahead: float) -> str:
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat()


def made(person: Person, **fields: Any) -> Any:
    answer = person.post("/activities", {"title": "Call Ann", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def tick(person: Person, one: dict[str, Any], done: bool = True) -> Any:
    return person.patch(f"/activities/{one['id']}", {"done": done})


def events(id_: str) -> list[str]:
    with transaction() as session:
        query = select(Event.type).where(Event.subject_id == uuid.UUID(id_)).order_by(Event.id)
        return list(session.scalars(query))


@pytest.mark.parametrize("kind", ["task", "note", "call", "meeting", "email"])
def test_every_kind_is_made_and_recorded(staff: Staff, kind: str):
    one = made(staff.rep, kind=kind)
    assert (one["kind"], one["owner"]["name"], one["repeat"], one["reminders"]) == (kind, "Rep", None, [])
    assert events(one["id"]) == ["activity.created"]


def test_a_meeting_begins_when_it_is_due_and_moves_as_a_whole(staff: Staff):
    one = made(staff.rep, kind="meeting", start_at="2026-12-01T09:00:00Z", end_at="2026-12-01T10:30:00Z")
    assert one["due_at"] == one["start_at"] == "2026-12-01T09:00:00Z"
    moved = staff.rep.patch(f"/activities/{one['id']}", {"due_at": "2026-12-03T15:00:00Z"}).json()
    assert (moved["start_at"], moved["end_at"]) == ("2026-12-03T15:00:00Z", "2026-12-03T16:30:00Z")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "meeting", "start_at": "2026-12-01T09:00:00Z", "end_at": "2026-12-01T09:00:00Z"}, "end_at"),
        ({"kind": "meeting", "end_at": "2026-12-01T09:00:00Z"}, "end_at"),
        ({"kind": "task", "start_at": "2026-12-01T09:00:00Z"}, "start_at"),
        ({"reminders": [{"minutes_before": 5}]}, "reminders"),
        ({"repeat": {"every": "day"}}, "due_at"),
        ({"due_at": "2026-12-01T09:00:00Z", "repeat": {"every": "day", "weekdays": ["mo"]}}, "repeat.weekdays"),
        ({"due_at": "2026-12-01T09:00:00Z", "repeat": {"every": "day", "until": "2027-01-01", "count": 3}}, "repeat.until"),
    ],
)  # fmt: skip
def test_times_that_do_not_fit_are_refused(staff: Staff, fields: dict[str, Any], field: str):
    answer = staff.rep.post("/activities", {"title": "x", **fields})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_views_are_mine_by_days_of_my_zone(staff: Staff):
    me = staff.rep
    assert me.patch("/auth/me", {"time_zone": "Pacific/Auckland"}).json()["time_zone"] == "Pacific/Auckland"
    late, far, undated = made(me, due_at=at(hours=-30)), made(me, due_at=at(days=9)), made(me)
    others = made(staff.manager, due_at=at(hours=-1), owner_id=str(me.id))
    hidden = made(staff.other_rep, due_at=at(hours=-1))
    made(me, kind="note")
    closed = made(me, due_at=at(hours=-2))
    tick(me, closed)

    def ids(view: str) -> set[str]:
        return {one["id"] for one in me.get("/activities", params={"view": view}).json()["items"]}

    assert ids("my_day") == ids("overdue") == {late["id"], others["id"]}
    assert ids("upcoming") == {far["id"], undated["id"]}
    assert ids("team") == {late["id"], others["id"], far["id"], undated["id"]}
    assert ids("done") == {closed["id"]}
    assert hidden["id"] not in ids("team")
    assert me.get("/activities/counts").json() == {"my_day": 2, "overdue": 2, "upcoming": 2, "team": 4}


def test_a_zone_that_is_none_is_refused(staff: Staff):
    assert staff.rep.patch("/auth/me", {"time_zone": "Mars/Olympus"}).status_code == 422


def test_the_list_is_filtered_by_the_shared_language(staff: Staff):
    call = made(staff.rep, kind="call", due_at=at(days=1))
    made(staff.rep)
    found = staff.rep.get("/activities", params={"filter": ["kind:eq:call", "owner:eq:me"]}).json()["items"]
    assert [one["id"] for one in found] == [call["id"]]
    assert staff.rep.get("/activities", params={"filter": "size:eq:1"}).status_code == 422
    assert "due_at" in {one["name"] for one in staff.rep.get("/activities/fields").json()}


def test_who_is_given_something_is_told_of_once(staff: Staff):
    one = made(staff.manager, owner_id=str(staff.rep.id))
    assert events(one["id"]) == ["activity.created", "activity.assigned"]
    own = made(staff.rep)
    staff.rep.patch(f"/activities/{own['id']}", {"owner_id": str(staff.rep.id)})
    assert "activity.assigned" not in events(own["id"])


def test_what_was_changed_is_in_the_audit(staff: Staff):
    one = made(staff.rep, due_at="2026-12-01T09:00:00Z")
    staff.rep.patch(f"/activities/{one['id']}", {"repeat": {"every": "week"}})
    rows = staff.admin.get("/audit", params={"subject_id": one["id"]}).json()["items"]
    assert any("repeat.every" in str(row) for row in rows)
