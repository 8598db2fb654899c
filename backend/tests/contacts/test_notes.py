"""Notes on people and companies: written, changed, removed, restored; seen by those who look after the record."""

from typing import Any

import pytest

from tests.fixtures import Person, Staff


def notes(person: Person, **about: str) -> list[str]:
    page = person.get("/activities", params={"kind": "note", **about}).json()
    assert page["total"] == len(page["items"])
    return [one["title"] for one in page["items"]]


@pytest.mark.parametrize(("path", "key"), [("/contacts", "contact_id"), ("/companies", "company_id")])
def test_notes_belong_to_a_person_or_a_company(staff: Staff, path: str, key: str):
    ann, bob = (staff.rep.post(path, {"name": name}).json()["id"] for name in ("Ann", "Bob"))
    made = staff.rep.post(
        "/activities", {"kind": "note", "title": "Likes oak", "body": "Likes oak\nand elm", key: ann}
    )
    assert made.status_code == 201
    assert made.json()["company" if key == "company_id" else "contact"]["name"] == "Ann"
    assert (notes(staff.rep, **{key: ann}), notes(staff.rep, **{key: bob})) == (["Likes oak"], [])
    note = f"/activities/{made.json()['id']}"
    assert staff.rep.patch(note, {"title": "Likes ash"}).json()["title"] == "Likes ash"
    assert staff.rep.delete(note).status_code == 204
    assert notes(staff.rep, **{key: ann}) == []
    staff.rep.post(f"{note}/restore")
    assert notes(staff.rep, **{key: ann}) == ["Likes ash"]


@pytest.mark.parametrize(("path", "key"), [("/contacts", "contact_id"), ("/companies", "company_id")])
def test_a_note_is_seen_by_who_looks_after_the_record(staff: Staff, path: str, key: str):
    ann = staff.rep.post(path, {"name": "Ann"}).json()["id"]
    made = staff.admin.post("/activities", {"kind": "note", "title": "By Ada", key: ann}).json()
    staff.admin.post("/activities", {"kind": "task", "title": "Ada's own", key: ann})
    for name, person in staff.everyone.items():
        sees = name in {"admin", "manager", "rep"}
        assert notes(person, **{key: ann}) == (["By Ada"] if sees else []), name
        assert person.get(f"/activities/{made['id']}").status_code == (200 if sees else 404), name
    assert staff.rep.get(f"/activities/{made['id']}").json()["editable"] is False
    assert staff.rep.patch(f"/activities/{made['id']}", {"title": "Mine"}).status_code == 403
    tasks = staff.rep.get("/activities", params={"kind": "task", key: ann}).json()["items"]
    assert tasks == []


def test_a_note_names_no_hidden_record(staff: Staff):
    hidden = staff.other_rep.post("/companies", {"name": "Hidden"}).json()["id"]
    answer: Any = staff.rep.post("/activities", {"kind": "note", "title": "x", "company_id": hidden})
    assert answer.status_code == 404
    assert "Hidden" not in answer.text
