"""Whether the fact of a product that lies nearest to a question answers it: meaning finds, words prove."""

import math
import re

from mancrel.assistant.facts import Near, ProductFact, Question
from mancrel.assistant.guard_numbers import figures
from mancrel.assistant.understanding_asks import INCLUDES, STOCK
from mancrel.assistant.understanding_concepts import COLOURS, KIN, MATERIALS, NAMES, TOPICS
from mancrel.assistant.understanding_names import family
from mancrel.assistant.understanding_pieces import Ask
from mancrel.assistant.understanding_rest import NUMBER_WORDS
from mancrel.assistant.understanding_text import fold, terms, words
from mancrel.assistant.understanding_turns import COMES_WITH
from mancrel.assistant.writer_details import PROPERTIES, Details, facts_of, stated
from mancrel.assistant.writer_sentences import covers, spoken
from mancrel.assistant.writer_wording import Wording

LIKELY = 0.72
"""From here on all that is measured of a fact proves it by itself."""

SURELY = 0.78
"""The same where a product is not called by its name: "roof tents" may be none of ours."""

MOST_STRANGE = 4
_GENERAL = frozenset({"available", "stock", "include", "size", "dimension", "material", "charge", "open"})
_MEASURED = re.compile(
    r"\b(?:how (?:many|much|long|heavy|big|wide|tall|high|deep|thick|far|loud|hot|warm|cold|large)|"
    r"wie ?(?:viele?|lange?|schwer|gro[sz]+|breit|hoch|tief|dick|weit|laut|warm)|combien|cuant[oa]s?|"
    r"quant[oaie]|hoeveel|hoe (?:lang|zwaar|groot|breed|hoog|diep|dik|ver|luid|warm))\b"
)


_LISTS_PARTS = re.compile(
    r"\b(?:included?|includes|sold separately|in the (?:box|tin)|comes? (?:in|with)|enthalten|dabei|separat|"
    r"im lieferumfang|inclus\w*|compris\w*|vendu\w* separement|incluid\w*|por separado|compres[oaie]|"
    r"inbegrepen|meegeleverd|apart verkrijgbaar)\b"
)
_COUNTED_IN = re.compile(
    r"\b(?:how many|wie ?viele?|combien de|cuant[oa]s|quant[ie]|hoeveel) (?P<unit>[^\W\d]{1,12})\b"
)
_OF_THE_SHOP = re.compile(
    r"\bdo you (?!have\b|sell\b|stock\b|know\b|think\b|mean\b|say\b|carry\b)\w+|"
    r"\b(?!avez|pouvez|pourriez|savez|vendez|auriez|diriez)\w+ez[- ]vous\b|"
    r"\b(?:fuhrt ihr|fuhren sie|proposez-vous|venden|llevan)\b|"
    r"\b(?!habt|konnt|konntet|wisst|verkauft|seid|wurdet)\w{3,}t ihr\b|"
    r"\b(?:can|could|will|would) you (?!tell|say|confirm|let|check|please|explain|send|give|advise|help|"
    r"kindly|just)\w+"
)
"""Asks what the shop does: no property of a product answers that."""


def by_meaning(ask: Ask, product: ProductFact, question: Question, said: Wording) -> Details:
    """Return the fact that means what is asked; nothing where that is not proven."""
    near = next((one for one in question.properties if _is_for(one, ask, product, question)), None)
    folded = fold(ask.text)
    if _OF_THE_SHOP.search(folded) or (STOCK.search(folded) and not INCLUDES.search(folded)):
        return Details((), (), full=False)
    if near is None or ask.rest or not _proven(ask, near, product):
        return Details((), (), full=False)
    return stated(product, near.fact, said)


def by_inclusion(ask: Ask, product: ProductFact, question: Question, said: Wording) -> Details:
    """Return the sentence on what comes with a product, where it lies nearest to a question for just that.

    What it lists is all that comes with it, so it answers for a part that no list of words knows, too.
    """
    near = next((one for one in question.properties if _is_for(one, ask, product, question)), None)
    if near is None or ask.rest or not asks_for_parts(ask) or not _LISTS_PARTS.search(fold(near.fact)):
        return Details((), (), full=False)
    known = ask.terms & NAMES - _GENERAL
    if any(not _agrees(term, spoken(near.fact)) for term in known):
        return Details((), (), full=False)
    return stated(product, near.fact, said)


def asks_for_parts(ask: Ask) -> bool:
    """Tell whether a question is on what comes with a product."""
    folded = fold(ask.text)
    return bool(COMES_WITH.search(folded)) or bool(INCLUDES.search(folded) and not _MEASURED.search(folded))


def by_unit(ask: Ask, product: ProductFact, said: Wording) -> Details:
    """Return the one property in the unit that a question counts in ("how many ml does it hold")."""
    counted = _COUNTED_IN.search(fold(ask.text))
    units = (
        {one.unit for one in figures(f"1 {counted['unit']}", "en") if one.kind == "measure"}
        if counted
        else set()
    )
    if len(units) != 1 or ask.rest or ask.terms & TOPICS:
        return Details((), (), full=False)
    fitting = [fact for fact in facts_of(product) if ": " in fact and units & _units(fact)]
    return stated(product, fitting[0], said) if len(fitting) == 1 else Details((), (), full=False)


def _units(fact: str) -> set[str | None]:
    return {one.unit for one in figures(fact, "en") if one.kind == "measure"}


def _is_for(near: Near, ask: Ask, product: ProductFact, question: Question) -> bool:
    if near.asked != ask.text:
        return False
    kin = (one.id for one in question.products if family(one) == family(product))
    return near.product_id in kin


def _proven(ask: Ask, near: Near, product: ProductFact) -> bool:
    name, _, value = near.fact.partition(": ")
    told = spoken(near.fact)
    known = ask.terms & (PROPERTIES | TOPICS | COLOURS | MATERIALS) - _GENERAL - _described(product)
    named = all(choice.named for choice in ask.choices)
    if likelihood(near, sentence=not value) < (LIKELY if named else SURELY):
        return False
    if any(not _agrees(term, told) for term in known):
        return False
    if len(ask.terms - NAMES - told) > MOST_STRANGE:
        return False
    if not _same_measure(ask, near.fact):
        return False
    return not _MEASURED.search(fold(ask.text)) or _counts(value or name)


def _same_measure(ask: Ask, fact: str) -> bool:
    """Tell whether a fact speaks of the measures that a question states ("with 110 volts"); none is free."""
    versions = " ".join(
        str(one) for choice in ask.choices for each in choice.products for one in each.options.values()
    )
    known = {value for one in figures(versions, "en") for value in one.values}
    stated = [one for one in figures(ask.text, "en") if not known & set(one.values)]
    units = {one.unit for one in figures(fact, "en")}
    return all(one.kind == "measure" and one.unit in units for one in stated)


def _described(product: ProductFact) -> frozenset[str]:
    """Return the colours and materials that only say which product is meant ("the little titanium pot")."""
    values = [*product.options.values(), *product.attributes.values()]
    said = terms(" ".join([product.title, product.description, *map(str, values)]))
    return said & (COLOURS | MATERIALS)


def likelihood(near: Near, *, sentence: bool) -> float:
    """Return how likely a fact answers its question, by all that is measured of it.

    A logistic fitted on 283 questions for a property in the evaluation's seen parts, 176 of them with an
    answer in the catalogue: scored by fits that had not seen them, of 105 from 0.7 on 99 held a fact of the
    label.
    """
    logit = -3.38 + 1.62 * (10 * near.similarity - 8) + 35.0 * near.ahead + 30.5 * near.above
    return 1 / (1 + math.exp(-(logit + (0 if sentence else 1.11))))


def _agrees(term: str, told: frozenset[str]) -> bool:
    return covers(term, told) or bool(KIN.get(term, frozenset()) & told)


def _counts(text: str) -> bool:
    return any(word.text in NUMBER_WORDS or any(map(str.isdigit, word.text)) for word in words(text))
