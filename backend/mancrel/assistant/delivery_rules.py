"""By how much sending to a country takes longer than the catalogue says, as an article states it.

Writer and guard read the rule each by itself, so neither believes the other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mancrel.assistant.facts import ArticleFact, ProductFact, Question
from mancrel.assistant.guard_numbers import figures
from mancrel.assistant.understanding_concepts import COUNTRIES
from mancrel.assistant.understanding_text import fold, sentences, terms

LANDS = COUNTRIES - {"eu", "abroad"}
OTHERS = re.compile(
    r"\b(?:(?:all )?(?:the )?other countries|abroad|elsewhere|(?:alle )?(?:andere[nr]?|ubrigen) lander\w*|"
    r"ausland|autres pays|etranger|(?:los )?(?:otros|demas) paises|extranjero)\b"
)
_MORE = re.compile(
    r"\b(?:longer|more|extra|additional|add|later|on top|langer|mehr|zusatzlich\w*|hinzu|spater|de plus|"
    r"supplementaires?|ajoutez|mas|adicional\w*|anada\w*)\b"
)
_HOLDS = re.compile(
    r"\b(?:holds?|meant|valid|appl(?:y|ies)|gilt|gelten|valables?|valent|vaut|valido\w*|vale|valen)\b"
)
_FEE = re.compile(r"\d[\d.,]*\s?(?:€|eur\b)|€\s?\d|\b(?:free|kostenlos|gratuit\w*|gratis)\b")
_OTHER_MATTERS = frozenset({"return", "refund", "repair", "warranty", "rent"})
MOST_DAYS = 60


@dataclass(frozen=True)
class Longer:
    """By how many working days it takes longer, and the article that says so."""

    days: int
    article: ArticleFact


def longer(question: Question, land: str) -> Longer | None:
    """Return by how much sending to a country takes longer; None where no article says it, or two differ."""
    if not _sent_to(question, land):
        return None
    found = [rule for article in question.articles for rule in _of_article(article, land)]
    return found[0] if found and len({one.days for one in found}) == 1 else None


def days_to(product: ProductFact, more: int) -> str | None:
    """Return the days of the catalogue with those of the country added: ``5–6``; None when unknown."""
    parts = (product.delivery_days or "").replace(" ", "").replace("–", "-").split("-")
    if not 1 <= len(parts) <= 2 or not all(part.isdigit() for part in parts):
        return None
    return "–".join(str(int(part) + more) for part in parts)


def _sent_to(question: Question, land: str) -> bool:
    """Tell whether an article names what sending to a country costs: "all others" are not all there are."""
    said = [span.text for article in question.articles for span in sentences(article.body)]
    return any(land in terms(text) and _FEE.search(fold(text)) for text in said)


def _of_article(article: ArticleFact, land: str) -> list[Longer]:
    own: list[Longer] = []
    others: list[Longer] = []
    clauses = [clause for span in sentences(article.body) for clause in span.text.split(";")]
    for clause in clauses:
        said = terms(clause)
        if said & _OTHER_MATTERS:
            continue
        if _HOLDS.search(fold(clause)) and land in said and not any(map(str.isdigit, clause)):
            own.append(Longer(0, article))
        for more, places, rest in _stated(clause, article.language):
            if land in places:
                own.append(Longer(more, article))
            elif rest:
                others.append(Longer(more, article))
    return own or others


def _stated(text: str, language: str) -> Iterator[tuple[int, frozenset[str], bool]]:
    """Yield the extra days of a sentence, with the countries that each is for; True: for all others."""
    folded = fold(text)
    listed = [one for one in figures(text, language) if one.kind in {"time", "plain"}]
    if not _MORE.search(folded) or not any(one.kind == "time" and one.unit == "work" for one in listed):
        return
    start = 0
    for place, one in enumerate(listed):
        whole = one.low is None and one.values[0] == int(one.values[0]) and one.values[0] <= MOST_DAYS
        behind = listed[place + 1].start if place + 1 < len(listed) else len(text)
        about = text[start : one.start]
        if not terms(about) & LANDS and not OTHERS.search(fold(about)):
            about = text[one.end : behind]
        start = one.end
        if whole and (one.kind == "plain" or one.unit == "work"):
            yield int(one.values[0]), terms(about) & LANDS, bool(OTHERS.search(fold(about)))
