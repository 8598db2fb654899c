"""Files that cannot be imported: each is refused with a clear reason, and changes nothing (R57)."""

import io
import re
import zipfile
from typing import Any

import pytest
from sqlalchemy import func, select

from mancrel.contacts.models import Contact
from mancrel.kit.db import transaction
from mancrel.settings import settings
from mancrel.transfers.models import ImportRow
from tests.fixtures import Person, Staff, work
from tests.transfers.factory import bring, do, post, reasons, table, workbook

GOOD = table(["Name", "E-mail"], ["Ann", "ann@a.test"])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zip_:
        for name, data in parts.items():
            zip_.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file.getvalue()


def with_doctype() -> bytes:
    good, file = workbook(["Name"], ["Ann"]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.infolist():
            data = old.read(one)
            if one.filename == "xl/worksheets/sheet1.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            new.writestr(one, data)
    return file.getvalue()


def resized(data: bytes, dimension: bytes, broken_at: bytes = b"") -> bytes:
    """Return a workbook that says another size of its sheet, or none; broken from a row on."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            part = old.read(one)
            if one.filename == "xl/worksheets/sheet1.xml":
                part, count = re.subn(rb"<dimension [^>]*>", dimension, part)
                assert count == 1
                part = part.replace(broken_at, b"<<") if broken_at else part
            new.writestr(one, part)
    return file.getvalue()


def nothing_changed(person: Person) -> None:
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"), (b"\n\n", "is empty"), (b"Name,E-mail\n", "no row below"),
        (b",,\nAnn,ann@a.test,x\n", "must name the columns"),
        (b"Ann,ann@a.test\nBob,bob@a.test\n", "column 2 holds a value (ann@a.test)"),
        (b"Name,E-mail,Name\nAnn,ann@a.test,x\n", "two columns called Name"),
        ("Name,E-mail\nJörg,j@a.test\nJ".encode() + b"\xf6rg,k@a.test\n" + "Müller,m@a.test\n".encode(), "Row 3, column 1: this is not UTF-8"),
        (b"Name,E-mail\nAnn\x00,ann@a.test\n", "Row 2, column 1: there is a control character (0x00)"),
        (b"\x93\x1b\x9d\x81\xff\x02", "Row 1, column 1: there is a control character (0x1b)"),
        (b"Name,E-mail\nJ\x81rg,j@a.test\n", "Row 2, column 1"),
        ("Name\nAnn".encode("utf-16")[:-1], "not UTF-16"),
        (b'Name,E-mail\n"Ann,ann@a.test\n', "half-written"),
        (b"Name,E-mail,Phone\nAnn,ann@a.test,1\nBob", "Row 3 ends after 1 of 3 columns"),
        (b"Name,E-mail\nAnn,ann@a.test,extra\n", "Row 2 has 3 values, but there are 2 columns"),
        (b"Name\n" + b"x" * 20_000 + b"\n", "longer than 10,000"),
        (b",".join(b"c%d" % n for n in range(300)) + b"\n1\n", "more than 200 columns"),
        (b"%PDF-1.7\n...", "a PDF"), (b'[{"name": "Ann"}]', "JSON"),
        (workbook(["Name"], ["Ann"])[:-200], "damaged or half-written"),
        (b"PK\x03\x04" + b"x" * 100, "damaged or half-written"),
        (packed(a=b"x"), "no workbook"), (with_doctype(), "damaged"),
        (OLE, "old Excel file"), (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (packed(xl__workbook_xml=b"x", bomb=b"\x00" * (401 << 20)), "larger than 400 MB"),
        (packed(xl__workbook_xml=b"x", xl__sharedStrings_xml=b"\x00" * (65 << 20)), "too much text"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_and_changes_nothing(staff: Staff, data: bytes, said: str):
    answer = post(staff.rep, data)
    work()
    listed = staff.rep.get("/imports").json()["items"]
    if answer.status_code == 422:
        assert answer.json()["code"] == "Unreadable"
        assert said in answer.json()["detail"]
    assert [one["status"] for one in listed] == ["failed"], answer.text
    assert said in listed[0]["error"]
    assert staff.rep.post(f"/imports/{listed[0]['id']}/run").status_code == 409
    nothing_changed(staff.rep)


def test_what_breaks_far_below_ends_the_import_and_changes_nothing(staff: Staff):
    rows = [[f"Person {n}", f"p{n}@a.test"] for n in range(3000)]
    data = table(["Name", "E-mail"], *rows) + b'"Half'
    assert post(staff.rep, data).status_code == 201
    work()
    found = staff.rep.get("/imports").json()["items"][0]
    assert (found["status"], found["error"]) == (
        "failed", "Row 3002: the file ends within a quoted value, so it seems to be half-written.",
    )  # fmt: skip
    nothing_changed(staff.rep)


@pytest.mark.parametrize("dimension", [b"", b'<dimension ref="A1:A1"/>', b'<dimension ref="A1:XFD1048576"/>'])
def test_what_a_workbook_says_of_its_size_is_not_asked(staff: Staff, dimension: bytes):
    rows = [[f"Person {n}", f"p{n}@a.test"] for n in range(3)]
    id_ = bring(staff.rep, resized(workbook(["Name", "E-mail"], *rows), dimension))
    found = staff.rep.get(f"/imports/{id_}").json()
    assert (found["status"], found["rows"]) == ("ready", 3)
    assert do(staff.rep, id_, "check")["counts"]["create"] == 3


def test_only_the_beginning_of_a_workbook_is_looked_at_in_the_request(staff: Staff):
    rows = [[f"Person {n}", f"p{n}@a.test"] for n in range(3000)]
    data = resized(workbook(["Name", "E-mail"], *rows), b"", b'<row r="2900"')
    assert post(staff.rep, data).status_code == 201, "the end was not read yet"
    work()
    found = staff.rep.get("/imports").json()["items"][0]
    assert (found["status"], found["error"]) == ("failed", "The workbook is damaged or half-written.")
    nothing_changed(staff.rep)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(staff: Staff):
    sent = 0

    def endless() -> Any:
        nonlocal sent
        while sent < 200 << 20:
            sent += 1 << 20
            yield b"x" * (1 << 20)

    params = {"object": "contact"}
    length = {"content-length": str(200 << 20)}
    assert (
        staff.rep.request("POST", "/imports", params=params, content=b"Name", headers=length).status_code
        == 413
    )
    answer = staff.rep.request("POST", "/imports", params=params, content=endless())
    assert answer.status_code == 413
    kept = [one for one in (settings().state_dir / "imports").rglob("*") if one.is_file()]
    assert all(one.stat().st_size < 50 << 20 for one in kept)
    assert staff.rep.get("/imports").json()["items"] == []


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
    ],
)
@pytest.mark.parametrize("as_workbook", [False, True])
def test_formulas_fail_with_a_reason(staff: Staff, cell: str, as_workbook: bool):
    rows = (["Name", "E-mail"], [cell, "ann@a.test"], ["Bob", "bob@a.test"])
    id_ = bring(staff.rep, workbook(*rows) if as_workbook else table(*rows))
    ended = do(staff.rep, id_, "run")
    assert (ended["counts"]["create"], ended["counts"]["fail"]) == (1, 1)
    assert "is a formula" in reasons(staff.rep, id_, "fail")[2]
    assert [one["name"] for one in staff.rep.get("/contacts").json()["items"]] == ["Bob"]


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [
        ("E-mail", "ann@", "is not an e-mail address"), ("Phone", "call me", "is not a telephone number"),
        ("Lifecycle", "king", "is none of subscriber"), ("Owner", "nobody@a.test", "No active user"),
        ("Language", "german", "is not a language"), ("Do not contact", "perhaps", "neither yes nor no"),
        ("Name", "x" * 201, "is not a name"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_names_its_column(staff: Staff, heading: str, value: str, said: str):
    head = [heading, "Nickname" if heading == "Name" else "Name"]
    id_ = bring(staff.rep, table(head, [value, "Ann"]), match_key=None, policy="create")
    assert do(staff.rep, id_, "check")["counts"]["fail"] == 1
    reason = reasons(staff.rep, id_, "fail")[2]
    assert said in reason
    nothing = staff.rep.get("/contacts").json()["items"]
    assert nothing == []


@pytest.mark.parametrize(
    ("cell", "value"),
    [("5", 5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1 234,5", 1234.5), ("1.234.567", 1234567), ("0.125", 0.125),
     ("1.234", None), ("1,234", None), ("five", None), ("1e5", None)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(cell: str, value: float | None):
    from mancrel.transfers.cells import Refused, number

    if value is None:
        with pytest.raises(Refused):
            number(cell)
    else:
        assert float(number(cell)) == value


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2026-11-22", "2026-11-22"), ("22.11.2026", "2026-11-22"), ("22/11/2026", "2026-11-22"), ("11/22/2026", "2026-11-22"),
     ("5/5/2026", "2026-05-05"), ("05/06/2026", None), ("31.02.2026", None), ("tomorrow", None)],
)  # fmt: skip
def test_days_are_read_unless_they_can_be_read_in_two_ways(cell: str, day: str | None):
    from mancrel.transfers.cells import Refused
    from mancrel.transfers.cells import day as read

    if day is None:
        with pytest.raises(Refused):
            read(cell)
    else:
        assert read(cell).isoformat() == day
