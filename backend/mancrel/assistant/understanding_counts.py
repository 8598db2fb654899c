"""How many of each thing a sentence names: "two chairs and a table"."""

import re

from mancrel.assistant.facts import ProductFact
from mancrel.assistant.guard_numbers import figures
from mancrel.assistant.understanding_names import Mention, mentions
from mancrel.assistant.understanding_products import Choice
from mancrel.assistant.understanding_rest import NUMBER_WORDS
from mancrel.assistant.understanding_text import Word, fold, words

MOST_OF_ONE = 9
_JOINT = re.compile(r"[,;:]|\b(?:and|plus|und|sowie|et|y|e|en|with|mit|avec|con|as well as)\b")
_ARTICLES = frozenset("a an one ein eine einen einem einer un une una uno een uno".split())


def counts(sentence: str, named: list[Choice], products: tuple[ProductFact, ...]) -> tuple[int, ...] | None:
    """Return how many of each named thing are meant, in their order; None when a number is left over.

    What is named with an article or bare is meant once.
    """
    places = {one.start: one for one in mentions(sentence, products, loose=True)}
    if len({one.start for one in named}) != len(named) or not all(one.start in places for one in named):
        return None
    found: list[int] = []
    free = _numbers(sentence, [places[one.start] for one in named])
    left = 0
    for choice in named:
        mention = places[choice.start]
        own = [word for word in free if left <= word.start < mention.start]
        cut = [one.end() for one in _JOINT.finditer(fold(sentence), left, mention.start)]
        near = [word for word in own if word.start >= (cut[-1] if cut else left)]
        if len(own) > 1 or len(near) != len(own):
            return None
        found.append(_value(own[0]) if own else 1)
        left = mention.end
    return tuple(found) if not any(word.start >= left for word in free) and _sensible(found) else None


def _sensible(found: list[int]) -> bool:
    return all(1 <= one <= MOST_OF_ONE for one in found)


def _numbers(sentence: str, named: list[Mention]) -> list[Word]:
    """Return the words that count: not those of names, measures and money."""
    skip = [(one.start, one.end) for one in named]
    skip += [(one.start, one.end) for one in figures(sentence, "en") if one.kind != "plain"]
    counting = (word for word in words(sentence) if word.text.isdigit() or word.text in NUMBER_WORDS)
    return [
        word
        for word in counting
        if not any(start <= word.start < end for start, end in skip)
        and word.text not in _ARTICLES
        and not (word.text.isdigit() and word.text.startswith("0"))
    ]


def _value(word: Word) -> int:
    return int(word.text) if word.text.isdigit() else NUMBER_WORDS[word.text]
