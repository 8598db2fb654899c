"""Contacts: an address comes back from the bin, and lists agree with what is open through threads."""

from typing import Any

from mancrel.accounts.models import User
from mancrel.contacts.models import Contact
from mancrel.kit.db import transaction
from tests.fixtures import Mailbox, Staff, thread_of, work


def test_create_revives_a_binned_contact_that_is_the_viewers(staff: Staff):
    body: dict[str, Any] = {"name": "Ann", "email": "ann@customer.test"}
    first = staff.rep.post("/contacts", body).json()
    assert staff.rep.post("/contacts", body).status_code == 409
    assert staff.rep.delete(f"/contacts/{first['id']}").status_code == 204
    again = staff.rep.post("/contacts", {**body, "name": "Anna", "tags": ["vip"]})
    assert again.status_code == 201
    made = again.json()
    assert (made["id"], made["name"], made["tags"]) == (first["id"], "Anna", ["vip"])
    assert made["email"] == "ann@customer.test"
    assert staff.rep.get("/contacts").json()["total"] == 1


def test_create_moves_an_address_from_a_bin_out_of_reach(staff: Staff):
    body = {"name": "Ann", "email": "ann@customer.test"}
    hidden = staff.other_rep.post("/contacts", body).json()
    assert staff.rep.post("/contacts", body).status_code == 409
    staff.other_rep.delete(f"/contacts/{hidden['id']}")
    made = staff.rep.post("/contacts", body)
    assert made.status_code == 201
    assert made.json()["id"] != hidden["id"]
    assert (made.json()["email"], made.json()["owner"]["id"]) == (body["email"], str(staff.rep.id))
    assert staff.rep.get(f"/contacts/{made.json()['id']}").json()["email"] == body["email"]
    assert staff.other_rep.get(f"/contacts/{made.json()['id']}").status_code == 404


def test_list_finds_names_and_addresses_in_any_case(staff: Staff):
    staff.rep.post("/contacts", {"name": "Ann Lee", "email": "boss@customer.test"})
    for question, total in (("ANN l", 1), ("Boss@", 1), ("%", 0), ("zoe", 0)):
        assert staff.rep.get("/contacts", params={"q": question}).json()["total"] == total, question


def test_lists_open_exactly_what_hangs_on_the_viewers_threads(staff: Staff, mailbox: Mailbox):
    with transaction() as session:  # a contact of nobody's thread must not open through another's
        session.add(Contact(name="Stranger", tags=[], team_id=staff.other_team_id))
    message_id = mailbox.write("My parcel arrived broken.", sender="jo@acme-works.com", name="Jo")
    work()
    thread = thread_of(staff.admin, message_id)
    staff.admin.patch(f"/contacts/{thread['contact']['id']}", {"owner_id": str(staff.other_rep.id)})
    staff.admin.patch(f"/conversations/{thread['id']}", {"owner_id": str(staff.rep.id)})
    expected = {
        "admin": (1, 2, 1), "manager": (1, 1, 1), "rep": (1, 1, 1), "colleague": (0, 0, 0),
        "other_manager": (0, 2, 0), "other_rep": (0, 2, 0),
    }  # fmt: skip
    for name, person in staff.everyone.items():
        threads, contacts = (person.get(path).json() for path in ("/conversations", "/contacts"))
        assert (threads["total"], contacts["total"]) == expected[name][:2], name
        assert [one["contact"]["name"] for one in threads["items"]] == ["Jo"] * expected[name][0]
        if expected[name][2]:
            assert person.get("/companies").json()["total"] == 1, name


def test_mail_of_a_contact_whose_owner_left_goes_to_a_rep_who_is_here(staff: Staff, mailbox: Mailbox):
    mailbox.write("Hello, is the lamp in stock?", sender="ann@customer.test", name="Ann")
    work()
    contact = staff.admin.get("/contacts").json()["items"][0]
    staff.admin.patch(f"/contacts/{contact['id']}", {"owner_id": str(staff.rep.id)})
    with transaction() as session:
        session.get_one(User, staff.rep.id).is_active = False
    message_id = mailbox.write("What does the desk cost?", sender="ann@customer.test", subject="Another")
    work()
    thread = thread_of(staff.admin, message_id)
    assert thread["owner"]["id"] == str(staff.colleague.id)
    assert thread["team"]["id"] == str(staff.team_id)


def test_who_gives_a_contact_away_is_still_told_what_became_of_it(staff: Staff):
    made = staff.rep.post("/contacts", {"name": "Ada", "email": "ada@x.test"}).json()
    given = staff.rep.patch(f"/contacts/{made['id']}", {"owner_id": str(staff.other_rep.id), "name": "Ada B"})
    assert given.status_code == 200, given.text
    told = given.json()
    assert (told["name"], told["owner"]["id"], told["editable"]) == ("Ada B", str(staff.other_rep.id), False)
    assert staff.rep.get(f"/contacts/{made['id']}").status_code == 404
    assert staff.other_rep.get(f"/contacts/{made['id']}").json()["name"] == "Ada B"


def test_a_list_says_of_each_contact_what_the_contact_says_itself(staff: Staff):
    company = staff.admin.post("/companies", {"name": "Acme Works"}).json()
    staff.admin.post(
        "/custom-fields", {"object": "contact", "kind": "number", "label": "Seats", "key": "seats"}
    )
    full = {
        "name": "Ann Ünal", "email": "ann@customer.test", "language": "de", "tags": ["vip"], "lifecycle": "lead",
        "emails": [{"value": "ann@customer.test", "label": "work"}, {"value": "ann@home.test"}],
        "phones": [{"value": "+4366012345678", "label": "mobile"}], "company_id": company["id"],
        "owner_id": str(staff.rep.id), "custom": {"seats": 3},
    }  # fmt: skip
    for body in (full, {"name": "Bo"}):
        made = staff.admin.post("/contacts", body)
        assert made.status_code == 201, made.text
    listed = staff.admin.get("/contacts").json()["items"]
    assert [one["name"] for one in listed] == ["Bo", "Ann Ünal"]
    ann = listed[1]
    assert ([one["value"] for one in ann["emails"]], ann["phone"]) == (
        ["ann@customer.test", "ann@home.test"], "+4366012345678",
    )  # fmt: skip
    assert [one["label"] for one in ann["phones"]] == ["mobile"]
    assert len(ann["identities"]) == 3
    assert (ann["company"]["name"], ann["owner"]["id"]) == ("Acme Works", str(staff.rep.id))
    assert (ann["tags"], ann["custom"], ann["language"]) == (["vip"], {"seats": 3}, "de")
    assert listed == [staff.admin.get(f"/contacts/{one['id']}").json() for one in listed]
    assert staff.admin.delete(f"/contacts/{listed[0]['id']}").status_code == 204
    binned = staff.admin.get("/contacts", params={"deleted": "true"}).json()["items"]
    assert [one["deleted_at"] is None for one in binned] == [False]
