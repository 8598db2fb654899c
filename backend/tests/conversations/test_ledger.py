"""What sent replies stated: when it no longer holds, exactly those who were told get a correction."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from mancrel.catalogue.models import Product
from mancrel.conversations.ledger_models import Quote
from mancrel.conversations.models import Conversation
from mancrel.kit.db import transaction
from tests.conversations.ledger_steps import ASKS, ASKS_DESK, DESK, LAMP, hold, let_time_pass
from tests.fixtures import Mailbox, Person, Shop, Sink, Staff, thread_of, work


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.put("lamp", **LAMP)
    shop.put("desk", **DESK)
    work()
    return shop


@pytest.fixture
def told(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink) -> dict[str, Any]:
    """Return a thread that was told the price of the lamp."""
    return answered(staff, mailbox, ASKS)


def answered(staff: Staff, mailbox: Mailbox, text: str, **options: str) -> dict[str, Any]:
    message_id = mailbox.write(text, **options)
    work()
    thread = thread_of(staff.admin, message_id)
    assert thread["suggestion"]["status"] == "sent", thread["suggestion"]["reasons"]
    return thread


def due(person: Person, status: str = "open") -> list[dict[str, Any]]:
    return person.get("/corrections", params={"status": status}).json()["items"]


def quotes(thread: dict[str, Any]) -> list[tuple[str, str]]:
    with transaction() as session:
        rows = session.scalars(select(Quote).where(Quote.conversation_id == thread["id"])).all()
        return sorted((one.field, one.status) for one in rows)


def test_a_sent_reply_is_kept_with_what_it_stated(told: dict[str, Any]):
    assert quotes(told) == [("price", "holds"), ("stock", "holds")]
    with transaction() as session:
        price = session.scalars(select(Quote).where(Quote.field == "price")).one()
        assert (price.title, price.fact["value"], price.fact["currency"]) == (
            LAMP["title"],
            "349.0000",
            "EUR",
        )
        assert (price.version, price.stated) == (1, "349.00 EUR")


def test_a_change_lists_exactly_those_who_were_told(
    staff: Staff, stocked: Shop, mailbox: Mailbox, told: dict[str, Any]
):
    also = answered(staff, mailbox, ASKS, sender="kim@other.test", name="Kim")
    answered(staff, mailbox, ASKS_DESK, sender="ole@desk.test", name="Ole")
    stocked.put("lamp", **(LAMP | {"price": "359.00", "stock": 11}))
    let_time_pass()
    found = due(staff.admin)
    assert {one["conversation"]["id"] for one in found} == {told["id"], also["id"]}
    for one in found:
        (change,) = one["changes"]
        assert (change["field"], change["was"], change["now"]) == ("price", "349.00 EUR", "359.00 EUR")
        assert "349.00 EUR" in one["body"]
        assert "now costs 359.00 EUR" in one["body"]
        assert one["checked"] is True
    shown = staff.admin.get(f"/conversations/{told['id']}").json()
    assert shown["correction"]["changes"][0]["message_id"] == shown["messages"][1]["id"]


def test_a_sent_correction_settles_it_and_is_a_quote_itself(
    staff: Staff, stocked: Shop, told: dict[str, Any], sink: Sink
):
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.rep)
    sent = staff.rep.post(f"/corrections/{one['id']}/send").json()
    assert (sent["status"], sent["decided_by"]["name"], sent["edited"]) == ("sent", "Rep", False)
    work()
    assert "359.00 EUR" in sink.mails[-1].get_content()
    assert due(staff.admin) == []
    assert quotes(told) == [("price", "corrected"), ("price", "holds"), ("stock", "holds")]
    assert staff.rep.post(f"/corrections/{one['id']}/send").status_code == 409
    stocked.put("lamp", **(LAMP | {"price": "369.00"}))
    let_time_pass()
    (change,) = due(staff.admin)[0]["changes"]
    assert (change["was"], change["now"]) == ("359.00 EUR", "369.00 EUR")


def test_no_draft_is_sent_to_who_wants_none(staff: Staff, stocked: Shop, told: dict[str, Any], sink: Sink):
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.rep)
    staff.admin.patch(f"/contacts/{told['contact']['id']}", {"do_not_contact": True})
    refused = staff.rep.post(f"/corrections/{one['id']}/send")
    assert (refused.status_code, refused.json()["code"]) == (409, "DoNotContact")
    sent = staff.rep.post(f"/corrections/{one['id']}/send", {"body": "Sorry, it costs 359.00 EUR now."})
    assert (sent.status_code, sent.json()["edited"]) == (200, True)
    work()
    assert "Sorry" in sink.mails[-1].get_content()


def test_it_closes_by_itself_when_all_is_as_stated(staff: Staff, stocked: Shop, told: dict[str, Any]):
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    assert len(due(staff.admin)) == 1
    stocked.put("lamp", **LAMP)
    let_time_pass()
    assert due(staff.admin) == []
    (closed,) = due(staff.admin, "closed")
    assert closed["reason"]
    assert quotes(told) == [("price", "holds"), ("stock", "holds")]


def test_a_further_change_is_drafted_anew(staff: Staff, stocked: Shop, told: dict[str, Any]):
    for price in ("359.00", "379.00"):
        stocked.put("lamp", **(LAMP | {"price": price}))
        let_time_pass()
    (one,) = due(staff.admin)
    assert "379.00 EUR" in one["body"]
    assert "359.00" not in one["body"]


def test_a_draft_that_is_outdated_itself_is_not_sent(
    staff: Staff, stocked: Shop, told: dict[str, Any], sink: Sink
):
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.admin)
    stocked.put("lamp", **(LAMP | {"price": "379.00"}))
    work()
    refused = staff.admin.post(f"/corrections/{one['id']}/send")
    assert (refused.status_code, refused.json()["code"]) == (409, "Changed")
    assert len(sink.mails) == 1


def test_it_is_edited_or_dismissed(
    staff: Staff, stocked: Shop, mailbox: Mailbox, told: dict[str, Any], sink: Sink
):
    other = answered(staff, mailbox, ASKS, sender="kim@other.test", name="Kim")
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    by_thread = {one["conversation"]["id"]: one["id"] for one in due(staff.admin)}
    body = "Hello Jane, sorry: the Aurora oak desk lamp costs 359.00 EUR."
    edited = staff.admin.post(f"/corrections/{by_thread[told['id']]}/send", {"body": body}).json()
    assert (edited["edited"], edited["body"]) == (True, body)
    assert staff.admin.post(f"/corrections/{by_thread[other['id']]}/dismiss").json()["status"] == "dismissed"
    work()
    assert body in sink.mails[-1].get_content()
    let_time_pass()
    assert due(staff.admin) == []
    assert quotes(told) == [("price", "corrected"), ("price", "holds"), ("stock", "holds")]
    assert quotes(other) == [("price", "dismissed"), ("stock", "holds")]


def test_own_and_edited_words_are_read_for_what_they_state(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    hold(staff)
    first, second = mailbox.write(ASKS), mailbox.write(ASKS, sender="kim@other.test")
    work()
    edited, own = thread_of(staff.admin, first), thread_of(staff.admin, second)
    words = {"body": "Hello,\n\nthe Aurora oak desk lamp costs 349.00 EUR.\n\nRegards"}
    assert staff.admin.post(f"/suggestions/{edited['suggestion']['id']}/edit", words).status_code == 200
    assert staff.admin.post(f"/conversations/{own['id']}/messages", words).status_code == 201
    work()
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    assert {one["conversation"]["id"] for one in due(staff.admin)} == {edited["id"], own["id"]}


def test_an_edit_that_nothing_confirms_is_sent_only_by_who_means_it(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    hold(staff)
    message_id = mailbox.write(ASKS)
    work()
    thread = thread_of(staff.admin, message_id)
    path = f"/suggestions/{thread['suggestion']['id']}"
    words = {"body": "Hello,\n\nthe Aurora oak desk lamp costs 300.00 EUR, and 12 are in stock.\n\nRegards"}
    refused = staff.rep.post(f"{path}/edit", words)
    assert (refused.status_code, refused.json()["code"]) == (409, "Unconfirmed")
    (one,) = refused.json()["errors"]
    assert (one["field"], one["message"]) == ("body", "“300.00 EUR” should be 349.00 EUR.")
    work()
    assert sink.mails == []
    assert staff.rep.get(path).json()["status"] == "pending"
    sent = staff.rep.post(f"{path}/edit", {**words, "accept_unconfirmed": True}).json()
    assert sent["status"] == "edited"
    assert [(claim["text"], claim["ok"]) for claim in sent["claims"] if claim["kind"] == "price"] == [
        ("300.00 EUR", False)
    ]
    assert staff.rep.get(path).json()["history"][-1]["why"].startswith("Sent although nothing confirms “300")
    work()
    assert "300.00 EUR" in sink.mails[-1].get_content()
    assert quotes(thread) == [("stock", "holds")]
    again = staff.rep.post(f"{path}/edit", words)
    assert (again.status_code, again.json()["code"]) == (409, "AlreadyDecided")


def test_what_is_kept_of_an_edit_is_what_it_states(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    hold(staff)
    message_id = mailbox.write(ASKS)
    work()
    thread = thread_of(staff.admin, message_id)
    words = {"body": "Hello,\n\nthe Aurora oak desk lamp costs 349.00 EUR.\n\nRegards"}
    sent = staff.rep.post(f"/suggestions/{thread['suggestion']['id']}/edit", words).json()
    assert {claim["kind"] for claim in sent["claims"]} == {"price"}
    work()
    assert quotes(thread) == [("price", "holds")]


def test_an_approved_reply_is_kept_too(staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink):
    hold(staff)
    message_id = mailbox.write(ASKS)
    work()
    thread = thread_of(staff.admin, message_id)
    assert quotes(thread) == []
    staff.admin.post(f"/suggestions/{thread['suggestion']['id']}/approve")
    work()
    assert quotes(thread) == [("price", "holds"), ("stock", "holds")]


@pytest.mark.parametrize(
    ("change", "field"), [({"stock": 0}, "stock"), ({"currency": "USD"}, "price"), (None, "price")]
)
def test_stock_currency_and_a_removed_product_count(
    staff: Staff, stocked: Shop, told: dict[str, Any], change: dict[str, Any] | None, field: str
):
    if change is None:
        stocked.drop("lamp")
    else:
        stocked.put("lamp", **(LAMP | change))
    let_time_pass()
    (one,) = due(staff.admin)
    assert field in {each["field"] for each in one["changes"]}
    assert one["body"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Hallo,\n\nwas kostet die Aurora oak desk lamp?\n\nGrüße\nJana", "kostet jetzt 359,00 EUR"),
        (
            "Bonjour,\n\ncombien coûte Aurora oak desk lamp ?\n\nCordialement\nJeanne",
            "coûte maintenant 359,00 EUR",
        ),
        ("Hola,\n\n¿cuánto cuesta Aurora oak desk lamp?\n\nSaludos\nJuana", "cuesta ahora 359,00 EUR"),
    ],
)
def test_the_draft_is_in_the_threads_language(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink, asked: str, words: str
):
    hold(staff)
    message_id = mailbox.write(asked)
    work()
    thread = thread_of(staff.admin, message_id)
    staff.admin.post(f"/suggestions/{thread['suggestion']['id']}/approve")
    work()
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.admin)
    assert words in one["body"]
    assert one["checked"] is True


def test_a_changed_article_is_corrected_where_it_was_quoted(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    body = "You can return every item within 30 days of delivery. Send it to our warehouse."
    made = staff.admin.post("/articles", {"title": "Returns", "body": body}).json()
    work()
    hold(staff)
    message_id = mailbox.write("Hello, within how many days can I return an item?")
    work()
    thread = thread_of(staff.admin, message_id)
    assert "30 days" in thread["suggestion"]["body"]
    staff.admin.post(f"/suggestions/{thread['suggestion']['id']}/approve")
    work()
    staff.admin.patch(f"/articles/{made['id']}", {"body": f"{body} We are open on Sundays."})
    let_time_pass()
    assert due(staff.admin) == []
    staff.admin.patch(f"/articles/{made['id']}", {"body": body.replace("30", "60")})
    let_time_pass()
    (one,) = due(staff.admin)
    assert "30 days" in one["changes"][0]["was"]
    assert "60 days" in one["changes"][0]["now"]
    assert "60 days" in one["body"]


def test_threads_closed_long_ago_are_left_alone(staff: Staff, stocked: Shop, told: dict[str, Any]):
    staff.admin.patch(f"/conversations/{told['id']}", {"status": "closed"})
    with transaction() as session:
        session.execute(update(Conversation).values(last_message_at=datetime.now(UTC) - timedelta(days=15)))
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    assert due(staff.admin) == []
    with transaction() as session:
        session.execute(update(Conversation).values(last_message_at=datetime.now(UTC) - timedelta(days=13)))
    let_time_pass()
    assert len(due(staff.admin)) == 1


def test_a_correction_is_seen_by_those_who_see_its_thread(staff: Staff, stocked: Shop, told: dict[str, Any]):
    staff.admin.patch(f"/conversations/{told['id']}", {"owner_id": str(staff.rep.id)})
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.admin)
    path = f"/corrections/{one['id']}"
    for name, person in staff.everyone.items():
        sees = name in {"admin", "manager", "rep"}
        assert len(due(person)) == int(sees), name
        assert person.get(path).status_code == (200 if sees else 404), name
        if not sees:
            assert person.post(f"{path}/send").status_code == 404
            assert person.post(f"{path}/dismiss").status_code == 404


def test_a_correction_that_fails_is_due_again(staff: Staff, stocked: Shop, told: dict[str, Any], sink: Sink):
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.admin)
    sink.answers = ["550 no such user"]
    staff.admin.post(f"/corrections/{one['id']}/send")
    work()
    (again,) = due(staff.admin)
    assert again["id"] != one["id"]
    assert again["changes"][0]["was"] == "349.00 EUR"


def test_a_correction_is_no_answer_to_what_was_asked_since(
    staff: Staff, stocked: Shop, mailbox: Mailbox, told: dict[str, Any]
):
    mailbox.write("My parcel came broken!", In_Reply_To=told["messages"][0]["external_id"])
    work()
    (task,) = staff.admin.get("/activities").json()["items"]
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.admin)
    assert staff.admin.post(f"/corrections/{one['id']}/send").status_code == 200
    work()
    assert staff.admin.get(f"/activities/{task['id']}").json()["done_at"] is None
    thread = staff.admin.get(f"/conversations/{told['id']}").json()
    assert thread["waiting_since"] is not None
    assert staff.admin.get("/conversations", params={"view": "escalated"}).json()["total"] == 1


def test_another_property_leaves_the_first_one_watched(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    thread = answered(staff, mailbox, "Hello, how tall is the Aurora oak desk lamp?")
    told_before = thread["messages"][0]["external_id"]
    answered(staff, mailbox, "And is the Aurora oak desk lamp dimmable?", In_Reply_To=told_before)
    stocked.put("lamp", **(LAMP | {"attributes": {"height_cm": 45, "dimmable": True}}))
    let_time_pass()
    (one,) = due(staff.admin)
    assert [(change["was"], change["now"]) for change in one["changes"]] != []


def test_a_correction_that_is_withdrawn_is_due_again(
    staff: Staff, stocked: Shop, told: dict[str, Any], sink: Sink
):
    stocked.put("lamp", **(LAMP | {"price": "359.00"}))
    let_time_pass()
    (one,) = due(staff.admin)
    mails = len(sink.mails)
    assert staff.admin.post(f"/corrections/{one['id']}/send").status_code == 200
    with transaction() as session:  # the catalogue changes before it leaves
        session.execute(update(Product).values(price=369, version=Product.version + 1))
    work()
    assert len(sink.mails) == mails
    let_time_pass()
    (again,) = due(staff.admin)
    assert again["id"] != one["id"]
    assert "369.00 EUR" in again["body"]


def test_a_correction_is_drafted_anew_when_its_article_changes_elsewhere(
    staff: Staff, stocked: Shop, mailbox: Mailbox, sink: Sink
):
    body = "You can return every item within 30 days of delivery."
    made = staff.admin.post("/articles", {"title": "Returns", "body": body}).json()
    work()
    answered(staff, mailbox, "Hello, within how many days can I return an item?")
    staff.admin.patch(f"/articles/{made['id']}", {"body": body.replace("30", "60")})
    let_time_pass()
    (one,) = due(staff.admin)
    staff.admin.patch(f"/articles/{made['id']}", {"body": f"{body.replace('30', '60')} We open on Sundays."})
    let_time_pass()
    (same,) = due(staff.admin)
    assert (same["id"], same["changes"][0]["now"]) == (one["id"], one["changes"][0]["now"])
    assert staff.admin.post(f"/corrections/{one['id']}/send").status_code == 200
    work()
    assert "60 days" in sink.mails[-1].get_content()
