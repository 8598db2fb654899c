"""Lifecycles follow deals: forward only, never over what a person said, and the books tell why."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from tests.deals.factory import deal, stage
from tests.fixtures import Person, Staff, work


def people(person: Person, **fields: Any) -> tuple[str, str]:
    """Make a contact and the company they work for."""
    firm = person.post("/companies", {"name": "Acme", **fields}).json()["id"]
    return person.post("/contacts", {"name": "Ann", "company_id": firm, **fields}).json()["id"], firm


def lifecycles(person: Person, contact: str, company: str) -> list[str | None]:
    found = (person.get(f"/contacts/{contact}"), person.get(f"/companies/{company}"))
    return [one.json()["lifecycle"] for one in found]


def win(person: Person, made: dict[str, Any]) -> None:
    now = person.get(f"/deals/{made['id']}").json()
    assert person.post(f"/deals/{made['id']}/win", {"version": now["version"]}).status_code == 200
    work()


def test_an_open_deal_makes_an_opportunity_and_a_won_one_a_customer(staff: Staff):
    ann, acme = people(staff.rep, lifecycle="lead")
    made = deal(staff.rep, contact_id=ann)
    work()
    assert lifecycles(staff.rep, ann, acme) == ["opportunity", "opportunity"]
    win(staff.rep, made)
    assert lifecycles(staff.rep, ann, acme) == ["customer", "customer"]
    deal(staff.rep, "Ten more", contact_id=ann)
    work()
    assert lifecycles(staff.rep, ann, acme) == ["customer", "customer"], "never backwards"


def test_lost_and_reopened_deals_take_nobody_back(staff: Staff):
    ann, acme = people(staff.rep)
    made = deal(staff.rep, contact_id=ann)
    win(staff.rep, made)
    for body in (
        {"stage_id": stage(staff.rep, "Lead")},
        {"stage_id": stage(staff.rep, "Lost"), "lost_reason": "x"},
    ):
        version = staff.rep.get(f"/deals/{made['id']}").json()["version"]
        assert staff.rep.post(f"/deals/{made['id']}/move", {**body, "version": version}).status_code == 200
        work()
        assert lifecycles(staff.rep, ann, acme) == ["customer", "customer"]


@pytest.mark.parametrize("said", ["evangelist", "other", "customer"])
def test_what_a_person_said_beyond_it_stays(staff: Staff, said: str):
    ann, acme = people(staff.rep, lifecycle=said)
    win(staff.rep, deal(staff.rep, contact_id=ann))
    assert lifecycles(staff.rep, ann, acme) == [said, said]


def test_whoever_is_named_in_a_deal_later_follows_it_too(staff: Staff):
    ann, acme = people(staff.rep)
    made = deal(staff.rep)
    work()
    assert lifecycles(staff.rep, ann, acme) == [None, None]
    staff.rep.patch(f"/deals/{made['id']}", {"title": "Lamps", "amount": "3.00"})
    staff.rep.patch(f"/deals/{made['id']}", {"contact_id": ann})
    work()
    assert lifecycles(staff.rep, ann, acme) == ["opportunity", None]
    staff.rep.patch(f"/deals/{made['id']}", {"company_id": acme})
    work()
    assert lifecycles(staff.rep, ann, acme) == ["opportunity", "opportunity"]


def test_a_change_of_a_deal_alone_moves_nobody_whom_a_person_put_back(staff: Staff):
    ann, acme = people(staff.rep)
    made = deal(staff.rep, contact_id=ann)
    work()
    staff.rep.patch(f"/contacts/{ann}", {"lifecycle": "lead"})
    staff.rep.patch(f"/deals/{made['id']}", {"title": "Lamps"})
    work()
    assert lifecycles(staff.rep, ann, acme) == ["lead", "opportunity"]


def test_the_person_that_a_contact_was_merged_into_follows(staff: Staff):
    ann, acme = people(staff.rep)
    other = staff.rep.post("/contacts", {"name": "Ann B."}).json()["id"]
    made = deal(staff.rep, contact_id=ann)
    merged = staff.rep.post("/contacts/merge", {"keep": other, "drop": [ann]})
    assert merged.status_code in {200, 201}, merged.text
    win(staff.rep, made)
    assert lifecycles(staff.rep, other, acme) == ["customer", "customer"]


def test_it_follows_also_where_the_dealer_may_not_change_the_person(staff: Staff):
    ann, acme = people(staff.other_rep)
    made = deal(staff.other_rep, contact_id=ann)
    given = staff.admin.patch(f"/deals/{made['id']}", {"owner_id": str(staff.rep.id)})
    assert given.status_code == 200, given.text
    assert staff.rep.patch(f"/contacts/{ann}", {"name": "x"}).status_code == 403
    win(staff.rep, made)
    assert lifecycles(staff.admin, ann, acme) == ["customer", "customer"]


def test_the_timeline_the_audit_and_the_event_say_why(staff: Staff):
    ann, acme = people(staff.rep, lifecycle="lead")
    made = deal(staff.rep, "Forty lamps", contact_id=ann)
    work()
    win(staff.rep, made)
    for record, id_ in (("contacts", ann), ("companies", acme)):
        items = staff.rep.get(f"/timeline/{record}/{id_}", params={"kind": "change"}).json()["items"]
        told = [(one["actor"], one["details"]["via"], one["details"]["fields"]) for one in items[:2]]
        because = {"field": "deal_id", "before": None, "after": "Forty lamps"}
        assert told == [
            (None, "deals.deal_was_won",
             [because, {"field": "lifecycle", "before": "opportunity", "after": "customer"}]),
            (None, "deals.deal_was_opened",
             [because, {"field": "lifecycle", "before": "lead", "after": "opportunity"}]),
        ]  # fmt: skip
        audited = staff.admin.get("/audit", params={"subject_id": id_, "field": "lifecycle"}).json()["items"]
        assert audited[0]["via"] == "deals.deal_was_won"
    with transaction() as session:
        query = select(Event).where(Event.subject_id == uuid.UUID(ann), Event.type == "contact.changed")
        facts = [one.facts for one in session.scalars(query.order_by(Event.id))]
    assert [(one["reason"], one["deal_id"]) for one in facts] == [
        ("deal.opened", made["id"]), ("deal.won", made["id"]),
    ]  # fmt: skip


def test_a_contact_in_the_bin_stays_as_it_is(staff: Staff):
    ann, acme = people(staff.rep, lifecycle="lead")
    made = deal(staff.rep, contact_id=ann)
    staff.rep.delete(f"/contacts/{ann}")
    work()
    binned = staff.rep.get("/contacts", params={"deleted": True}).json()["items"]
    assert [one["lifecycle"] for one in binned if one["id"] == ann] == ["lead"]
    assert staff.rep.get(f"/companies/{acme}").json()["lifecycle"] == "opportunity"
    assert made["contact"]["id"] == ann
