"""How people ask around the matter: asides, verbs first, services of a story, payment in other intents."""

from dataclasses import replace

import pytest

from mancrel.assistant import gates, writer
from mancrel.assistant.understanding import understand
from mancrel.assistant.understanding_measures import spelled
from mancrel.assistant.understanding_rest import quantity_of
from tests.assistant.writer_shop import article, ask, product

POSTAGE = (
    article(
        "Postage", "A parcel to France costs 5.20 EUR. Germany: 8.40 EUR. There is nowhere else we send to."
    ),
)
COURSES = (article("Courses", "A place in the espresso course costs 69 EUR and it lasts 3 hours."),)
PAN = (
    product(
        "VA-P",
        "Varm Frying Pan",
        "69.00",
        5,
        description="Uncoated iron pan. Two handles are included; a lid is not.",
        attributes={"microwave_safe": False, "weight_kg": 1.9, "lid_size_cm": 24},
    ),
)


def asked(text: str, language: str = "en", **known) -> list[str]:
    return [one.kind for one in understand(ask(text, language, **known)).asks]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Je cuisine pour mes enfants, combien coûte la Varm Frying Pan ?", "fr"),
        ("My oven has given up the ghost, how much is the Varm Frying Pan?", "en"),
    ],
)
def test_a_statement_before_a_question_need_not_be_understood(text: str, language: str):
    draft = writer.write(ask(text, language, products=PAN))
    assert draft.complete


def test_a_number_before_a_question_is_no_aside():
    draft = writer.write(ask("We are three, how much is the Varm Frying Pan?", products=PAN))
    assert not draft.complete or "3 ×" in (draft.body or "")


def test_a_verb_opens_a_second_question():
    kinds = asked("Was kostet die Varm Frying Pan und darf die in die Mikrowelle?", "de", products=PAN)
    assert kinds == ["price", "detail"]


def test_what_is_in_the_box_is_no_size():
    draft = writer.write(ask("Is a lid included with the Varm Frying Pan?", products=PAN))
    assert "24 cm" not in (draft.body or "")
    assert "a lid is not" in (draft.body or "")


def test_a_country_that_no_article_names_is_ruled_out_in_its_words():
    draft = writer.write(ask("Do you post to Canada?", articles=POSTAGE))
    assert draft.complete
    assert "nowhere else" in (draft.body or "")


def test_a_named_country_is_not_ruled_out():
    draft = writer.write(ask("What does shipping to Germany cost?", articles=POSTAGE))
    assert "nowhere else" not in (draft.body or "")


@pytest.mark.parametrize(
    "text", ["Can I pay with PayPal?", "Kann ich in Raten zahlen?", "Peut-on payer par carte ?"]
)
def test_payment_goes_to_a_person_whatever_the_classifier_says(text: str):
    question = replace(ask(text), intent="product_question", intents=(("product_question", 0.99),))
    held = gates.person_needed(question, replace(writer.write(question), complete=True), "normal")
    assert gates.TO_A_PERSON["billing"] in held


def test_a_wish_to_order_stays_with_a_person():
    question = ask("Je voudrais commander deux Varm Frying Pan.", "fr", products=PAN)
    question = replace(question, intent="purchase", intents=(("purchase", 0.9),))
    held = gates.person_needed(question, replace(writer.write(question), complete=True), "normal")
    assert gates.TO_A_PERSON["purchase"] in held


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("wij zoeken iets voor onze dochter", "nl", 1),
        ("nous sommes onze", "fr", 11),
        ("6 balls of Varm", "en", 6),
    ],
)
def test_numbers_count_in_their_own_language(text: str, language: str, count: int):
    assert quantity_of(text, PAN, language) == count


@pytest.mark.parametrize("text", ["half a litre", "ein halber Liter", "mezzo litro", "un demi-litre"])
def test_half_a_litre_is_a_measure(text: str):
    assert "0.5 l" in spelled(text)


def test_the_price_of_a_service_told_of_before():
    text = "I'd love to take the espresso course. What does a place cost?"
    draft = writer.write(ask(text, products=PAN, articles=COURSES))
    assert draft.complete
    assert "69 EUR" in (draft.body or "")
