"""Entity tags and conditions: the same for every record that can be read, changed or deleted by its id."""

import re
from typing import Any

import pytest

from mancrel.kit.routing import Route
from tests.deals.factory import deal as make_deal
from tests.fixtures import Mailbox, Shop, Staff, thread_of, work
from tests.house.test_bins import BODIES, make
from tests.wiring import document

PATHS = document()["paths"]
CHANGES: dict[str, dict[str, Any]] = {
    "/contacts": {"name": "Bea"}, "/companies": {"name": "Other"}, "/activities": {"title": "Write"},
    "/articles": {"title": "Refunds"}, "/products": {"title": "Torch"}, "/conversations": {"status": "closed"},
    "/channels": {"name": "Post"}, "/users": {"name": "Una"}, "/teams": {"name": "Day"},
    "/deals": {"title": "Fifty lamps"}, "/pipelines": {"name": "Ways"}, "/custom-fields": {"label": "Shoes"},
    "/webhook-subscriptions": {"name": "Other"}, "/views": {"name": "Leads"},
}  # fmt: skip
# What changes without being a column of the record itself.
PARTS: dict[str, list[dict[str, Any]]] = {
    "/contacts": [{"email": "bea@x.test"}, {"phones": [{"value": "+49 421 123456"}]}, {"tags": ["new"]}],
    "/activities": [{"due_at": "2030-01-01T10:00:00Z"}, {"reminders": [{"minutes_before": 10}]}],
    "/users": [{"team_ids": "TEAM"}], "/teams": [{"member_ids": "REP"}],
}  # fmt: skip


def tag(staff: Staff, path: str) -> str:
    answer = staff.admin.get(path)
    assert answer.status_code == 200, answer.text
    assert re.fullmatch(r'"[0-9a-f]+-[0-9a-f]{16}"', answer.headers["etag"])
    return answer.headers["etag"]


def given(tag: str) -> dict[str, Any]:
    return {"headers": {"If-Match": tag}}


def test_every_record_that_is_changed_by_its_id_is_tried():
    changed = {
        path.removeprefix("/api/v1")
        for path, methods in PATHS.items()
        if {"get", "patch"} <= set(methods) and path.endswith("}")
    }
    elsewhere = {"/imports/{import_id}", "/gaps/{gap_id}", "/catalogue/sources/{source_id}"}
    assert {path.rpartition("/")[0] for path in changed - elsewhere} == set(CHANGES)
    assert set(CHANGES) == set(BODIES) | {"/conversations"}


def test_every_route_of_the_api_is_one_of_ours():
    from mancrel import app

    rooms = [one for name, one in vars(app).items() if hasattr(one, "router") and not name.startswith("_")]
    assert len(rooms) > 20
    others = [
        route.path for room in rooms for route in room.router.routes
        if hasattr(route, "methods") and not isinstance(route, Route)
    ]  # fmt: skip
    assert others == []


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_of_what_one_has_not_seen_is_refused(staff: Staff, mailbox: Mailbox, path: str):
    one = f"{path}/{make(staff, mailbox, path)}"
    first = tag(staff, one)
    changed = staff.admin.patch(one, CHANGES[path], **given(first))
    assert changed.status_code == 200, changed.text
    second = tag(staff, one)
    assert second != first
    assert changed.headers["etag"].partition("-")[0] == second.partition("-")[0]
    for method, body in (("PATCH", CHANGES[path]), ("DELETE", None)):
        answer = staff.admin.request(method, one, json=body, **given(first))
        assert (answer.status_code, answer.json()["code"]) == (412, "Stale"), method
        assert answer.json()["errors"][0]["field"] == "If-Match"
        assert answer.headers["content-type"] == "application/problem+json"
    assert tag(staff, one) == second, "nothing was changed"
    assert staff.admin.patch(one, CHANGES[path], **given("*")).status_code == 200
    assert staff.admin.patch(one, CHANGES[path]).status_code == 200, "without a condition as ever"
    last = tag(staff, one)
    assert staff.admin.request("DELETE", one, **given(f'"0-0", W/{last}')).status_code == 204


@pytest.mark.parametrize("path", CHANGES)
def test_when_a_record_last_changed_stands_for_its_tag(staff: Staff, mailbox: Mailbox, path: str):
    one = f"{path}/{make(staff, mailbox, path)}"
    read = staff.admin.get(one).json()["updated_at"]
    assert staff.admin.patch(one, CHANGES[path], **given(f'"{read}"')).status_code == 200
    answer = staff.admin.patch(one, CHANGES[path], **given(f'"{read}"'))
    assert (answer.status_code, answer.json()["code"]) == (412, "Stale")
    for broken in ("T", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "T-0"):
        assert staff.admin.patch(one, CHANGES[path], **given(f'"{broken}"')).status_code == 412
    listed = {row["id"]: row["updated_at"] for row in staff.admin.get(path).json()["items"]}
    now = listed[one.rpartition("/")[2]]
    assert staff.admin.request("DELETE", one, **given(f'"{now}"')).status_code == 204


@pytest.mark.parametrize("path", CHANGES)
def test_what_one_has_is_not_sent_again(staff: Staff, mailbox: Mailbox, path: str):
    one = f"{path}/{make(staff, mailbox, path)}"
    if path == "/deals":  # a deal tells its seconds in a stage, so it is never quite the same
        return
    first = tag(staff, one)
    for header in (first, f'"x", W/{first}', "*"):
        answer = staff.admin.get(one, headers={"If-None-Match": header})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", first)
    assert staff.admin.get(one, headers={"If-None-Match": '"0-0"'}).status_code == 200
    staff.admin.patch(one, CHANGES[path])
    assert staff.admin.get(one, headers={"If-None-Match": first}).status_code == 200


@pytest.mark.parametrize(
    ("path", "change"), [(path, one) for path, changes in PARTS.items() for one in changes]
)
def test_a_part_is_a_change_too(staff: Staff, mailbox: Mailbox, path: str, change: dict[str, Any]):
    ids = {"TEAM": [str(staff.team_id)], "REP": [str(staff.rep.id)]}
    change = {name: ids.get(str(value), value) for name, value in change.items()}
    one = f"{path}/{make(staff, mailbox, path)}"
    if path == "/activities":
        staff.admin.patch(one, {"due_at": "2029-01-01T10:00:00Z"})
    first = tag(staff, one)
    assert staff.admin.patch(one, change, **given(first)).status_code == 200
    answer = staff.admin.patch(one, CHANGES[path], **given(first))
    assert (answer.status_code, answer.json()["code"]) == (412, "Stale")


def test_what_is_shown_of_others_counts_for_reading_only(staff: Staff):
    company = staff.admin.post("/companies", {"name": "Firm"}).json()["id"]
    contact = staff.admin.post("/contacts", {"name": "Ann", "company_id": company}).json()["id"]
    first = tag(staff, f"/contacts/{contact}")
    staff.admin.patch(f"/companies/{company}", {"name": "Renamed"})
    again = staff.admin.get(f"/contacts/{contact}", headers={"If-None-Match": first})
    assert (again.status_code, again.json()["company"]["name"]) == (200, "Renamed")
    assert staff.admin.patch(f"/contacts/{contact}", {"name": "Bea"}, **given(first)).status_code == 200


def test_a_deals_version_and_its_tag_agree(staff: Staff):
    deal = make_deal(staff.rep)
    one, stages = (
        f"/deals/{deal['id']}",
        staff.rep.get(f"/pipelines/{deal['pipeline']['id']}").json()["stages"],
    )
    first = staff.rep.get(one).headers["etag"]
    move = {"stage_id": stages[1]["id"], "version": deal["version"]}
    assert staff.rep.post(f"{one}/move", move, **given(first)).status_code == 200
    moved = staff.rep.post(f"{one}/move", move)
    assert (moved.status_code, moved.json()["code"]) == (409, "Moved")
    stale = staff.rep.post(f"{one}/move", move, **given(first))
    assert (stale.status_code, stale.json()["code"]) == (412, "Stale")
    assert staff.rep.patch(one, {"title": "Mine"}, **given(first)).status_code == 412
    item = staff.rep.post(f"{one}/items", {"title": "Lamp", "unit_price": "9.00"}).json()["items"][0]
    seen = staff.rep.get(one).headers["etag"]
    assert staff.rep.patch(f"{one}/items/{item['id']}", {"quantity": 2}, **given(seen)).status_code == 200
    assert staff.rep.patch(f"{one}/items/{item['id']}", {"quantity": 3}, **given(seen)).status_code == 412


def test_where_there_is_no_version_a_condition_is_refused(staff: Staff):
    for path in ("/settings/assistant", "/settings/contacts", "/auth/me"):
        answer = staff.admin.patch(path, {}, **given('"0-0"'))
        assert (answer.status_code, answer.json()["code"]) == (412, "Unconditional"), path
    assert staff.admin.post("/contacts", {"name": "Ann"}, **given("*")).status_code == 412
    assert staff.admin.get("/contacts").json()["items"] == [], "and nothing is kept"


def test_a_condition_shows_no_hidden_record(staff: Staff):
    hidden = staff.other_rep.post("/contacts", {"name": "Hidden"}).json()["id"]
    assert staff.rep.patch(f"/contacts/{hidden}", {"name": "x"}, **given("*")).status_code == 404
    assert staff.rep.get(f"/contacts/{hidden}", headers={"If-None-Match": "*"}).status_code == 404


def test_records_elsewhere_have_tags_too(staff: Staff, mailbox: Mailbox, shop: Shop):
    message_id = mailbox.write("My parcel arrived broken.")
    work()
    suggestion = thread_of(staff.admin, message_id)["suggestion"]["id"]
    tag(staff, f"/suggestions/{suggestion}")
    answer = staff.admin.request(
        "POST", "/imports?object=contact", content=b"name\nAnn\n", headers={"content-type": "text/csv"}
    )
    one = f"/imports/{answer.json()['id']}"
    first = tag(staff, one)
    assert staff.admin.patch(one, {"policy": "create"}, **given(first)).status_code == 200
    assert staff.admin.patch(one, {"policy": "create"}, **given(first)).status_code == 412
    one = f"/catalogue/sources/{staff.admin.get('/catalogue/sources').json()['items'][0]['id']}"
    first, changes = tag(staff, one), {"poll_minutes": 30}
    read = staff.admin.get(one).json()["updated_at"]
    assert staff.admin.patch(one, changes, **given('"0-0"')).status_code == 412
    assert staff.admin.patch(one, changes, **given(first)).status_code == 200
    assert staff.admin.patch(one, changes, **given(f'"{read}"')).status_code == 412


def test_a_line_of_a_deal_has_the_version_of_its_deal(staff: Staff):
    deal = staff.rep.post("/deals", {"title": "Lamps"}).json()
    line = {"title": "Lamp", "unit_price": "10.00", "quantity": 1}
    read = staff.rep.post(f"/deals/{deal['id']}/items", line).json()
    one, as_read = f"/deals/{deal['id']}/items/{read['items'][0]['id']}", f'"{read["updated_at"]}"'
    changed = staff.rep.patch(one, {"quantity": 2}, **given(as_read))
    assert changed.status_code == 200, changed.text
    assert staff.rep.patch(one, {"quantity": 3}, **given(as_read)).status_code == 412
    assert staff.rep.delete(one, **given(as_read)).status_code == 412
    now = f'"{changed.json()["updated_at"]}"'
    assert staff.rep.delete(one, **given(now)).status_code == 200
