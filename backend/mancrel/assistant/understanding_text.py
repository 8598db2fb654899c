"""Texts as words that can be compared across spellings, inflections and our languages."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from mancrel.assistant.understanding_concepts import stem, table
from mancrel.assistant.understanding_things import HEADS

LONGEST_COMPOUND = 40
_SPECIAL = {
    "ß": "s",
    "œ": "o",
    "æ": "a",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "×": "x",
    "’": "'",
    "‘": "'",
    "´": "'",
}
_ZU = re.compile(r"^(zuruck|ab|an|auf|aus|ein|mit|nach|um|vor)zu(?=\w{5})")
"""The "zu" inside German infinitives: "zurückzuschicken", "abzuholen"."""

_DASHES = "‐‑‒–—―−"
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(
    r"(?<=[.!?…])[\"'”»)]*\s+(?=[^\s\d.,;a-zäöüéèà])|(?<=[!?])\s+|\n+|(?<=\d\.)\s+(?=[A-ZÄÖÜ][a-z])"
)
_SHORTENED = re.compile(
    r"(?:^|\s)(?:mr|mrs|ms|dr|ca|bzw|inkl|max|min|approx|incl|z\.b|e\.g|i\.e|sr|sra|mme|tel)\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Word:
    """One word: folded, its place in the text, and the concepts (or the stem) it stands for."""

    text: str
    start: int
    end: int
    terms: frozenset[str]


@dataclass(frozen=True)
class Span:
    """A piece of a text and where it stands."""

    text: str
    start: int
    end: int


@cache
def _fold_char(char: str) -> str:
    lowered = char.lower()[:1]
    if lowered in _SPECIAL:
        return _SPECIAL[lowered]
    if char in _DASHES:
        return "-"
    if char.isspace() and char != "\n":
        return " "
    plain = unicodedata.normalize("NFKD", lowered)[:1]
    return plain.lower()[:1] or char


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower the case and drop accents; every character stays at its place."""
    return "".join(map(_fold_char, text))


@lru_cache(maxsize=20_000)
def terms_of(word: str) -> frozenset[str]:
    """Return the concepts of one folded word, or its stem when it is not known."""
    known = table()
    word = _ZU.sub(r"\1", word)
    for form in (word, stem(word), _plain_umlauts(word), stem(_plain_umlauts(word))):
        if form in known:
            return known[form]
    return _compound(word) or frozenset({stem(word)})


def _plain_umlauts(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _compound(word: str) -> frozenset[str] | None:
    """Return the concepts of a compound's two halves (``Schreibtischlampe``), or of a known head."""
    known = table()
    if not 8 <= len(word) <= LONGEST_COMPOUND or not word.isalpha():
        return None
    for cut in range(len(word) - 3, 3, -1):
        right = known.get(word[cut:]) or known.get(stem(word[cut:]))
        if right:
            left = word[:cut]
            for form in (left, left.removesuffix("s"), left.removesuffix("n"), left.removesuffix("en")):
                if len(form) >= 4 and form in known:
                    return known[form] | right
    return next((known[head] for head in HEADS if word.endswith(head) and len(word) > len(head) + 2), None)


@lru_cache(maxsize=2_000)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text with their places."""
    folded = fold(text)
    return tuple(
        Word(match.group(), match.start(), match.end(), terms_of(match.group()))
        for match in _WORD.finditer(folded)
    )


def terms(text: str) -> frozenset[str]:
    """Return all concepts and stems of a text."""
    return frozenset().union(*(word.terms for word in words(text)))


@lru_cache(maxsize=2_000)
def sentences(text: str) -> tuple[Span, ...]:
    """Cut a text into sentences and lines, with their places."""
    found: list[Span] = []
    start = 0
    for match in [*_STOP.finditer(text), None]:
        end = match.start() if match else len(text)
        if match and _SHORTENED.search(text[start:end]):
            continue
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        bare = piece.strip()
        if bare:
            found.append(Span(bare, start + left, start + left + len(bare)))
        start = match.end() if match else end
    return tuple(found)


def squeeze(text: str) -> str:
    """Make one line of a text."""
    return " ".join(text.split())
