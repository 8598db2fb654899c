"""One thing changed in a true draft: the guard holds it, always (R39)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mancrel.assistant import guard, writer
from mancrel.assistant.facts import ProductFact
from tests.assistant.guard_mutations import KINDS
from tests.assistant.writer_shop import PRODUCTS, ask

ASKED = [
    ("en", "How much is the Aurora Desk Lamp and is it in stock?"),
    ("en", "How long does delivery of the Aurora Floor Lamp take and what does it cost?"),
    ("en", "Price and stock of the Tindra Office Chair, please. How long is delivery?"),
    ("en", "How much are 3 Aurora Desk Lamps?"),
    ("en", "What would 2 Helios Ceiling Lights cost in total?"),
    ("en", "What would 2 Aurora Desk Lamps cost including shipping to Germany?"),
    ("en", "What does the Helios Ceiling Light cost in total including shipping to Austria?"),
    ("en", "Is the Fjord T-Shirt available in black, size L?"),
    ("en", "Is the Fjord T-Shirt available in black, size M?"),
    ("en", "How much is the larger Stellar Kettle and is it in stock?"),
    ("en", "What colours does the Lagoon Mug come in?"),
    ("en", "How tall is the Aurora Desk Lamp, and how heavy?"),
    ("en", "What is the Aurora Desk Lamp made of and is it dimmable?"),
    ("en", "Is the Helios Ceiling Light waterproof? What power does it have?"),
    ("en", "Could you send me the link to the Helios Ceiling Light? And the price?"),
    ("en", "How many Sonora Headphones do you have? What's the battery life?"),
    ("en", "What is your return policy?"),
    ("en", "How much is shipping to Germany?"),
    ("en", "What warranty do your products have?"),
    ("en", "When are you open?"),
    ("en", "How much is the Molino Coffee Grinder and the Trekker Backpack 30?"),
    ("en", "Is the Borealis Table Lamp in stock and what does it cost?"),
    ("en", "Do you have 5 Tindra Office Chairs in stock?"),
    ("de", "Was kostet die Aurora Desk Lamp und ist sie auf Lager? Wie lange dauert die Lieferung?"),
    ("de", "Was kosten 2 Tindra Office Chair?"),
    ("de", "Wie schwer ist die Aurora Desk Lamp?"),
    ("de", "Ist der Trekker Backpack 30 wasserdicht und was kostet er?"),
    ("de", "Haben Sie die Lagoon Mug in grün?"),
    ("fr", "Combien coûte le Tindra Office Chair et est-il en stock ? Quel est le délai de livraison ?"),
    ("fr", "Quelle est la hauteur de la Aurora Floor Lamp ?"),
    ("fr", "La Borealis Table Lamp est-elle disponible ?"),
    ("es", "¿Cuánto cuesta la Aurora Desk Lamp y está disponible? ¿Cuánto tarda la entrega?"),
    ("es", "¿Cuánto pesa la Aurora Floor Lamp?"),
    ("es", "¿Tienen la Fjord T-Shirt en negro talla L?"),
    ("it", "Quanto costa la Aurora Desk Lamp ed è disponibile?"),
    ("it", "Quanto tempo richiede la consegna della Aurora Floor Lamp?"),
    ("it", "La Borealis Table Lamp è disponibile?"),
    ("it", "Quanto pesa la Aurora Floor Lamp?"),
    ("nl", "Wat kost de Aurora Desk Lamp en is hij op voorraad?"),
    ("nl", "Hoe lang is de levertijd van de Aurora Floor Lamp?"),
    ("nl", "Is de Borealis Table Lamp op voorraad?"),
    ("nl", "Hoe zwaar is de Aurora Floor Lamp?"),
    ("en", "What is the total for 1 Aurora Desk Lamp and 2 Helios Ceiling Lights?"),
]


def shop(draw: Callable[[st.SearchStrategy], object]) -> tuple[ProductFact, ...]:
    """The shop with other prices, stocks, delivery times and measures; variants stay different."""
    cents = draw(st.integers(min_value=0, max_value=99))
    factor = draw(st.integers(min_value=1, max_value=40))
    low = draw(st.integers(min_value=1, max_value=9))
    more = draw(st.integers(min_value=1, max_value=9))
    pieces = draw(st.integers(min_value=0, max_value=60))
    changed = []
    for one in PRODUCTS:
        attributes = {
            name: round(value * factor / 7, 1)
            if isinstance(value, float)
            else value + factor
            if isinstance(value, int) and not isinstance(value, bool)
            else value
            for name, value in one.attributes.items()
        }
        changed.append(
            replace(
                one,
                price=(one.price * factor / 10).quantize(Decimal(1)) + Decimal(cents) / 100,
                stock=one.stock + pieces if one.stock else 0,
                delivery_days=f"{low}-{low + more}"
                if one.delivery_days and "-" in one.delivery_days
                else one.delivery_days,
                attributes=attributes,
            )
        )
    return tuple(changed)


@cache
def usable(name: str) -> tuple[tuple[str, str], ...]:
    """The messages whose answers have something of this kind to change."""
    found = []
    for language, text in ASKED:
        body = writer.write(ask(text, language)).body
        assert body, text
        if KINDS[name](body, lambda options: options[0]) is not None:
            found.append((language, text))
    return tuple(found)


EXAMPLES = {
    "price": 150,
    "currency": 110,
    "stock": 100,
    "delivery": 110,
    "attribute": 110,
    "version": 80,
    "link": 60,
    "policy": 60,
    "count": 50,
}


@pytest.mark.parametrize(("language", "text"), ASKED)
def test_our_own_drafts_pass(language, text):
    question = ask(text, language)
    body = writer.write(question).body
    assert [one for one in guard.check(body, question) if not one.ok] == []


@pytest.mark.parametrize("name", KINDS)
def test_a_change_is_held(name):
    mutate = KINDS[name]

    @settings(
        max_examples=EXAMPLES[name],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def run(data):
        language, text = data.draw(st.sampled_from(usable(name)))
        question = ask(text, language, products=shop(data.draw))
        body = writer.write(question).body
        wrong = [one for one in guard.check(body, question) if not one.ok]
        assert wrong == [], f"held though true: {body}"
        changed = mutate(body, lambda options: data.draw(st.sampled_from(options)))
        if changed is None or changed == body:
            return
        claims = guard.check(changed, question)
        assert any(not one.ok for one in claims), f"{question.text}\n{changed}"

    run()


def every(mutate: Callable[..., str | None], body: str) -> Iterator[str]:
    """Every body that a mutation can make, by walking through all its choices."""
    paths: list[list[int]] = [[]]
    while paths:
        path = paths.pop()
        sizes: list[int] = []

        def pick(options: list, path: list[int] = path, sizes: list[int] = sizes) -> object:
            place = len(sizes)
            sizes.append(len(options))
            return options[path[place]] if place < len(path) else options[0]

        changed = mutate(body, pick)
        for place in range(len(path), len(sizes)):
            taken = [*path, *[0] * (place - len(path))]
            paths += [[*taken, other] for other in range(1, sizes[place])]
        if changed is not None and changed != body:
            yield changed


@pytest.mark.parametrize("name", KINDS)
def test_every_change_of_a_kind_is_held(name):
    missed, tried = [], 0
    for language, text in ASKED:
        question = ask(text, language)
        body = writer.write(question).body
        for changed in sorted(set(every(KINDS[name], body)))[:: 2 if name == "price" else 1]:
            tried += 1
            if all(one.ok for one in guard.check(changed, question)):
                missed.append(changed)
    assert tried
    assert missed == []


def test_there_are_enough_different_changes():
    found = {
        (name, changed)
        for name in KINDS
        for language, text in ASKED
        for changed in every(KINDS[name], writer.write(ask(text, language)).body)
    }
    assert len(found) >= 1000
