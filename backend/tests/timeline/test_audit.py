"""Who changed what: kept for every record, only ever added, chained, and seen with the record (R53)."""

import csv
import io
import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from typer.testing import CliRunner

from mancrel.cli import app
from mancrel.kit.engines import engine
from mancrel.timeline import chain
from tests.conversations.ledger_steps import let_time_pass
from tests.fixtures import Mailbox, Person, Shop, Staff, work


@pytest.fixture(autouse=True)
def no_anchors(database: None) -> None:
    chain.anchors_file().unlink(missing_ok=True)


def changes(person: Person, **wanted: Any) -> list[dict[str, Any]]:
    return person.get("/audit", params=wanted).json()["items"]


def fields(change: dict[str, Any]) -> dict[str, list[Any]]:
    return {one["field"]: [one["before"], one["after"]] for one in change["fields"]}


@pytest.fixture
def contact(staff: Staff) -> dict[str, Any]:
    return staff.rep.post("/contacts", {"name": "Jane Doe", "email": "jane@customer.test"}).json()


def test_a_change_is_kept_with_before_and_after(staff: Staff, contact: dict[str, Any]):
    path = f"/contacts/{contact['id']}"
    staff.rep.patch(path, {"name": "Jane Miller", "tags": ["vip"], "owner_id": str(staff.colleague.id)})
    newest, *_, first = changes(staff.admin, subject_id=contact["id"])
    assert first["action"] == "created"
    assert fields(first)["name"] == [None, "Jane Doe"]
    assert newest["actor"]["id"] == str(staff.rep.id)
    assert newest["subject"] == {"kind": "contacts", "id": contact["id"], "name": "Jane Miller"}
    assert fields(newest) == {
        "name": ["Jane Doe", "Jane Miller"],
        "tags": [None, "vip"],
        "owner_id": [staff.rep.name, staff.colleague.name],
    }


def test_the_bin_and_parts_of_a_record_are_kept(staff: Staff, contact: dict[str, Any]):
    path = f"/contacts/{contact['id']}"
    staff.rep.patch(path, {"email": "new@customer.test"})
    staff.rep.delete(path)
    staff.rep.post(f"{path}/restore")
    found = changes(staff.admin, subject_id=contact["id"])
    assert [one["action"] for one in found[:2]] == ["restored", "deleted"]
    mails = [fields(one)["email"] for one in found if "email" in fields(one)]
    assert ["jane@customer.test", None] in mails
    assert [None, "new@customer.test"] in mails


def test_what_a_job_does_names_the_job(staff: Staff, mailbox: Mailbox):
    mailbox.write("Hello", sender="new@customer.test")
    work()
    (made,) = changes(staff.admin, subject_type="conversations", action="created")
    assert (made["actor"], made["via"]) == (None, "channels.receive_mail")


def test_a_price_that_changes_is_kept(staff: Staff, shop: Shop):
    shop.put("lamp", title="Lamp", price="10.00")
    work()
    shop.put("lamp", title="Lamp", price="12.00")
    work()
    (change,) = changes(staff.admin, subject_type="products", field="price", action="changed")
    assert [float(one) for one in fields(change)["price"]] == [10, 12]


def test_filters(staff: Staff, contact: dict[str, Any]):
    staff.colleague.post("/companies", {"name": "Acme"})
    assert changes(staff.admin, actor_id=str(staff.colleague.id))[0]["subject"]["kind"] == "companies"
    assert changes(staff.admin, subject_type="companies", until=contact["created_at"]) == []
    assert changes(staff.admin, field="name", actor_id=str(staff.rep.id))[0]["subject"]["id"] == contact["id"]
    assert staff.admin.get("/audit", params={"action": "eaten"}).status_code == 422


def test_it_is_the_admins(staff: Staff):
    for person in (staff.manager, staff.rep):
        for path in ("/audit", "/audit.csv", "/audit/chain"):
            assert person.get(path).status_code == 403


def test_the_export_is_safe_in_a_spreadsheet(staff: Staff):
    staff.rep.post("/contacts", {"name": "=cmd|' /C calc'!A0"})
    answer = staff.admin.get("/audit.csv", params={"field": "name", "subject_type": "contacts"})
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["actor"], row["field"], row["after"]) == (staff.rep.name, "name", "'=cmd|' /C calc'!A0")


def test_no_secret_is_kept(staff: Staff, shop: Shop):
    with engine().connect() as connection:
        kept = json.dumps([row.diff for row in connection.execute(text("SELECT diff FROM changes"))])
    assert "argon2" not in kept
    assert shop.secret not in kept


def verified() -> tuple[int, str]:
    result = CliRunner().invoke(app, ["verify-audit"])
    return result.exit_code, result.output


def altered(statement: str) -> None:
    """Do what a superuser can do: past the trigger."""
    with engine().begin() as connection:
        connection.execute(text("ALTER TABLE changes DISABLE TRIGGER changes_are_only_added"))
        connection.execute(text(statement))
        connection.execute(text("ALTER TABLE changes ENABLE TRIGGER changes_are_only_added"))


def test_the_chain_holds_and_is_anchored(staff: Staff, contact: dict[str, Any]):
    let_time_pass()
    end = staff.admin.get("/audit/chain").json()
    assert end["seq"] > 0
    assert chain.anchors_file().read_text().count(end["link"]) == 1
    code, said = verified()
    assert (code, said.split(" changes")[0]) == (0, str(end["seq"]))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE changes SET actor_id = gen_random_uuid() WHERE seq = 2", "Link 2"),
        ('UPDATE changes SET diff = \'{"name": [null, "Eve"]}\' WHERE seq = 2', "The values of link 2"),
        ("DELETE FROM changes WHERE seq = 2", "Link 2 is missing"),
        ("DELETE FROM changes WHERE seq > 1", "The anchors know"),
        ("UPDATE changes SET seq = NULL, link = NULL", "The anchors know"),
    ],
)
def test_what_is_altered_afterwards_is_found(
    staff: Staff, contact: dict[str, Any], statement: str, said: str
):
    let_time_pass()
    altered(statement)
    code, output = verified()
    assert code == 1
    assert said in output


def test_a_chain_that_is_written_anew_differs_from_its_anchors(staff: Staff, contact: dict[str, Any]):
    let_time_pass()
    altered("DELETE FROM changes WHERE seq = 2")
    altered("UPDATE changes SET seq = NULL, link = NULL")
    staff.rep.post("/contacts", {"name": "Somebody"})
    let_time_pass()
    code, output = verified()
    assert code == 1
    assert "anchor" in output


@pytest.mark.parametrize("statement", ["DELETE FROM changes", "UPDATE changes SET action = 'created'"])
def test_changes_are_only_added(staff: Staff, contact: dict[str, Any], statement: str):
    staff.rep.patch(f"/contacts/{contact['id']}", {"name": "Other"})
    with pytest.raises(DatabaseError, match="only ever added"), engine().begin() as connection:
        connection.execute(text(statement))


def test_erased_values_leave_the_chain_whole(staff: Staff, contact: dict[str, Any]):
    let_time_pass()
    with engine().begin() as connection:
        connection.execute(text("UPDATE changes SET diff = NULL, salt = NULL"))
    assert verified()[0] == 0
    assert changes(staff.admin, subject_id=contact["id"])[0]["fields"] is None
