"""A snooze ends when its time comes, when the customer writes or when a person says so, and by nothing else."""

from tests.conversations.ledger_steps import hold
from tests.fixtures import Mailbox, Person, Staff, thread_of, work

LATER = "2099-01-01T00:00:00Z"
SAID = "Good morning, we were in your shop on Saturday.\n\nBest regards\nJane"


def answered_and_snoozed(staff: Staff, mailbox: Mailbox) -> tuple[str, str]:
    hold(staff)
    first = mailbox.write(SAID)
    work()
    id_ = thread_of(staff.admin, first)["id"]
    assert staff.admin.post(f"/conversations/{id_}/messages", {"body": "Thank you!"}).status_code == 201
    work()
    snoozed = staff.admin.patch(f"/conversations/{id_}", {"status": "snoozed", "snoozed_until": LATER})
    assert snoozed.status_code == 200, snoozed.text
    return id_, first


def state(person: Person, id_: str) -> tuple[str, str | None]:
    thread = person.get(f"/conversations/{id_}").json()
    return thread["status"], thread["snoozed_until"]


def test_a_machine_that_answers_ends_no_snooze(staff: Staff, mailbox: Mailbox, sink):
    id_, first = answered_and_snoozed(staff, mailbox)
    mailbox.write("I am away until Monday.", In_Reply_To=first, Auto_Submitted="auto-replied")
    work()
    assert len(staff.admin.get(f"/conversations/{id_}").json()["messages"]) == 3
    assert state(staff.admin, id_) == ("snoozed", LATER)


def test_the_customer_ends_a_snooze(staff: Staff, mailbox: Mailbox, sink):
    id_, first = answered_and_snoozed(staff, mailbox)
    mailbox.write("Can you send me your new list, please?", In_Reply_To=first)
    work()
    assert state(staff.admin, id_) == ("open", None)


def test_what_is_not_snoozed_has_no_end_of_it(staff: Staff, mailbox: Mailbox, sink):
    id_, _ = answered_and_snoozed(staff, mailbox)
    for status in ("open", "closed"):
        assert staff.admin.patch(f"/conversations/{id_}", {"status": status}).status_code == 200
        assert state(staff.admin, id_) == (status, None)
        assert staff.admin.patch(f"/conversations/{id_}", {"status": "snoozed"}).status_code == 422
        again = {"status": "snoozed", "snoozed_until": LATER}
        assert staff.admin.patch(f"/conversations/{id_}", again).status_code == 200


def test_a_snooze_cannot_be_left_without_an_end(staff: Staff, mailbox: Mailbox, sink):
    id_, _ = answered_and_snoozed(staff, mailbox)
    answer = staff.admin.patch(f"/conversations/{id_}", {"snoozed_until": None})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "snoozed_until"
    assert state(staff.admin, id_) == ("snoozed", LATER)
