"""Delivery times of a draft: those of the catalogue, and to another country with what its rule adds."""

import re
from decimal import Decimal
from typing import Any

from mancrel.assistant.delivery_rules import LANDS, Longer, days_to, longer
from mancrel.assistant.facts import ProductFact
from mancrel.assistant.guard_numbers import Figure
from mancrel.assistant.guard_scene import Scene, Sentence
from mancrel.assistant.understanding_places import in_countries
from mancrel.assistant.understanding_text import terms


def delivers(scene: Scene, product: ProductFact, figure: Figure, sentence: Sentence) -> bool:
    """Tell whether a stated time is the product's, to the country that the sentence names."""
    rule = _rule(scene, sentence)
    shown = days_to(product, rule.days) if rule else product.delivery_days
    parts = re.findall(r"\d+", shown or "")
    if product.stock <= 0 or not 1 <= len(parts) <= 2:
        return False
    low, high = Decimal(parts[0]), Decimal(parts[-1])
    return high in figure.values and (figure.low is None or figure.low == low)


def delivery_facts(
    scene: Scene, products: tuple[ProductFact, ...], sentence: Sentence
) -> tuple[dict[str, Any], ...]:
    """Return what a delivery time rests on, to be compared again when it leaves."""
    rule = _rule(scene, sentence)
    own = [
        {
            "product_id": str(one.id),
            "field": "delivery_days",
            "value": one.delivery_days,
            "version": one.version,
        }
        for one in products
    ]
    if rule is None:
        return tuple(own)
    return (*own, {"article_id": str(rule.article.id), "field": "version", "value": rule.article.version})


def states_a_delivery(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence states how long sending to its country takes: that figure is checked."""
    span = sentence.span
    timed = any(one.kind == "time" and span.start <= one.start < span.end for one in scene.figures)
    return timed and bool(sentence.bound(span.end)) and _rule(scene, sentence) is not None


def _rule(scene: Scene, sentence: Sentence) -> Longer | None:
    """Return the rule of the one country that a sentence names."""
    lands = terms(in_countries(sentence.span.text)) & LANDS
    return longer(scene.question, next(iter(lands))) if len(lands) == 1 else None
