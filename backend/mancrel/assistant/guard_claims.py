"""How the guard writes down what it found: a claim, and the catalogue fields that it rests on."""

from typing import Any
from uuid import UUID

from mancrel.assistant.facts import Claim, ProductFact
from mancrel.assistant.guard_language import Kind
from mancrel.assistant.guard_scene import Scene, Unit


def claim(  # noqa: PLR0913 - a claim is its ten fields
    scene: Scene,
    kind: Kind,
    start: int,
    end: int,
    value: str,
    *,
    ok: bool,
    expected: str | None = None,
    source: UUID | None = None,
    formula: str | None = None,
    facts: tuple[dict[str, Any], ...] = (),
) -> Claim:
    """Make a claim of a place in the body."""
    return Claim(kind, scene.body[start:end], start, end, value, expected, ok, source, formula, facts)


def products_of(units: tuple[Unit, ...]) -> tuple[ProductFact, ...]:
    """Return all products that a statement about these units must hold for."""
    return tuple({one.id: one for unit in units for one in unit.candidates}.values())


def price_facts(products: tuple[ProductFact, ...]) -> tuple[dict[str, Any], ...]:
    """Return the prices that a statement rests on, to be compared again when it leaves."""
    return tuple(
        {
            "product_id": str(one.id),
            "field": "price",
            "value": str(one.price),
            "version": one.version,
            "currency": one.currency,
        }
        for one in products
    )


def attribute_facts(products: tuple[ProductFact, ...]) -> tuple[dict[str, Any], ...]:
    """Return the attributes that a statement rests on, to be compared again when it leaves."""
    return tuple(
        {"product_id": str(one.id), "field": "attributes", "value": one.attributes, "version": one.version}
        for one in products
    )


def option_facts(products: tuple[ProductFact, ...]) -> tuple[dict[str, Any], ...]:
    """Return the options that a statement rests on, to be compared again when it leaves."""
    return tuple(
        {"product_id": str(one.id), "field": "options", "value": one.options, "version": one.version}
        for one in products
    )
