"""Which sentences of which article answer a question, and whether they answer all of it."""

import math
import re
from collections.abc import Iterable

from mancrel.assistant import writer_meaning as meaning
from mancrel.assistant.delivery_rules import LANDS
from mancrel.assistant.facts import ArticleFact, Question
from mancrel.assistant.understanding_asks import WHO_PAYS
from mancrel.assistant.understanding_concepts import COUNTRIES, DAYS, TOPICS
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_text import fold, sentences, terms
from mancrel.assistant.understanding_vocabulary import plain_anywhere
from mancrel.assistant.writer_sentences import (
    ARRIVES,
    HOW_LONG,
    MONEY,
    PRICED,
    TOPICS_OF_RULES,
    WHEN,
    Quote,
    besides,
    covers,
    elsewhere,
    exceptions,
    in_one,
    of_another,
    open_elsewhere,
    right_sort,
    spoken,
)

MOST_SENTENCES = 3
LONGEST = 700
_TOPICS_PAID = frozenset({"return", "ship", "deliver"})
_STRONG = TOPICS_OF_RULES - {"payment", "ship", "deliver", "gift"}
_POSTAGE = frozenset({"ship", "deliver", "cost", "price"})


_PAYER = re.compile(
    r"\b(?:we|you|customers?|buyers?|recipients?|shop) (?:pay|pays|cover|covers|bear|bears)\b|"
    r"\b(?:paid|covered|borne) by\b|"
    r"\bat (?:our|your) (?:cost|expense)\b|"
    r"\b(?:wir|sie|kund\w*|kaufer\w*)\b.*\b(?:zahl\w*|trag\w*|ubern\w*)|\b(?:trag\w*|zahl\w*|ubern\w*) "
    r"(?:wir|sie|der|die)\b|"
    r"\b(?:nous|vous|client\w*)\b.*\b(?:pay\w*|pai\w*|prend\w*|pren\w*)|\ba (?:la|votre|notre) charge\b|"
    r"\b(?:client\w*|nosotros|usted)\b.*\b(?:pag\w*|asum\w*)|\bpagamos\b|\ba (?:su|nuestro) cargo\b"
)
_YOU_HAVE = re.compile(
    r"\b(?:you have|you've got|sie haben|ihr habt|du hast|vous avez|tiene[ns]?|teneis|avete|hebt|heeft u) "
    r"(?:\w+ ){0,2}\d"
)
_NO_OTHERS = re.compile(
    r"\b(?:nowhere else|no other countr\w+|not (?:ship|deliver|send|post) (?:anywhere else|"
    r"to (?:any )?other)|nirgends sonst|nirgendwo sonst|keine anderen lander|"
    r"in andere lander (?:\w+ )?(?:versenden|liefern) wir nicht|"
    r"nulle part ailleurs|aucun autre pays|ningun otro (?:pais|lugar)|nessun altro paese|nergens anders|"
    r"geen andere landen)\b"
)
_OTHERS = re.compile(
    r"\b(?:other countries|abroad|elsewhere|andere[nr]? lander\w*|ausland|autres pays|etranger|"
    r"otros paises|extranjero)\b"
)
_WHOLE = re.compile(
    r"\b(polic(y|ies)|conditions|terms|rules|how (do|does|can|would) \w+|methods|options|zahlungs(arten|"
    r"methoden|mittel)|zahlungsmoglichkeiten|moyens|modes|formas|metodos|medios|bedingungen|richtlinien?|"
    r"regelung\w*|wie (funktioniert|lauft|kann ich)|politique|comment|politica|condiciones|como)\b"
)


def answer(ask: Ask, question: Question) -> Quote | None:
    """Return the best quotation for a question, or None when no article speaks of it."""
    wanted = frozenset(term for term in ask.terms if not _empty(term))
    wanted = wanted - {"accept", "available"} if len(wanted) > 1 else wanted
    wanted = wanted - DAYS if {"open", "store"} <= wanted else wanted  # a place has all of its hours in one
    if not wanted or ask.open or wanted == {"parcel"}:  # "how many are in a packet" is on no sending
        return meaning.answer(ask, wanted, question)
    rarity = _rarity(question.articles)
    found = [_from_article(ask, wanted, article, rarity, question) for article in question.articles]
    usable = [one for one in found if one is not None]
    best = max(usable, key=lambda one: (one.full, one.score), default=None)
    if not (best and best.full) and (closed := _nowhere_else(ask, wanted, question)):
        return closed
    return best if best and best.full else meaning.answer(ask, wanted, question) or best


def _nowhere_else(ask: Ask, wanted: frozenset[str], question: Question) -> Quote | None:
    """Return the sentence that rules out a country which no article names ("nowhere else")."""
    lands = wanted & LANDS
    about = wanted - lands <= _POSTAGE | {"parcel"}
    if ask.rest or len(lands) != 1 or not wanted & {"ship", "deliver"} or not about:
        return None
    said = {article.id: [span.text for span in sentences(article.body)] for article in question.articles}
    if any(covers(land, spoken(text)) for listed in said.values() for text in listed for land in lands):
        return None
    for article in question.articles:
        lists = any(terms(text) & LANDS and MONEY.search(fold(text)) for text in said[article.id])
        closed = [text for text in said[article.id] if _NO_OTHERS.search(fold(text))]
        if lists and closed:
            return Quote(article, closed[0], wanted, full=True, score=1.0)
    return None


def _empty(term: str) -> bool:
    return term in plain_anywhere() and len(term) < 8


def _rarity(articles: Iterable[ArticleFact]) -> dict[str, float]:
    counts: dict[str, int] = {}
    total = 0
    for article in articles:
        for span in sentences(article.body):
            total += 1
            for term in terms(span.text):
                counts[term] = counts.get(term, 0) + 1
    return {term: 1.0 + math.log((1 + total) / (1 + count)) for term, count in counts.items()}


def _from_article(
    ask: Ask, wanted: frozenset[str], article: ArticleFact, rarity: dict[str, float], question: Question
) -> Quote | None:
    every = [span.text for span in sentences(article.body)]
    listed = [text for text in every if not of_another(ask, text, question.products)]
    title = spoken(article.title)
    if elsewhere(wanted, title, TOPICS_OF_RULES) or not wanted & (TOPICS | title):
        return None
    general = bool(_WHOLE.search(fold(ask.text))) or wanted == {"payment"}
    if general and wanted <= title and len(article.body) <= LONGEST and not ask.rest:
        return Quote(article, "\n".join(listed), wanted, full=True, score=1.0 + 0.05 * article.similarity)
    weights = {term: rarity.get(term, 4.0) for term in wanted}
    chosen: list[int] = []
    covered: set[str] = set()
    if wanted <= _POSTAGE and "cost" in wanted:
        chosen = [place for place, text in enumerate(listed) if _is_postage(text)][:4]
        covered = {term for place in chosen for term in wanted if covers(term, spoken(listed[place]) | title)}
    payer = bool(WHO_PAYS.search(fold(ask.text)))
    special = _on_payer(wanted, listed, title) if payer else _on_returning(ask, wanted, listed, title)
    if payer or special:
        chosen = special
        covered = set(wanted) if chosen else set()
    for _ in range(0 if chosen or payer else MOST_SENTENCES):
        gains = [
            _gain(ask, listed[place], wanted - covered, weights, first=not chosen)
            for place in range(len(listed))
        ]
        for place in chosen:
            gains[place] = 0.0
        best = max(range(len(listed)), key=lambda place: gains[place], default=None)
        if best is None or gains[best] <= 0.5:
            break
        chosen.append(best)
        covered |= {term for term in wanted if covers(term, spoken(listed[best]) | title)}
    if not chosen:
        return None
    chosen += _free_from(wanted, chosen, listed) + exceptions(wanted, chosen, listed)
    chosen += besides(chosen, listed, question.products)
    for_all = bool(wanted & COUNTRIES) or payer or _with_the_others(chosen, listed)
    in_title = {term for term in wanted if covers(term, title)}
    text = " ".join(listed[place] for place in sorted(chosen))
    full = (covered | in_title) >= wanted and right_sort(ask, text) and not ask.rest and len(text) <= LONGEST
    full = full and for_all and (payer or in_one(wanted, [listed[place] for place in chosen], title))
    score = sum(weights[term] for term in covered) + 0.7 * sum(weights[term] for term in in_title - covered)
    total = sum(weights.values())
    timed = HOW_LONG.search(fold(ask.text)) or ARRIVES.search(fold(ask.text)) or WHEN.search(fold(ask.text))
    if score < 0.6 * total or not covered or (timed and not right_sort(ask, text)):
        return None
    return Quote(
        article,
        text[:LONGEST],
        frozenset(covered | in_title),
        full,
        score / total + 0.05 * article.similarity,
    )


def _free_from(wanted: frozenset[str], chosen: list[int], listed: list[str]) -> list[int]:
    """Return the sentence that says from which sum on sending is free, where only its fee was chosen."""
    fees = [place for place in chosen if _is_postage(listed[place])]
    if not fees or any("free" in terms(listed[place]) for place in chosen):
        return []
    lands = wanted & COUNTRIES
    for place, text in enumerate(listed):
        free = place not in chosen and _is_postage(text) and "free" in terms(text)
        there = terms(text) & COUNTRIES
        if free and any(one.isdigit() for one in text) and (not there or not lands or lands & there):
            return [place]
    return []


def _with_the_others(chosen: list[int], listed: list[str]) -> bool:
    """Add the rule for all other countries where a sentence holds for some; False when there is none.

    "Is the return free?" of somebody who names no country is not answered by what holds in Austria.
    """
    bound = [place for place in chosen if terms(listed[place]) & (COUNTRIES - {"abroad", "eu"})]
    if not bound:
        return True
    topics = frozenset().union(*(terms(listed[place]) for place in bound)) & TOPICS_OF_RULES
    rest = [
        place
        for place, text in enumerate(listed)
        if _OTHERS.search(fold(text)) and (not topics or terms(text) & topics)
    ]
    chosen += [place for place in rest if place not in chosen][:1]
    return bool(rest) or len(bound) > 1


def _on_returning(ask: Ask, wanted: frozenset[str], listed: list[str], title: frozenset[str]) -> list[int]:
    """Return the one sentence that says by when things may be sent back; none when unsure."""
    found: list[int] = []
    if not {"return"} <= wanted <= {"return", "duration"} or not HOW_LONG.search(fold(ask.text)):
        return found
    for place, text in enumerate(listed):
        said = spoken(text)
        granted = "return" in said or ("return" in title and _YOU_HAVE.search(fold(text)))
        if granted and "duration" in said and not said & {"refund", "money"}:
            found.append(place)
    return found if len(found) == 1 else []


def _on_payer(wanted: frozenset[str], listed: list[str], title: frozenset[str]) -> list[int]:
    """Return the sentences that say who pays what is asked, for the country asked; none when unsure."""
    asked, found = wanted & COUNTRIES, []
    for place, text in enumerate(listed):
        said = terms(text)
        topics = wanted - COUNTRIES - {"payment"} - (PRICED if wanted & _TOPICS_PAID else frozenset())
        if not (_PAYER.search(fold(text)) or {"free", "return"} <= said) or said & (
            {"customs", "tax", "transfer"} - wanted
        ):
            continue
        if not topics or not all(covers(term, said | title) for term in topics):
            continue
        if "return" in wanted and not (said & {"return"}):
            continue
        if (
            not asked
            or all(covers(term, said) for term in asked)
            or not (said & COUNTRIES or _OTHERS.search(fold(text)))
        ):
            found.append(place)
    return found[:MOST_SENTENCES]


def _is_postage(sentence: str) -> bool:
    """Tell whether a sentence states what shipping costs."""
    said = terms(sentence)
    return bool(said & {"ship", "deliver"} and MONEY.search(fold(sentence)) and not said & _STRONG)


def _gain(
    ask: Ask, sentence: str, wanted: frozenset[str], weights: dict[str, float], *, first: bool
) -> float:
    said = spoken(sentence)
    if elsewhere(wanted, said, _STRONG, all_of_it=False) or open_elsewhere(ask, sentence):
        return 0.0
    gain = sum(weights[term] * (1.0 if term in said else 0.8) for term in wanted if covers(term, said))
    if first and gain and right_sort(ask, sentence):
        gain += 1.0
    if first and gain:
        gain += 0.3 * len(said & (terms(ask.text) - wanted) - DAYS - plain_anywhere())
    return gain


def fees(question: Question) -> list[tuple[ArticleFact, str]]:
    """Return the sentences of articles that speak of the cost of shipping."""
    found = []
    for article in question.articles:
        for span in sentences(article.body):
            said = terms(span.text) | terms(article.title)
            if said & {"ship", "deliver"} and MONEY.search(fold(span.text)):
                found.append((article, span.text))
    return found
