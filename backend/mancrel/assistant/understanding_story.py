"""What a message tells around its questions: what they may rest on, and what binds them."""

import re
from dataclasses import replace

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant import understanding_requests as requests
from mancrel.assistant.facts import ProductFact
from mancrel.assistant.understanding_concepts import COUNTRIES, DAYS, SERVICES
from mancrel.assistant.understanding_fragments import Reading, without_names
from mancrel.assistant.understanding_kinds import by_kind
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_products import Choice, choices, every_choice, refine
from mancrel.assistant.understanding_rest import quantity_of, rest_of
from mancrel.assistant.understanding_text import fold, terms

_WISHES = re.compile(
    r"\b(?:need|want|like|love|looking for|after|brauch\w*|such\w*|mocht\w*|hatt\w* gern\w*|cherch\w*|besoin|"
    r"voudr\w*|aimer\w*|busc\w*|quier\w*|necesit\w*|gustar\w*|cerc\w*|vorre\w*|serv\w*|zoek\w*|nodig|wil)\b"
)
"""Says that something is wanted, so that it is spoken of from there on, though it has no name."""


_MINE = re.compile(
    r"\bmine (?:is|are|was|were|has|had|only|weigh\w*|came|look\w*|doesn|isn|broke|just)\b|"
    r"\bmeine?[rs]? (?:ist|sind|wars?|waren|hat|hatten?|wiegt|wiegen|nur|leider|ging|kam)\b|"
    r"\b(?:le mien|la mienne|les mien(?:ne)?s)\b|"
    r"\b(?:el mio|la mia|los mios|las mias) (?:es|son|era|eran|solo|pesa\w*|tiene\w*)\b|"
    r"\b(?:il mio|la mia|i miei|le mie) (?:e|era|sono|erano|pesa\w*|ha|hanno|solo|invece|purtroppo)\b|"
    r"\b(?:de|het) mijne\b|\bdie van mij\b"
)
"""Sets the customer's own beside what is asked ("how heavy is it? Mine is only 41 g"): for a person."""


def hear(reading: Reading, sentence: str) -> None:
    """Take from a story what the questions may rest on: products, versions, places, deadlines."""
    products = reading.question.products
    folded = fold(sentence)
    if asking.PERSONAL.search(folded) and not requests.elsewhere(sentence):
        reading.personal = True
        reading.unclear.append(sentence)
    elif _MINE.search(folded):
        reading.unclear.append(sentence)
    named = [
        one
        for one in by_kind(choices(sentence, products), reading.question.text, sentence)
        if not one.strange
    ]
    if not reading.asks and any(asking.NOT_THIS.search(folded[: one.start]) for one in named):
        reading.unclear.append(sentence)
    reading.several |= more_than(sentence, named, products)
    topics = terms(sentence) & (SERVICES | {"giftcard"})
    wished = bool(_WISHES.search(folded)) and len(named) == 1 and named[0].one_family
    told_before = (reading.current and not wished) or topics
    named = [one for one in named if one.named] or ([] if told_before else named)
    reading.topics = topics or (frozenset() if named else reading.topics)
    if named:
        reading.seen += [one for one in named if one.named]
        reading.current = tuple(named)
        reading.quantity = quantity_of(sentence, products)
        reading.mixed = len(named) > 1 and reading.quantity > 1
        if asking.OVERVIEW.search(folded) and named[0].named:
            reading.asks.append(Ask("overview", tuple(named), sentence))
    else:
        refined = [refine(one, sentence, products) for one in reading.current]
        reading.current = tuple(
            old if new.unmet else new for old, new in zip(reading.current, refined, strict=True)
        )
    reading.places |= requests.places(sentence)
    reading.days |= terms(sentence) & (DAYS - {"weekend", "holiday"})
    reading.elsewhere |= bool(requests.places(sentence)) and not requests.lives(sentence)
    reading.deadlines += [sentence] if requests.deadline(sentence) else []


def more_than(sentence: str, named: list[Choice], products: tuple[ProductFact, ...]) -> bool:
    """Tell whether a sentence counts more things than it calls by name: "three Tarn chairs and a table"."""
    kinds = [one for one in every_choice(sentence, products) if not one.named]
    about = {product.id for one in named for product in one.products}
    others = [one for one in kinds if not any(product.id in about for product in one.products)]
    return bool(named and others) and quantity_of(sentence, products) > 1


def bind(reading: Reading) -> None:
    """Hold the questions against the story: a place where it is to be sent, a day by which it is needed."""
    timed = any(requests.on_time(ask.text, ask.terms) or ask.kind == "delivery" for ask in reading.asks)
    reading.unclear += [] if timed or not reading.asks else reading.deadlines
    _on_its_day(reading)
    if not reading.places:
        reading.places = {land for ask in reading.asks for land in requests.places(ask.text)}
        reading.elsewhere = len(reading.places) > 1
    for place, ask in enumerate(reading.asks):
        sends = ask.kind == "delivery" or ask.with_shipping or ask.terms & (asking.SENDING | {"customs"})
        if not sends or not reading.places or requests.places(ask.text):
            continue
        if asking.WHO_PAYS.search(fold(ask.text)):
            continue  # the rule for each country is quoted
        if len(reading.places) == 1 and not reading.elsewhere and ask.kind in {"detail", "total", "delivery"}:
            where = next(iter(reading.places))
            text = f"{ask.text} ({where})"
            reading.asks[place] = replace(ask, text=text, terms=ask.terms | {where})
        else:
            reading.asks[place] = replace(ask, rest=(*ask.rest, *sorted(reading.places)))


def _on_its_day(reading: Reading) -> None:
    """Take "We come on Monday. Are you open then?" for a question for the hours of that day."""
    for place, ask in enumerate(reading.asks):
        if "open" in ask.terms and len(reading.days) == 1 and not ask.terms & DAYS:
            reading.asks[place] = replace(ask, terms=ask.terms | reading.days)


def aside(reading: Reading, fragment: str, behind: str, *, leading: bool, asked: bool = False) -> bool:
    """Tell whether a piece of a sentence need not be understood, as it only leads to what is asked."""
    if asking.kinds(without_names(reading, fragment), product=True):
        return False
    if _on_condition(reading, fragment, behind):
        reading.places |= requests.places(fragment)
        return True
    trailing = asked and not behind.strip() and not choices(fragment, reading.question.products)
    return requests.aside(fragment, leading=leading, question=behind, asked=trailing)


def _on_condition(reading: Reading, fragment: str, behind: str) -> bool:
    """Tell whether a piece before a question only says to which country, or that something may not fit."""
    if not requests.direct(behind.lstrip(" ,:;-–—")):
        return False
    if requests.lives(fragment) and requests.places(fragment) and not requests.direct(fragment):
        return True
    if asking.SENT_TO.search(fold(fragment)) and _only_a_place(reading, fragment):
        reading.shipped = True
        return True
    return requests.conditional(fragment) and _only_a_place(reading, fragment)


def _only_a_place(reading: Reading, fragment: str) -> bool:
    """Tell whether a piece names no more than a country, or that something may not fit."""
    left = rest_of(reading.question, fragment, [], reading.current)
    said = frozenset().union(*(word.terms for word in left))
    return bool(said) and said <= requests.HARMLESS | COUNTRIES
