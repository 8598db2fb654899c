"""What the catalogue says about a property of a product: attributes first, else its description, verbatim."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from mancrel.assistant.facts import ProductFact
from mancrel.assistant.understanding_concepts import ATTRIBUTES, COLOURS, EXTENT, KIN, MATERIALS
from mancrel.assistant.understanding_text import fold, sentences, squeeze, terms
from mancrel.assistant.writer_wording import Wording, wording

LONGEST_VALUE = 200
LONGEST_QUOTE = 300
MOST_LINES = 6
UNIT_SUFFIXES = frozenset(
    "mm cm m km in inch kg g mg lb oz w v a mah wh l ml lm k hz db gb mb tb c °c".split()
)
WORD_SUFFIXES = {
    "hours",
    "minutes",
    "years",
    "months",
    "days",
    "watts",
    "volts",
    "liters",
    "litres",
    "inches",
    "grams",
    "percent",
}
SHOWN_UNITS = {
    "mah": "mAh",
    "w": "W",
    "v": "V",
    "a": "A",
    "wh": "Wh",
    "l": "l",
    "k": "K",
    "hz": "Hz",
    "db": "dB",
    "gb": "GB",
    "mb": "MB",
    "tb": "TB",
    "percent": "%",
}
LABELS = {
    "de": (
        "weight:Gewicht height:Höhe width:Breite depth:Tiefe length:Länge diameter:Durchmesser "
        "material:Material colour:Farbe power:Leistung voltage:Spannung size:Größe "
        "capacity:Fassungsvermögen warranty:Garantie dimension:Maße brand:Marke dimmable:dimmbar "
        "waterproof:wasserdicht origin:Herkunft "
    ),
    "fr": (
        "weight:poids height:hauteur width:largeur depth:profondeur length:longueur diameter:diamètre "
        "material:matériau colour:couleur power:puissance voltage:tension size:taille "
        "capacity:capacité warranty:garantie dimension:dimensions brand:marque waterproof:étanche "
        "origin:origine "
    ),
    "es": (
        "weight:peso height:altura width:anchura depth:profundidad length:longitud diameter:diámetro "
        "material:material colour:color power:potencia voltage:voltaje size:tamaño capacity:capacidad "
        "warranty:garantía dimension:dimensiones brand:marca dimmable:regulable "
        "waterproof:impermeable origin:origen "
    ),
    "it": (
        "weight:peso height:altezza width:larghezza depth:profondità length:lunghezza diameter:diametro "
        "material:materiale colour:colore power:potenza voltage:tensione size:misura capacity:capacità "
        "warranty:garanzia dimension:dimensioni brand:marca waterproof:impermeabile origin:origine "
    ),
    "nl": (
        "weight:gewicht height:hoogte width:breedte depth:diepte length:lengte diameter:diameter "
        "material:materiaal colour:kleur power:vermogen voltage:spanning size:maat capacity:inhoud "
        "warranty:garantie dimension:afmetingen brand:merk waterproof:waterdicht origin:herkomst "
    ),
}
PROPERTIES = frozenset(line.partition(":")[0] for line in ATTRIBUTES.strip().splitlines())
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Attribute:
    """One property as it is shown: a label and a value with its unit."""

    label: str
    value: str
    terms: frozenset[str]


@dataclass(frozen=True)
class Details:
    """What answers a question about one product; ``full`` when every word asked is spoken of."""

    attributes: tuple[Attribute, ...]
    quotes: tuple[str, ...]
    full: bool

    @property
    def found(self) -> bool:
        """Whether anything was found."""
        return bool(self.attributes or self.quotes)


def shown_attributes(product: ProductFact, said: Wording) -> list[Attribute]:
    """Return all properties of a product in the form in which they are shown."""
    raw: dict[str, Any] = dict(product.attributes)
    raw |= {name: value for name, value in product.options.items() if name not in raw}
    if product.brand and "brand" not in {fold(name) for name in raw}:
        raw["brand"] = product.brand
    found = []
    for name, value in raw.items():
        shown = _shown(str(name), value, said)
        if shown:
            found.append(shown)
    return found


def facts_of(product: ProductFact) -> list[str]:
    """Return each property and each sentence of the description as a text of its own, in English."""
    return [*(f"{one.label}: {one.value}" for one in _own(product, wording("en"))), *_said_of(product)]


def stated(product: ProductFact, fact: str, said: Wording) -> Details:
    """Return one of `facts_of` as it is shown in a language."""
    place = facts_of(product).index(fact) if fact in facts_of(product) else -1
    known = _own(product, said)
    if place < 0:
        return Details((), (), full=False)
    return Details((known[place],), (), full=True) if place < len(known) else Details((), (fact,), full=True)


def _own(product: ProductFact, said: Wording) -> list[Attribute]:
    """Return the properties that all versions share: what tells them apart is asked for by other words."""
    return shown_attributes(replace(product, options={}), said)


def _said_of(product: ProductFact) -> list[str]:
    """Return the sentences of a description that can be quoted."""
    found = [squeeze(span.text) for span in sentences(product.description)]
    return [text for text in found if len(text) <= LONGEST_QUOTE and "http" not in text.lower()]


def _shown(name: str, value: Any, said: Wording) -> Attribute | None:
    parts = [part for part in re.split(r"[_\s]+", _CAMEL.sub(" ", name)) if part]
    unit = ""
    if len(parts) > 1 and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        last = parts[-1].lower()
        if last in UNIT_SUFFIXES or last in WORD_SUFFIXES:
            unit = f" {SHOWN_UNITS.get(last, last)}"
            parts = parts[:-1]
    label = " ".join(parts)
    text = _value(value, said)
    if not text or not label or len(label) > 60 or "http" in text.lower():
        return None
    meant = terms(label)
    local = _local_label(meant, said.language) if len(parts) == 1 else None
    return Attribute(local or (label if label.isupper() else label.lower()), text + unit, meant)


def _local_label(meant: frozenset[str], language: str) -> str | None:
    """Return the word of a language for a property that is named by one word."""
    pairs = dict(pair.split(":") for pair in LABELS.get(language, "").split())
    return next((pairs[term] for term in sorted(meant) if term in pairs), None)


def _value(value: Any, said: Wording) -> str:
    if isinstance(value, bool):
        return said.say("yes" if value else "no")
    if isinstance(value, int | float | Decimal):
        return said.number(value)
    if isinstance(value, str):
        return squeeze(value) if len(value) <= LONGEST_VALUE else ""
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return squeeze(", ".join(_value(one, said) for one in value))[:LONGEST_VALUE]
    return ""


def details(product: ProductFact, wanted: frozenset[str], said: Wording) -> Details:
    """Return what the catalogue says about the properties named by ``wanted``."""
    chosen: list[Attribute] = []
    covered: set[str] = set()
    for attribute in shown_attributes(product, said):
        hit = frozenset(term for term in wanted if _speaks_of(attribute, term))
        if hit:
            chosen.append(attribute)
            covered |= hit
    quotes: list[str] = []
    for text in _said_of(product):
        hit = (terms(text) & wanted) - covered
        if hit and len(quotes) < 2:
            quotes.append(text)
            covered |= hit
    covered |= wanted & terms(product.title) if chosen or quotes else set()
    if not _together(wanted - terms(product.title), chosen, quotes):
        return Details(tuple(chosen[:MOST_LINES]), tuple(quotes), full=False)
    chosen = [one for one in chosen if not _less_near(one, chosen, wanted)]
    if len(covered & wanted) * 2 < len(wanted):
        return Details((), (), full=False)
    return Details(tuple(chosen[:MOST_LINES]), tuple(quotes), bool(covered) and covered >= wanted)


def _together(wanted: frozenset[str], chosen: list[Attribute], quotes: list[str]) -> bool:
    """Tell whether one place speaks of a part and its measure ("the length of the cable")."""
    parts = wanted - (PROPERTIES - {"cable"})
    if len(wanted) != 2 or len(parts) != 1 or not wanted & EXTENT:
        return True
    return any(wanted <= one.terms | terms(one.value) for one in chosen) or any(
        wanted <= terms(quote) for quote in quotes
    )


def _less_near(attribute: Attribute, chosen: list[Attribute], wanted: frozenset[str]) -> bool:
    """Tell whether another property answers all that this one does, and more."""
    own = wanted & attribute.terms
    return any(own < wanted & other.terms for other in chosen) and "cable" in wanted


def _speaks_of(attribute: Attribute, term: str) -> bool:
    if term in {"dimension", "size"}:
        return bool(attribute.terms) and attribute.terms <= EXTENT
    if KIN.get(term, frozenset({term})) & attribute.terms or term in terms(attribute.value):
        return True
    if term in MATERIALS:
        return "material" in attribute.terms
    return term in COLOURS and "colour" in attribute.terms
