"""How customers lead to a question, put several in one sentence, and say which thing they mean."""

from dataclasses import replace

import pytest

from mancrel.assistant import writer
from mancrel.assistant.facts import Near
from mancrel.assistant.understanding import understand
from mancrel.assistant.understanding_leads import tag, without_lead
from mancrel.assistant.understanding_parts import PARTS
from mancrel.assistant.understanding_text import terms_of
from tests.assistant.writer_shop import article, ask, product

POSTAGE = article("Postage", "Shipping to Austria costs 9.90 EUR. Shipping to Switzerland costs 19 EUR.")
DAYS = article(
    "Delivery times",
    "The delivery time shown with a product holds for Germany. Delivery to Austria takes 2 working days longer.",
)
SHARPENING = article("Sharpening", "We sharpen bread knives for 12 EUR each. It takes 5 working days.")
MERLIN = (
    product("M-T", "Merlin Tent", "289.00", 4, attributes={"waterproof": True}),
    product("M-F", "Merlin Footprint", "39.00", 4, attributes={"waterproof": False}),
)
LOOM = product(
    "T-40",
    "Tisse Loom",
    "189.00",
    3,
    description="A loom of beech. Two shuttles are included; a stand is not.",
    attributes={"width_cm": 40, "weight_g": 900},
)
PANS = (
    product("P-24", "Varm Pan", "69.00", 5, group="pan", options={"diameter": "24 cm"}),
    product("P-28", "Varm Pan", "79.00", 5, group="pan", options={"diameter": "28 cm"}),
)


def asked(text: str, language: str = "en", **known) -> list[str]:
    return [one.kind for one in understand(ask(text, language, **known)).asks]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I was wondering whether it folds", "it folds"),
        ("Ich hätte gern gewusst, ob es passt", "es passt"),
        ("je voulais savoir si c'est lourd", "c'est lourd"),
        ("me gustaría saber si pesa mucho", "pesa mucho"),
        ("mi piacerebbe sapere se pesa", "pesa"),
        ("ik vroeg me af of hij past", "hij past"),
        ("We wondered about the weather", "about the weather"),
    ],
)
def test_what_leads_to_a_question_is_left_out(text: str, left: str):
    assert without_lead(text).strip() == left


def test_a_wish_without_a_question_stays():
    assert without_lead("I would like to order a lamp") == "I would like to order a lamp"


@pytest.mark.parametrize("piece", [", stimmt das?", ", n'est-ce pas ?", ", isn't it?", ", vero?"])
def test_a_tag_asks_nothing_more(piece: str):
    assert tag(piece)


def test_a_tag_alone_is_not_dropped():
    known = understand(ask("The Aurora Desk Lamp is made of steel. Stimmt das?", "de"))
    assert known.asks or known.unclear


def test_three_questions_in_one_sentence_are_all_answered():
    draft = writer.write(
        ask(
            "What does the Helios Ceiling Light cost, is it in stock and when would it be in Vienna?",
            articles=(POSTAGE, DAYS),
        )
    )
    body = draft.body or ""
    assert draft.complete
    assert "129.95" in body
    assert "in stock" in body
    assert "5" in body


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wann wäre das Helios Ceiling Light in Austria?", "de"),
        ("¿Cuándo llegaría la Helios Ceiling Light a Austria?", "es"),
        ("How many days it would take for the Helios Ceiling Light?", "en"),
    ],
)
def test_how_long_something_takes_is_asked_in_many_ways(text: str, language: str):
    assert asked(text, language, articles=(POSTAGE, DAYS)) == ["delivery"]


def test_how_long_to_be_open_in_a_country_is_no_delivery():
    assert "delivery" not in asked("Until when are you open in Austria, the Helios Ceiling Light?")


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Wat kost de Helios Ceiling Light en is hij op voorraad?", "nl", 2),
        ("Quanto pesa la Aurora Desk Lamp e di che materiale è?", "it", 2),
        ("Combien coûte la Helios Ceiling Light et combien y en a-t-il ?", "fr", 2),
    ],
)
def test_each_language_joins_with_its_own_words(text: str, language: str, count: int):
    assert len(asked(text, language)) == count


def test_no_question_is_dropped():
    draft = writer.write(ask("Is the Helios Ceiling Light in stock, and roughly how many in a box?"))
    assert not draft.complete


@pytest.mark.parametrize(
    "text",
    [
        "If I do not like the colour, how long do I have to return it?",
        "How long do I have to return it, I live alone.",
    ],
)
def test_what_a_customer_tells_beside_it_need_not_be_answered(text: str):
    assert writer.write(ask(text, intent="return_refund")).complete


def test_what_he_tells_of_his_own_is_for_a_person():
    draft = writer.write(ask("How heavy is the Aurora Desk Lamp? Mine is only 900 g."))
    assert not draft.complete


def test_a_kind_told_elsewhere_says_which_thing_is_meant():
    draft = writer.write(ask("My old tent has gone. Is the Merlin waterproof?", products=MERLIN))
    assert "Merlin Tent" in (draft.body or "")
    assert "Footprint" not in (draft.body or "")


@pytest.mark.parametrize(
    ("text", "language", "price"),
    [
        ("Was kostet die große Varm Pan?", "de", "79"),
        ("Wat kost de kleine Varm Pan?", "nl", "69"),
        ("Quanto costa la Varm Pan grande?", "it", "79"),
    ],
)
def test_large_and_small_say_which_of_two_is_meant(text: str, language: str, price: str):
    body = writer.write(ask(text, language, products=PANS)).body or ""
    assert price in body
    assert not ("69" in body and "79" in body)


def test_how_large_something_is_says_no_version():
    body = writer.write(ask("Was kostet die Größe 24 cm der Varm Pan?", "de", products=PANS)).body or ""
    assert "79" not in body


def test_what_comes_with_it_is_answered_by_the_list_of_parts():
    fact = "Two shuttles are included; a stand is not."
    question = ask("Ist ein Untersatz beim Tisse Loom dabei?", "de", products=(LOOM,))
    near = Near("Ist ein Untersatz beim Tisse Loom dabei?", LOOM.id, fact, 0.0, 0.0, 0.8)
    draft = writer.write(replace(question, properties=(near,)))
    assert fact in (draft.body or "")
    other = replace(near, fact="width: 40 cm")
    assert not writer.write(replace(question, properties=(other,))).complete


def test_a_unit_finds_its_property():
    draft = writer.write(ask("Quanti cm ha il Tisse Loom?", "it", products=(LOOM,)))
    assert "40 cm" in (draft.body or "")


def test_whether_there_is_a_duty_is_not_what_it_comes_to():
    customs = article(
        "Customs", "Shipping to Switzerland costs 19 EUR; customs duty is paid by the recipient."
    )
    text = "What does shipping to Switzerland cost, and {} customs?"
    assert writer.write(ask(text.format("do I have to pay"), intent="shipping", articles=(customs,))).complete
    assert not writer.write(ask(text.format("how much are"), intent="shipping", articles=(customs,))).complete


def test_a_description_only_says_which_product_is_meant():
    compass = product("C-1", "Meridian Compass", "29.90", 3, description="A compass with a mirror.")
    assert writer.write(
        ask("Quanto costa la Meridian Compass con lo specchio?", "it", products=(compass,))
    ).complete
    stove = product("S-1", "Spark Stove", "49.90", 3, description="Gas cartridges are not included.")
    assert not writer.write(
        ask("What does the Spark Stove with cartridges cost?", products=(stove,))
    ).complete


def test_to_be_without_a_thing_is_how_long_its_repair_takes():
    draft = writer.write(
        ask("Do you sharpen bread knives, and how long would I be without it?", articles=(SHARPENING,))
    )
    assert "5 working days" in (draft.body or "")


def test_words_for_parts_mean_the_same_in_all_languages():
    assert terms_of("lemmet") & terms_of("blade")
    assert all(line.count(":") == 1 for line in PARTS.strip().splitlines())
