"""Questions that nothing answers become gaps, grouped by meaning, until an article answers them."""

from typing import Any

import pytest

from mancrel.assistant import gap_help
from mancrel.assistant.gaps import question_in
from mancrel.assistant.triage import triager
from mancrel.conversations.models import Message, Suggestion
from tests.fixtures import Mailbox, Shop, Staff, thread_of, work

LAMP = {"title": "Aurora oak desk lamp", "price": "349.00", "stock": 12}


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", **LAMP)
    work()
    return shop


def gaps(staff: Staff, **query: Any) -> list[dict[str, Any]]:
    return staff.admin.get("/gaps", params=query).json()["items"]


def test_questions_of_one_meaning_are_one_gap(staff: Staff, stocked: Shop, mailbox: Mailbox):
    mailbox.write("Hello, do you ship to Norway?")
    mailbox.write("Hi there,\n\nis shipping to Norway possible?", sender="ole@fjord.test")
    mailbox.write("Good morning, do you offer an assembly service for furniture?", sender="kim@other.test")
    work()
    found = gaps(staff)
    assert [(one["question"], one["count"], one["status"]) for one in found] == [
        ("Do you offer an assembly service for furniture?", 1, "open"),
        ("Is shipping to Norway possible?", 2, "open"),
    ]
    assert len(found[1]["examples"]) == 2
    assert found[1]["language"] == "en"
    assert gaps(staff, status="answered") == []


def test_what_no_article_could_answer_is_no_gap(staff: Staff, stocked: Shop, mailbox: Mailbox):
    mailbox.write("Where is my order 4711? It should have come last week.")
    mailbox.write("Thank you very much, everything arrived well!", sender="a@b.test")
    mailbox.write("How much is the Aurora oak desk lamp?", sender="c@d.test")
    work()
    assert gaps(staff) == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("Do you ship to Norway?", None),
        ("How can I track my order?", None),
        ("Can I pay by invoice?", None),
        ("¿Puedo pagar con tarjeta?", None),
        ("Where is my refund?", "It is about an order that another system holds."),
        ("Which data do you hold about me?", "It is about this customer's own account or data."),
        ("When does it arrive at last?", "It asks about this customer's own order."),
        ("Please refund one of the payments at once.", "It is about this customer's own payment or invoice."),
        ("Which discount could you give us?", "Discounts and bulk prices are granted by a person."),
    ],
)
def test_a_gap_says_whether_an_article_helps(asked: str, why: str | None):
    found = triager().triage("", asked, None)
    assert gap_help.for_a_person(gap_help.kind_of(found.intent, found.confidence, "other"), asked) == why


def test_what_only_a_person_can_answer_is_told(staff: Staff, stocked: Shop, mailbox: Mailbox):
    mailbox.write(
        "Hello, how much is the Aurora oak desk lamp? Please also tell me which data you hold on me."
    )
    mailbox.write("Do you ship to Norway?", sender="ole@fjord.test")
    work()
    told = {one["question"]: (one["intent"], one["for_a_person"]) for one in gaps(staff)}
    assert told["Do you ship to Norway?"] == ("shipping", None)
    assert ("account", "It is about this customer's own account or data.") in told.values()


def test_an_article_answers_a_gap_until_it_is_asked_in_vain_again(
    staff: Staff, stocked: Shop, mailbox: Mailbox
):
    mailbox.write("Do you ship to Norway?")
    work()
    (gap,) = gaps(staff)
    article = {"title": gap["question"], "body": "Ask our partner about the North.", "language": "en"}
    assert staff.rep.post(f"/gaps/{gap['id']}/article", article).status_code == 403
    made = staff.manager.post(f"/gaps/{gap['id']}/article", article)
    assert made.status_code == 201
    answered = staff.manager.get(f"/gaps/{gap['id']}").json()
    assert (answered["status"], answered["article"]["title"]) == ("answered", "Do you ship to Norway?")
    assert staff.manager.post(f"/gaps/{gap['id']}/article", article).status_code == 409
    work()
    mailbox.write("Can you ship a sofa to Norway?", sender="new@north.test")
    work()
    again = staff.manager.get(f"/gaps/{gap['id']}").json()
    assert (again["status"], again["count"]) == ("open", 2)
    assert again["reopened_at"]


def test_a_dismissed_gap_stays_dismissed(staff: Staff, stocked: Shop, mailbox: Mailbox):
    mailbox.write("Do you ship to Norway?")
    work()
    (gap,) = gaps(staff)
    path = f"/gaps/{gap['id']}"
    assert staff.manager.patch(path, {"status": "answered"}).json()["errors"][0]["field"] == "article_id"
    assert staff.manager.patch(path, {"status": "dismissed"}).json()["status"] == "dismissed"
    mailbox.write("Is shipping to Norway possible?", sender="x@y.test")
    work()
    assert [(one["status"], one["count"]) for one in gaps(staff)] == [("dismissed", 2)]


def test_a_draft_rejected_for_lack_of_knowledge_is_a_gap(staff: Staff, stocked: Shop, mailbox: Mailbox):
    staff.admin.patch("/settings/assistant", {"auto_send_enabled": False})
    first = mailbox.write("How much is the Aurora oak desk lamp?")
    second = mailbox.write("What does the Aurora oak desk lamp cost?", sender="b@b.test")
    work()
    for id_, reason in ((first, "Knowledge is missing"), (second, "Wrong tone")):
        suggestion = thread_of(staff.admin, id_)["suggestion"]
        assert (
            staff.admin.post(f"/suggestions/{suggestion['id']}/reject", {"reason": reason}).status_code == 200
        )
    work()
    (gap,) = gaps(staff)
    assert gap["examples"][0]["why"] == "Rejected: Knowledge is missing"
    assert gap["count"] == 1


def test_a_gap_shows_only_what_its_reader_may_see(staff: Staff, stocked: Shop, mailbox: Mailbox):
    mine = mailbox.write("Do you ship to Norway?")
    theirs = mailbox.write("Is shipping to Norway possible?", sender="x@y.test")
    work()
    for message_id, person, team in (
        (mine, staff.rep, staff.team_id),
        (theirs, staff.other_rep, staff.other_team_id),
    ):
        thread = thread_of(staff.admin, message_id)
        staff.admin.patch(
            f"/conversations/{thread['id']}", {"owner_id": str(person.id), "team_id": str(team)}
        )
    (shown,) = staff.rep.get("/gaps").json()["items"]
    assert (shown["question"], shown["count"]) == ("Do you ship to Norway?", 1)
    assert "possible" not in staff.rep.get(f"/gaps/{shown['id']}").text
    assert staff.colleague.get("/gaps").json()["items"] == []
    assert staff.colleague.get(f"/gaps/{shown['id']}").status_code == 404
    assert gaps(staff)[0]["count"] == 2


def test_a_part_of_a_question_is_not_said_twice():
    whole = "How much is the Trinn Footrest and where is my order?"
    suggestion = Suggestion(inputs={"missing": ["And where is my order?", whole]})
    assert question_in(suggestion, Message(new_text="")) == whole
    twice = Suggestion(inputs={"missing": [whole, whole]})
    assert question_in(twice, Message(new_text="")) == whole
