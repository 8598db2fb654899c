"""Saved views: kept, shared, begun with, and honest about what is gone."""

from typing import Any

import pytest

from tests.contacts.test_custom_fields import define
from tests.fixtures import Person, Staff


def save(person: Person, **fields: Any) -> dict[str, Any]:
    answer = person.post("/views", {"kind": "contacts", "name": "Customers", **fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def listed(person: Person, kind: str = "contacts") -> list[str]:
    return [one["name"] for one in person.get("/views", params={"kind": kind}).json()["items"]]


def test_a_view_keeps_columns_filter_and_sort(staff: Staff):
    define(staff, "number", indexed=True)
    fields = {
        "columns": ["name", "custom.number", "owner"],
        "filter": ["lifecycle:in:lead,customer", "custom.number:gt:5", "owner:eq:me"],
        "sort": "-custom.number",
    }
    made = save(staff.rep, **fields)
    assert {name: made[name] for name in fields} == fields
    assert (made["shared"], made["editable"], made["is_default"], made["left_out"]) == (
        "nobody",
        True,
        False,
        [],
    )
    changed = staff.rep.patch(f"/views/{made['id']}", {"name": "Best", "filter": [], "sort": None}).json()
    assert (changed["name"], changed["filter"], changed["sort"]) == ("Best", [], None)
    assert changed["columns"] == fields["columns"], "what is not named stays"
    assert staff.rep.get(f"/views/{made['id']}").json() == changed


def test_views_stand_in_their_order(staff: Staff):
    for name in ("One", "Two", "Three"):
        save(staff.rep, name=name)
    save(staff.rep, name="Firms", kind="companies")
    assert listed(staff.rep) == ["One", "Two", "Three"]
    third = staff.rep.get("/views", params={"kind": "contacts"}).json()["items"][2]
    staff.rep.patch(f"/views/{third['id']}", {"position": 0})
    assert listed(staff.rep) == ["Three", "One", "Two"]
    assert listed(staff.rep, "companies") == ["Firms"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"columns": ["name", "shoe"]}, "UnknownColumn", "columns.1"),
        ({"columns": ["contacts"]}, "UnknownColumn", "columns.0"),
        ({"filter": ["name:contains:a", "custom.gone:empty"]}, "UnknownFilter", "filter.1"),
        ({"filter": ["lifecycle:eq:whale"]}, "UnknownFilter", "filter.0"),
        ({"sort": "tags"}, "UnknownSort", "sort"),
        ({"shared": "team"}, "UnknownTeam", "team_id"),
    ],
)  # fmt: skip
def test_what_a_list_does_not_know_is_refused(staff: Staff, body: dict[str, Any], code: str, field: str):
    answer = staff.admin.post("/views", {"kind": "contacts", "name": "x", **body})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert save(staff.admin, kind="companies", columns=["contacts"])["columns"] == ["contacts"]


def test_a_private_view_is_its_owners_alone(staff: Staff):
    made = save(staff.rep)
    path = f"/views/{made['id']}"
    for name, person in staff.everyone.items():
        mine = name == "rep"
        assert listed(person) == (["Customers"] if mine else []), name
        assert person.get(path).status_code == (200 if mine else 404), name
        if not mine:
            assert person.patch(path, {"name": "Mine"}).status_code == 404
            assert person.delete(path).status_code == 404
            assert person.post(f"{path}/default").status_code == 404
    staff.rep.delete(path)
    assert staff.admin.get("/views", params={"deleted": True}).json()["items"] == []
    assert staff.admin.post(f"{path}/restore").status_code == 404
    assert staff.rep.post(f"{path}/restore").status_code == 200


@pytest.mark.parametrize(
    ("shared", "sees"),
    [("team", {"admin", "manager", "rep", "colleague"}), ("everyone", {"admin", "manager", "rep", "colleague", "other_manager", "other_rep"})],
)  # fmt: skip
def test_a_shared_view_is_seen_by_many_and_changed_by_its_owner_and_admins(
    staff: Staff, shared: str, sees: set[str]
):
    made = save(staff.rep, shared=shared)
    assert (made["team"] or {}).get("name") == ("Sales" if shared == "team" else None)
    path = f"/views/{made['id']}"
    for name, person in staff.everyone.items():
        assert bool(listed(person)) == (name in sees), name
        edits = name in {"rep", "admin"}
        expected = 200 if edits else 403 if name in sees else 404
        assert person.patch(path, {"name": f"by {name}"}).status_code == expected, name
        if name in sees:
            assert person.get(path).json()["editable"] == edits, name
    assert staff.colleague.delete(path).status_code == 403
    assert staff.admin.delete(path).status_code == 204
    assert staff.colleague.get("/views", params={"deleted": True}).json()["items"] == []
    assert staff.colleague.post(f"{path}/restore").status_code in {403, 404}
    assert staff.rep.post(f"{path}/restore").status_code == 200


def test_a_view_is_shared_with_an_own_team_only(staff: Staff):
    other = str(staff.other_team_id)
    answer = staff.rep.post("/views", {"kind": "contacts", "name": "x", "shared": "team", "team_id": other})
    assert (answer.status_code, answer.json()["code"]) == (422, "UnknownTeam")
    made = save(staff.admin, shared="team", team_id=other)
    assert listed(staff.other_rep) == ["Customers"]
    staff.admin.patch(f"/views/{made['id']}", {"shared": "nobody"})
    assert listed(staff.other_rep) == []


def test_a_list_begins_with_the_view_that_its_user_chose(staff: Staff):
    first, second = save(staff.rep, name="One", shared="everyone"), save(staff.rep, name="Two")
    assert staff.rep.post(f"/views/{first['id']}/default").json()["is_default"] is True
    assert staff.colleague.get(f"/views/{first['id']}").json()["is_default"] is False
    staff.colleague.post(f"/views/{first['id']}/default")
    staff.rep.post(f"/views/{second['id']}/default")
    items = staff.rep.get("/views").json()["items"]
    assert {one["name"]: one["is_default"] for one in items} == {"One": False, "Two": True}
    assert staff.colleague.get(f"/views/{first['id']}").json()["is_default"] is True
    assert staff.rep.delete(f"/views/{second['id']}/default").status_code == 204
    assert not any(one["is_default"] for one in staff.rep.get("/views").json()["items"])


def test_a_field_that_is_gone_is_left_out_and_said_and_comes_back(staff: Staff):
    field = define(staff, "number", indexed=True)
    made = save(
        staff.rep,
        columns=["name", "custom.number"],
        filter=["custom.number:gt:5", "lifecycle:eq:lead"],
        sort="custom.number",
    )
    staff.admin.delete(f"/custom-fields/{field['id']}")
    now = staff.rep.get(f"/views/{made['id']}").json()
    assert (now["columns"], now["filter"], now["sort"]) == (["name"], ["lifecycle:eq:lead"], None)
    assert [(one["part"], one["value"]) for one in now["left_out"]] == [
        ("column", "custom.number"), ("filter", "custom.number:gt:5"), ("sort", "custom.number"),
    ]  # fmt: skip
    assert staff.rep.get("/contacts", params={"filter": now["filter"]}).status_code == 200
    staff.admin.post(f"/custom-fields/{field['id']}/restore")
    assert staff.rep.get(f"/views/{made['id']}").json()["filter"] == made["filter"]
