"""Figures of a draft against the facts: prices and formulas, delivery times, measures, counts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from uuid import UUID

from mancrel.assistant.facts import Claim, ProductFact
from mancrel.assistant.guard_claims import claim, price_facts, products_of
from mancrel.assistant.guard_measures import (
    ON_DELIVERY,
    backed,
    check_measure,
    check_plain,
    check_time,
    whole,
)
from mancrel.assistant.guard_numbers import Figure, figures
from mancrel.assistant.guard_scene import Scene, Sentence, Unit
from mancrel.assistant.understanding_concepts import COUNTRIES
from mancrel.assistant.understanding_text import sentences, terms

_PER = re.compile(
    r"^\s*(?:/|per\b|a\b|each\b|pro\b|par\b|por\b|im\b|je\b|al\b)\s*(?:month|week|year|day|hour|metre|"
    r"meter|kg|gram|litre|person|monat|woche|jahr|tag|mois|semaine|an\b|mes|semana|ano|m\b|m²)"
)
_CHANGED = re.compile(
    r"^\s*(?:less|more|off|cheaper|extra|discount|deposit|down|weniger|mehr|gunstiger|rabatt|aufpreis|"
    r"anzahlung|de moins|de plus|de remise|d'acompte|menos|mas|de descuento|de ahorro|each way)\b"
)
_NOT_POSTAGE = frozenset({"express", "return", "assembly", "wrap", "gift", "warranty", "exchange"})
MOST_FIGURES = 150
"""A reply with more figures than that is nothing a customer asked for; a person reads it."""


def check_figures(scene: Scene) -> Iterator[Claim]:
    """Check every figure that does not stand in a product's name or in a quotation."""
    if len(scene.figures) > MOST_FIGURES:
        yield claim(scene, "figure", 0, len(scene.body), f"{len(scene.figures)} figures", ok=False)
        return
    used = _used_quantities(scene)
    for figure in scene.figures:
        if scene.masked(figure.start, figure.end) and figure.kind != "money":
            continue
        quote = scene.in_quote(figure.start, figure.end)
        if quote:
            yield claim(scene, "policy", figure.start, figure.end, figure.text, ok=True, source=quote)
            continue
        sentence = scene.sentence_at(figure.start)
        if figure.kind == "money":
            yield _money(scene, figure, sentence)
        elif figure.kind == "time":
            yield check_time(scene, figure, sentence)
        elif figure.kind == "plain":
            found = check_plain(scene, figure, sentence, used)
            if found:
                yield found
        else:
            yield check_measure(scene, figure, sentence)


def _same_currency(unit: str, currency: str) -> bool:
    return unit == currency or (unit == "$" and currency == "USD")


def _money(scene: Scene, figure: Figure, sentence: Sentence) -> Claim:
    place = (figure.start, figure.end)
    bound = products_of(sentence.bound(figure.start))
    value = f"{figure.values[0]} {figure.unit}"
    expected = f"{bound[0].price} {bound[0].currency}" if len(bound) == 1 else None
    after = scene.folded[figure.end : figure.end + 24]
    if _PER.match(after) or _CHANGED.match(after):
        return claim(scene, "price", *place, value, ok=False, expected=expected)
    right = [one for one in bound if one.price in figure.values and _same_currency(figure.unit, one.currency)]
    if bound and len(right) == len(bound):
        return claim(
            scene,
            "price",
            *place,
            value,
            ok=True,
            expected=value,
            source=bound[0].id,
            facts=price_facts(bound),
        )
    derived = _derived(scene, figure, sentence)
    if derived:
        formula, rest_on = derived
        return claim(
            scene,
            "figure",
            *place,
            value,
            ok=True,
            expected=value,
            formula=formula,
            facts=price_facts(rest_on),
        )
    source = backed(scene, figure, sentence)
    if source:
        return claim(scene, "policy", *place, value, ok=True, source=source)
    if terms(sentence.span.text) & ON_DELIVERY and _said_before(scene, figure):
        return claim(scene, "policy", *place, value, ok=True, expected=value)
    return claim(scene, "price", *place, value, ok=False, expected=expected)


def _said_before(scene: Scene, figure: Figure) -> bool:
    """Tell whether a fee repeats one that the draft has quoted ("With shipping (4.90 EUR) …")."""
    return any(fee in figure.values for fee in _fees_before(scene, figure, figure.unit))


def _derived(scene: Scene, figure: Figure, sentence: Sentence) -> tuple[str, tuple[ProductFact, ...]] | None:
    """Find the formula that gives an amount: quantity × price, a sum of them, plus a stated fee."""
    for amount, formula, rest_on in _amounts_of(scene, figure, sentence):
        if not _same_currency(figure.unit, rest_on[0].currency):
            continue
        if amount in figure.values and (" + " in formula or " × " in formula):
            return f"{formula} = {amount}", rest_on
        currency = rest_on[0].currency
        stated = (
            []
            if _free_of_postage(scene, sentence, amount, currency)
            else _fees_before(scene, figure, currency)
        )
        for fee in (*stated, *_fees_of_articles(scene, sentence, amount, currency)):
            if amount + fee in figure.values:
                return f"{formula} + {fee} = {amount + fee}", rest_on
    return None


def _amounts_of(
    scene: Scene, figure: Figure, sentence: Sentence
) -> Iterator[tuple[Decimal, str, tuple[ProductFact, ...]]]:
    """Yield what the products named so far, or the one spoken of, come to at the quantities stated."""
    spoken_of = {tuple(each.id for each in unit.candidates) for unit in sentence.bound(figure.start)}
    units: dict[tuple[UUID, ...], Unit] = {}
    for one in scene.sentences:
        if one.span.start > sentence.span.start:
            break
        for unit in (*one.units, *(one.inherited if one is sentence else ())):
            if len({(each.price, each.currency) for each in unit.candidates}) == 1:
                units[tuple(each.id for each in unit.candidates)] = unit
    near = _quantities(scene, sentence)
    listed = list(units.values())[:6]
    for size in range(1, len(listed) + 1):
        for chosen in combinations(listed, size):
            products = [unit.candidates[0] for unit in chosen]
            if len({one.currency for one in products}) != 1:
                continue
            if size == 1 and {tuple(one.id for one in chosen[0].candidates)} != spoken_of:
                continue
            for amount, formula in _sums(_own_counts(scene, chosen), products, near):
                yield amount, formula, products_of(tuple(chosen))


def _sums(each: list[int], products: list[ProductFact], near: list[int]) -> Iterator[tuple[Decimal, str]]:
    """Yield what products come to: each by its own number where they differ, else all by one near."""
    ways = [[count] * len(products) for count in near] if len(set(each)) == 1 else [each]
    for way in ways:
        pairs = list(zip(way, products, strict=True))
        parts = [f"{count} × {one.price}" if count > 1 else str(one.price) for count, one in pairs]
        yield sum((one.price * count for count, one in pairs), Decimal(0)), " + ".join(parts)


def _own_counts(scene: Scene, chosen: tuple[Unit, ...]) -> list[int]:
    """Return how often each thing is meant by the sentence that names it ("2 × … come to …")."""
    found = []
    for unit in chosen:
        span = scene.sentence_at(unit.start).span
        stated = {
            whole(one)
            for one in scene.figures
            if one.kind == "plain"
            and span.start <= one.start < span.end
            and not scene.masked(one.start, one.end)
        } - {0}
        found.append(stated.pop() if len(stated) == 1 else 1)
    return found


def _quantities(scene: Scene, sentence: Sentence) -> list[int]:
    """Return the quantities in a sentence, else those stated before it, else those the customer asked for."""
    own = [
        whole(one)
        for one in scene.figures
        if one.kind == "plain" and sentence.span.start <= one.start < sentence.span.end
    ]
    earlier = [whole(one) for one in scene.figures if one.kind == "plain" and one.start < sentence.span.start]
    asked = [
        whole(one) for one in figures(scene.question.text, scene.question.language) if one.kind == "plain"
    ]
    chosen = [one for one in own if one] or [one for one in earlier if one] or [one for one in asked if one]
    return [1, *dict.fromkeys(one for one in chosen if one != 1)]


def _fees_before(scene: Scene, figure: Figure, currency: str) -> list[Decimal]:
    """Return the shipping fees that the draft has stated so far and that an article confirms."""
    found = []
    for one in scene.figures:
        if one.kind != "money" or one.start >= figure.start or not _same_currency(one.unit, currency):
            continue
        sentence = scene.sentence_at(one.start)
        quoted = scene.in_quote(one.start, one.end)
        titles = " ".join(each.title for each in scene.question.articles if each.id == quoted)
        if terms(f"{sentence.span.text} {titles}") & ON_DELIVERY and (quoted or backed(scene, one, sentence)):
            found.append(one.values[0])
    return list(dict.fromkeys(found))


def _fees_of_articles(scene: Scene, sentence: Sentence, amount: Decimal, currency: str) -> list[Decimal]:
    """Return the one fee of the articles for the country in question, if a sentence says "with shipping"."""
    said = terms(sentence.span.text)
    if not said & ON_DELIVERY:
        return []
    wanted = (said & COUNTRIES) or (terms(scene.question.text) & COUNTRIES)
    found = []
    for article in scene.question.articles:
        for span in sentences(article.body):
            own = terms(span.text)
            places = own & COUNTRIES
            money = [one for one in figures(span.text, article.language) if one.kind == "money"]
            if not own & ON_DELIVERY or len(money) != 1 or not _same_currency(money[0].unit, currency):
                continue
            if own & (_NOT_POSTAGE - said) or (places if not wanted else places and not wanted <= places):
                continue
            if "free" not in own:
                found.append(money[0].values[0])
            elif amount >= money[0].values[0]:
                return []
    return found if len(found) == 1 else []


def _free_of_postage(scene: Scene, sentence: Sentence, amount: Decimal, currency: str) -> bool:
    """Tell whether an article sends goods of this sum free to the country in question: no fee is added."""
    wanted = (terms(sentence.span.text) & COUNTRIES) or (terms(scene.question.text) & COUNTRIES)
    for article in scene.question.articles:
        for span in sentences(article.body):
            own = terms(span.text)
            money = [one for one in figures(span.text, article.language) if one.kind == "money"]
            there = not own & COUNTRIES or (wanted and wanted <= own & COUNTRIES)
            if not there or not {"free"} & own or not own & ON_DELIVERY or own & _NOT_POSTAGE or not money:
                continue
            if _same_currency(money[-1].unit, currency) and amount >= money[-1].values[0]:
                return True
    return False


def _used_quantities(scene: Scene) -> set[int]:
    """Return the places of quantities that a formula in their sentence, or an amount after it, confirms."""
    used: set[int] = set()
    for figure in scene.figures:
        if figure.kind != "money":
            continue
        sentence = scene.sentence_at(figure.start)
        derived = _derived(scene, figure, sentence)
        if derived:
            numbers = {int(one) for one in re.findall(r"(\d+) ×", derived[0])}
            used |= {
                one.start
                for one in scene.figures
                if one.kind == "plain"
                and sentence.span.start <= one.start < sentence.span.end
                and whole(one) in numbers
            }
    return used
