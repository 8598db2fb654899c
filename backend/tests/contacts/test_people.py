"""People in depth: several addresses, lifecycle and source, consent, tags."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mancrel.contacts.models import Identity
from mancrel.kit.db import transaction
from mancrel.kit.events import Event
from tests.fixtures import Mailbox, Person, Sink, Staff, thread_of, work


def made(person: Person, **fields: Any) -> dict[str, Any]:
    answer = person.post("/contacts", {"name": "Ann", **fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def values(contact: dict[str, Any], kind: str) -> list[tuple[str, str | None, bool]]:
    return [(one["value"], one["label"], one["primary"]) for one in contact[kind]]


def field_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["field"]


def test_a_person_has_several_addresses_each_with_a_label(staff: Staff):
    ann = made(
        staff.rep,
        emails=[{"value": "Ann@Home.test", "label": "home"}, {"value": "ann@work.test", "primary": True}],
        phones=[{"value": "0171 1234567", "label": "mobile"}, {"value": "+44 20 7946 0958"}],
    )
    assert values(ann, "emails") == [("ann@work.test", None, True), ("ann@home.test", "home", False)]
    assert values(ann, "phones") == [("+491711234567", "mobile", True), ("+442079460958", None, False)]
    assert (ann["email"], ann["phone"]) == ("ann@work.test", "+491711234567")
    assert {one["kind"] for one in ann["identities"]} == {"email", "phone"}
    assert staff.rep.get("/contacts", params={"q": "ann@home"}).json()["total"] == 1


def test_the_single_fields_are_the_primary_ones(staff: Staff):
    ann = made(staff.rep, email="ann@a.test", phone="+49 (30) 123-4567")
    assert (ann["email"], ann["phone"], ann["source"]) == ("ann@a.test", "+49301234567", "manual")
    path = f"/contacts/{ann['id']}"
    both = staff.rep.patch(
        path, {"emails": [{"value": "ann@a.test"}, {"value": "ann@b.test", "label": "work"}]}
    )
    assert both.json()["email"] == "ann@a.test"
    back = staff.rep.patch(path, {"email": "ann@b.test"}).json()
    assert values(back, "emails") == [("ann@b.test", "work", True), ("ann@a.test", None, False)]
    other = staff.rep.patch(path, {"email": "ann@c.test"}).json()
    assert [one["value"] for one in other["emails"]] == ["ann@c.test", "ann@a.test"]
    gone = staff.rep.patch(path, {"email": None, "phone": None}).json()
    assert (gone["email"], gone["phone"]) == ("ann@a.test", None)
    assert staff.rep.patch(path, {"emails": []}).json()["emails"] == []


def test_an_email_address_is_one_persons_and_a_telephone_may_be_several(staff: Staff):
    made(staff.other_rep, email="hidden@a.test", phone="030 1234567")
    answer = staff.rep.post("/contacts", {"name": "Bea", "email": "hidden@a.test"})
    assert field_of(answer) == (409, "email")
    assert "Ann" not in answer.text
    listed = [{"value": "bea@a.test"}, {"value": "hidden@a.test"}]
    answer = staff.rep.post("/contacts", {"name": "Bea", "emails": listed})
    assert (field_of(answer), answer.json()["code"]) == ((409, "emails.1.value"), "DuplicateContact")
    bea = made(staff.rep, name="Bea", phone="030 1234567")
    assert bea["phone"] == "+49301234567"
    answer = staff.rep.patch(f"/contacts/{bea['id']}", {"emails": listed})
    assert field_of(answer) == (409, "emails.1.value")
    assert staff.rep.get(f"/contacts/{bea['id']}").json()["emails"] == []


def test_a_channel_id_is_one_persons(staff: Staff):
    from sqlalchemy.exc import IntegrityError

    ann, bea = made(staff.rep), made(staff.rep)
    with pytest.raises(IntegrityError), transaction() as session:
        for one in (ann, bea):
            session.add(Identity(contact_id=one["id"], kind="whatsapp", value="491711234567"))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"phones": [{"value": "0171 1234567"}, {"value": "abc"}]}, "phones.1.value"),
        ({"phones": [{"value": "+999 123 456 789"}]}, "phones.0.value"),
        ({"phones": [{"value": "0171\x001234567"}]}, "phones.0.value"),
        ({"emails": [{"value": "ann"}]}, "emails.0.value"),
        (
            {"emails": [{"value": "a@b.test", "primary": True}, {"value": "c@b.test", "primary": True}]},
            "emails",
        ),
        ({"emails": [{"value": "a@b.test", "label": "  "}]}, "emails.0.label"),
        ({"emails": [{"value": "a@b.test", "kind": "x"}]}, "emails.0.kind"),
        ({"emails": [{"value": f"a{n}@b.test"} for n in range(21)]}, "emails"),
        ({"lifecycle": "boss"}, "lifecycle"),
        ({"source": "fax"}, "source"),
        ({"do_not_contact": "yes"}, "do_not_contact"),
    ],
)
def test_what_cannot_be_used_is_named(staff: Staff, body: dict[str, Any], field: str):
    assert field_of(staff.rep.post("/contacts", {"name": "Ann", **body})) == (422, field)
    ann = made(staff.rep)
    assert field_of(staff.rep.patch(f"/contacts/{ann['id']}", body)) == (422, field)


def test_the_shop_says_where_national_numbers_belong(staff: Staff):
    assert staff.rep.get("/settings/contacts").json() == {"phone_region": "DE"}
    answer = staff.admin.patch("/settings/contacts", {"phone_region": "ZZ"})
    assert field_of(answer) == (422, "phone_region")
    assert staff.admin.patch("/settings/contacts", {"phone_region": "GB"}).json() == {"phone_region": "GB"}
    assert made(staff.rep, phone="020 7946 0958")["phone"] == "+442079460958"


def test_a_number_that_was_never_understood_may_stay(staff: Staff):
    ann = made(staff.rep)
    with transaction() as session:
        session.add(Identity(contact_id=ann["id"], kind="phone", value="ask Bob", primary=True))
    path = f"/contacts/{ann['id']}"
    both = [{"value": "ask Bob"}, {"value": "0171 1234567", "primary": True}]
    answer = staff.rep.patch(path, {"phones": both})
    assert [one["value"] for one in answer.json()["phones"]] == ["+491711234567", "ask Bob"]
    assert staff.rep.patch(path, {"phones": [{"value": "ask Rob"}]}).status_code == 422


def test_whoever_writes_is_a_lead_from_mail(staff: Staff, mailbox: Mailbox):
    mailbox.write("Is the lamp in stock?", sender="jo@customer.test", name="Jo")
    work()
    (jo,) = staff.admin.get("/contacts").json()["items"]
    assert (jo["source"], jo["lifecycle"], values(jo, "emails")) == (
        "email",
        "lead",
        [("jo@customer.test", None, True)],
    )


def test_mail_to_a_second_address_finds_the_same_person(staff: Staff, mailbox: Mailbox):
    ann = made(staff.rep, emails=[{"value": "ann@work.test"}, {"value": "ann@home.test"}])
    message_id = mailbox.write("Hello, is it in stock?", sender="ann@home.test", name="A.")
    work()
    assert thread_of(staff.admin, message_id)["contact"]["id"] == ann["id"]


def test_consent_is_a_history_of_which_the_newest_counts(staff: Staff):
    ann = made(staff.rep)
    assert set(ann["consent"].values()) == {"unknown"}
    path = f"/contacts/{ann['id']}/consents"
    given = staff.rep.post(
        path, {"purpose": "marketing_email", "status": "granted", "source": "The form at the fair"}
    )
    assert (given.status_code, given.json()["by"]["name"]) == (201, staff.rep.name)
    earlier = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    staff.rep.post(path, {"purpose": "marketing_email", "status": "withdrawn", "given_at": earlier})
    assert staff.rep.get(f"/contacts/{ann['id']}").json()["consent"]["marketing_email"] == "granted"
    staff.rep.post(path, {"purpose": "marketing_email", "status": "withdrawn"})
    assert staff.rep.get(f"/contacts/{ann['id']}").json()["consent"]["marketing_email"] == "withdrawn"
    history = staff.rep.get(path).json()
    assert [one["status"] for one in history["items"]] == ["withdrawn", "granted", "withdrawn"]
    assert (history["total"], history["items"][1]["source"]) == (3, "The form at the fair")
    with transaction() as session:
        assert "contact.consented" in session.scalars(select(Event.type))
    assert staff.other_rep.get(path).status_code == 404
    assert staff.other_rep.post(path, {"purpose": "marketing_email", "status": "granted"}).status_code == 404


def test_consent_that_cannot_be_is_refused(staff: Staff):
    path = f"/contacts/{made(staff.rep)['id']}/consents"
    good = {"purpose": "marketing_email", "status": "granted"}
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    for wrong, field in (
        ({"purpose": "spam"}, "purpose"), ({"status": "maybe"}, "status"), ({"given_at": later}, "given_at"),
        ({"source": " "}, "source"), ({"given_at": "yesterday"}, "given_at"),
    ):  # fmt: skip
        assert field_of(staff.rep.post(path, {**good, **wrong})) == (422, field)
    assert staff.rep.get(path).json()["total"] == 0


def test_companies_have_depth(staff: Staff):
    body = {
        "name": "Acme", "domain": "acme.test", "website": "https://acme.test/de", "phone": "040 1234567",
        "industry": "Furniture", "size": "11-50", "street": "Kai 1", "postal_code": "20457", "city": "Hamburg",
        "region": "HH", "country": "DE", "lifecycle": "customer", "tags": ["key account"],
    }  # fmt: skip
    acme = staff.rep.post("/companies", body).json()
    assert {key: acme[key] for key in body} == {**body, "phone": "+49401234567"}
    changed = staff.rep.patch(f"/companies/{acme['id']}", {"phone": None, "city": "Kiel"}).json()
    assert (changed["phone"], changed["city"], changed["street"]) == (None, "Kiel", "Kai 1")
    for wrong, field in (
        ({"website": "javascript:alert(1)"}, "website"), ({"website": "https://"}, "website"),
        ({"phone": "1"}, "phone"), ({"size": "huge"}, "size"), ({"country": "Germany"}, "country"),
        ({"city": " "}, "city"), ({"lifecycle": "x"}, "lifecycle"),
    ):  # fmt: skip
        assert field_of(staff.rep.patch(f"/companies/{acme['id']}", wrong)) == (422, field)


def test_tags_in_use_are_those_one_sees(staff: Staff):
    made(staff.rep, tags=["vip", "trade"])
    made(staff.rep, tags=["vip"])
    staff.rep.post("/companies", {"name": "Acme", "tags": ["vip"]})
    made(staff.other_rep, tags=["secret"])
    gone = made(staff.rep, tags=["old"])
    staff.rep.delete(f"/contacts/{gone['id']}")
    tags = staff.rep.get("/tags").json()["items"]
    assert tags == [{"name": "vip", "count": 3}, {"name": "trade", "count": 1}]
    assert [one["name"] for one in staff.rep.get("/tags", params={"q": "TRA"}).json()["items"]] == ["trade"]
    assert "secret" in str(staff.admin.get("/tags").json())


def test_nothing_leaves_by_itself_to_who_wants_none(staff: Staff, mailbox: Mailbox, shop: Any, sink: Sink):
    staff.admin.patch("/settings/assistant", {"send_delay_s": 600})
    shop.put("A", title="Walnut lamp", price="49.00", stock=5)
    work()
    ask = "What does the Walnut lamp cost?"
    first = mailbox.write(ask, sender="ann@customer.test")
    work()
    thread = thread_of(staff.admin, first)
    assert thread["suggestion"]["status"] == "scheduled"
    staff.admin.patch(f"/contacts/{thread['contact']['id']}", {"do_not_contact": True})
    work()
    thread = thread_of(staff.admin, first)
    assert thread["contact"]["do_not_contact"] is True
    assert thread["suggestion"]["status"] == "pending", "withdrawn and drafted anew for a person"
    again = mailbox.write(ask, sender="ann@customer.test")
    work()
    held = thread_of(staff.admin, again)["suggestion"]
    assert (held["status"], held["decision"]) == ("pending", "review")
    assert any("does not want to be contacted" in one for one in held["reasons"])
    assert sink.mails == []
    answer = staff.admin.post(f"/conversations/{thread['id']}/messages", {"body": "Hello.", "private": False})
    assert answer.status_code == 201
    work()
    assert len(sink.mails) == 1
