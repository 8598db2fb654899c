"""Senders of spam and automated mail are no contacts to work with: they stay out of lists, and come back by themselves."""

import pytest

from tests.fixtures import Mailbox, Staff, work

SPAM = "Dear webmaster, we will rank your website on page one of Google. Cheap SEO packages, reply now!"
QUESTION = "Hello,\n\nhow much is delivery to Austria, please?\n\nBest regards\nJane"
SENDER = "growth@rank.test"


def listed(staff: Staff, query: str = "") -> list[str]:
    return [one["email"] for one in staff.admin.get(f"/contacts?{query}").json()["items"]]


def screened(staff: Staff) -> list[str]:
    return listed(staff, "filter=screened_out:eq:true")


@pytest.fixture
def spammer(staff: Staff, mailbox: Mailbox) -> str:
    """Return the message with which somebody advertised."""
    first = mailbox.write(SPAM, sender=SENDER, name="Rank Rocket", subject="Page one of Google")
    work()
    return first


def id_of(staff: Staff) -> str:
    (one,) = staff.admin.get("/contacts?filter=screened_out:eq:true").json()["items"]
    return str(one["id"])


def test_who_only_advertises_is_in_no_list_but_is_found(staff: Staff, mailbox: Mailbox, spammer: str):
    mailbox.write(QUESTION)
    work()
    assert listed(staff) == ["jane@customer.test"]
    assert staff.admin.get("/contacts").json()["total"] == 1
    assert screened(staff) == [SENDER]
    assert listed(staff, "filter=screened_out:eq:false") == ["jane@customer.test"]
    assert listed(staff, "q=rank") == [SENDER]
    exported = staff.admin.get("/contacts.csv").text
    assert "jane@customer.test" in exported
    assert SENDER not in exported
    shown = staff.admin.get(f"/contacts/{id_of(staff)}").json()
    assert shown["screened_out"] is True


def test_automated_mail_makes_nobody_a_contact_to_work_with(staff: Staff, mailbox: Mailbox):
    mailbox.write(
        "Your parcel is on its way.", sender="no-reply@parcels.test", Auto_Submitted="auto-generated"
    )
    work()
    assert listed(staff) == []
    assert screened(staff) == ["no-reply@parcels.test"]


def test_who_asks_something_later_is_let_in(staff: Staff, mailbox: Mailbox, spammer: str):
    mailbox.write(QUESTION, sender=SENDER, name="Rank Rocket")
    work()
    assert listed(staff) == [SENDER]
    assert screened(staff) == []


def test_a_customer_stays_whatever_comes_afterwards(staff: Staff, mailbox: Mailbox):
    first = mailbox.write(QUESTION)
    work()
    mailbox.write(
        "I am out of the office.", subject="Out of office", In_Reply_To=first, Auto_Submitted="auto-replied"
    )
    mailbox.write(SPAM, subject="Page one of Google")
    work()
    assert listed(staff) == ["jane@customer.test"]


def test_a_corrected_label_lets_them_in_and_out(staff: Staff, mailbox: Mailbox, spammer: str):
    (thread,) = staff.admin.get(f"/conversations?filter=contact:eq:{id_of(staff)}").json()["items"]
    message = staff.admin.get(f"/conversations/{thread['id']}").json()["messages"][0]["id"]
    for intent, seen in (("purchase", [SENDER]), ("spam", [])):
        answer = staff.admin.patch(f"/messages/{message}/triage", {"intent": intent})
        assert answer.status_code == 200, answer.text
        assert listed(staff) == seen


def test_whom_somebody_looks_after_is_let_in(staff: Staff, mailbox: Mailbox, spammer: str):
    id_ = id_of(staff)
    assert staff.admin.patch(f"/contacts/{id_}", {"screened_out": False}).status_code == 200
    assert listed(staff) == [SENDER]
    assert staff.admin.patch(f"/contacts/{id_}", {"screened_out": True}).status_code == 200
    assert listed(staff) == []
    assert staff.admin.patch(f"/contacts/{id_}", {"tags": ["supplier"]}).status_code == 200
    assert listed(staff) == [SENDER]
    mailbox.write(SPAM, sender=SENDER, subject="Again")
    work()
    assert listed(staff) == [SENDER], "whom a person let in stays"
    kept = staff.admin.get("/audit?record_type=contact&limit=50").json()["items"]
    assert any("screened_out" in str(one) for one in kept), "who is screened out is audited"


def test_in_the_bin_they_are_shown(staff: Staff, mailbox: Mailbox, spammer: str):
    assert staff.admin.delete(f"/contacts/{id_of(staff)}").status_code == 204
    assert listed(staff, "deleted=true") == [SENDER]
    assert listed(staff) == []


def companies(staff: Staff, query: str = "") -> list[str]:
    return [one["name"] for one in staff.admin.get(f"/companies?{query}").json()["items"]]


def test_a_company_goes_with_those_who_are_known_of_it(staff: Staff, mailbox: Mailbox):
    mailbox.write(SPAM, sender="growth@rank-rocket.com", name="Rank Rocket", subject="Page one of Google")
    mailbox.write(QUESTION, sender="jane@berg-und-sohn.de")
    staff.admin.post("/companies", {"name": "Acme"})
    work()
    assert companies(staff) == ["berg-und-sohn.de", "Acme"]
    assert staff.admin.get("/companies").json()["total"] == 2
    assert companies(staff, "filter=screened_out:eq:true") == ["rank-rocket.com"]
    assert companies(staff, "q=rocket") == ["rank-rocket.com"]
    assert "rocket" not in staff.admin.get("/companies.csv").text
    mailbox.write(QUESTION, sender="ann@rank-rocket.com", name="Ann")
    work()
    assert companies(staff) == ["berg-und-sohn.de", "rank-rocket.com", "Acme"]
    assert companies(staff, "filter=screened_out:eq:true") == []


def test_a_company_that_somebody_looks_after_stays(staff: Staff, mailbox: Mailbox):
    mailbox.write(SPAM, sender="growth@rank-rocket.com", name="Rank Rocket", subject="Page one of Google")
    work()
    (one,) = staff.admin.get("/companies?filter=screened_out:eq:true").json()["items"]
    assert staff.admin.patch(f"/companies/{one['id']}", {"tags": ["agency"]}).status_code == 200
    assert companies(staff) == ["rank-rocket.com"]


def test_a_company_that_was_known_stays_whatever_comes_from_it(staff: Staff, mailbox: Mailbox):
    staff.admin.post("/companies", {"name": "Rank Rocket", "domain": "rank-rocket.com"})
    mailbox.write(SPAM, sender="growth@rank-rocket.com", name="Rank Rocket", subject="Page one of Google")
    work()
    assert companies(staff) == ["Rank Rocket"]
