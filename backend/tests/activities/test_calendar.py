"""The calendar: open to whoever holds its secret address, with the user's own open activities only."""

from icalendar import Calendar

from tests.activities.test_activities import at, made, tick
from tests.fixtures import Staff


def address(staff: Staff) -> str:
    answer = staff.rep.post("/calendar")
    assert answer.status_code == 201
    return str(answer.json()["url"]).partition("/api/v1")[2]


def read(staff: Staff, path: str):
    return staff.rep.client.get(f"/api/v1{path}")


def test_a_calendar_shows_own_open_activities(staff: Staff):
    meeting = made(
        staff.rep, kind="meeting", title="Über; Lamps, \\ and oak " + "x" * 90, body="Line\r\nBEGIN:VALARM",
        start_at="2030-07-01T09:00:00+02:00", end_at="2030-07-01T10:00:00+02:00",
    )  # fmt: skip
    made(staff.manager, title="Not mine", due_at=at(days=1))
    made(staff.rep, title="Undated")
    tick(staff.rep, made(staff.rep, title="Done", due_at=at(days=1)))
    answer = read(staff, address(staff))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"DTSTART:20300701T070000Z" in answer.content
    (event,) = Calendar.from_ical(answer.content).events
    assert (event["uid"], str(event["summary"])) == (f"{meeting['id']}@mancrel", meeting["title"])
    assert str(event["description"]).splitlines() == ["Line", "BEGIN:VALARM"]


def test_an_address_is_shown_once_and_only_the_newest_is_good(staff: Staff):
    assert staff.rep.get("/calendar").json() == {"created_at": None}
    first = address(staff)
    second = address(staff)
    assert first.split("/")[-1] not in staff.rep.get("/calendar").text
    assert (read(staff, first).status_code, read(staff, second).status_code) == (404, 200)
    assert staff.rep.delete("/calendar").status_code == 204
    assert read(staff, second).status_code == 404


def test_an_unknown_address_and_one_of_who_left_tell_nothing(staff: Staff):
    path = address(staff)
    staff.admin.patch(f"/users/{staff.rep.id}", {"is_active": False})
    left, unknown = read(staff, path), read(staff, "/calendar/nothing")
    assert (left.status_code, left.json()["code"]) == (404, unknown.json()["code"])
    assert left.json()["detail"] == unknown.json()["detail"]
