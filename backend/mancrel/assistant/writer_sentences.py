"""What a sentence of an article speaks of, and whether it is the sort of thing that was asked for."""

import re
from dataclasses import dataclass

from mancrel.assistant.facts import ArticleFact, ProductFact
from mancrel.assistant.guard_language import negated
from mancrel.assistant.guard_numbers import figures
from mancrel.assistant.understanding_asks import MONEY_BACK, SEND_BACK, WHO_PAYS
from mancrel.assistant.understanding_concepts import COLOURS, COUNTRIES, MATERIALS
from mancrel.assistant.understanding_names import mentions
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_text import fold, sentences, terms, words
from mancrel.assistant.understanding_things import THINGS

EU = frozenset(
    "deutschland austria france spain italy belgium netherlands luxembourg ireland "
    "sweden denmark poland portugal slovenia croatia czechia hungary finland greece".split()
)
_ALIKE = (
    frozenset({"ship", "deliver"}),
    frozenset({"cost", "price", "free"}),
    frozenset({"open", "hours"}),
    frozenset({"gift", "giftcard"}),
)
GOODS = (
    frozenset(line.partition(":")[0] for line in THINGS.strip().splitlines())
    - COLOURS
    - MATERIALS
    - {"floor", "office", "table"}
)
"""Kinds of things that a rule may be limited to ("tents are repaired in our workshop")."""

TOPICS_OF_RULES = frozenset(
    "return refund exchange warranty repair payment pickup wrap gift giftcard express assembly ship "
    "deliver".split()
)
_EXCEPTED = frozenset({"wrap", "gift", "return", "exchange", "repair", "assembly", "pickup", "express"})
_FURNITURE = re.compile(r"\b(?:furniture|mobel\w*|meubles?|muebles?|mobili|meubel\w*)\b")
_FOR_ALL = re.compile(
    r"\b(?:all|every|each|alle|jede\w*|tous|toutes|chaque|todos|todas|cada|tutti|tutte|ogni)\b"
)
_DESK = re.compile(
    r"\b(?:customer (?:service|support|care)|support|hotline|(?:by )?(?:tele)?phone|kundenservice|"
    r"kundendienst|"
    r"telefon\w*|service clients?|atencion al cliente|telefono|servizio clienti|assistenza|klantenservice)\b"
)
"""Where one calls, which has other hours than where one walks in."""
PRICED = frozenset({"cost", "price"})
_FROM = re.compile(
    r"\b(ship\w*|sen[dt]\w*|deliver\w*|come|comes|dispatch\w*) from\b|\b(versand\w*|versende\w*|"
    r"verschick\w*) aus\b|"
    r"\b(expedie\w*|envoye\w*|livre\w*) depuis\b|\b(envian?|enviado|entrega\w*) desde\b"
)
HOW_LONG = re.compile(
    r"\b(how (long|many days|fast|soon|quick\w*)|wie (lange|schnell)|combien de (temps|jours)|"
    r"cuant\w* (tiempo|dias|tarda)|quanto tempo|quanti giorni|until when|up to when|till when|by when|"
    r"jusqu'a quand|hasta cuando|fino a quando|entro quando|tot wanneer|"
    r"quanto (dura|durano|ci)|hoe (lang|snel)|hoeveel (werk)?dagen|levertijd|bis wann|frist|delai|plazo|"
    r"period|deadline)\b"
)
_HOW_MANY = re.compile(
    r"\b(?:how many|wie viele?|combien d[e' ]|cuant[oa]s|quant[ie]|hoeveel)\s*(?P<what>[^\W\d]+)"
)
_COUNT = re.compile(r"\d\s+(?P<what>[^\W\d]+(?:\s[^\W\d]+)?)")
_OUTSIDE = re.compile(
    r"\b(?:outside|beyond|auserhalb|ausserhalb|hors|en dehors|fuera)\b.{0,12}\b(?:eu|ue|europ\w*)\b"
)
_TIME = frozenset({"time", "zeit", "temps", "tiempo", "tempo", "tijd"})
_HOW_MUCH = re.compile(
    r"\b(how much|cost\w*|price|wie ?viel|kost\w*|preis|combien|cout\w*|frais|cuanto|cuesta\w*|gastos|"
    r"quanto|spese|prezzo|hoeveel|prijs|"
    r"precio|teuer|fee)\b"
)
WHEN = re.compile(
    r"\b(when are|what time|opening|hours|offnungszeiten|wann (haben|sind|hat|offnet)|horaires?|"
    r"a quelle heure|horario|a que hora|cuando abr\w*|"
    r"a che ora|quando (siete|apr\w*)|orari|hoe laat|wanneer (zijn|is|gaat)|openingstijden)\b"
)
MONEY = re.compile(
    r"\d[\d.,' ]*\s?(€|eur\b|usd\b|gbp\b|chf\b|\$|£|euros?\b)|[€$£]\s?\d|\b(free|kostenlos|kostenfrei|"
    r"gratuit\w*|gratis|no extra cost|without charge|no charge)\b"
)
_PERIOD = re.compile(
    r"\d+\s?(-|to|bis|a)?\s?\d*\s?(working |business )?(days?|weeks?|months?|years?|hours?|tage?n?|"
    r"minutes?|minuten|minutos?|werktage?n?|wochen?|monate?n?|jahre?n?|stunden?|jours?|semaines?|mois|ans|"
    r"dias?|semanas?|meses|"
    r"anos?)|\b(two|three|one|zwei|drei|deux|trois|dos|tres) (days|weeks|months|years|tage|wochen|monate|"
    r"jahre|jours|semaines|ans|dias|semanas|anos)"
)
_CLOCK = re.compile(
    r"\d{1,2}([:.h]\d{2})?\s?(am|pm|uhr|h\b|heures|to|bis|-)|\d{1,2}[:h]\d{2}|\bmonday|montag|lundi|lunes"
)
ARRIVES = re.compile(
    r"\bwhen (?:does|do|did|will|would|can|is|are|could)\b.*"
    r"\b(?:arriv\w*|deliver\w*|come|get|ship\w*|here)\b|"
    r"\bwann (?:kommt|kommen|wird|werden|ist|sind)\b.*|\bquand (?:arriv\w*|sera\w*|est-ce)\b|"
    r"\bcuando (?:llega\w*|entrega\w*|recib\w*)\b|\bquando arriva\w*\b|\bwanneer (?:komt|is|wordt)\b"
)
_NEXT_DAY = re.compile(
    r"\b(?:next|same) (?:working |business )?day\b|\bnachste[nr]? (?:werk|arbeits)?tag\b|"
    r"\blendemain\b|\b(?:dia siguiente|mismo dia)\b"
)


@dataclass(frozen=True)
class Quote:
    """Sentences of one article, verbatim; ``full`` when they speak of everything asked."""

    article: ArticleFact
    text: str
    covered: frozenset[str]
    full: bool
    score: float


def spoken(text: str) -> frozenset[str]:
    """Return what a sentence speaks of; an amount tells a cost, a period a duration, by themselves."""
    said = _places_in(text)
    if MONEY.search(fold(text)):
        said |= PRICED
    if SEND_BACK.search(fold(text)):
        said |= {"return"}
    if MONEY_BACK.search(fold(text)):
        said |= {"refund"}
    return said | {"duration"} if _PERIOD.search(fold(text)) else said


def in_one(wanted: frozenset[str], chosen: list[str], title: frozenset[str]) -> bool:
    """Tell whether one sentence speaks of the country and the service asked for, and of both together.

    What a service costs has to stand beside the service: not in one sentence a return, in the next a rent.
    """
    services = wanted & TOPICS_OF_RULES - {"ship", "deliver"}
    if wanted & PRICED and services:
        spoke = [spoken(text) | title for text in chosen if spoken(text) & PRICED]
        if not any(covers(term, said) for said in spoke for term in services):
            return False
    bound = wanted & (COUNTRIES | {"express"})
    topics = bound | (wanted & {"ship", "deliver", "return", "exchange", "assembly", "pickup"})
    if not bound or len(topics) < 2:
        return True
    return any(
        all(covers(term, said if term in bound else said | title) for term in topics)
        for said in map(_places_in, chosen)
    )


def elsewhere(
    wanted: frozenset[str], said: frozenset[str], topics: frozenset[str], *, all_of_it: bool = True
) -> bool:
    """Tell whether a text is about another topic than the question ("delivery" in a rule on returns)."""
    asked = wanted & TOPICS_OF_RULES
    about = said & topics
    if not asked or not about:
        return False
    strange = {topic for topic in about if not any(covers(topic, frozenset({one})) for one in asked)}
    return strange == about if all_of_it else bool(strange)


def _places_in(text: str) -> frozenset[str]:
    """Return the terms of a sentence; "outside Europe" says nothing of a country in it."""
    return terms(text) - ({"eu"} if _OUTSIDE.search(fold(text)) else frozenset())


def covers(term: str, said: frozenset[str]) -> bool:
    """Tell whether a text that speaks of ``said`` speaks of ``term`` too."""
    if term in said or (term in COUNTRIES and term in EU and "eu" in said):
        return True
    if term == "card" and said & {"visa", "mastercard"}:
        return True
    return any(term in alike and alike & said for alike in _ALIKE)


def right_sort(ask: Ask, text: str) -> bool:
    """Tell whether a text holds the sort of thing asked for: a time, an amount, opening hours."""
    asked, said = fold(ask.text), fold(text)
    if _FROM.search(asked) and not _FROM.search(said):
        return False
    counted = _HOW_MANY.search(asked)
    if counted and counted["what"] not in _TIME and not _counts(counted["what"], said):
        return False
    stated = {one.kind for one in figures(ask.text, "en")}
    if ("time" in stated and not _PERIOD.search(said)) or ("money" in stated and not MONEY.search(said)):
        return False
    arrives = "deliver" in ask.terms and bool(_NEXT_DAY.search(said))
    long, comes = HOW_LONG.search(asked), ARRIVES.search(asked)
    if (long or comes) and not (_PERIOD.search(said) or arrives):
        return False
    if not comes and WHEN.search(asked) and not long:
        return bool(_CLOCK.search(said))
    much = _HOW_MUCH.search(HOW_LONG.sub(" ", asked)) and not WHO_PAYS.search(asked)
    return not much or bool(MONEY.search(said))


def _counts(what: str, said: str) -> bool:
    """Tell whether a folded text says how many there are of what is asked for."""
    wanted = terms(what)
    if _PERIOD.search(f"1 {what}"):
        return bool(_PERIOD.search(said))
    return any(terms(match["what"]) & wanted for match in _COUNT.finditer(said))


def for_other_goods(ask: Ask, quote: Quote) -> bool:
    """Tell whether a rule is for other goods than those asked about: tents, where a lamp is in question.

    What limits it may stand beside it: "Tents are repaired here. A repair takes 15 days."
    """
    topics = ask.terms & TOPICS_OF_RULES
    beside = [terms(span.text) for span in sentences(quote.article.body) if not negated(fold(span.text))]
    about = terms(quote.text).union(*(said for said in beside if said & topics)) & GOODS
    named = [f"{one.title} {one.category or ''}" for choice in ask.choices for one in choice.products]
    mine = terms(f"{ask.text} {' '.join(named)}")
    return bool(about and (ask.choices or mine & GOODS)) and not about & mine


def of_another(ask: Ask, text: str, products: tuple[ProductFact, ...]) -> bool:
    """Tell whether a sentence names other products than those asked about ("the frame of the Havn desks")."""
    titles = [one.title for choice in ask.choices for one in choice.products]
    named = [one for one in mentions(text, products, loose=False) if one.named] if titles else []
    mine = {word.text for title in titles for word in words(title) if not word.terms & GOODS}
    return any(not mine & {word.text for word in words(text[one.start : one.end])} for one in named)


def besides(chosen: list[int], listed: list[str], products: tuple[ProductFact, ...]) -> list[int]:
    """Return the rule for all goods beside one that is for some of them by name."""
    first = listed[chosen[0]]
    topics = terms(first) & TOPICS_OF_RULES
    if not topics or not any(one.named for one in mentions(first, products, loose=False)):
        return []
    for place, text in enumerate(listed):
        if place not in chosen and topics <= terms(text) and _FOR_ALL.search(fold(text)):
            return [place]
    return []


def exceptions(wanted: frozenset[str], chosen: list[int], listed: list[str]) -> list[int]:
    """Return the sentence that takes some goods out of what is asked ("furniture cannot be gift-wrapped")."""
    topics = wanted & _EXCEPTED
    for place, text in enumerate(listed):
        said = terms(text)
        some = said & GOODS or _FURNITURE.search(fold(text))
        if place not in chosen and said & topics and some and negated(fold(text)):
            return [place]
    return []


def open_elsewhere(ask: Ask, text: str) -> bool:
    """Tell whether a sentence has the hours of the shop where the telephone is asked for, or the reverse."""
    asked, said = fold(ask.text), fold(text)
    calls, called = bool(_DESK.search(asked)), bool(_DESK.search(said))
    visits, visited = "store" in terms(asked), "store" in terms(said)
    return "open" in terms(said) and (
        (calls and visited and not called) or (visits and called and not visited)
    )
