"""Exports: the same rows as the list, safe in a spreadsheet, kept in the books, and good to bring again (R54)."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.transfers import books
from mancrel.transfers.exports import BATCH
from tests.contacts.test_custom_fields import define
from tests.fixtures import Person, Staff
from tests.transfers.factory import bring, do, table


def export(person: Person, path: str, **params: Any) -> list[dict[str, str]]:
    answer = person.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_export_is_the_filtered_list(staff: Staff):
    rows = [[f"Person {n:04}", f"p{n}@a.test", "lead" if n % 2 else "customer"] for n in range(BATCH + 30)]
    do(staff.rep, bring(staff.rep, table(["Name", "E-mail", "Lifecycle"], *rows)), "run")
    staff.other_rep.post("/contacts", {"name": "Hidden", "lifecycle": "lead"})
    every = export(staff.rep, "/contacts.csv", sort="name")
    assert [one["Name"] for one in every] == [row[0] for row in rows]
    wanted: dict[str, Any] = {
        "filter": ["lifecycle:eq:lead", "name:contains:1"],
        "sort": "-name",
        "q": "person",
    }
    listed = [
        one["name"] for one in staff.rep.get("/contacts", params={**wanted, "limit": 200}).json()["items"]
    ]
    assert [one["Name"] for one in export(staff.rep, "/contacts.csv", **wanted)][:200] == listed
    with transaction() as session:
        told = list(
            session.scalars(select(Event).where(Event.type == "contacts.exported").order_by(Event.created_at))
        )
    assert [one.facts["count"] for one in told] == [
        BATCH + 30,
        len(export(staff.rep, "/contacts.csv", **wanted)),
    ]
    assert told[1].facts["filter"] == ["lifecycle:eq", "name:contains"]
    assert told[1].actor_id == staff.rep.id
    assert staff.rep.get("/contacts.csv", params={"filter": "nothing:eq:1"}).status_code == 422


def test_a_contact_goes_out_whole_and_comes_in_again(staff: Staff):
    for kind in ("text", "choices", "money", "flag"):
        define(staff, kind)
    acme = staff.rep.post("/companies", {"name": "Acme", "domain": "acme.test"}).json()["id"]
    body = {
        "name": "=cmd|' /C calc'!A0", "emails": [{"value": "ann@a.test"}, {"value": "ann@b.test"}], "phone": "+491711234567",
        "company_id": acme, "tags": ["+vip", "b"], "lifecycle": "lead", "language": "de", "do_not_contact": True,
        "custom": {"text": "@x", "choices": ["gold", "red"], "money": {"amount": "12.50", "currency": "EUR"}, "flag": False},
    }  # fmt: skip
    made = staff.rep.post("/contacts", body).json()
    raw = staff.rep.get("/contacts.csv").content
    row = export(staff.rep, "/contacts.csv")[0]
    assert row["Name"] == "'=cmd|' /C calc'!A0"
    assert (row["E-mail"], row["Phone"], row["Tags"]) == (
        "ann@a.test; ann@b.test",
        "'+491711234567",
        "'+vip; b",
    )
    assert (row["My text"], row["My choices"], row["My money"], row["My flag"]) == (
        "'@x",
        "Gold; Red",
        "12.50 EUR",
        "no",
    )
    assert (row["Company"], row["Company domain"], row["Owner"]) == ("Acme", "acme.test", staff.rep.email)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    staff.rep.delete(f"/contacts/{made['id']}")
    id_ = bring(staff.rep, raw)
    mapping = {one["name"]: one["field"] for one in staff.rep.get(f"/imports/{id_}").json()["columns"]}
    assert (
        mapping["Name"] == "name"
        and mapping["E-mail"] == "email"
        and mapping["Consent: marketing_email"] is None
    )
    ended = do(staff.rep, id_, "run")
    assert ended["counts"]["create"] == 1, staff.rep.get(f"/imports/{id_}/rows").json()
    again = staff.rep.get("/contacts").json()["items"][0]
    for name in ("name", "phone", "tags", "lifecycle", "language", "do_not_contact", "custom", "company"):
        assert again[name] == made[name], name
    assert [one["value"] for one in again["emails"]] == ["ann@a.test", "ann@b.test"]


@pytest.mark.parametrize("thing", ["contacts", "companies", "deals", "activities"])
def test_each_list_goes_out_as_its_viewer_sees_it(staff: Staff, thing: str):
    label = "title" if thing in {"deals", "activities"} else "name"
    for n in range(3):
        assert staff.rep.post(f"/{thing}", {label: f"Ours {n}"}).status_code == 201
    staff.other_rep.post(f"/{thing}", {label: "Theirs"})
    gone = staff.rep.post(f"/{thing}", {label: "Gone"}).json()["id"]
    staff.rep.delete(f"/{thing}/{gone}")
    rows = export(staff.rep, f"/{thing}.csv")
    assert [one[label.capitalize()] for one in rows] == ["Ours 2", "Ours 1", "Ours 0"]
    assert len(export(staff.admin, f"/{thing}.csv")) == 4
    assert [one[label.capitalize()] for one in export(staff.rep, f"/{thing}.csv", deleted=True)] == ["Gone"]


def book(person: Person, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = person.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    names, *rows = load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows()
    return [dict(zip([one.value for one in names], row, strict=True)) for row in rows]


@pytest.mark.parametrize("thing", ["contacts", "companies", "deals", "activities"])
def test_a_workbook_holds_the_same_rows_and_columns(staff: Staff, thing: str):
    label = "title" if thing in {"deals", "activities"} else "name"
    for n in range(3):
        assert staff.rep.post(f"/{thing}", {label: f"Ours {n}"}).status_code == 201
    staff.other_rep.post(f"/{thing}", {label: "Theirs"})
    for wanted in ({}, {"q": "ours 1"} if thing != "activities" else {"sort": "created_at"}):
        rows = export(staff.rep, f"/{thing}.csv", **wanted)
        cells = book(staff.rep, f"/{thing}.xlsx", **wanted)
        assert [list(one) for one in cells] == [list(one) for one in rows]
        named = [one[label.capitalize()].value for one in cells]
        assert named == [one[label.capitalize()] for one in rows] != []
    with transaction() as session:
        told = session.scalars(select(Event).where(Event.type == f"{thing}.exported")).all()
    assert len(told) == 4, "a workbook is told of as a file is"


def test_a_workbook_keeps_numbers_days_and_moments(staff: Staff):
    assert staff.rep.patch("/auth/me", {"time_zone": "Europe/Berlin"}).status_code == 200
    day = {"object": "deal", "kind": "date", "key": "day", "label": "Delivered"}
    number = {"object": "deal", "kind": "number", "key": "number", "label": "Boxes"}
    for field in (day, number):
        assert staff.admin.post("/custom-fields", field).status_code == 201
    values = {"custom": {"day": "2027-02-01", "number": 12.5}}
    body = {"title": "Lamps", "amount": "1249.50", "expected_close_on": "2027-01-31", **values}
    assert staff.rep.post("/deals", body).status_code == 201
    (deal,) = book(staff.rep, "/deals.xlsx")
    assert deal["Amount"].value == 1249.5
    assert deal["Amount"].number_format == "#,##0.00"
    assert deal["Expected close"].value.isoformat() == "2027-01-31T00:00:00"
    assert deal["Expected close"].is_date
    assert deal["Delivered"].value.date() == date(2027, 2, 1)
    assert (deal["Boxes"].value, deal["Stale"].value) == (12.5, False)
    staff.rep.post("/activities", {"title": "Call", "due_at": "2027-01-15T09:00:00Z"})
    (call,) = book(staff.rep, "/activities.xlsx")
    assert call["Due"].value.isoformat() == "2027-01-15T10:00:00", "as the clocks of Berlin say"


def test_nothing_in_a_workbook_is_a_formula(staff: Staff):
    words = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "#N/A", "\u200b=1", "a\u0007b", "=" * 150]
    for text in words:
        assert staff.rep.post("/companies", {"name": text}).status_code == 201, text
    rows = book(staff.rep, "/companies.xlsx", sort="created_at")
    assert [one["Name"].data_type for one in rows] == ["s"] * len(words)
    assert [one["Name"].value for one in rows][:3] == words[:3], "and no apostrophe is in the way"
    assert [bool(one["Name"].quotePrefix) for one in rows][:5] == [True] * 4 + [False]


def test_a_list_that_is_too_long_for_a_workbook_is_refused(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(books, "MAX_ROWS", 2)
    for n in range(3):
        staff.rep.post("/companies", {"name": f"Firm {n}"})
    answer = staff.rep.get("/companies.xlsx")
    assert (answer.status_code, answer.json()["code"]) == (422, "TooLong")
    assert "as CSV" in answer.json()["detail"]
    assert len(book(staff.rep, "/companies.xlsx", q="firm 1")) == 1
    assert len(export(staff.rep, "/companies.csv")) == 3
