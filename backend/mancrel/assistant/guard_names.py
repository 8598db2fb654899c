"""Where a reply names the shop itself: its own name is no claim, the same words of a product are one."""

import re
from functools import lru_cache

from mancrel.assistant.understanding_concepts import TOPICS, stem, table
from mancrel.assistant.understanding_text import fold, terms_of
from mancrel.assistant.understanding_vocabulary import plain_anywhere

LONGEST = 80
SHORTEST = 3
_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN = r"[^\w\n]{1,3}"


@lru_cache(maxsize=10_000)
def is_proper(token: str) -> bool:
    """Tell whether a word is nobody's but a name's: neither a plain one, nor one of goods and rules."""
    word = fold(token)
    known = table()
    meant = word in plain_anywhere() or word in known or stem(word) in known
    return len(word) >= SHORTEST and not word.isdigit() and not meant


def may_be_a_shops(name: str) -> bool:
    """Tell a shop's name ("Nordlys", "Oak & Wool") from what a channel is for ("Free Returns", "Support")."""
    tokens = _TOKEN.findall(name[:LONGEST])
    of_rules = any(terms_of(fold(one)) & TOPICS for one in tokens)
    return any(map(is_proper, tokens)) or (_capitals(tokens) > 1 and not of_rules)


def own_names(body: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where a body names the shop: code points, end excluded.

    Spelt as a name, with a capital: "Warm Wool" is the shop of that name, "warm wool" is a statement. Of a
    name's words those stand for it alone that mean nothing else ("Nordlys" of "Nordlys Shop").
    """
    return [match.span() for name in names for one in _spellings(name) for match in one.finditer(body)]


@lru_cache(maxsize=1_000)
def _spellings(name: str) -> tuple[re.Pattern[str], ...]:
    tokens = _TOKEN.findall(name[:LONGEST])
    proper = [one for one in tokens if is_proper(one)]
    found = [[one] for one in proper]
    if len(tokens) > 1 and (proper or _capitals(tokens) > 1):
        found.append(tokens)
    return tuple(re.compile(rf"(?<!\w){_spelt(one)}(?!\w)") for one in found)


def _capitals(tokens: list[str]) -> int:
    return sum(one[0].isupper() and fold(one) not in plain_anywhere() for one in tokens)


def _spelt(tokens: list[str]) -> str:
    """Match a name as it is written, its first word with a capital."""
    spelt = [f"{re.escape(one[:1].upper())}{re.escape(one[1:])}" for one in tokens[:1]]
    spelt += [f"[{re.escape(one[0] + one[0].upper())}]{re.escape(one[1:])}" for one in tokens[1:]]
    return _BETWEEN.join(spelt)
