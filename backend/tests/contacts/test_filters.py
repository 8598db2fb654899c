"""One filtering language for every list."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mancrel.kit.filter_values import Kind
from mancrel.kit.filters import OPS
from tests.contacts.test_custom_fields import define
from tests.fixtures import Person, Staff

LISTS = ("/contacts", "/companies", "/deals")
VALUES = {
    Kind.TEXT: "ann", Kind.NUMBER: "5", Kind.DAY: "2026-11-22", Kind.MOMENT: "-30d", Kind.FLAG: "true",
    Kind.REF: "01a202e2-519e-75f5-b4a4-000000000000", Kind.LIST: "vip",
}  # fmt: skip


def names(person: Person, *wanted: str, path: str = "/contacts", **params: Any) -> list[str]:
    answer = person.get(path, params={"filter": list(wanted), "sort": "name", **params})
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["total"] == len(page["items"])
    return [one["name"] for one in page["items"]]


@pytest.fixture
def people(staff: Staff) -> Staff:
    define(staff, "number")
    define(staff, "money")
    define(staff, "choice")
    define(staff, "choices")
    define(staff, "date")
    define(staff, "flag")
    acme = staff.rep.post("/companies", {"name": "Acme", "city": "Hamburg"}).json()["id"]
    for body in (
        {
            "name": "Ann", "email": "ann@a.test", "phone": "0171 1234567", "lifecycle": "lead", "tags": ["vip", "b,c"],
            "company_id": acme,
            "custom": {
                "number": 5, "choice": "gold", "choices": ["gold", "red"], "date": "2026-11-22", "flag": True,
                "money": {"amount": "9.50", "currency": "EUR"},
            },
        },
        {"name": "Bob", "lifecycle": "customer", "tags": ["vip"], "custom": {"number": 10, "choice": "red", "flag": False}},
        {"name": "100%", "language": "de", "source": "referral"},
    ):  # fmt: skip
        assert staff.rep.post("/contacts", body).status_code == 201
    return staff


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["name:contains:N"], ["Ann"]), (["name:contains:%"], ["100%"]), (["name:starts:b"], ["Bob"]),
        (["name:eq:BOB"], ["Bob"]), (["name:in:ann,bob"], ["Ann", "Bob"]), (["name:ne:bob"], ["100%", "Ann"]),
        (["email:contains:@a.test"], ["Ann"]), (["email:empty"], ["100%", "Bob"]), (["email:ne:ann@a.test"], ["100%", "Bob"]),
        (["phone:starts:+49171"], ["Ann"]), (["phone:not_empty"], ["Ann"]),
        (["lifecycle:eq:lead"], ["Ann"]), (["lifecycle:ne:lead"], ["100%", "Bob"]),
        (["lifecycle:in:lead,customer"], ["Ann", "Bob"]), (["lifecycle:empty"], ["100%"]),
        (["source:eq:referral"], ["100%"]), (["language:eq:DE"], ["100%"]),
        (["tags:contains:vip"], ["Ann", "Bob"]), (["tags:contains:b,c"], ["Ann"]), (["tags:in:b\\,c,x"], ["Ann"]),
        (["tags:empty"], ["100%"]), (["tags:ne:b,c"], ["100%", "Bob"]),
        (["company:not_empty"], ["Ann"]), (["owner:eq:me"], ["100%", "Ann", "Bob"]), (["owner:ne:me"], []),
        (["created_at:gte:today"], ["100%", "Ann", "Bob"]), (["created_at:lt:today"], []), (["created_at:eq:today"], ["100%", "Ann", "Bob"]),
        (["created_at:between:-7d,today"], ["100%", "Ann", "Bob"]), (["created_at:gt:today"], []), (["created_at:lte:-1d"], []),
        (["do_not_contact:eq:true"], []), (["do_not_contact:eq:false"], ["100%", "Ann", "Bob"]),
        (["consent.marketing_email:eq:unknown"], ["100%", "Ann", "Bob"]), (["consent.marketing_email:eq:granted"], []),
        (["custom.number:gt:5"], ["Bob"]), (["custom.number:between:5,9.5"], ["Ann"]), (["custom.number:ne:5"], ["100%", "Bob"]),
        (["custom.number:empty"], ["100%"]), (["custom.money:lte:9.5"], ["Ann"]),
        (["custom.choice:in:gold,red"], ["Ann", "Bob"]), (["custom.choice:ne:gold"], ["100%", "Bob"]),
        (["custom.choices:contains:red"], ["Ann"]), (["custom.choices:empty"], ["100%", "Bob"]),
        (["custom.date:gte:2026-11-22"], ["Ann"]), (["custom.date:lt:2026-11-22"], []),
        (["custom.flag:eq:true"], ["Ann"]), (["custom.flag:eq:false"], ["Bob"]),
        (["tags:contains:vip", "custom.number:gte:10"], ["Bob"]),
    ],
)  # fmt: skip
def test_a_list_is_narrowed(people: Staff, wanted: list[str], found: list[str]):
    assert names(people.rep, *wanted) == found


def test_filters_search_and_pages_go_together(people: Staff):
    assert names(people.rep, "tags:contains:vip", q="ann") == ["Ann"]
    params = {"filter": "tags:contains:vip", "sort": "name", "limit": 1}
    first = people.rep.get("/contacts", params=params).json()
    assert first["total"] == 2
    second = people.rep.get("/contacts", params={**params, "cursor": first["next_cursor"]}).json()
    assert [one["name"] for one in (*first["items"], *second["items"])] == ["Ann", "Bob"]


def test_filters_show_nothing_that_is_hidden(people: Staff):
    assert names(people.other_rep, "tags:contains:vip") == []
    assert names(people.other_rep, "email:contains:ann") == []
    assert names(people.admin, "email:contains:ann") == ["Ann"]


@pytest.mark.parametrize(
    "wrong",
    [
        "nose:eq:1", "password:eq:x", "name:like:x", "name", "name:eq:", "name:in:a,,b", "name:empty:x", "lifecycle:eq:boss",
        "lifecycle:in:lead,boss", "created_at:gte:soon", "created_at:gte:2026-13-01", "created_at:between:-1d",
        "created_at:gte:2026-11-22T10:00:00", "created_at:gte:0001-01-01", "owner:eq:Ann", "company:eq:me",
        "do_not_contact:eq:yes", "do_not_contact:ne:true", "custom.nose:eq:1", "custom.number:eq:NaN",
        "custom.number:gt:1e9", "custom.number:contains:1", "custom.choice:eq:silver", "custom.date:eq:22.11.2026",
        "name:eq:a\x00b", "name:eq:" + "x" * 3000, "tags:in:" + ",".join("abcdefghij" * 11),
    ],
)  # fmt: skip
def test_what_a_list_does_not_know_is_named(people: Staff, wrong: str):
    answer = people.rep.get("/contacts", params={"filter": ["name:contains:a", wrong]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "filter.1")


def test_there_is_an_end_to_filters(staff: Staff):
    answer = staff.rep.get("/contacts", params={"filter": ["name:contains:a"] * 21})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "filter")


@pytest.mark.parametrize("path", LISTS)
def test_every_field_answers_to_each_of_its_ops(staff: Staff, path: str):
    """The description of a list is true: what it names can be filtered and sorted by, and nothing else."""
    for kind in ("text", "number", "money", "date", "choice", "choices", "link", "flag"):
        define(
            staff,
            kind,
            {"/contacts": "contact", "/companies": "company", "/deals": "deal"}[path],
            indexed=kind == "text",
        )
    fields = staff.rep.get(f"{path}/fields").json()
    assert {one["kind"] for one in fields} == {kind.value for kind in OPS}
    for field in fields:
        kind = Kind(field["kind"])
        assert tuple(field["ops"]) == OPS[kind]
        value = field["options"][0]["value"] if kind is Kind.CHOICE else VALUES[kind]
        for op in field["ops"]:
            given = (
                ""
                if op in {"empty", "not_empty"}
                else f":{value},{value}"
                if op == "between"
                else f":{value}"
            )
            answer = staff.rep.get(path, params={"filter": f"{field['name']}:{op}{given}"})
            assert answer.status_code == 200, (field["name"], op, answer.text)
        sorted_ = staff.rep.get(path, params={"sort": field["name"]})
        assert (sorted_.status_code == 200) == field["sortable"], field["name"]


def test_deals_and_companies_speak_it_too(staff: Staff):
    for n in range(3):
        staff.rep.post(
            "/deals",
            {"title": f"Deal {n}", "amount": f"{n * 10}.00", "expected_close_on": f"2026-12-0{n + 1}"},
        )
    answer = staff.rep.get("/deals", params={"filter": ["amount:gte:10", "expected_close_on:lt:2026-12-03"]})
    assert [one["title"] for one in answer.json()["items"]] == ["Deal 1"]
    staff.rep.post("/companies", {"name": "Acme", "city": "Hamburg", "size": "11-50"})
    assert names(staff.rep, "city:eq:hamburg", "size:eq:11-50", path="/companies") == ["Acme"]
    year = datetime.now(UTC).year
    assert names(staff.rep, f"created_at:gte:{year - 1}-01-01T00:00:00Z", path="/companies") == ["Acme"]
