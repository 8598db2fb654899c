"""Which fee for sending applies to a sum, and the sentence of an article that states it."""

import re
from decimal import Decimal

from mancrel.assistant.facts import Question, Source
from mancrel.assistant.guard_numbers import Figure, figures
from mancrel.assistant.understanding_concepts import COUNTRIES
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_text import fold, terms
from mancrel.assistant.writer_articles import fees

FREE_FROM = re.compile(
    r"\b(?:nothing|free|no charge|on us|kostenlos|kostenfrei|gratis|nichts|umsonst|gratuit\w*|"
    r"offert\w*)\b.{0,40}"
    r"\b(?:once|from|upwards|reach\w*|above|over|ab|erreicht|a partir|des|desde|or more|und mehr)\b"
)
_CONDITION = re.compile(r"\b(?:if you|wenn sie|falls sie|si vous|si usted|si nos)\b")
"""What holds for another way of sending, which nobody has asked for."""


def shipping(
    ask: Ask, amount: Decimal, currency: str, question: Question
) -> tuple[str, Decimal, Source] | None:
    """Return the one sentence on the shipping fee that applies, the fee and its source; None if unclear."""
    wanted = terms(ask.text) & COUNTRIES
    found = []
    for article, sentence in fees(question):
        if article.language not in {question.language, "en"} or not _applies(sentence, wanted):
            continue
        money = [one for one in figures(sentence, article.language) if one.kind == "money"]
        fee = _fee(sentence, money, amount) if all(one.unit == currency for one in money) else None
        if fee is None:
            continue
        rests = Source("article", article.id, article.title, article.version, "shipping cost")
        found.append((sentence, fee, rests))
    frees = [one for one in found if not one[1]]
    chosen = frees[:1] or (found if len(found) == 1 else [])
    return chosen[0] if chosen else None


def _applies(sentence: str, wanted: frozenset[str]) -> bool:
    """Tell whether a sentence is for the country in question, or for all where none is."""
    said = terms(sentence)
    places = said & COUNTRIES
    if "express" in said or _CONDITION.search(fold(sentence)):
        return False
    return not (places and not wanted & places)


def _fee(sentence: str, money: list[Figure], amount: Decimal) -> Decimal | None:
    """Return the fee that a sentence states for a sum, 0 where it is free from that sum on."""
    if len(money) == 1 and "free" in terms(sentence):
        return Decimal(0) if amount >= money[0].values[0] else None
    if len(money) == 1:
        return money[0].values[0]
    if len(money) != 2 or not FREE_FROM.search(fold(sentence)):
        return None
    fee, least = money[0].values[0], money[1].values[0]
    return Decimal(0) if amount >= least else fee
