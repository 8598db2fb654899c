"""Where a text names products: by title, part of it, SKU, external id or link."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from mancrel.assistant.facts import ProductFact
from mancrel.assistant.understanding_concepts import NAMES
from mancrel.assistant.understanding_text import Word, fold, terms_of, words
from mancrel.assistant.understanding_vocabulary import plain_anywhere

GAP = 2
_PLURALS = ("s", "es", "n", "en")
JOINTS = frozenset("and n or und oder et ou y e o versus vs".split())
_OF_ONE_LANGUAGE = {
    "y": ("es",),
    "e": ("it",),
    "o": ("es", "it"),
    "u": ("es",),
    "n": ("en",),
    "en": ("nl",),
    "of": ("nl",),
}
"""Joints that mean something else in other languages: the French "y", the English "of"."""

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]]+", re.IGNORECASE)
_TITLE_NOISE = frozenset(
    "the a an der die das le la les el los las de du of for with mit pour con in and und et y".split()
)


@dataclass(frozen=True)
class Mention:
    """A place that names products; all of ``products`` fit equally.

    ``exact``: a whole title, SKU, id or link. ``named``: more than the kind of thing ("the lamp").
    ``strange``: words that belong to titles, but to none together with the others.
    """

    start: int
    end: int
    products: tuple[ProductFact, ...]
    exact: bool
    named: bool
    places: frozenset[int]
    strange: tuple[str, ...] = ()


@lru_cache(maxsize=4_000)
def title_words(title: str) -> tuple[Word, ...]:
    """Return the words of a title that can name it."""
    found = tuple(word for word in words(title) if word.text not in _TITLE_NOISE)
    return found or words(title)


@lru_cache
def joints_of(language: str) -> frozenset[str]:
    """Return the words of a language that join two pieces of a sentence."""
    own = {word for word, languages in _OF_ONE_LANGUAGE.items() if language in languages}
    return JOINTS - _OF_ONE_LANGUAGE.keys() | own


def family(product: ProductFact) -> str:
    """Return what all variants of a product share."""
    return f"group:{product.group}" if product.group else f"id:{product.id}"


def same(one: Word, other: Word, *, loose: bool) -> bool:
    """Tell whether two words mean the same, allowing a slip of the pen in unknown words if ``loose``."""
    return one.text == other.text or _same(one.text, other.text, loose=loose)


@lru_cache(maxsize=200_000)
def _same(one: str, other: str, *, loose: bool) -> bool:
    shorter = min(len(one), len(other))
    if shorter < 3 or any(letter.isdigit() for letter in one + other):
        return False
    if terms_of(one) & terms_of(other):
        return True
    if not loose or one[0] != other[0] or one in plain_anywhere():
        return False
    if len(one) >= 4 and sorted(one) == sorted(other):
        return True
    if shorter < 5 or terms_of(one) & NAMES:
        return False
    allowed = 2 if shorter >= 8 else 1
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def mentions(text: str, products: tuple[ProductFact, ...], *, loose: bool) -> list[Mention]:
    """Return all places of ``text`` that name products, in order, without overlaps."""
    listed = words(text)
    taken: set[int] = set()
    found = _by_link(text, listed, products, taken)
    found += _by_code(text, listed, products, taken)
    found += _by_title(listed, products, taken)
    found += _by_parts(text, listed, products, taken, loose=loose)
    return sorted(found, key=lambda one: one.start)


def _inside(listed: tuple[Word, ...], start: int, end: int) -> frozenset[int]:
    return frozenset(place for place, word in enumerate(listed) if word.start < end and word.end > start)


def bare_link(link: str) -> str:
    """Return a link as it is compared: without closing punctuation."""
    return link.rstrip(".,;:!?*_~'\"»”").rstrip("/")


def _by_link(
    text: str, listed: tuple[Word, ...], products: tuple[ProductFact, ...], taken: set[int]
) -> list[Mention]:
    found = []
    for match in _URL.finditer(text):
        places = _inside(listed, match.start(), match.end())
        taken |= places
        meant = tuple(one for one in products if one.url and bare_link(one.url) == bare_link(match.group()))
        if meant:
            found.append(Mention(match.start(), match.end(), meant, exact=True, named=True, places=places))
    return found


@lru_cache(maxsize=4_000)
def _codes(*numbers: str | None) -> frozenset[str]:
    """Return a product's numbers as they are looked for; those that could be a word are left out."""
    folded = {fold(number) for number in numbers if number}
    return frozenset(one for one in folded if len(one) >= 4 and ("-" in one or any(map(str.isdigit, one))))


def _by_code(
    text: str, listed: tuple[Word, ...], products: tuple[ProductFact, ...], taken: set[int]
) -> list[Mention]:
    folded = fold(text)
    found: dict[tuple[int, int], list[ProductFact]] = {}
    for product in products:
        for code in _codes(product.sku, product.external_id):
            if code not in folded:
                continue
            for match in re.finditer(rf"(?<![\w-]){re.escape(code)}(?![\w-])", folded):
                found.setdefault(match.span(), []).append(product)
    result = []
    for (start, end), meant in found.items():
        places = _inside(listed, start, end)
        if not places & taken:
            taken |= places
            once = tuple({one.id: one for one in meant}.values())
            result.append(Mention(start, end, once, exact=True, named=True, places=places))
    return result


@lru_cache(maxsize=4_000)
def _as_written(title: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(title))


def _by_title(listed: tuple[Word, ...], products: tuple[ProductFact, ...], taken: set[int]) -> list[Mention]:
    titles: dict[tuple[str, ...], list[ProductFact]] = {}
    for product in products:
        titles.setdefault(_as_written(product.title), []).append(product)
    texts = [word.text for word in listed]
    found = []
    for title in sorted(titles, key=len, reverse=True):
        if not title or (len(title) == 1 and title[0] in plain_anywhere()):
            continue
        for first in range(len(texts) - len(title) + 1):
            if not _equal(texts, first, title):
                continue
            places = frozenset(range(first, first + len(title)))
            if not places & taken:
                taken |= places
                start, end = listed[first].start, listed[first + len(title) - 1].end
                meant = tuple(titles[title])
                found.append(Mention(start, end, meant, exact=True, named=True, places=places))
    return found


def _equal(texts: list[str], first: int, title: tuple[str, ...]) -> bool:
    """Compare a title with the words from a place on; the last may stand in the plural."""
    for place, wanted in enumerate(title[:-1], first):
        if texts[place] != wanted:
            return False
    last, wanted = texts[first + len(title) - 1], title[-1]
    if last == wanted:
        return True
    return len(wanted) >= 3 and last.startswith(wanted) and last[len(wanted) :] in _PLURALS


def _by_parts(
    text: str, listed: tuple[Word, ...], products: tuple[ProductFact, ...], taken: set[int], *, loose: bool
) -> list[Mention]:
    """Find runs of words that belong to titles, and the products that have most of them."""
    vocabulary = {word.text: word for product in products for word in title_words(product.title)}
    matched = [
        place
        for place, word in enumerate(listed)
        if place not in taken and _nameable(text, word) and _known(word, vocabulary.values(), loose=loose)
    ]
    found = []
    for run in _runs(text, listed, matched):
        mention = _of_run(listed, run, products, loose=loose)
        if mention:
            taken |= mention.places
            found.append(mention)
    return found


def _nameable(text: str, word: Word) -> bool:
    """Tell whether a word can be a part of a name; single letters only in capitals ("size M")."""
    if len(word.text) == 1:
        return text[word.start].isupper() or word.text.isdigit()
    return word.text not in plain_anywhere() or bool(word.terms & NAMES) or text[word.start].isupper()


def _known(word: Word, vocabulary: Iterable[Word], *, loose: bool) -> bool:
    return any(same(word, one, loose=loose) for one in vocabulary)


def _runs(text: str, listed: tuple[Word, ...], matched: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in matched:
        if runs and _continues(text, listed, runs[-1][-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _continues(text: str, listed: tuple[Word, ...], before: int, place: int) -> bool:
    between = listed[before + 1 : place]
    gap = text[listed[before].end : listed[place].start]
    if len(between) > GAP or any(mark in gap for mark in ",;:.!?\n()"):
        return False
    return all(word.text in plain_anywhere() and word.text not in JOINTS for word in between)


def _of_run(
    listed: tuple[Word, ...], run: list[int], products: tuple[ProductFact, ...], *, loose: bool
) -> Mention | None:
    if all(len(listed[place].text) == 1 or listed[place].text.isdigit() for place in run):
        return None
    fits: dict[int, list[ProductFact]] = {}
    for product in products:
        own = title_words(product.title)
        hits = [place for place in run if any(same(listed[place], one, loose=loose) for one in own)]
        if hits:
            fits.setdefault(len(set(hits)), []).append(product)
    if not fits:
        return None
    best = _most_spoken_of(fits[max(fits)], [listed[place] for place in run], loose=loose)
    strange = () if max(fits) == len(run) else tuple(listed[place].text for place in run)
    whole = [one for one in best if _all_named(one, listed, run, loose=loose)]
    named = any(_like_a_name(listed[place], products, loose=loose) for place in run)
    if not named and not whole and all(listed[place].text in plain_anywhere() for place in run):
        return None
    return Mention(
        listed[run[0]].start,
        listed[run[-1]].end,
        tuple(whole or best),
        exact=bool(whole) and not strange,
        named=named or bool(whole),
        places=frozenset(run),
        strange=strange,
    )


def _most_spoken_of(products: list[ProductFact], run: list[Word], *, loose: bool) -> list[ProductFact]:
    """Keep those most of whose title a compound says: "Brotmesser" says two words of a bread knife's."""
    if len(run) > 1:
        return products
    said = [
        sum(any(same(word, own, loose=loose) for word in run) for own in title_words(one.title))
        for one in products
    ]
    return [one for one, count in zip(products, said, strict=True) if count == max(said)]


def _all_named(product: ProductFact, listed: tuple[Word, ...], run: list[int], *, loose: bool) -> bool:
    return all(
        any(same(listed[place], own, loose=loose) for place in run) for own in title_words(product.title)
    )


def _like_a_name(word: Word, products: tuple[ProductFact, ...], *, loose: bool) -> bool:
    """Tell whether a word names rather than describes: no concept of ours and no plain word."""
    if word.terms & NAMES or word.text in plain_anywhere() or word.text.isdigit() or len(word.text) == 1:
        return False
    families = {
        family(one) for one in products if any(same(word, own, loose=loose) for own in title_words(one.title))
    }
    return len(families) <= max(3, len({family(one) for one in products}) // 3)
