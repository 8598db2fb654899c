"""Which sentences of which article answer a question, and whether they answer all of it."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mancrel.assistant.facts import ArticleFact, Question
from mancrel.assistant.guard_numbers import figures
from mancrel.assistant.understanding_asks import WHO_PAYS
from mancrel.assistant.understanding_concepts import COUNTRIES, DAYS, POLICY
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_text import fold, sentences, terms
from mancrel.assistant.understanding_vocabulary import plain_anywhere

MOST_SENTENCES = 3
LONGEST = 700
EU = frozenset(
    "deutschland austria france spain italy belgium netherlands luxembourg ireland "
    "sweden denmark poland portugal".split()
)
_ALIKE = (
    frozenset({"ship", "deliver"}),
    frozenset({"cost", "price", "free"}),
    frozenset({"return", "refund"}),
    frozenset({"open", "hours"}),
)
_MAIN = frozenset(
    "return refund exchange warranty repair payment pickup wrap gift giftcard express assembly ship "
    "deliver".split()
)
_TOPICS = (
    frozenset(line.partition(":")[0] for line in POLICY.strip().splitlines()) - COUNTRIES - DAYS - {"hours"}
)
_TOPICS_PAID = frozenset({"return", "ship", "deliver"})
_PRICED = frozenset({"cost", "price"})
_STRONG = _MAIN - {"payment", "ship", "deliver", "gift"}
_POSTAGE = frozenset({"ship", "deliver", "cost", "price"})
_FROM = re.compile(
    r"\b(ship\w*|sen[dt]\w*|deliver\w*|come|comes|dispatch\w*) from\b|\b(versand\w*|versende\w*|"
    r"verschick\w*) aus\b|"
    r"\b(expedie\w*|envoye\w*|livre\w*) depuis\b|\b(envian?|enviado|entrega\w*) desde\b"
)
_HOW_LONG = re.compile(
    r"\b(how (long|many days|fast|soon|quick\w*)|wie (lange|schnell)|combien de (temps|jours)|"
    r"cuant\w* (tiempo|dias|tarda)|bis wann|frist|delai|plazo|period|deadline)\b"
)
_HOW_MUCH = re.compile(
    r"\b(how much|cost\w*|price|wie ?viel|kost\w*|preis|combien|cout\w*|frais|cuanto|cuesta\w*|gastos|"
    r"precio|teuer|fee)\b"
)
_WHEN = re.compile(
    r"\b(when are|what time|opening|hours|offnungszeiten|wann (haben|sind|hat|offnet)|horaires?|"
    r"a quelle heure|horario|a que hora|cuando abr\w*)\b"
)
_MONEY = re.compile(
    r"\d[\d.,' ]*\s?(€|eur\b|usd\b|gbp\b|chf\b|\$|£|euros?\b)|[€$£]\s?\d|\b(free|kostenlos|kostenfrei|"
    r"gratuit\w*|gratis|no extra cost|without charge|no charge)\b"
)
_PERIOD = re.compile(
    r"\d+\s?(-|to|bis|a)?\s?\d*\s?(working |business )?(days?|weeks?|months?|years?|hours?|tage?n?|"
    r"werktage?n?|wochen?|monate?n?|jahre?n?|stunden?|jours?|semaines?|mois|ans|dias?|semanas?|meses|"
    r"anos?)|\b(two|three|one|zwei|drei|deux|trois|dos|tres) (days|weeks|months|years|tage|wochen|monate|"
    r"jahre|jours|semaines|ans|dias|semanas|anos)"
)
_CLOCK = re.compile(
    r"\d{1,2}([:.h]\d{2})?\s?(am|pm|uhr|h\b|heures|to|bis|-)|\d{1,2}[:h]\d{2}|\bmonday|montag|lundi|lunes"
)


_ARRIVES = re.compile(
    r"\bwhen (?:does|do|did|will|would|can|is|are|could)\b.*"
    r"\b(?:arriv\w*|deliver\w*|come|get|ship\w*|here)\b|"
    r"\bwann (?:kommt|kommen|wird|werden|ist|sind)\b.*|\bquand (?:arriv\w*|sera\w*|est-ce)\b|"
    r"\bcuando (?:llega\w*|entrega\w*|recib\w*)\b"
)
_NEXT_DAY = re.compile(
    r"\b(?:next|same) (?:working |business )?day\b|\bnachste[nr]? (?:werk|arbeits)?tag\b|"
    r"\blendemain\b|\b(?:dia siguiente|mismo dia)\b"
)
_PAYER = re.compile(
    r"\b(?:we|you|customers?|buyers?|recipients?|shop) (?:pay|pays|cover|covers|bear|bears)\b|"
    r"\b(?:paid|covered|borne) by\b|"
    r"\bat (?:our|your) (?:cost|expense)\b|"
    r"\b(?:wir|sie|kund\w*|kaufer\w*)\b.*\b(?:zahl\w*|trag\w*|ubern\w*)|\b(?:trag\w*|zahl\w*|ubern\w*) "
    r"(?:wir|sie|der|die)\b|"
    r"\b(?:nous|vous|client\w*)\b.*\b(?:pay\w*|pai\w*|prend\w*|pren\w*)|\ba (?:la|votre|notre) charge\b|"
    r"\b(?:client\w*|nosotros|usted)\b.*\b(?:pag\w*|asum\w*)|\bpagamos\b|\ba (?:su|nuestro) cargo\b"
)
_OTHERS = re.compile(r"\b(?:other countries|andere[nr]? lander\w*|autres pays|otros paises)\b")
_WHOLE = re.compile(
    r"\b(polic(y|ies)|conditions|terms|rules|how (do|does|can|would) \w+|methods|options|zahlungs(arten|"
    r"methoden|mittel)|zahlungsmoglichkeiten|moyens|modes|formas|metodos|medios|bedingungen|richtlinien?|"
    r"regelung\w*|wie (funktioniert|lauft|kann ich)|politique|comment|politica|condiciones|como)\b"
)


@dataclass(frozen=True)
class Quote:
    """Sentences of one article, verbatim; ``full`` when they speak of everything asked."""

    article: ArticleFact
    text: str
    covered: frozenset[str]
    full: bool
    score: float


def answer(ask: Ask, question: Question) -> Quote | None:
    """Return the best quotation for a question, or None when no article speaks of it."""
    wanted = frozenset(term for term in ask.terms if not _empty(term))
    wanted = wanted - {"accept", "available"} if len(wanted) > 1 else wanted
    if not wanted:
        return None
    rarity = _rarity(question.articles)
    found = [_from_article(ask, wanted, article, rarity) for article in question.articles]
    usable = [one for one in found if one is not None]
    return max(usable, key=lambda one: (one.full, one.score), default=None)


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
    ask: Ask, wanted: frozenset[str], article: ArticleFact, rarity: dict[str, float]
) -> Quote | None:
    listed = [span.text for span in sentences(article.body)]
    title = terms(article.title)
    if _elsewhere(wanted, title, _MAIN) or not wanted & (_TOPICS | title):
        return None
    general = bool(_WHOLE.search(fold(ask.text))) or wanted == {"payment"}
    if general and wanted <= title and len(article.body) <= LONGEST and not ask.rest:
        return Quote(article, "\n".join(listed), wanted, full=True, score=1.0 + 0.05 * article.similarity)
    weights = {term: rarity.get(term, 4.0) for term in wanted}
    chosen: list[int] = []
    covered: set[str] = set()
    if wanted <= _POSTAGE and "cost" in wanted:
        chosen = [place for place, text in enumerate(listed) if _is_postage(text)][:4]
        covered = {term for place in chosen for term in wanted if _covers(term, terms(listed[place]) | title)}
    payer = bool(WHO_PAYS.search(fold(ask.text)))
    if payer:
        chosen = _on_payer(wanted, listed, title)
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
        covered |= {term for term in wanted if _covers(term, terms(listed[best]) | title)}
    if not chosen:
        return None
    in_title = {term for term in wanted if _covers(term, title)}
    text = " ".join(listed[place] for place in sorted(chosen))
    full = (covered | in_title) >= wanted and _right_sort(ask, text) and not ask.rest and len(text) <= LONGEST
    full = full and (payer or _in_one(wanted, [listed[place] for place in chosen], title))
    score = sum(weights[term] for term in covered) + 0.7 * sum(weights[term] for term in in_title - covered)
    total = sum(weights.values())
    timed = (
        _HOW_LONG.search(fold(ask.text)) or _ARRIVES.search(fold(ask.text)) or _WHEN.search(fold(ask.text))
    )
    if score < 0.6 * total or not covered or (timed and not _right_sort(ask, text)):
        return None
    return Quote(
        article,
        text[:LONGEST],
        frozenset(covered | in_title),
        full,
        score / total + 0.05 * article.similarity,
    )


def _on_payer(wanted: frozenset[str], listed: list[str], title: frozenset[str]) -> list[int]:
    """Return the sentences that say who pays what is asked, for the country asked; none when unsure."""
    asked, found = wanted & COUNTRIES, []
    for place, text in enumerate(listed):
        said = terms(text)
        topics = wanted - COUNTRIES - {"payment"} - (_PRICED if wanted & _TOPICS_PAID else frozenset())
        if not _PAYER.search(fold(text)) or said & ({"customs", "tax", "transfer"} - wanted):
            continue
        if not topics or not all(_covers(term, said | title) for term in topics):
            continue
        if "return" in wanted and not (said & {"return"}):
            continue
        if (
            not asked
            or all(_covers(term, said) for term in asked)
            or not (said & COUNTRIES or _OTHERS.search(fold(text)))
        ):
            found.append(place)
    return found[:MOST_SENTENCES]


def _in_one(wanted: frozenset[str], chosen: list[str], title: frozenset[str]) -> bool:
    """Tell whether one sentence speaks of the country and the service asked for, and of both together."""
    bound = wanted & (COUNTRIES | {"express"})
    topics = bound | (wanted & {"ship", "deliver", "return", "exchange", "assembly", "pickup"})
    if not bound or len(topics) < 2:
        return True
    return any(
        all(_covers(term, terms(text) if term in bound else terms(text) | title) for term in topics)
        for text in chosen
    )


def _is_postage(sentence: str) -> bool:
    """Tell whether a sentence states what shipping costs."""
    said = terms(sentence)
    return bool(said & {"ship", "deliver"} and _MONEY.search(fold(sentence)) and not said & _STRONG)


def _gain(
    ask: Ask, sentence: str, wanted: frozenset[str], weights: dict[str, float], *, first: bool
) -> float:
    said = terms(sentence)
    if _elsewhere(wanted, said, _STRONG, all_of_it=False):
        return 0.0
    gain = sum(weights[term] * (1.0 if term in said else 0.8) for term in wanted if _covers(term, said))
    if first and gain and _right_sort(ask, sentence):
        gain += 1.0
    return gain


def _elsewhere(
    wanted: frozenset[str], said: frozenset[str], topics: frozenset[str], *, all_of_it: bool = True
) -> bool:
    """Tell whether a text is about another topic than the question ("delivery" in a rule on returns)."""
    asked = wanted & _MAIN
    about = said & topics
    if not asked or not about:
        return False
    strange = {topic for topic in about if not any(_covers(topic, frozenset({one})) for one in asked)}
    return strange == about if all_of_it else bool(strange)


def _covers(term: str, said: frozenset[str]) -> bool:
    if term in said or (term in COUNTRIES and term in EU and "eu" in said):
        return True
    if term == "card" and said & {"visa", "mastercard"}:
        return True
    return any(term in alike and alike & said for alike in _ALIKE)


def _right_sort(ask: Ask, text: str) -> bool:
    """Tell whether a text holds the sort of thing asked for: a time, an amount, opening hours."""
    asked, said = fold(ask.text), fold(text)
    if _FROM.search(asked) and not _FROM.search(said):
        return False
    stated = {one.kind for one in figures(ask.text, "en")}
    if ("time" in stated and not _PERIOD.search(said)) or ("money" in stated and not _MONEY.search(said)):
        return False
    arrives = "deliver" in ask.terms and bool(_NEXT_DAY.search(said))
    long, comes = _HOW_LONG.search(asked), _ARRIVES.search(asked)
    if (long or comes) and not (_PERIOD.search(said) or arrives):
        return False
    if not comes and _WHEN.search(asked) and not long:
        return bool(_CLOCK.search(said))
    much = _HOW_MUCH.search(_HOW_LONG.sub(" ", asked)) and not WHO_PAYS.search(asked)
    return not much or bool(_MONEY.search(said))


def fees(question: Question) -> list[tuple[ArticleFact, str]]:
    """Return the sentences of articles that speak of the cost of shipping."""
    found = []
    for article in question.articles:
        for span in sentences(article.body):
            said = terms(span.text) | terms(article.title)
            if said & {"ship", "deliver"} and _MONEY.search(fold(span.text)):
                found.append((article, span.text))
    return found
