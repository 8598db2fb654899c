"""What a piece of a message says beyond its question: words left over, and how many pieces."""

import re
from bisect import bisect_right
from decimal import Decimal
from operator import attrgetter

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant.facts import ProductFact, Question
from mancrel.assistant.guard_numbers import CURRENCIES, DAY_WORDS, figures
from mancrel.assistant.understanding_asks import Kind
from mancrel.assistant.understanding_concepts import ATTRIBUTES, COUNTRIES, RULES, TOPICS
from mancrel.assistant.understanding_everyday import asks_nothing
from mancrel.assistant.understanding_measures import CONTAINERS, HALF, OF
from mancrel.assistant.understanding_names import mentions
from mancrel.assistant.understanding_products import (
    Choice,
    wanted_options,
    widen,
)
from mancrel.assistant.understanding_sending import IF_ORDERED
from mancrel.assistant.understanding_text import Word, fold, words
from mancrel.assistant.understanding_turns import AT_PRESENT, BEYOND

NUMBER_WORDS = {
    word: value
    for value, listed in enumerate(
        (
            "one eins ein eine un une uno una een",
            "two zwei deux dos couple twee",
            "three drei trois tres tre drie",
            "four vier quatre cuatro quattro",
            "five funf cinq cinco cinque vijf",
            "six sechs six seis zes",
            "seven sieben sept siete sette zeven",
            "eight acht huit ocho otto",
            "nine neun neuf nueve nove negen",
            "ten zehn dix diez dieci tien",
            "eleven elf onze once",
            "twelve dozen zwolf douze doce",
        ),
        start=1,
    )
    for word in listed.split()
}


_COUNTED = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,4})\s*(?:x\b|pcs\b|pieces?\b|units?\b|of (?:the|your|them|these|those)\b|stuck\b|"
    r"von (?:den|der|diesen|denen|ihnen)\b|de (?:ces|ceux|celles|los|las|estos|estas|esos|esas)\b|"
    r"exemplaires?\b|unidades\b|piezas\b)|"
    r"\b(?:x|for|buy|order|need|want|take|fur|nehme|brauche|bestellen|kaufen|pour|commander|acheter|para|"
    r"comprar|pedir) (?P<m>\d{1,4})\b(?!\s*(?:days?|tage?|jours|dias|eur|€|usd|gbp|%|[.,]\d))"
)


_ARTICLES = {
    "fr": frozenset("le la les l un une des du au aux votre vos ce cet cette ces".split()),
    "es": frozenset("el la los las un una unos unas del al su sus este esta ese esa".split()),
}
_TELLING = TOPICS | frozenset(line.partition(":")[0] for line in ATTRIBUTES.strip().splitlines()) - {
    "light",
    "capacity",
}

_PERIOD = re.compile(
    rf"\s(?:{'|'.join(DAY_WORDS.values())}|per ?cent|prozent|pour cent|por ciento|per cento|procent)\b"
)
_ONCE = re.compile(r"\bat once\b|\bonce (?=(?:you|i|we|they|it|he|she|the|an?|my|your|is|per|more|again)\b)")
"""The English word, not the Spanish eleven."""

_COMPARATIVE = frozenset(
    "larger bigger smaller largest biggest smallest large small groser grosser grosere grossere kleiner "
    "kleinere groseren kleineren petite petit grande pequeno pequena".split()
)


def rest_of(question: Question, fragment: str, kinds: list[Kind], about: tuple[Choice, ...]) -> list[Word]:
    """Return the words that are neither plain, nor a name, nor explained by what is asked."""
    folded = fold(fragment)
    meant = {one.id for choice in about for one in choice.products}
    covered = frozenset().union(
        *(
            one.places if one.named else one.places - _of_rules(fragment)
            for one in mentions(fragment, question.products, loose=True)
            if one.named or not meant or any(product.id in meant for product in one.products)
        )
    )
    covered |= apposed(fragment, question, about)
    explained = frozenset().union(*(asking.TOPIC_TERMS.get(kind, frozenset()) for kind in kinds))
    explained |= _option_terms(fragment, about, question.products)
    explained |= COUNTRIES if {"total", "delivery"} & set(kinds) else frozenset()
    spans = [span for kind in kinds for span in asking.explained(kind, folded)]
    spans += [match.span() for match in AT_PRESENT.finditer(folded)]
    purpose = asking.PURPOSE.search(folded) if kinds else None
    spans += [purpose.span()] if purpose else []
    spans += _numbers(fragment, folded, question, said=bool(kinds))
    spans += _measures_of_options(fragment, about, question.products)
    beyond = [match.start() for match in BEYOND.finditer(folded)] if kinds else []
    if "delivery" in kinds:
        hypothetical = [match.span() for match in IF_ORDERED.finditer(folded)]
        beyond = [place for place in beyond if not any(start <= place < end for start, end in hypothetical)]
    currencies = {fold(one.currency) for choice in about for one in choice.products}
    inside = {place for start, end in spans for place in range(start, end)}
    left = []
    for place, word in enumerate(words(fragment)):
        if word.start in beyond:
            left.append(word)
            continue
        known = asks_nothing(word.text, question.language) or word.text in _COMPARATIVE
        known = known or word.text in NUMBER_WORDS or _own_currency(word.text, currencies)
        if not (place in covered or known or word.start in inside or word.terms & explained):
            left.append(word)
    return left


def apposed(fragment: str, question: Question, about: tuple[Choice, ...]) -> frozenset[int]:
    """Return the places of nouns that only say once more what a name means ("los bastones Chamois").

    In German they stand behind the name, with a capital; in French and Spanish before it, up to its article.
    What is a property or a rule in any language is never one.
    """
    listed = words(fragment)
    found: set[int] = set()
    meant = {one.id for choice in about for one in choice.products}
    for one in mentions(fragment, question.products, loose=True):
        if not one.named or not any(product.id in meant for product in one.products):
            continue
        if question.language == "de":
            behind = range(max(one.places) + 1, min(max(one.places) + 2, len(listed)))
            found |= {place for place in behind if fragment[listed[place].start].isupper()}
        elif question.language in _ARTICLES:
            found |= _before_a_name(listed, min(one.places), _ARTICLES[question.language])
    return frozenset(place for place in found if not listed[place].terms & (_TELLING | COUNTRIES))


def _before_a_name(listed: tuple[Word, ...], name: int, articles: frozenset[str]) -> set[int]:
    for place in range(name - 1, max(name - 6, -1), -1):
        if listed[place].text in articles:
            return set(range(place + 1, name))
    return set()


def _of_rules(fragment: str) -> frozenset[int]:
    """Return the places of words that name a rule or service ("wrap a gift"), whatever is sold besides."""
    return frozenset(place for place, word in enumerate(words(fragment)) if word.terms & RULES)


def _numbers(fragment: str, folded: str, question: Question, *, said: bool) -> list[tuple[int, int]]:
    """Return the places of numbers that are understood: amounts, quantities, figures of a property."""
    found = [
        (one.start, one.end)
        for one in figures(fragment, question.language)
        if one.kind == "money" or not said
    ]
    found += [match.span() for match in _COUNTED.finditer(folded)]
    listed = words(fragment)
    for mention in mentions(fragment, question.products, loose=True):
        behind = bisect_right(listed, mention.start, key=attrgetter("end"))
        before = listed[max(behind - 2, 0) : behind]
        found += [(word.start, word.end) for word in before if word.text.isdigit()]
    if not said or re.search(r"\b(order|ref|sku|art|article|item|nr|no)\b", folded):
        found += [(word.start, word.end) for word in listed if word.text.isdigit()]
    return found


def _measures_of_options(
    fragment: str, about: tuple[Choice, ...], products: tuple[ProductFact, ...]
) -> list[tuple[int, int]]:
    """Return the places of measures that name a version ("with 45 litres")."""
    versions = widen(tuple(one for choice in about for one in choice.products), products)
    values = " ; ".join(str(value) for one in versions for value in one.options.values())
    known = {(one.unit, one.values[0]) for one in figures(values, "en") if one.kind == "measure"}
    stated = figures(fragment, "en")
    found = [
        (one.start, one.end) for one in stated if any((one.unit, value) in known for value in one.values)
    ]
    half = any(value == Decimal("0.5") for _, value in known)
    return found + [one.span() for one in HALF.finditer(fragment) if half]


def _own_currency(word: str, currencies: set[str]) -> bool:
    """Tell whether a word is the currency of the products; another one is a question of its own."""
    code = CURRENCIES.get(word)
    return code is not None and (
        not currencies or fold(code) in currencies or (code == "$" and "usd" in currencies)
    )


def _option_terms(
    fragment: str, about: tuple[Choice, ...], products: tuple[ProductFact, ...]
) -> frozenset[str]:
    """Return the concepts of options that a fragment states, those that do not exist included."""
    found: set[str] = set()
    for choice in about:
        found |= set(choice.unmet)
        for name, values in wanted_options(fragment, widen(choice.products, products)).items():
            found |= {term for word in words(name) for term in (*word.terms, word.text)}
            for value in values:
                found |= {term for word in words(value) for term in (*word.terms, word.text)}
                found.add(value.replace(" ", ""))
        if choice.compared:
            found |= _SIZES_SAID
    return frozenset(found | {"size", "colour", "dimension"} if found else found)


_SIZES_SAID = frozenset().union(
    *(
        word.terms
        for word in words("grose groses grote groot klein kleine kleines piccolo piccola little big")
    )
)
"""What tells which of two sizes is meant."""

_OF_ONE_LANGUAGE = {"onze": "fr", "once": "es", "elf": "de nl", "sei": "it"}
"""Numbers that are plain words elsewhere: the Dutch "onze" is our, the German "sei" be."""


def _is_number(word: str, language: str) -> bool:
    return word in NUMBER_WORDS and (not language or language in _OF_ONE_LANGUAGE.get(word, language))


def quantity_of(fragment: str, products: tuple[ProductFact, ...], language: str = "") -> int:
    """Return how many pieces a fragment speaks of; in a ``language`` only its own numbers count."""
    folded = fold(fragment)
    units = {one.start for one in figures(fragment, "en") if one.kind != "plain"}
    for match in _COUNTED.finditer(folded):
        group = "n" if match.group("n") else "m"
        if match.start(group) not in units:
            return int(match.group(group))
    named = mentions(fragment, products, loose=True)
    for mention in named:
        before = [word for word in words(fragment) if word.end <= mention.start]
        for word in reversed([one for one in before if one.text not in CONTAINERS | OF][-2:]):
            if word.text.isdigit() and len(word.text) <= 4 and word.start not in units:
                return int(word.text)
            if _is_number(word.text, language):
                return NUMBER_WORDS[word.text]
    others = [one.span() for one in _ONCE.finditer(folded)]
    others += [(one.start, one.end) for one in named if one.named]  # the "Two" of a two-person tent
    for word in words(fragment):
        inside = any(start <= word.start < end for start, end in others)
        counts = _is_number(word.text, language) and not inside and not _PERIOD.match(folded, word.end)
        if counts and NUMBER_WORDS[word.text] > 1:
            return NUMBER_WORDS[word.text]
    return 1


GREETING = re.compile(
    r"^\W*(hi|hiya|hello|hey|ola|slt|yo|servus|gruezi|dear|good (?:morning|afternoon|evening|day)|hallo|"
    r"guten (?:tag|morgen|abend)|moin|"
    r"sehr geehrte\w*|liebe[sr]?|bonjour|bonsoir|salut|"
    r"madame|monsieur|chere?|hola|buen[oa]s? (?:dias|tardes|noches)|"
    r"buongiorno|buonasera|salve|ciao|gentil[ei]|goede(?:morgen|middag|navond|ndag)|goedendag|hoi|beste|"
    r"geachte|"
    r"estimad[oa]s?)\b(?:[^,.!?:\n]{0,30}[,!:.]+\s*|\W*$)"
)


def bare_subject(subject: str) -> str:
    """Return a subject without its "Re:" and "Fwd:"."""
    return re.sub(r"^(\s*(re|fw|fwd|aw|wg|tr|rv)\s*:)+", "", subject, flags=re.IGNORECASE).strip()


def frame(text: str) -> bool:
    """Tell whether a line is only a greeting, thanks or a signature."""
    bare = GREETING.sub("", fold(text)).strip(" ,.!-")
    if not bare:
        return True
    listed = words(bare)
    return len(listed) <= 3 and bool(
        re.match(
            r"^(thanks?|thank you|danke|vielen dank|merci|gracias|grazie|bedankt|dank|groet\w*|saluti|"
            r"regards|kind regards|mfg|lg|cheers|best)\b",
            bare,
        )
    )
