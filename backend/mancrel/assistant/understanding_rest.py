"""What a piece of a message says beyond its question: words left over, and how many pieces."""

import re

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant.facts import ProductFact, Question
from mancrel.assistant.understanding_asks import Kind
from mancrel.assistant.understanding_concepts import COUNTRIES
from mancrel.assistant.understanding_names import mentions
from mancrel.assistant.understanding_products import (
    Choice,
    wanted_options,
    widen,
)
from mancrel.assistant.understanding_text import Word, fold, words
from mancrel.assistant.understanding_vocabulary import is_plain

NUMBER_WORDS = {
    word: value
    for value, listed in enumerate(
        (
            "one eins ein eine un une uno una",
            "two zwei deux dos couple",
            "three drei trois tres",
            "four vier quatre cuatro",
            "five funf cinq cinco",
            "six sechs six seis",
            "seven sieben sept siete",
            "eight acht huit ocho",
            "nine neun neuf nueve",
            "ten zehn dix diez",
            "eleven elf onze once",
            "twelve dozen zwolf douze doce",
        ),
        start=1,
    )
    for word in listed.split()
}


_COUNTED = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,4})\s*(?:x\b|pcs\b|pieces?\b|units?\b|of (?:them|these|those)\b|stuck\b|"
    r"exemplaires?\b|unidades\b|piezas\b)|"
    r"\b(?:x|for|buy|order|need|want|take|fur|nehme|brauche|bestellen|kaufen|pour|commander|acheter|para|"
    r"comprar|pedir) (?P<m>\d{1,4})\b(?!\s*(?:days?|tage?|jours|dias|eur|€|usd|gbp|%|[.,]\d))"
)


_AMOUNT_OR_NUMBER = re.compile(r"^\d+$")


def rest_of(question: Question, fragment: str, kinds: list[Kind], about: tuple[Choice, ...]) -> list[Word]:
    """Return the words that are neither plain, nor a name, nor explained by what is asked."""
    folded = fold(fragment)
    covered = frozenset().union(*(one.places for one in mentions(fragment, question.products, loose=True)))
    explained = frozenset().union(*(asking.TOPIC_TERMS.get(kind, frozenset()) for kind in kinds))
    purpose = asking.PURPOSE.search(folded) if kinds else None
    said_options = _option_terms(fragment, about, question.products)
    said_options |= {term for choice in about for term in choice.unmet}
    spans = [span for kind in kinds for span in asking.explained(kind, folded)]
    places = COUNTRIES if "total" in kinds else frozenset()
    left = []
    for place, word in enumerate(words(fragment)):
        if (
            place in covered
            or is_plain(word.text, question.language)
            or word.terms & explained
            or word.text in NUMBER_WORDS
        ):
            continue
        if any(start <= word.start < end for start, end in spans) or word.terms & places:
            continue
        if (purpose and purpose.start() <= word.start < purpose.end()) or word.terms & said_options:
            continue
        if _AMOUNT_OR_NUMBER.match(word.text) or word.text in {
            "eur",
            "euro",
            "euros",
            "usd",
            "gbp",
            "chf",
            "dollar",
            "dollars",
            "pounds",
            "francs",
        }:
            continue
        if word.text in _comparative_words():
            continue
        left.append(word)
    return left


def _option_terms(
    fragment: str, about: tuple[Choice, ...], products: tuple[ProductFact, ...]
) -> frozenset[str]:
    found: set[str] = set()
    for choice in about:
        family = widen(choice.products, products)
        for values in wanted_options(fragment, family).values():
            found |= {term for value in values for word in words(value) for term in word.terms}
            found |= {word.text for value in values for word in words(value)}
        if any(one.options for one in family):
            found |= {"size", "colour"} if found else set()
    return frozenset(found)


def _comparative_words() -> frozenset[str]:
    return frozenset(
        "larger bigger smaller cheaper largest biggest smallest cheapest large small groser grosser "
        "grosere grossere "
        "kleiner kleinere groseren kleineren gunstigere gunstigeren petite petit "
        "grande pequeno pequena barato".split()
    )


def quantity_of(fragment: str, products: tuple[ProductFact, ...]) -> int:
    """Return how many pieces a fragment speaks of."""
    folded = fold(fragment)
    match = _COUNTED.search(folded)
    if match:
        return int(match.group("n") or match.group("m"))
    for mention in mentions(fragment, products, loose=True):
        before = [word for word in words(fragment) if word.end <= mention.start][-2:]
        for word in reversed(before):
            if word.text.isdigit() and len(word.text) <= 4:
                return int(word.text)
            if word.text in NUMBER_WORDS:
                return NUMBER_WORDS[word.text]
    for word in words(fragment):
        if word.text in NUMBER_WORDS and NUMBER_WORDS[word.text] > 1:
            return NUMBER_WORDS[word.text]
    return 1
