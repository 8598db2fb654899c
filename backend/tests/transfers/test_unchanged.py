"""Rows that change nothing are left alone: the dry run says so, and the run writes nothing."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import func, select

from mancrel.kit.changes import Change
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.transfers.slices import SLICE
from tests.contacts.test_custom_fields import define
from tests.fixtures import Person, Staff
from tests.transfers.factory import bring, do, reasons, table

SAME = "Nothing changes: the record holds all this already."
HEADER = ["Name", "E-mail"]


def counts(import_: dict[str, Any]) -> tuple[int, int, int, int]:
    return tuple(import_["counts"][name] for name in ("create", "update", "skip", "fail"))


def traces() -> tuple[int, int]:
    """Count what the audit and the events hold of records."""
    with transaction() as session:
        told = select(func.count()).select_from(Event).where(Event.type.not_like("import.%"))
        changes = select(func.count()).select_from(Change).where(Change.subject_type != "imports")
        return session.scalar(changes) or 0, session.scalar(told) or 0


def left_alone(person: Person, data: bytes, rows: int, object_: str = "contact", **settings: Any) -> str:
    """Import a file, of which nothing is new; returns the import's id."""
    path = {"contact": "/contacts", "company": "/companies", "deal": "/deals"}[object_]
    before, known = traces(), person.get(path).json()["items"]
    id_ = bring(person, data, object_, **settings)
    for verb in ("check", "run"):
        assert counts(do(person, id_, verb)) == (0, 0, rows, 0), (
            verb,
            person.get(f"/imports/{id_}/rows").text,
        )
    assert set(reasons(person, id_, "skip").values()) == {SAME}
    assert traces() == before
    assert person.get(path).json()["items"] == known
    return id_


def test_the_same_file_again_changes_nothing(staff: Staff):
    data = table(HEADER, *([f"Person {n}", f"p{n}@a.test"] for n in range(SLICE + 20)))
    do(staff.rep, bring(staff.rep, data), "run")
    id_ = left_alone(staff.rep, data, SLICE + 20)
    file = staff.rep.get(f"/imports/{id_}/rows.csv", params={"status": "skip"}).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(file)))[1] == ["Person 0", "p0@a.test", "2", SAME]
    before = traces()
    assert do(staff.rep, id_, "undo")["undone"] == {"undone": 0, "kept": 0}
    assert traces() == before
    assert staff.rep.get("/contacts").json()["total"] == SLICE + 20


def test_one_changed_cell_is_one_changed_record(staff: Staff):
    rows = [[f"Person {n}", f"p{n}@a.test"] for n in range(5)]
    do(staff.rep, bring(staff.rep, table(HEADER, *rows)), "run")
    rows[3][0] = "Somebody"
    id_ = bring(staff.rep, table(HEADER, *rows))
    audited = traces()[0]
    for verb in ("check", "run"):
        assert counts(do(staff.rep, id_, verb)) == (0, 1, 4, 0), verb
    assert traces()[0] == audited + 1
    assert do(staff.rep, id_, "undo")["undone"] == {"undone": 1, "kept": 0}
    assert "Person 3" in {one["name"] for one in staff.rep.get("/contacts").json()["items"]}


def test_a_contact_that_is_written_otherwise_is_the_same(staff: Staff):
    for kind in ("number", "money", "date", "choice", "choices", "flag", "link"):
        define(staff, kind)
    staff.rep.post("/companies", {"name": "Acme", "domain": "acme.test"})
    head = ["Name", "Email", "Email 2", "Mobile", "Company domain", "Owner", "Tags", "Lifecycle", "Language",
            "Do not contact", "My number", "My money", "My date", "My choice", "My choices", "My flag", "My link"]  # fmt: skip
    row = ["Ann Lee", "ann@a.test", "ann@b.test", "0171 1234567", "acme.test", staff.rep.email, "vip;fair", "customer",
           "de", "yes", "1234.5", "12.50 EUR", "2026-11-22", "Gold", "Gold, Red", "yes", "acme.test/ann"]  # fmt: skip
    otherwise = ["Ann Lee", "ANN@b.test", "", "+49 171 12345-67", "https://www.ACME.test/", "", "fair", "Customer",
                 "DE", "ja", "1.234,50", "€12,5", "22.11.2026", "gold", "red; gold", "1", "https://acme.test/ann"]  # fmt: skip
    do(staff.rep, bring(staff.rep, table(head, row)), "run")
    left_alone(staff.rep, table(head, row), 1)
    left_alone(staff.rep, table(head, otherwise), 1)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Email 2", "new@a.test"), ("Mobile", "0171 7654321"), ("Tags", "vip,new"), ("Company", "Other"),
     ("My money", "12.50 USD"), ("My choices", "Red"), ("Owner", "colleague")],
)  # fmt: skip
def test_what_is_new_is_written(staff: Staff, heading: str, cell: str):
    for kind in ("money", "choices"):
        define(staff, kind)
    head = ["Name", "Email", "Email 2", "Mobile", "Tags", "Company", "My money", "My choices", "Owner"]
    row = [
        "Ann",
        "ann@a.test",
        "ann@b.test",
        "0171 1234567",
        "vip",
        "Acme",
        "12.50 EUR",
        "Gold",
        staff.rep.email,
    ]
    do(staff.rep, bring(staff.rep, table(head, row)), "run")
    row[head.index(heading)] = staff.colleague.email if cell == "colleague" else cell
    id_ = bring(staff.rep, table(head, row))
    for verb in ("check", "run"):
        assert counts(do(staff.rep, id_, verb)) == (0, 1, 0, 0), verb


def test_companies_and_deals_that_hold_it_all_are_left_alone(staff: Staff):
    head = ["Name", "Domain", "Website", "Phone", "City", "Country", "Tags"]
    acme = ["Acme", "acme.test", "https://acme.test", "030 1234567", "Bremen", "DE", "a,b"]
    written = ["", "www.acme.test", "acme.test", "+4930 1234567", "Bremen", "de", "b"]
    do(staff.rep, bring(staff.rep, table(head, acme), "company"), "run")
    left_alone(staff.rep, table(head, written), 1, "company")
    staff.rep.post("/contacts", {"name": "Ann", "email": "ann@a.test"})
    head = ["Title", "Amount", "Currency", "Stage", "Contact", "Expected close", "Company", "Lost reason"]
    stages = [one["name"] for one in staff.rep.get("/pipelines").json()["items"][0]["stages"]]
    lost = next(one for one in stages if "Lost" in one)
    rows = [["Lamps", "1200.50", "EUR", stages[1], "ann@a.test", "2026-12-24", "Acme", ""],
            ["Chairs", "5", "EUR", lost, "", "", "", "Too dear"]]  # fmt: skip
    do(staff.rep, bring(staff.rep, table(head, *rows), "deal"), "run")
    rows[0][1:6] = ["1.200,5", "eur", stages[1].upper(), "ANN@a.test", "24.12.2026"]
    left_alone(staff.rep, table(head, *rows), 2, "deal")
    rows[1][-1] = "Too late"
    id_ = bring(staff.rep, table(head, *rows), "deal")
    assert counts(do(staff.rep, id_, "run")) == (0, 1, 1, 0)
    by_title = {one["title"]: one for one in staff.rep.get("/deals").json()["items"]}
    assert by_title["Chairs"]["lost_reason"] == "Too late"
    assert do(staff.rep, id_, "undo")["undone"] == {"undone": 1, "kept": 0}


def test_a_row_that_repeats_another_changes_nothing(staff: Staff):
    ann, anna = ["Ann", "ann@a.test"], ["Anna", "ann@a.test"]
    id_ = bring(staff.rep, table(HEADER, ann, ann))
    assert counts(do(staff.rep, id_, "check")) == (1, 0, 1, 0)
    assert reasons(staff.rep, id_, "skip") == {3: "Nothing changes: the same as row 2."}
    assert counts(do(staff.rep, id_, "run")) == (1, 0, 1, 0)
    id_ = bring(staff.rep, table(HEADER, anna, anna, ann, anna))
    for verb in ("check", "run"):
        assert counts(do(staff.rep, id_, verb)) == (0, 3, 1, 0), verb
    assert staff.rep.get("/contacts").json()["items"][0]["name"] == "Anna"
