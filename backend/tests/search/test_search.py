"""One question over everything: words, parts, slips, phone formats and meaning, under the viewer's rule."""

from typing import Any

import pytest

from tests.fixtures import Mailbox, Person, Shop, Staff, thread_of, work


def found(person: Person, q: str, **wanted: Any) -> list[tuple[str, str]]:
    answer = person.get("/search", params={"q": q, **wanted})
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["title"]) for one in answer.json()["items"]]


@pytest.fixture
def world(staff: Staff, shop: Shop, mailbox: Mailbox) -> dict[str, Any]:
    """Return records of every kind with one name in them, the rep's own."""
    shop.put("lamp", title="Aurora oak desk lamp", price="349.00", description="Warm light for evenings.")
    shop.put("tent", title="Merlin two-person tent", price="289.00", description="Light shelter for hikes.")
    message_id = mailbox.write("The zebra pattern is missing.", subject="Curtains of Brightwell")
    work()
    thread = thread_of(staff.admin, message_id)
    staff.admin.patch(f"/conversations/{thread['id']}", {"owner_id": str(staff.rep.id)})
    company = staff.rep.post(
        "/companies", {"name": "Brightwell Interiors", "domain": "brightwell.test"}
    ).json()
    contact = {"name": "Johanna Brightwell", "email": "jo@brightwell.test", "phone": "+49 171 2345678"}
    staff.rep.post("/contacts", contact)
    staff.rep.post("/deals", {"title": "Brightwell showroom", "company_id": company["id"]})
    return thread


def test_one_word_finds_records_of_every_kind(staff: Staff, world: dict[str, Any]):
    kinds = {kind for kind, _ in found(staff.rep, "brightwell")}
    assert {"contacts", "companies", "deals", "conversations"} <= kinds
    assert found(staff.rep, "aurora")[0] == ("products", "Aurora oak desk lamp")


@pytest.mark.parametrize(
    "q", ["joh", "Johanna B", "bright jo", "hanna", "jo@brightwell", "Johana Brihgtwell"]
)
def test_beginnings_parts_and_slips(staff: Staff, world: dict[str, Any], q: str):
    assert ("contacts", "Johanna Brightwell") in found(staff.rep, q)


@pytest.mark.parametrize(
    "q", ["+491712345678", "0171 2345678", "0049 171 234 56 78", "(0171) 234-5678", "2345678"]
)
def test_a_phone_number_in_any_writing(staff: Staff, world: dict[str, Any], q: str):
    assert found(staff.rep, q)[0] == ("contacts", "Johanna Brightwell")


def test_words_of_a_message(staff: Staff, world: dict[str, Any]):
    assert found(staff.rep, "zebra pat")[0] == ("conversations", "Curtains of Brightwell")


def test_meaning(staff: Staff, world: dict[str, Any]):
    (first, *_) = found(staff.rep, "something to sleep in on a trek", kinds=["products"])
    assert first == ("products", "Merlin two-person tent")


def test_the_best_comes_first(staff: Staff):
    for name in ("Anna Berg", "Berganna Ltd", "Anna", "Joanna Stern"):
        staff.rep.post("/contacts", {"name": name})
    assert [title for _, title in found(staff.rep, "anna", kinds=["contacts"])] == [
        "Anna", "Anna Berg", "Berganna Ltd", "Joanna Stern",
    ]  # fmt: skip


def test_nobody_finds_what_they_do_not_see(staff: Staff, world: dict[str, Any]):
    for person in (staff.colleague, staff.other_rep, staff.other_manager):
        for q in ("brightwell", "zebra", "0171 2345678", "Brihgtwell"):
            assert [one for one in found(person, q) if one[0] != "products"] == []
    assert len(found(staff.manager, "brightwell")) >= 4


def test_what_is_in_the_bin_is_not_found(staff: Staff):
    contact = staff.rep.post("/contacts", {"name": "Waldemar"}).json()
    staff.rep.delete(f"/contacts/{contact['id']}")
    assert found(staff.rep, "waldemar", kinds=["contacts"]) == []


@pytest.mark.parametrize("q", ["%", "_", "'", "\\", "a & | ! :*", "((", "+", "...", "ß", "日本"])
def test_odd_questions_are_answered(staff: Staff, world: dict[str, Any], q: str):
    found(staff.rep, q)


def test_bad_input_names_the_field(staff: Staff):
    for params, field in (
        ({}, "q"),
        ({"q": "a", "kinds": "spells"}, "kinds"),
        ({"q": "a", "limit": 0}, "limit"),
    ):
        answer = staff.rep.get("/search", params=params)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].startswith(field)
