"""Questions that leave out what the thread has said: "And in slate?", "Und das Kilo?", "Et la bleue ?"."""

import re
from dataclasses import replace

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant.facts import Question
from mancrel.assistant.guard_numbers import amounts
from mancrel.assistant.understanding_asks import Kind
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_products import Choice, refine, widen
from mancrel.assistant.understanding_text import fold, words

LONGEST = 9
"""Words of a question that rests on the one before it."""

TAKEN_OVER: tuple[Kind, ...] = ("price", "stock", "delivery")
_FOLLOWS = re.compile(
    r"^\W*(?:(?:ok|okay|thanks|thank you|great|shame|danke|schade|gut|merci|dommage|tant pis|gracias|vale|"
    r"lastima|alors|then|dann)\b[\s,.!–-]*)*(?:and|und|et|y|what about|how about|was ist mit|"
    r"wie sieht es mit|"
    r"qu'en est-il|or|oder|ou|o|in|en)\b"
)
_OTHER = re.compile(r"\b(?:what|was|que|que tal) (?:would|ware|serait|seria) (?:it|that|es|das|ce)\b")


def follows(sentence: str) -> bool:
    """Tell whether a sentence goes on from what was asked before, rather than asking by itself."""
    folded = fold(sentence)
    short = len(words(sentence)) <= LONGEST and "?" in sentence
    return short and bool(_FOLLOWS.search(folded) or _OTHER.search(folded))


def another_version(text: str) -> bool:
    """Tell whether a text asks what something would be otherwise ("and what would it be in white?")."""
    return bool(_OTHER.search(fold(text)))


def taken_over(question: Question, sentence: str, before: tuple[Choice, ...], own: list[Ask]) -> list[Ask]:
    """Return what was asked last, asked again of the version that a sentence names; none when unsure.

    ``before``: what was spoken of; ``own``: what the same message has asked already.
    """
    if len(before) != 1:
        return []
    family = widen(before[0].products, question.products)
    whole = replace(before[0], products=family, compared=False)
    named = refine(whole, sentence, question.products)
    if named.unmet or len(named.products) >= len(family):
        named = refine(before[0], sentence, question.products)
    if not named.sure or named.products == before[0].products:
        return []
    kinds = [ask.kind for ask in own if ask.kind in TAKEN_OVER] or _asked_before(question)
    if another_version(sentence):
        kinds = ["price"]
    return [Ask(kind, (named,), sentence) for kind in kinds]


def _asked_before(question: Question) -> list[Kind]:
    """Return what the customer asked last in the thread."""
    turn = next((one.text for one in reversed(question.thread) if one.direction == "in"), "")
    folded = fold(turn)
    if any(amounts(turn, question.language)):
        return []
    return [kind for kind in asking.kinds(folded, product=True) if kind in TAKEN_OVER]
