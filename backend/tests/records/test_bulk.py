"""Changes of many records: within the user's rights, in the background when there are many, and back again."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, update

from mancrel.contacts.models import Contact
from mancrel.kit import runner
from mancrel.kit.changes import Change
from mancrel.kit.db import transaction, uuid7
from mancrel.kit.events import Event
from mancrel.records.bulk_slices import SLICE
from tests.contacts.test_custom_fields import define
from tests.fixtures import Person, Staff, work


def many(staff: Staff, count: int, **fields: Any) -> list[UUID]:
    """Put contacts of `rep` into the database."""
    owned = {"owner_id": staff.rep.id, "team_id": staff.team_id, "tags": [], "custom": {}, **fields}
    rows = [{"id": uuid7(), "name": f"Person {n:05}", **owned} for n in range(count)]
    with transaction() as session:
        session.execute(insert(Contact), rows)
    return [one["id"] for one in rows]


def change(
    person: Person, change: dict[str, Any], ids: list[Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Change records to the end; returns what became of it."""
    chosen = {} if ids is None else {"ids": [str(one) for one in ids]}
    answer = person.post("/bulk-changes", {"kind": "contacts", "change": change, **chosen, **more})
    assert answer.status_code == 202, answer.text
    work(times=400)
    return dict(person.get(f"/bulk-changes/{answer.json()['id']}").json())


def undo(person: Person, id_: str) -> dict[str, Any]:
    answer = person.post(f"/bulk-changes/{id_}/undo")
    assert answer.status_code == 202, answer.text
    work(times=400)
    return dict(person.get(f"/bulk-changes/{id_}").json())


def counts(bulk: dict[str, Any]) -> tuple[int, ...]:
    return tuple(bulk["counts"][name] for name in ("changed", "same", "refused", "failed"))


def total(person: Person, *wanted: str) -> int:
    return int(person.get("/contacts", params={"filter": list(wanted), "limit": 1}).json()["total"])


def test_a_few_are_changed_at_once(staff: Staff):
    define(staff, "choice")
    ids = many(staff, 3, tags=["old", "VIP"])
    body = {
        "lifecycle": "customer", "add_tags": ["new", "vip"], "remove_tags": ["OLD"], "custom": {"choice": "gold"},
    }  # fmt: skip
    answer = staff.rep.post(
        "/bulk-changes", {"kind": "contacts", "ids": [str(one) for one in ids], "change": body}
    )
    assert (answer.status_code, answer.json()["status"], counts(answer.json())) == (202, "done", (3, 0, 0, 0))
    one = staff.rep.get(f"/contacts/{ids[0]}").json()
    assert (one["lifecycle"], one["tags"], one["custom"]) == ("customer", ["VIP", "new"], {"choice": "gold"})
    assert counts(change(staff.rep, {"lifecycle": "customer"}, ids)) == (0, 3, 0, 0)


def test_a_thousand_are_changed_in_the_background_and_each_is_in_the_audit(staff: Staff):
    many(staff, 1000)
    many(staff, 5, lifecycle="lead")
    asked = {
        "kind": "contacts",
        "filter": ["lifecycle:empty"],
        "q": "Person",
        "change": {"lifecycle": "customer"},
    }
    answer = staff.rep.post("/bulk-changes", asked)
    assert (answer.json()["status"], answer.json()["done"]) == ("gathering", 0)
    assert total(staff.rep, "lifecycle:eq:customer") == 0
    work(times=400)
    ended = staff.rep.get(f"/bulk-changes/{answer.json()['id']}").json()
    assert (ended["status"], counts(ended), ended["done"], ended["total"]) == (
        "done",
        (1000, 0, 0, 0),
        1000,
        1000,
    )
    assert total(staff.rep, "lifecycle:eq:customer") == 1000
    assert total(staff.rep, "lifecycle:eq:lead") == 5
    with transaction() as session:
        query = select(func.count()).where(Change.actor_id == staff.rep.id, Change.subject_type == "contacts")
        assert session.scalar(query.where(Change.diff["lifecycle"][1].astext == "customer")) == 1000
        told = select(func.count()).select_from(Event).where(Event.type == "contacts.changed")
        assert session.scalar(told) == 1000 // SLICE
    back = undo(staff.rep, ended["id"])
    assert (back["status"], back["undone"]) == ("undone", {"undone": 1000, "kept": 0})
    assert total(staff.rep, "lifecycle:empty") == 1000
    assert staff.rep.post(f"/bulk-changes/{ended['id']}/undo").json()["code"] == "NothingTakenBack"


def test_undo_keeps_what_was_changed_since(staff: Staff):
    define(staff, "number")
    ann, bob, cy = many(staff, 3, lifecycle="lead", custom={"number": 1})
    done = change(
        staff.rep, {"lifecycle": "customer", "custom": {"number": 2}, "add_tags": ["x"]}, [ann, bob, cy]
    )
    staff.colleague.patch(f"/contacts/{bob}", {})
    staff.manager.patch(f"/contacts/{bob}", {"lifecycle": "evangelist"})
    staff.rep.delete(f"/contacts/{cy}")
    back = undo(staff.rep, done["id"])
    assert back["undone"] == {"undone": 1, "kept": 2}
    shown = {one: staff.rep.get(f"/contacts/{one}").json() for one in (ann, bob)}
    assert [(one["lifecycle"], one["custom"], one["tags"]) for one in shown.values()] == [
        ("lead", {"number": 1}, []), ("evangelist", {"number": 1}, []),
    ]  # fmt: skip
    kept = staff.rep.get(f"/bulk-changes/{done['id']}/rows", params={"kept": True}).json()["items"]
    assert {one["record_id"]: one["undone"] for one in kept} == {
        str(bob): "Changed since and kept: lifecycle.", str(cy): "The record is in the bin.",
    }  # fmt: skip


def test_the_bin_and_back(staff: Staff):
    ann, bob = many(staff, 2)
    done = change(staff.rep, {"delete": True}, [ann, bob])
    assert (counts(done), total(staff.rep)) == ((2, 0, 0, 0), 0)
    staff.rep.post(f"/contacts/{ann}/restore")
    staff.rep.delete(f"/contacts/{ann}")  # again, and for another reason
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 1, "kept": 1}
    assert [one["id"] for one in staff.rep.get("/contacts").json()["items"]] == [str(bob)]


def test_a_domain_that_is_taken_meanwhile_stands_in_the_way_of_undo(staff: Staff):
    firm = staff.rep.post("/companies", {"name": "Firm", "domain": "firm.test"}).json()["id"]
    done = change(staff.rep, {"delete": True}, [firm], kind="companies")
    assert staff.rep.post("/companies", {"name": "New firm", "domain": "firm.test"}).status_code == 201
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 0, "kept": 1}
    assert [one["name"] for one in staff.rep.get("/companies").json()["items"]] == ["New firm"]


def test_what_is_not_the_users_is_refused_and_named_only_where_seen(staff: Staff):
    mine, teams, hidden = (many(staff, 1)[0] for _ in range(3))
    with transaction() as session:
        session.execute(
            update(Contact)
            .where(Contact.id == hidden)
            .values(owner_id=staff.other_rep.id, team_id=staff.other_team_id)
        )
        session.execute(
            update(Contact)
            .where(Contact.id == teams)
            .values(owner_id=staff.other_rep.id, team_id=staff.other_team_id)
        )
    deal = staff.admin.post(
        "/deals", {"title": "Lamps", "contact_id": str(teams), "owner_id": str(staff.rep.id)}
    )
    assert deal.status_code == 201
    unknown = uuid7()
    done = change(staff.rep, {"lifecycle": "lead"}, [mine, teams, hidden, unknown])
    assert counts(done) == (1, 0, 3, 0)
    rows = staff.rep.get(f"/bulk-changes/{done['id']}/rows", params={"outcome": "refused"}).json()["items"]
    assert [(one["name"] is not None, one["reason"]) for one in rows] == [
        (True, "You can see this record, but only its owner's team may change it."),
        (False, "There is no such record any more."), (False, "There is no such record any more."),
    ]  # fmt: skip
    assert staff.admin.get(f"/contacts/{hidden}").json()["lifecycle"] is None
    assert staff.admin.get(f"/bulk-changes/{done['id']}").status_code == 200
    for person in (staff.manager, staff.colleague, staff.other_rep):
        assert person.get(f"/bulk-changes/{done['id']}").status_code == 404
        assert person.get(f"/bulk-changes/{done['id']}/rows").status_code == 404
        assert person.post(f"/bulk-changes/{done['id']}/undo").status_code == 404


def test_all_that_match_are_only_those_one_sees(staff: Staff):
    many(staff, 4)
    many(staff, 3, owner_id=staff.other_rep.id, team_id=staff.other_team_id)
    assert counts(change(staff.rep, {"add_tags": ["seen"]})) == (4, 0, 0, 0)
    assert total(staff.admin, "tags:contains:seen") == 4


def test_owner_and_team_go_together_and_come_back_though_out_of_sight(staff: Staff):
    ids = many(staff, 3)
    done = change(staff.rep, {"owner_id": str(staff.other_rep.id)}, ids)
    assert (counts(done), total(staff.rep), total(staff.other_rep)) == ((3, 0, 0, 0), 0, 3)
    assert staff.other_rep.get(f"/contacts/{ids[0]}").json()["team"]["name"] == "Export"
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 3, "kept": 0}
    assert total(staff.rep) == 3
    change(staff.manager, {"team_id": str(staff.other_team_id)}, ids)
    one = staff.other_rep.get(f"/contacts/{ids[0]}").json()
    assert (one["owner"], one["team"]["name"]) == (None, "Export")


def test_deals_and_companies_are_changed_too(staff: Staff):
    deal = staff.rep.post("/deals", {"title": "Lamps", "amount": "10.00"}).json()["id"]
    done = change(staff.rep, {"owner_id": str(staff.colleague.id)}, [deal], kind="deals")
    assert staff.colleague.get(f"/deals/{deal}").json()["owner"]["id"] == str(staff.colleague.id)
    assert undo(staff.rep, done["id"])["undone"] == {"undone": 1, "kept": 0}
    firm = staff.rep.post("/companies", {"name": "Firm"}).json()["id"]
    change(staff.rep, {"lifecycle": "lead", "add_tags": ["a"]}, [firm], kind="companies")
    assert staff.rep.get(f"/companies/{firm}").json()["tags"] == ["a"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"change": {}}, "ChangeUnclear", "change"),
        ({"change": {"add_tags": []}}, "ChangeUnclear", "change"),
        ({"change": {"delete": True, "lifecycle": "lead"}}, "ChangeUnclear", "change.delete"),
        ({"change": {"owner_id": str(uuid7())}}, "UnknownOwner", "change.owner_id"),
        ({"change": {"team_id": str(uuid7())}}, "UnknownTeam", "change.team_id"),
        ({"change": {"custom": {"gone": 1}}}, "CustomFieldsUnclear", "change.custom.gone"),
        ({"change": {"lifecycle": "lead"}, "filter": ["shoe:eq:1"]}, "UnknownFilter", "filter.0"),
        ({"change": {"lifecycle": "lead"}, "kind": "deals"}, "ChangeUnclear", "change.lifecycle"),
    ],
)
def test_what_cannot_be_done_is_refused_at_once(staff: Staff, body: dict[str, Any], code: str, field: str):
    answer = staff.rep.post("/bulk-changes", {"kind": "contacts", **body})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert staff.rep.get("/bulk-changes").json()["items"] == []


def test_a_record_without_room_fails_alone(staff: Staff):
    full, free = many(staff, 1, tags=[f"t{n}" for n in range(50)])[0], many(staff, 1)[0]
    done = change(staff.rep, {"add_tags": ["one more"]}, [full, free])
    assert counts(done) == (1, 0, 0, 1)
    (failed,) = staff.rep.get(f"/bulk-changes/{done['id']}/rows", params={"outcome": "failed"}).json()[
        "items"
    ]
    assert (failed["record_id"], failed["reason"]) == (str(full), "A record has at most 50 tags.")


def test_a_slice_that_is_told_twice_or_dies_is_written_once(staff: Staff):
    many(staff, SLICE + 20)
    id_ = staff.rep.post("/bulk-changes", {"kind": "contacts", "change": {"add_tags": ["x"]}}).json()["id"]
    assert runner.drain("default", budget_s=0) == 1  # it gathers
    job = runner.claim("default")
    assert job is not None
    assert job.event.event_type == "bulk_change.advanced"
    first = job.attempt
    job.attempt = first - 1  # its lease was lost: what it does is not kept
    runner.run(job)
    assert total(staff.rep, "tags:contains:x") == 0
    job.attempt, job.done = first, False
    runner.run(job)
    assert total(staff.rep, "tags:contains:x") == SLICE
    runner.run(job)  # told twice
    assert staff.rep.post(f"/bulk-changes/{id_}/undo").json()["code"] == "BulkBusy"
    assert staff.rep.post(f"/bulk-changes/{id_}/cancel").json()["status"] == "cancelled"
    work()
    assert total(staff.rep, "tags:contains:x") == SLICE
    assert staff.rep.post(f"/bulk-changes/{id_}/cancel").status_code == 409
    assert undo(staff.rep, id_)["undone"] == {"undone": SLICE, "kept": 0}
    assert total(staff.rep, "tags:contains:x") == 0


def test_whoever_was_locked_out_changes_nothing_more(staff: Staff):
    many(staff, SLICE)
    id_ = staff.rep.post("/bulk-changes", {"kind": "contacts", "change": {"add_tags": ["x"]}}).json()["id"]
    staff.admin.patch(f"/users/{staff.rep.id}", {"is_active": False})
    work()
    ended = staff.admin.get(f"/bulk-changes/{id_}").json()
    assert (ended["status"], ended["error"]) == ("failed", "Whoever made this change may no longer sign in.")
    assert total(staff.admin, "tags:contains:x") == 0
