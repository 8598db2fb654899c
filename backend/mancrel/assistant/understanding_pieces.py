"""The pieces of a message: one thing asked, and how it hangs together with what stands before it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant.guard_numbers import amounts, figures
from mancrel.assistant.understanding_asks import Kind
from mancrel.assistant.understanding_concepts import COUNTRIES, SERVICES, TOPICS
from mancrel.assistant.understanding_prices import HOW_MUCH
from mancrel.assistant.understanding_products import Choice
from mancrel.assistant.understanding_text import fold, terms, words
from mancrel.assistant.understanding_turns import VERB_FIRST

MOST_TO_SELL = 9
_BARE_PRICE = re.compile(
    r"\b(?:price|preis|prix|precio|costs?|kostet|coute|cuesta) (?:of |at |is |von |de |a |bei |fur |for )?"
    r"(?P<n>\d{1,6}(?:[.,]\d{1,2})?)(?=\s*(?:[?!,;]|[.](?!\d)|$|(?:for|fur|pour|para|right|correct|still|"
    r"richtig|noch|stimmt|toujours|correcto|true)\b))"
)
_QUESTION = re.compile(
    r"^\W*(?:(?:and|n|und|et|y|e|ed|en|or|oder|ou|o|of|also|auch|aussi|tambien|but|aber|mais|pero)\b[\s,]*)*"
    r"(?:(?:up to|until|till|from|at|by|in|on|for|to|with|after|since|about|ab|bis|um|uber|seit|nach|mit|"
    r"fur|aus|von|an|zu|jusqu'a|a partir de|des|d'ici|en|a|de|pour|avec|dans|sous|par|entro|da|tra|fra|per|"
    r"con|fino a|hasta|desde|cada|por|para|vanaf|tot|naar|met|voor|op|bij|sinds|uit|van) )?"
    r"(?:ob|whether|s'il y|se c'e|how (?!are you|do you do)|what|which|when|where|who|why|is|are|does|"
    r"would|will|wie (?!geht)|was|"
    r"wann|wo|wer|warum|welche\w*|combien|quell?e?s?|quand|ou|qui|pourquoi|comment (?!allez)|cuant\w+|cuando|"
    r"donde|quien|cual\w*|por que|que (?!tal)|quant[oaie]|quando|dove|chi|hoe (?!gaat)|hoeveel|wat|waar|"
    r"wanneer|welke)\b"
)
_LENGTH_OF = re.compile(
    r"\bhow long (?:is|are)\b|\bwie lang (?:ist|sind)\b|\b(?:quelle est la )?longueur\b|\blongitud\b|"
    r"\bcuanto mide\w*\b|\bde largo\b"
)
_PARTS = frozenset({"cable", "needle"})
_BEARS = re.compile(
    r"\b(?:carr(?:y|ies)|holds?|supports?|bears?|withstands?|tragt|tragen|aushalt|aushalten|halt|supporter?|"
    r"porter|soporta|soportan|aguantan?)\b"
)


_WEIGHED = frozenset({"weight", "kilo", "kg"})
_KILOS = re.compile(r"\d\s?(?:kg|kilos?|kilogram\w*)\b")
_HEAVY = re.compile(r"\bhow heavy\b|\bwie schwer\b|\bhoe zwaar\b")


@dataclass(frozen=True)
class Ask:
    """One thing asked: ``rest`` are the words that the kind does not explain.

    ``open``: its words tell nothing, so only its meaning may find an answer. ``counts``: how many of each
    choice, where they differ. ``apart``: of goods and their postage nobody asks the sum.
    """

    kind: Kind
    choices: tuple[Choice, ...]
    text: str
    terms: frozenset[str] = frozenset()
    rest: tuple[str, ...] = ()
    quantity: int = 1
    amounts: tuple[tuple[Decimal, str | None], ...] = ()
    with_shipping: bool = False
    open: bool = False
    counts: tuple[int, ...] = ()
    apart: bool = False


def is_question(fragment: str) -> bool:
    """Tell whether a piece of a sentence begins as a question of its own."""
    if fragment.rstrip().endswith("!"):
        return False
    folded = fold(fragment)
    return bool(_QUESTION.search(folded) or VERB_FIRST.search(folded)) and len(words(fragment)) > 1


def stated_price(text: str, language: str) -> tuple[tuple[Decimal, str | None], ...]:
    """Return the amounts a customer writes, those without a currency too when they follow "price of"."""
    found = tuple(amounts(text, language))
    if found:
        return found
    bare = {match.start("n") for match in _BARE_PRICE.finditer(fold(text))}
    return tuple((one.values[0], None) for one in figures(text, language) if one.start in bare)


def measured(folded: str, meant: frozenset[str], *, named: bool) -> frozenset[str]:
    """Return the property that "how long is the cable" asks for."""
    if not _LENGTH_OF.search(folded) or meant & TOPICS:
        return frozenset()
    return frozenset({"length"}) if meant & _PARTS or named else frozenset()


def borne(folded: str, meant: frozenset[str]) -> frozenset[str]:
    """Take "what weight can it carry" for the question that it is: for the load, not for its own weight."""
    if _HEAVY.search(folded) or not _BEARS.search(folded):
        return meant
    if meant & _WEIGHED or ("capacity" in meant and _KILOS.search(folded)):
        return meant - _WEIGHED - {"capacity"} | {"load"}
    return meant


def of_the_parts(sentence: str, current: tuple[Choice, ...]) -> bool:
    """Tell whether a sentence asks for a part that the products in question have ("the cable")."""
    own = terms(
        " ".join(str(name) for choice in current for one in choice.products for name in one.attributes)
    )
    return bool(terms(sentence) & _PARTS & own)


def arrives(ask: Ask) -> bool:
    """Tell whether a question on sending is for how long a certain thing takes to a country."""
    sends = ask.terms & asking.SENDING and (terms(ask.text) | ask.terms) & COUNTRIES
    called = all(one.sure and (one.named or one.start >= 0) for one in ask.choices)
    sure = bool(ask.choices) and called
    other = ask.terms & {"cost", "price", "return", "refund", "express", "track", "customs"}
    timed = bool(asking.ABOUT_TIME.search(fold(ask.text)))
    return ask.kind == "detail" and bool(sends) and sure and timed and not other and not ask.rest


def follows(folded: str, meant: frozenset[str], own: list[Ask]) -> frozenset[str]:
    """Return the topic that a piece takes over from a rule asked for just before it.

    "How many days do I have to return it, and who pays the postage?" goes on about returns, "how much is
    express delivery to Austria and when does it arrive?" about express delivery to Austria.
    """
    before = next((one.terms for one in reversed(own) if one.kind == "detail"), frozenset[str]())
    if asking.WHO_PAYS.search(folded) and "return" in before:
        return frozenset({"return"})
    if meant & {"free", "customs"} and not meant & (TOPICS - {"free", "customs"}) and before & asking.SENDING:
        return before & COUNTRIES | {"ship"} if "free" in meant else before & COUNTRIES
    if asking.PRICE_OF_IT.search(folded) and before & asking.SENDING:
        return before & (COUNTRIES | {"express"}) | {"ship", "cost"}
    if asking.PRICE_OF_IT.search(folded) and before & SERVICES:
        return before & SERVICES | {"cost"}
    if asking.TAKES.search(folded) and before & SERVICES:
        return before & SERVICES | {"duration"}
    timed = asking.ABOUT_TIME.search(folded) and (meant & asking.SENDING or asking.TAKES.search(folded))
    if timed and before & (asking.SENDING | {"express"}) and not meant & {"return", "refund", "warranty"}:
        return before & (COUNTRIES | {"express"}) | {"deliver"}
    return frozenset()


def needed(asks: list[Ask]) -> list[Ask]:
    """Leave out "I am interested in …" beside a real question."""
    real = [ask for ask in asks if ask.kind != "overview"]
    orders = any(ask.rest for ask in asks if ask.kind == "overview")
    return real if real and not orders else asks


def merged(asks: list[Ask]) -> list[Ask]:
    """Put together what is asked twice about the same products."""
    kept: dict[tuple[object, ...], Ask] = {}
    for ask in asks:
        ids = tuple(sorted(str(one.id) for choice in ask.choices for one in choice.products))
        folded = fold(ask.text)
        sort = (bool(HOW_MUCH.search(folded)), bool(asking.ABOUT_TIME.search(folded)))
        key = (ask.kind, ids, (ask.terms, sort) if ask.kind == "detail" else None)
        if key in kept:
            old = kept[key]
            shipped = old.with_shipping or ask.with_shipping
            kept[key] = replace(
                old,
                rest=tuple(word for word in (*old.rest, *ask.rest) if not (shipped and word == "total")),
                quantity=max(old.quantity, ask.quantity),
                text=f"{old.text} {ask.text}",
                amounts=old.amounts + ask.amounts,
                with_shipping=shipped,
            )
        else:
            kept[key] = ask
    return list(kept.values())
