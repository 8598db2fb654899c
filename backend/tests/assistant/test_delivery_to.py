"""How long sending to another country takes: the catalogue's days and what an article's rule adds."""

import pytest

from mancrel.assistant import writer
from mancrel.assistant.delivery_rules import longer
from mancrel.assistant.facts import ArticleFact
from mancrel.assistant.guard import check
from tests.assistant.writer_shop import SHIPPING, article, ask

RULES = article(
    "Delivery times",
    "The delivery time shown with a product holds for Germany. Delivery to Austria takes 1 working day longer. "
    "Delivery to all other countries takes 3 working days longer.",
)
IN_ONE = article(
    "When will it be here?",
    "What you read next to a product are working days, and they hold for Germany. Austria and Belgium take 1 "
    "working day more, all the other countries 4.",
)
ADDED = article(
    "How long?",
    "The delivery time on the product page is meant for Germany; please add 2 working days for all other countries.",
)
LAMP = "How long does delivery of the Aurora Desk Lamp to {} take?"


def drafted(text: str, language: str = "en", rules: ArticleFact = RULES):
    question = ask(text, language, articles=(rules, SHIPPING), intent="shipping")
    return question, writer.write(question)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", LAMP.format("Austria"), "to Austria takes 3–5 working days"),
        ("en", LAMP.format("Germany"), "to Germany takes 2–4 working days"),
        ("en", LAMP.format("France"), "to France takes 5–7 working days"),
        ("en", LAMP.format("Vienna"), "to Austria takes 3–5 working days"),
        ("en", "We live in Vienna. When would the Aurora Desk Lamp reach us?", "3–5 working days"),
        ("de", "Wie lange dauert die Lieferung der Aurora Desk Lamp nach Österreich?", "dauert 3–5 Werktage"),
        ("fr", "Quel est le délai de livraison de la Aurora Desk Lamp vers la France ?", "prend 5–7 jours"),
        ("es", "¿Cuánto tarda la entrega de la Aurora Desk Lamp a Austria?", "tarda 3–5 días"),
        ("nl", "Hoe lang duurt de levering van de Aurora Desk Lamp naar Wenen?", "3–5 werkdagen"),
    ],
)
def test_the_days_of_the_rule_are_added(language: str, text: str, said: str):
    question, draft = drafted(text, language)
    assert said in (draft.body or "")
    assert draft.complete
    claims = check(draft.body or "", question)
    assert [one for one in claims if not one.ok] == []
    rests = [fact for one in claims for fact in one.facts]
    assert {"delivery_days", "version"} <= {fact["field"] for fact in rests}


@pytest.mark.parametrize(
    ("rules", "land", "days"),
    [
        (IN_ONE, "austria", 1),
        (IN_ONE, "france", 4),
        (IN_ONE, "deutschland", 0),
        (ADDED, "austria", 2),
        (ADDED, "deutschland", 0),
    ],
)
def test_rules_are_read_as_shops_write_them(rules: ArticleFact, land: str, days: int):
    question, _ = drafted(LAMP.format("Austria"), rules=rules)
    found = longer(question, land)
    assert found
    assert found.days == days


@pytest.mark.parametrize("stated", ["2–4", "3–6", "4–5", "5"])
def test_other_days_are_held(stated: str):
    question, draft = drafted(LAMP.format("France"))
    changed = (draft.body or "").replace("5–7", stated)
    assert any(not one.ok for one in check(changed, question))


def test_a_country_that_nothing_is_sent_to_is_left_to_a_person():
    _, draft = drafted(LAMP.format("Canada"))
    assert not draft.complete


def test_without_a_rule_a_person_takes_it():
    question = ask(LAMP.format("Austria"), articles=(SHIPPING,), intent="shipping")
    assert not writer.write(question).complete


def test_two_rules_that_differ_are_left_to_a_person():
    other = article("Old", "Delivery to Austria takes 5 working days longer.")
    question = ask(LAMP.format("Austria"), articles=(RULES, other, SHIPPING), intent="shipping")
    assert not writer.write(question).complete
