"""What is deleted lies in the bin for 30 days, for those who may delete it, and comes back as it was."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from mancrel.accounts.models import Team, User
from mancrel.activities.models import Activity
from mancrel.catalogue.models import Product
from mancrel.contacts.custom_field_models import CustomField
from mancrel.contacts.models import Company, Contact
from mancrel.conversations.models import Channel, Conversation
from mancrel.deals.models import Deal, Pipeline
from mancrel.kit.bins import Binned
from mancrel.kit.canonical import Mergeable
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from mancrel.knowledge.models import Article
from mancrel.records.models import SavedView
from mancrel.webhooks.models import WebhookSubscription
from tests.fixtures import Mailbox, Person, Shop, Staff, thread_of, work

MODELS: dict[str, type[Binned]] = {
    "/contacts": Contact, "/companies": Company, "/activities": Activity, "/articles": Article,
    "/products": Product, "/conversations": Conversation, "/channels": Channel, "/users": User, "/teams": Team,
    "/deals": Deal, "/pipelines": Pipeline, "/custom-fields": CustomField, "/views": SavedView,
    "/webhook-subscriptions": WebhookSubscription,
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "/contacts": {"name": "Ann", "email": "ann@x.test"},
    "/companies": {"name": "Firm", "domain": "firm.test"},
    "/activities": {"title": "Call Ann"},
    "/articles": {"title": "Returns", "body": "30 days."},
    "/products": {"external_id": "1", "title": "Lamp", "price": "9.00", "currency": "EUR", "stock": 1},
    "/channels": {"kind": "email", "name": "Box", "settings": {}},
    "/users": {"name": "Uma", "email": "uma@staff.test", "role": "rep"},
    "/teams": {"name": "Night"},
    "/deals": {"title": "Forty lamps", "amount": "1200.00"},
    "/pipelines": {"name": "Projects"},
    "/custom-fields": {"object": "contact", "label": "Shoe size", "kind": "number"},
    "/views": {"kind": "contacts", "name": "Customers", "filter": ["lifecycle:eq:customer"]},
    "/webhook-subscriptions": {"name": "Shop", "url": "https://hooks.example.com/in", "types": ["deal.*"]},
}


def make(staff: Staff, mailbox: Mailbox, path: str) -> str:
    if path == "/conversations":
        message_id = mailbox.write("Is the lamp in stock?")
        work()
        return str(thread_of(staff.admin, message_id)["id"])
    answer = staff.admin.post(path, BODIES[path])
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def ids(person: Person, path: str, **params: Any) -> set[str]:
    return {one["id"] for one in person.get(path, params=params).json()["items"]}


def age(path: str, id_: str, days: float) -> None:
    with transaction() as session:
        model = MODELS[path]
        when = datetime.now(UTC) - timedelta(days=days)
        session.execute(update(model).where(model.id == uuid.UUID(id_)).values(deleted_at=when))


def events_of(id_: str) -> list[str]:
    with transaction() as session:
        query = (
            select(Event.type).where(Event.subject_id == uuid.UUID(id_)).order_by(Event.created_at, Event.id)
        )
        return list(session.scalars(query))


def test_every_binned_table_is_tried():
    assert {*Binned.__subclasses__(), *Mergeable.__subclasses__()} - {Mergeable} == set(MODELS.values())


@pytest.mark.parametrize("path", MODELS)
def test_what_is_deleted_comes_back_as_it_was(staff: Staff, mailbox: Mailbox, path: str):
    id_ = make(staff, mailbox, path)
    reads = "/channels" if path == "/channels" else f"{path}/{id_}"
    before = staff.admin.get(reads).json()
    assert staff.admin.post(f"{path}/{id_}/restore").json()["code"] == "NotInBin"
    assert staff.admin.delete(f"{path}/{id_}").status_code == 204
    assert id_ not in ids(staff.admin, path)
    assert ids(staff.admin, path, deleted=True) == {id_}
    assert staff.admin.delete(f"{path}/{id_}").status_code == 404
    answer = staff.admin.post(f"{path}/{id_}/restore")
    assert answer.status_code == 200, answer.text
    assert id_ in ids(staff.admin, path)
    assert ids(staff.admin, path, deleted=True) == set()
    after = staff.admin.get(reads).json()
    for stay in [*before.get("history", []), *after.get("history", [])]:
        stay.pop("seconds")  # of a deal's stage: it goes on
    changing = {"updated_at", "version", "is_active", "suggestion_status", "suggestion", "stage"}
    if path != "/channels":
        assert {k: v for k, v in after.items() if k not in changing} == {
            k: v for k, v in before.items() if k not in changing
        }
    assert any(one.endswith((".restored", ".changed")) for one in events_of(id_)), "it is recorded"
    again = staff.admin.post(f"{path}/{id_}/restore")
    assert (again.status_code, again.json()["code"]) == (409, "NotInBin")


@pytest.mark.parametrize("path", MODELS)
def test_after_thirty_days_nothing_comes_back(staff: Staff, mailbox: Mailbox, path: str):
    id_ = make(staff, mailbox, path)
    staff.admin.delete(f"{path}/{id_}")
    age(path, id_, 29.9)
    assert ids(staff.admin, path, deleted=True) == {id_}
    age(path, id_, 30.1)
    assert ids(staff.admin, path, deleted=True) == set()
    answer = staff.admin.post(f"{path}/{id_}/restore")
    assert (answer.status_code, answer.json()["code"]) == (409, "BinExpired")
    assert "30 days" in answer.json()["detail"]


def test_the_bin_is_for_those_who_may_delete(staff: Staff, mailbox: Mailbox):
    for path in ("/products", "/articles", "/channels", "/teams"):
        answer = staff.rep.get(path, params={"deleted": True})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (403, "deleted"), path
    mine = staff.rep.post("/contacts", {"name": "Mine"}).json()["id"]
    theirs = staff.other_rep.post("/contacts", {"name": "Theirs"}).json()["id"]
    staff.rep.delete(f"/contacts/{mine}")
    staff.other_rep.delete(f"/contacts/{theirs}")
    assert ids(staff.rep, "/contacts", deleted=True) == {mine}
    assert ids(staff.admin, "/contacts", deleted=True) == {mine, theirs}
    assert staff.rep.post(f"/contacts/{theirs}/restore").status_code == 404
    assert staff.other_rep.post(f"/contacts/{theirs}/restore").status_code == 200


def test_what_is_seen_through_a_thread_is_not_restored_by_it(staff: Staff, mailbox: Mailbox):
    message_id = mailbox.write("Is it in stock?")
    work()
    thread = thread_of(staff.admin, message_id)
    with transaction() as session:
        session.execute(update(Conversation).values(owner_id=staff.rep.id, team_id=staff.team_id))
        session.execute(update(Contact).values(owner_id=staff.other_rep.id, team_id=staff.other_team_id))
    contact = thread["contact"]["id"]
    staff.other_rep.delete(f"/contacts/{contact}")
    assert ids(staff.rep, "/contacts", deleted=True) == set()
    assert staff.rep.post(f"/contacts/{contact}/restore").status_code == 403


def test_a_name_that_is_taken_meanwhile_stands_in_the_way(staff: Staff):
    for path, code in (
        ("/teams", "DuplicateTeam"),
        ("/users", "DuplicateUser"),
        ("/companies", "DuplicateCompany"),
    ):
        first = staff.admin.post(path, BODIES[path]).json()["id"]
        staff.admin.delete(f"{path}/{first}")
        assert staff.admin.post(path, BODIES[path]).status_code == 201, path
        answer = staff.admin.post(f"{path}/{first}/restore")
        assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_a_restored_user_stays_out_until_activated(staff: Staff):
    staff.admin.delete(f"/users/{staff.rep.id}")
    assert [one["email"] for one in staff.admin.get("/users?deleted=true").json()["items"]] == [
        staff.rep.email
    ]
    back = staff.admin.post(f"/users/{staff.rep.id}/restore").json()
    assert (back["email"], back["is_active"]) == (staff.rep.email, False)


def test_a_team_in_the_bin_takes_no_work_and_hides_none(staff: Staff, mailbox: Mailbox):
    kept = staff.rep.post("/contacts", {"name": "Kept"}).json()
    assert staff.admin.delete(f"/teams/{staff.team_id}").status_code == 204
    assert "Sales" not in str(staff.rep.get("/directory").json()["teams"])
    assert staff.rep.get("/auth/me").json()["teams"] == []
    assert staff.manager.get(f"/contacts/{kept['id']}").status_code == 200
    body = {"kind": "email", "name": "Box", "settings": {}, "team_id": str(staff.team_id)}
    assert staff.admin.post("/channels", body).status_code == 422
    assert staff.admin.patch(f"/users/{staff.rep.id}", {"team_ids": [str(staff.team_id)]}).status_code == 422
    staff.admin.post(f"/teams/{staff.team_id}/restore")
    assert [one["name"] for one in staff.rep.get("/auth/me").json()["teams"]] == ["Sales"]


def test_a_restored_product_is_found_and_a_bare_tombstone_is_no_product(staff: Staff, shop: Shop):
    shop.put("A", title="Walnut lamp")
    shop.drop("B")
    work()
    (made,) = staff.rep.get("/products").json()["items"]
    staff.manager.delete(f"/products/{made['id']}")
    work()
    assert staff.manager.post(f"/products/{made['id']}/restore").json()["version"] == made["version"] + 2
    work()
    hits = staff.rep.get("/products/search?q=walnut lamp").json()["items"]
    assert [(one["product"]["id"], one["matched"]) for one in hits] == [(made["id"], "both")]
    assert ids(staff.manager, "/products", deleted=True) == set()
    with transaction() as session:
        bare = session.scalars(select(Product.id).where(Product.external_id == "B")).one()
    answer = staff.manager.post(f"/products/{bare}/restore")
    assert (answer.status_code, answer.json()["code"]) == (409, "NeverKnown")


def test_a_thread_that_comes_back_gets_its_draft_anew(staff: Staff, mailbox: Mailbox, shop: Shop):
    shop.put("A", title="Walnut lamp", price="49.00")
    work()
    message_id = mailbox.write("Hello, my lamp came broken. What now?")
    work()
    thread = thread_of(staff.admin, message_id)
    staff.admin.delete(f"/conversations/{thread['id']}")
    staff.admin.post(f"/conversations/{thread['id']}/restore")
    work()
    back = thread_of(staff.admin, message_id)
    assert back["suggestion"]["id"] != thread["suggestion"]["id"]
    assert back["suggestion"]["status"] == thread["suggestion"]["status"]
