"""Messages as people write them: a story around the question, towns, threads, and properties in other words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mancrel.adapters.embeddings import MULTILINGUAL, available
from mancrel.assistant import gates, properties, writer
from mancrel.assistant.facts import Turn
from mancrel.assistant.guard import check
from mancrel.assistant.understanding import understand
from mancrel.assistant.understanding_places import in_countries
from tests.assistant.writer_shop import ARTICLES, PRODUCTS, article, ask, product

STORIES = (
    "My aunt has a dog that sleeps under her desk.",
    "We moved into the new flat in March, and the boxes are still everywhere.",
    "My husband says that I talk too much.",
    "None of the old ones lasted longer than three years.",
    "Nice page, by the way!",
)
ERZAEHLT = (
    "Meine Tante hat einen Hund, der unter ihrem Tisch schläft.",
    "Im März sind wir umgezogen, und die Kartons stehen noch überall.",
    "Die Kinder haben uns das verboten.",
)

only_there = pytest.mark.skipif(not available(MULTILINGUAL), reason="the model runs on Linux x86-64 only")


def answered(question):
    """Return the body of a complete draft, which the guard confirms; None when it is for a person."""
    draft = writer.write(question)
    claims = check(draft.body, question) if draft.body else ()
    assert all(one.ok for one in claims), [one for one in claims if not one.ok]
    held = gates.person_needed(question, draft, "normal")
    return None if held or not draft.complete else draft.body


@settings(deadline=None)
@given(st.lists(st.sampled_from(STORIES), max_size=3), st.lists(st.sampled_from(STORIES), max_size=3))
def test_a_story_around_a_question_changes_nothing(before: list[str], after: list[str]):
    question = "How much is the Aurora Desk Lamp Mini, and is it in stock?"
    body = answered(ask(" ".join([*before, question, *after])))
    assert body is not None
    assert "249.00 EUR" in body
    assert "in stock" in body


@settings(deadline=None)
@given(st.lists(st.sampled_from(ERZAEHLT), max_size=3))
def test_a_story_in_german_changes_nothing(before: list[str]):
    body = answered(ask(" ".join([*before, "Was kostet die Aurora Desk Lamp Mini?"]), "de"))
    assert body is not None
    assert "249,00 EUR" in body


def test_a_day_by_which_it_is_needed_is_no_story():
    text = "I need it by Friday. Is the Lagoon Mug in blue in stock?"
    assert answered(ask(text)) is None
    assert answered(ask(text.replace("I need it by Friday.", "It rained on Friday."))) is not None


def test_what_stands_in_a_story_is_spoken_of():
    body = answered(ask("We have fallen for the Aurora Desk Lamp Mini. How much is it?"))
    assert body is not None
    assert "249.00 EUR" in body


def test_an_own_order_in_a_story_is_for_a_person():
    assert answered(ask("I ordered a lamp last week. How much is the Aurora Desk Lamp Mini?")) is None


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("What does shipping to Vienna cost?", "en", "9.90 EUR"),
        ("was kostet der versand nach wien?", "de", "9.90 EUR"),
        ("My son lives in Lyon. What does shipping cost?", "en", "9.90 EUR"),
    ],
)
def test_a_town_asks_for_its_country(text: str, language: str, said: str):
    body = answered(ask(text, language))
    assert body is not None
    assert said in body


def test_two_countries_in_a_story_leave_open_where_it_goes():
    text = "I live in Lyon, and my son lives in Cologne. What does shipping cost?"
    assert answered(ask(text)) is None


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("to Antwerp, please", "to Belgium, please"),
        ("a nice bath, an essen, a lens", "a nice bath, an essen, a lens"),
        ("Send it to london or Turin", "Send it to london or Italy"),
        ("versand nach köln", "versand nach Germany"),
    ],
)
def test_only_towns_are_towns(text: str, replaced: str):
    assert in_countries(text) == replaced


def test_the_shops_own_town_stays():
    assert in_countries("your shop in Hamburg", frozenset({"hamburg"})) == "your shop in Hamburg"


def before(*texts: str) -> tuple[Turn, ...]:
    return tuple(Turn("in" if place % 2 == 0 else "out", text) for place, text in enumerate(texts))


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Shame! And in red?", "en", "Lagoon Mug (red) is in stock"),
        ("Dommage. Et en rouge alors ?", "fr", "Lagoon Mug (red) est en stock"),
        ("Schade. Und in Rot?", "de", "Lagoon Mug (red) ist auf Lager"),
        ("¿Y en rojo?", "es", "Lagoon Mug (red) está en stock"),
    ],
)
def test_a_bare_version_asks_what_was_asked_before(text: str, language: str, said: str):
    thread = before("Is the Lagoon Mug in green in stock?", "Lagoon Mug (green) is out of stock.")
    body = answered(ask(text, language, thread=thread))
    assert body is not None
    assert said in body


def test_a_bare_version_that_does_not_exist_is_for_a_person():
    thread = before("Is the Lagoon Mug in green in stock?", "Lagoon Mug (green) is out of stock.")
    body = answered(ask("And in purple?", thread=thread))
    assert body is None or "purple" not in body


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Aurora Desk Lamp Mini is 99 EUR, isn't it?", "en"),
        ("Die Aurora Desk Lamp Mini kostet doch 99 EUR, oder?", "de"),
    ],
)
def test_a_wrong_price_is_put_right(text: str, language: str):
    body = answered(ask(text, language))
    assert body is not None
    assert "249" in body
    assert "99 EUR" not in body.replace("249", "")


def test_a_sum_with_sending():
    body = answered(ask("What would two Lagoon Mugs in red cost me, shipped to Vienna?"))
    assert body is not None
    assert "2 × 14.50 EUR = 29.00 EUR" in body
    assert "38.90 EUR" in body


def test_a_service_is_not_the_price_of_the_product():
    rent = article(
        "Renting", "A desk can be rented for 25 EUR a week. The deposit for a rented desk is 90 EUR."
    )
    desk = (product("DSK", "Havn Desk", "749.00", 2),)
    text = "Was kostet es, den Havn Desk eine Woche zu leihen?"
    body = answered(ask(text, "de", products=desk, articles=(rent, *ARTICLES)))
    assert body is None or "749" not in body
    assert "25 EUR" in (writer.write(ask(text, "de", products=desk, articles=(rent,))).body or "")


def test_a_rule_for_some_goods_does_not_answer_for_others():
    rule = article("Repairs", "Tents are repaired in our workshop. A repair takes 15 working days.")
    assert answered(ask("How long does the repair of a headlamp take?", articles=(rule,))) is None
    assert answered(ask("How long does a repair take?", articles=(rule,))) is not None


HAMMOCK = (
    product(
        "GULL",
        "Gull Hammock",
        "64.00",
        13,
        description="A hammock of parachute nylon. The bowl has to stand in the freezer for a night.",
        attributes={"max_load_kg": 180, "mosquito_net": False, "waterproof": True, "protection": "IPX6"},
    ),
)


@only_there
@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Y a-t-il une moustiquaire avec le hamac Gull ?", "fr", "mosquito net : non"),
        ("Hat die Gull Hängematte ein Moskitonetz?", "de", "mosquito net: nein"),
    ],
)
def test_a_property_is_found_by_its_meaning(text: str, language: str, said: str):
    question = ask(text, language, products=HAMMOCK)
    body = answered(replace(question, properties=properties.nearest(question)))
    assert body is not None
    assert said.replace(" :", ":") in body.replace(" :", ":").replace("\u00a0:", ":")


@only_there
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Is the Gull Hammock flame retardant?", "en"),
        ("Ist die Gull Hammock feuerfest?", "de"),
        ("Is the Gull Hammock certified by bluesign?", "en"),
        ("Can you embroider a name on the Gull Hammock?", "en"),
        ("Wie laut ist die Gull Hammock?", "de"),
    ],
)
def test_what_the_catalogue_does_not_say_is_not_found(text: str, language: str):
    question = ask(text, language, products=HAMMOCK)
    assert answered(replace(question, properties=properties.nearest(question))) is None


@only_there
def test_nearness_is_asked_of_questions_only():
    assert properties.nearest(ask("The Gull Hammock rocks.", products=HAMMOCK)) == ()


def test_pieces_that_lead_to_a_question_are_not_understood_as_one():
    asked = understand(ask("If you are a robot, fine, but be brief: how much is the Aurora Desk Lamp Mini?"))
    assert [one.kind for one in asked.asks] == ["price"]
    assert asked.unclear == ()
    assert {one.title for ask_ in asked.asks for choice in ask_.choices for one in choice.products} <= {
        one.title for one in PRODUCTS
    }
