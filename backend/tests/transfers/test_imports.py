"""Imports of contacts: mapping, dry run, run and undo, through the public doors."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from mancrel.kit import runner
from mancrel.kit.changes import Change
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.transfers.slices import SLICE
from tests.contacts.test_custom_fields import define
from tests.fixtures import Staff, work
from tests.transfers.factory import bring, do, names, post, reasons, table, workbook

HEADER = ["Name", "E-mail"]
ANN, BOB = ["Ann", "ann@a.test"], ["Bob", "bob@a.test"]


def counts(import_: dict[str, Any]) -> tuple[int, int, int, int]:
    return tuple(import_["counts"][name] for name in ("create", "update", "skip", "fail"))


def test_a_file_answers_its_columns_and_what_they_are_for(staff: Staff):
    define(staff, "text", label="ERP number")
    data = table(
        ["Vorname", "Nachname", "E-Mail-Adresse", "Handy", "Firma", "Unbekannt", "Kontaktweg", "ERP number", "x"],
        ["Ann", "Lee", "ann@a.test", "0171 1234567", "Acme", "?", "ann2@a.test", "4711", ""],
        delimiter=";", encoding="cp1252",
    )  # fmt: skip
    answer = post(staff.rep, data).json()
    assert {one["name"]: one["field"] for one in answer["columns"]} == {
        "Vorname": "first_name", "Nachname": "last_name", "E-Mail-Adresse": "email", "Handy": "phone", "Firma": "company",
        "Unbekannt": None, "Kontaktweg": "email", "ERP number": "custom.text", "x": None,
    }  # fmt: skip
    assert answer["columns"][3]["samples"] == ["0171 1234567"]
    assert (answer["delimiter"], answer["format"], answer["match_key"]) == (";", "csv", "email")
    assert {"custom.text", "owner", "tags", "do_not_contact"} <= {one["name"] for one in answer["fields"]}
    assert {one["name"] for one in answer["keys"]} == {"email", "phone", "name_company", "custom.text"}
    assert not any(one["name"].startswith("consent") for one in answer["fields"])


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Full Name", "name"), ("Prénom", "first_name"), ("Apellidos", "last_name"), ("Correo electrónico", "email"),
     ("Téléphone", "phone"), ("Société", "company"), ("Schlagworte", "tags"), ("Langue", "language"), ("Zuständig", "owner")],
)  # fmt: skip
def test_headings_are_known_in_four_languages(staff: Staff, heading: str, field: str):
    assert post(staff.rep, table([heading], ["?"])).json()["columns"][0]["field"] == field


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_recognised(staff: Staff, encoding: str, delimiter: str):
    id_ = bring(staff.rep, table(HEADER, ["Jörg Müßig", "j@a.test"], delimiter=delimiter, encoding=encoding))
    assert counts(do(staff.rep, id_, "run")) == (1, 0, 0, 0)
    assert names(staff.rep) == ["Jörg Müßig"]


def test_everything_of_a_contact_can_come_in(staff: Staff):
    for kind in ("number", "money", "date", "choice", "choices", "flag", "link"):
        define(staff, kind)
    acme = staff.rep.post("/companies", {"name": "Acme", "domain": "acme.test"}).json()
    head = ["First name", "Last name", "Email", "Email 2", "Mobile", "Company domain", "Owner", "Tags", "Lifecycle",
            "Source", "Language", "Do not contact", "My number", "My money", "My date", "My choice", "My choices",
            "My flag", "My link"]  # fmt: skip
    row = ["Ann", "Lee", "ANN@a.test", "ann@b.test", "0171 1234567", "https://www.acme.test/x", staff.colleague.email,
           "vip; trade fair", "Customer", "referral", "DE", "ja", "1.234,5", "12,50 EUR", "22.11.2026", "Gold",
           "Gold, Red", "yes", "acme.test/ann"]  # fmt: skip
    id_ = bring(staff.rep, table(head, row))
    assert counts(do(staff.rep, id_, "check")) == (1, 0, 0, 0)
    assert staff.admin.get("/contacts").json()["items"] == []
    assert counts(do(staff.rep, id_, "run")) == (1, 0, 0, 0)
    ann = staff.admin.get("/contacts").json()["items"][0]
    assert (ann["name"], ann["lifecycle"], ann["source"], ann["language"]) == (
        "Ann Lee",
        "customer",
        "referral",
        "de",
    )
    assert [(one["value"], one["primary"]) for one in ann["emails"]] == [
        ("ann@a.test", True),
        ("ann@b.test", False),
    ]
    assert ann["phone"] == "+491711234567"
    assert ann["company"]["id"] == acme["id"]
    assert ann["owner"]["id"] == str(staff.colleague.id)
    assert ann["tags"] == ["vip", "trade fair"]
    assert ann["do_not_contact"] is True
    assert ann["custom"] == {
        "number": 1234.5, "money": {"amount": "12.50", "currency": "EUR"}, "date": "2026-11-22", "choice": "gold",
        "choices": ["gold", "red"], "flag": True, "link": "https://acme.test/ann",
    }  # fmt: skip


def test_a_workbook_comes_in(staff: Staff):
    define(staff, "date")
    define(staff, "number")
    data = workbook(
        ["Name", "Email", "My date", "My number"], ["Ann", "ann@a.test", date(2026, 11, 22), 1.234]
    )
    id_ = bring(staff.rep, data)
    assert counts(do(staff.rep, id_, "run")) == (1, 0, 0, 0)
    assert staff.rep.get("/contacts").json()["items"][0]["custom"] == {"date": "2026-11-22", "number": 1.234}


def test_two_thousand_rows_with_duplicates_and_failures(staff: Staff):
    known = staff.rep.post("/contacts", {"name": "Known", "email": "p7@a.test", "tags": ["old"]}).json()
    rows: list[list[str]] = []
    for n in range(2000):
        if n % 100 == 1:
            rows.append([f"Person {n}", "no address"])
        elif n % 100 == 2:
            rows.append([f"Again {n}", f"P{n - 2}@a.test"])
        else:
            rows.append([f"Person {n}", f"p{n}@a.test"])
    id_ = bring(staff.rep, table(HEADER, *rows))
    checked = do(staff.rep, id_, "check")
    assert (checked["status"], counts(checked)) == ("checked", (1959, 21, 0, 20))
    assert len(names(staff.rep)) == 1
    why = reasons(staff.rep, id_, "fail")
    assert why[3] == "E-mail: 'no address' is not an e-mail address."
    assert reasons(staff.rep, id_, "update")[4] == "The same as row 2, which it changes."
    ran = do(staff.rep, id_, "run")
    assert (ran["status"], ran["done"], ran["total"], counts(ran)) == ("done", 2000, 2000, (1959, 21, 0, 20))
    assert staff.rep.get("/contacts").json()["total"] == 1960
    assert reasons(staff.rep, id_, "fail") == why
    after = staff.rep.get(f"/contacts/{known['id']}").json()
    assert (after["name"], after["tags"], after["source"]) == ("Person 7", ["old"], "manual")
    found = staff.rep.get("/contacts", params={"q": "p100@a.test"}).json()["items"]
    assert [one["name"] for one in found] == ["Again 102"]
    with transaction() as session:
        imported = list(session.scalars(select(Event).where(Event.type == "contacts.imported")))
        assert len(imported) == 2000 / SLICE
        kept = select(func.count()).where(
            Change.subject_type == "contacts", Change.action == "created", Change.via.is_not(None)
        )
        assert session.scalar(kept) == 1959
        assert set(session.scalars(select(Change.actor_id).where(Change.via.is_not(None)))) == {staff.rep.id}


def test_the_policy_says_what_may_be_done(staff: Staff):
    staff.rep.post("/contacts", {"name": "Ann before", "email": "ann@a.test"})
    data = table(HEADER, ANN, BOB, ["Bob again", "bob@a.test"])
    for policy, expected in (
        ("update", (0, 1, 2, 0)),
        ("create", (1, 0, 2, 0)),
        ("create_update", (1, 2, 0, 0)),
    ):
        id_ = bring(staff.rep, data, policy=policy)
        assert counts(do(staff.rep, id_, "check")) == expected, policy
    id_ = bring(staff.rep, data, policy="create")
    do(staff.rep, id_, "run")
    assert names(staff.rep) == ["Ann before", "Bob"]
    assert reasons(staff.rep, id_, "skip") == {2: "There is such a record already.", 4: "The same as row 3."}


def test_rows_are_recognised_by_phone_external_id_or_name_and_company(staff: Staff):
    define(staff, "text")
    acme = staff.rep.post("/companies", {"name": "Acme"}).json()["id"]
    body = {"name": "Ann", "phone": "0171 1234567", "company_id": acme, "custom": {"text": "4711"}}
    staff.rep.post("/contacts", body)
    cases = {
        "phone": table(["Phone", "Language"], ["+49 171 1234567", "de"]),
        "custom.text": table(["My text", "Language"], ["4711", "fr"]),
        "name_company": table(["Name", "Company", "Language"], ["ANN", "acme", "es"]),
    }
    for key, data in cases.items():
        id_ = bring(staff.rep, data, match_key=key)
        assert counts(do(staff.rep, id_, "run")) == (0, 1, 0, 0), key
    assert staff.rep.get("/contacts").json()["items"][0]["language"] == "es"
    assert staff.rep.get("/contacts").json()["total"] == 1


def test_empty_cells_leave_values_alone(staff: Staff):
    staff.rep.post("/contacts", {"name": "Ann", "email": "ann@a.test", "language": "de", "tags": ["vip"]})
    id_ = bring(staff.rep, table(["Name", "E-mail", "Language", "Tags"], ["", "ann@a.test", "", "new"]))
    do(staff.rep, id_, "run")
    ann = staff.rep.get("/contacts").json()["items"][0]
    assert (ann["name"], ann["language"], ann["tags"]) == ("Ann", "de", ["vip", "new"])


def test_undo_takes_back_exactly_what_the_import_did(staff: Staff):
    fields = {"name": "Ann before", "email": "ann@a.test", "language": "en", "tags": ["old"]}
    ann = staff.rep.post("/contacts", fields).json()
    head = ["Name", "E-mail", "Language", "Tags", "Phone", "Company"]
    rows = [
        ["Ann", "ann@a.test", "de", "new", "0171 1234567", "Acme"], ["Bob", "bob@a.test", "", "", "", "Acme"],
        ["Bob twice", "bob@a.test", "fr", "", "", ""], ["Cy", "cy@a.test", "", "", "", "Other"],
    ]  # fmt: skip
    id_ = bring(staff.rep, table(head, *rows))
    assert counts(do(staff.rep, id_, "run")) == (2, 2, 0, 0)
    assert sorted(names(staff.rep, "/companies")) == ["Acme", "Other"]
    people = {one["name"]: one["id"] for one in staff.rep.get("/contacts").json()["items"]}
    assert staff.rep.patch(f"/contacts/{ann['id']}", {"language": "es"}).status_code == 200
    assert staff.rep.patch(f"/contacts/{people['Cy']}", {"phone": "+491701111111"}).status_code == 200
    undone = do(staff.rep, id_, "undo")
    assert (undone["status"], undone["undone"]) == ("undone", {"undone": 2, "kept": 2})
    after = staff.rep.get(f"/contacts/{ann['id']}").json()
    assert (after["name"], after["language"], after["tags"], after["company"]) == (
        "Ann before",
        "es",
        ["old"],
        None,
    )
    assert (after["phones"], [one["value"] for one in after["emails"]]) == ([], ["ann@a.test"])
    assert sorted(names(staff.rep)) == ["Ann before", "Cy"]
    assert names(staff.rep, "/companies") == ["Other"], "somebody is still in it"
    kept = staff.rep.get(f"/imports/{id_}/rows", params={"kept": True}).json()["items"]
    assert {one["number"]: one["undone"] for one in kept} == {
        2: "Changed since and kept: language.", 5: "Kept, for it was changed since: phone.",
    }  # fmt: skip
    assert staff.rep.post(f"/imports/{id_}/undo").status_code == 409
    bin_ = staff.rep.get("/contacts", params={"deleted": True}).json()["items"]
    assert [one["name"] for one in bin_] == ["Bob"]


def test_what_a_user_may_not_change_fails_and_is_not_named(staff: Staff):
    hidden = staff.other_rep.post("/contacts", {"name": "Secret", "email": "ann@a.test"}).json()["id"]
    staff.other_rep.post("/companies", {"name": "Hidden", "domain": "hidden.test"})
    head = ["Name", "E-mail", "Company domain"]
    id_ = bring(staff.rep, table(head, ["Ann", "ann@a.test", ""], ["Bob", "bob@a.test", "hidden.test"]))
    for verb in ("check", "run"):
        assert counts(do(staff.rep, id_, verb)) == (0, 0, 0, 2), verb
    said = staff.rep.get(f"/imports/{id_}/rows").text
    assert "Secret" not in said and hidden not in said and "Hidden" not in said
    assert staff.other_rep.get(f"/contacts/{hidden}").json()["name"] == "Secret"
    for person in (staff.other_rep, staff.colleague, staff.manager):
        assert person.get(f"/imports/{id_}").status_code == 404
        assert person.get(f"/imports/{id_}/rows").status_code == 404
        assert person.post(f"/imports/{id_}/undo").status_code == 404
        assert person.get("/imports").json()["items"] == []
    assert staff.admin.get(f"/imports/{id_}").status_code == 200


def test_a_rep_owns_what_they_import(staff: Staff):
    do(staff.rep, bring(staff.rep, table(HEADER, ANN)), "run")
    ann = staff.rep.get("/contacts").json()["items"][0]
    assert (ann["owner"]["id"], ann["team"]["id"]) == (str(staff.rep.id), str(staff.team_id))


def test_an_owner_is_named_for_known_and_new_records(staff: Staff):
    for object_, path in (("contact", "/contacts"), ("company", "/companies"), ("deal", "/deals")):
        label = "title" if object_ == "deal" else "name"
        for name in ("One", "Two"):
            assert staff.manager.post(path, {label: name}).status_code == 201
        key = {"contact": "name_company", "company": "name", "deal": "title_contact"}[object_]
        rows = [[name, staff.colleague.email] for name in ("One", "Two", "Three")]
        id_ = bring(staff.manager, table([label.capitalize(), "Owner"], *rows), object_, match_key=key)
        assert counts(do(staff.manager, id_, "run")) == (1, 2, 0, 0), object_
        owners = {one["owner"]["id"] for one in staff.manager.get(path).json()["items"]}
        assert owners == {str(staff.colleague.id)}, object_
        assert do(staff.manager, id_, "undo")["undone"] == {"undone": 3, "kept": 0}
        assert len(names(staff.manager, path)) == 2


def test_an_address_in_the_bin_comes_back(staff: Staff):
    old = staff.rep.post("/contacts", {"name": "Old", "email": "ann@a.test"}).json()["id"]
    staff.rep.delete(f"/contacts/{old}")
    id_ = bring(staff.rep, table(HEADER, ANN))
    assert counts(do(staff.rep, id_, "run")) == (1, 0, 0, 0)
    assert names(staff.rep) == ["Ann"]


def test_a_slice_that_is_told_twice_or_dies_is_written_once(staff: Staff):
    rows = [[f"Person {n}", f"p{n}@a.test"] for n in range(SLICE + 20)]
    id_ = bring(staff.rep, table(HEADER, *rows))
    staff.rep.post(f"/imports/{id_}/run")
    job = runner.claim("default")
    assert job is not None and job.event.event_type == "import.advanced"
    first = job.attempt
    job.attempt = first - 1  # its lease was lost: what it does is not kept
    runner.run(job)
    assert staff.rep.get("/contacts").json()["total"] == 0
    job.attempt, job.done = first, False
    runner.run(job)
    assert staff.rep.get("/contacts", params={"limit": 1}).json()["total"] == SLICE
    runner.run(job)  # told twice
    work()
    ended = staff.rep.get(f"/imports/{id_}").json()
    assert (ended["status"], counts(ended)) == ("done", (SLICE + 20, 0, 0, 0))
    assert staff.rep.get("/contacts").json()["total"] == SLICE + 20


def test_a_run_is_cancelled_and_goes_on(staff: Staff):
    rows = [[f"Person {n}", f"p{n}@a.test"] for n in range(SLICE + 20)]
    id_ = bring(staff.rep, table(HEADER, *rows))
    staff.rep.post(f"/imports/{id_}/run")
    job = runner.claim("default")
    assert job is not None
    runner.run(job)
    assert staff.rep.post(f"/imports/{id_}/cancel").json()["status"] == "cancelled"
    work()
    assert staff.rep.get("/contacts").json()["total"] == SLICE
    assert staff.rep.patch(f"/imports/{id_}", {"policy": "create"}).status_code == 409
    assert staff.rep.post(f"/imports/{id_}/check").status_code == 409
    ended = do(staff.rep, id_, "run")
    assert (ended["status"], counts(ended)) == ("done", (SLICE + 20, 0, 0, 0))
    assert staff.rep.post(f"/imports/{id_}/run").status_code == 409
    assert do(staff.rep, id_, "undo")["undone"] == {"undone": SLICE + 20, "kept": 0}
    assert staff.rep.get("/contacts").json()["total"] == 0


def test_failed_rows_are_a_file_that_can_be_mended_and_brought_again(staff: Staff):
    id_ = bring(staff.rep, table(["Name", "E-mail", "Tags"], ["Ann", "nothing", "+vip"], BOB + [""]))
    do(staff.rep, id_, "check")
    answer = staff.rep.get(f"/imports/{id_}/rows.csv", params={"status": "fail"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Name", "E-mail", "Tags", "Row", "Reason"],
        ["Ann", "nothing", "'+vip", "2", "E-mail: 'nothing' is not an e-mail address."],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "field"),
    [({"mapping": {"Nothing": "name"}}, "mapping.Nothing"), ({"mapping": {"Name": "nothing"}}, "mapping.Name"),
     ({"mapping": {"E-mail": "name"}}, "mapping.E-mail"), ({"match_key": "domain"}, "match_key")],
)  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused(staff: Staff, body: dict[str, Any], field: str):
    id_ = bring(staff.rep, table(HEADER, ANN))
    answer = staff.rep.patch(f"/imports/{id_}", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_an_import_needs_something_to_recognise_rows_by(staff: Staff):
    id_ = bring(staff.rep, table(["Name"], ["Ann"]), match_key="email")
    assert staff.rep.post(f"/imports/{id_}/check").json()["errors"][0]["field"] == "match_key"
    staff.rep.patch(f"/imports/{id_}", {"match_key": None})
    assert staff.rep.post(f"/imports/{id_}/run").status_code == 422
    staff.rep.patch(f"/imports/{id_}", {"policy": "create"})
    assert counts(do(staff.rep, id_, "run")) == (1, 0, 0, 0)


def test_a_user_who_was_locked_out_imports_nothing(staff: Staff):
    id_ = bring(staff.rep, table(HEADER, ANN))
    staff.rep.post(f"/imports/{id_}/run")
    assert staff.admin.patch(f"/users/{staff.rep.id}", {"is_active": False}).status_code == 200
    work()
    found = staff.admin.get(f"/imports/{id_}").json()
    assert found["status"] == "failed" and "no longer sign in" in found["error"]
    assert names(staff.admin) == []
