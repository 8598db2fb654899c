"""One timeline of a contact, company and deal: complete, in order, paged, and under the viewer's rule."""

from typing import Any

import pytest

from tests.fixtures import Mailbox, Person, Shop, Sink, Staff, thread_of, work
from tests.statements import asked

ASKS = "Hello,\n\nhow much is the Aurora oak desk lamp, and is it in stock?\n\nBest regards\nJane"


def told(person: Person, record: dict[str, Any], of: str = "contacts", **wanted: Any) -> list[dict[str, Any]]:
    answer = person.get(f"/timeline/{of}/{record['id']}", params=wanted)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.fixture
def story(staff: Staff, shop: Shop, mailbox: Mailbox, sink: Sink) -> dict[str, Any]:
    """Return a contact who wrote, was answered, got a task and a deal that moved."""
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", stock=12, delivery_days="2-4")
    work()
    message_id = mailbox.write(ASKS, sender="jane@acme-lamps.test")
    work()
    thread = thread_of(staff.admin, message_id)
    contact = staff.admin.get(f"/contacts/{thread['contact']['id']}").json()
    owner = {"owner_id": str(staff.rep.id)}
    staff.admin.patch(f"/contacts/{contact['id']}", owner)
    staff.admin.patch(f"/conversations/{thread['id']}", owner)
    staff.rep.post("/activities", {"kind": "call", "title": "Ring her", "contact_id": contact["id"]})
    deal = staff.rep.post(
        "/deals", {"title": "Ten lamps", "contact_id": contact["id"], "amount": "3490"}
    ).json()
    stages = staff.rep.get("/pipelines").json()["items"][0]["stages"]
    moved = {"stage_id": stages[1]["id"], "version": deal["version"]}
    assert staff.rep.post(f"/deals/{deal['id']}/move", moved).status_code == 200
    return {"contact": contact, "deal": deal, "thread": thread, "stages": stages}


def test_a_contacts_story_is_complete_and_in_order(staff: Staff, story: dict[str, Any]):
    found = told(staff.rep, story["contact"])
    assert [one["at"] for one in found] == sorted((one["at"] for one in found), reverse=True)
    assert {one["kind"] for one in found} == {"message", "activity", "change", "ai", "deal"}
    first, answer = sorted((one for one in found if one["kind"] == "message"), key=lambda one: one["at"])
    assert (first["details"]["direction"], first["refers_to"]["id"]) == ("in", story["thread"]["id"])
    assert answer["details"]["automatic"] is True
    moved = next(one for one in found if one["kind"] == "deal")
    assert moved["title"] == "Ten lamps"
    (stage,) = [one for one in moved["details"]["fields"] if one["field"] == "stage_id"]
    assert (stage["before"], stage["after"]) == tuple(one["name"] for one in story["stages"][:2])
    owner = next(one for one in found if one["kind"] == "change")
    assert {"field": "owner_id", "before": None, "after": staff.rep.name} in owner["details"]["fields"]


def test_the_company_and_the_deal_have_theirs(staff: Staff, story: dict[str, Any]):
    company = told(staff.admin, story["contact"]["company"], "companies")
    assert {"message", "activity", "ai", "deal", "change"} == {one["kind"] for one in company}
    deal = told(staff.rep, story["deal"], "deals")
    assert [one["details"]["action"] for one in deal if one["kind"] == "change"] == ["changed", "created"]


def test_kinds_are_chosen(staff: Staff, story: dict[str, Any]):
    assert {one["kind"] for one in told(staff.rep, story["contact"], kind=["ai", "activity"])} == {
        "ai",
        "activity",
    }
    assert staff.rep.get(f"/timeline/contacts/{story['contact']['id']}?kind=gossip").status_code == 422


def test_pages_hold_together(staff: Staff, story: dict[str, Any]):
    path = f"/timeline/contacts/{story['contact']['id']}"
    whole = [one["id"] for one in told(staff.rep, story["contact"], limit=200)]
    seen, cursor = [], None
    while True:
        page = staff.rep.get(path, params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole
    assert staff.rep.get(path, params={"cursor": "bm9uZQ=="}).json()["code"] == "BadCursor"


def test_who_does_not_see_the_record_sees_no_story(staff: Staff, story: dict[str, Any]):
    for person in (staff.other_rep, staff.other_manager, staff.colleague):
        assert person.get(f"/timeline/contacts/{story['contact']['id']}").status_code == 404
        assert person.get(f"/timeline/deals/{story['deal']['id']}").status_code == 404


def test_what_is_not_in_sight_is_left_out(staff: Staff, story: dict[str, Any]):
    """The colleague sees the contact through a deal of their own, but not the thread, nor the other deal."""
    own = {"title": "Mine", "contact_id": story["contact"]["id"], "owner_id": str(staff.colleague.id)}
    staff.admin.post("/deals", own)
    found = told(staff.colleague, story["contact"])
    assert {one["kind"] for one in found} == {"change", "deal"}
    assert {one["title"] for one in found if one["kind"] == "deal"} == {"Mine"}


def test_the_queries_do_not_grow_with_the_entries(staff: Staff, story: dict[str, Any]):
    def counted() -> int:
        with asked() as statements:
            told(staff.rep, story["contact"], limit=200)
        return len(statements)

    before = counted()
    for number in range(12):
        body = {"kind": "note", "title": f"Note {number}", "contact_id": story["contact"]["id"]}
        staff.rep.post("/activities", body)
        staff.rep.patch(f"/contacts/{story['contact']['id']}", {"name": f"Jane {number}"})
    assert counted() == before
