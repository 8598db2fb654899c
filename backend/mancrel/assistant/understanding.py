"""What a customer wants to know, and about which products: read from the text alone, never guessed."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant import understanding_follow as follow
from mancrel.assistant import understanding_requests as requests
from mancrel.assistant.facts import Question
from mancrel.assistant.sentences import written
from mancrel.assistant.understanding_asks import Kind
from mancrel.assistant.understanding_concepts import TOPICS
from mancrel.assistant.understanding_names import JOINTS, mentions
from mancrel.assistant.understanding_pieces import (
    Ask,
    borne,
    follows,
    is_question,
    measured,
    merged,
    needed,
    of_the_parts,
    stated_price,
)
from mancrel.assistant.understanding_products import (
    Choice,
    choices,
    from_thread,
    refine,
)
from mancrel.assistant.understanding_rest import GREETING, bare_subject, frame, quantity_of, rest_of
from mancrel.assistant.understanding_text import Word, fold, sentences, terms, words


@dataclass(frozen=True)
class Understanding:
    """All that is asked; ``unclear`` are the pieces nobody but a person can take."""

    asks: tuple[Ask, ...]
    unclear: tuple[str, ...] = ()
    personal: bool = False
    choices: tuple[Choice, ...] = field(default=())


@dataclass
class _Reading:
    """What is known while a message is read from its start."""

    question: Question
    current: tuple[Choice, ...] = ()
    asks: list[Ask] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    seen: list[Choice] = field(default_factory=list)
    quantity: int = 1
    mixed: bool = False
    personal: bool = False
    places: set[str] = field(default_factory=set)
    elsewhere: bool = False
    before: tuple[Choice, ...] = ()
    deadlines: list[str] = field(default_factory=list)


def understand(question: Question) -> Understanding:
    """Read a message."""
    text = written(question.text)
    reading = _Reading(question, current=_before(question, text))
    reading.before = tuple(from_thread(question, ""))
    pieces = [span for span in sentences(text) if not frame(span.text)]
    for piece, asked in zip(pieces, requests.requests(pieces), strict=True):
        if asked:
            _read_sentence(reading, piece.text)
        else:
            _hear(reading, piece.text)
    _bind(reading)
    if not reading.asks and not reading.unclear and question.subject:
        _read_sentence(reading, bare_subject(question.subject))
    if not reading.asks and reading.seen and not reading.unclear:
        reading.asks.append(Ask("overview", tuple(reading.seen), text, rest=("?",)))
    return Understanding(
        tuple(merged(needed(reading.asks))),
        tuple(reading.unclear),
        reading.personal,
        tuple(reading.seen or reading.current),
    )


def _before(question: Question, text: str) -> tuple[Choice, ...]:
    """What "it" means at the start: what the subject names, else what the thread was about."""
    subject = [one for one in choices(bare_subject(question.subject), question.products) if one.named]
    if subject and not question.thread:
        return tuple(refine(one, text, question.products) for one in subject)
    earlier = from_thread(question, text)
    return tuple(earlier or [refine(one, text, question.products) for one in subject])


def _read_sentence(reading: _Reading, sentence: str) -> None:
    folded = fold(sentence)
    sentence = sentence[len(sentence) - len(GREETING.sub("", folded, count=1)) :]
    folded = fold(sentence)
    before = reading.before or reading.current
    named = choices(sentence, reading.question.products)
    named = _anaphora(reading, sentence, _without_parts(folded, named))
    if asking.PERSONAL.search(folded):
        reading.personal = True
        reading.unclear.append(sentence)
    if any(asking.NOT_THIS.search(folded[: one.start]) for one in named):
        reading.unclear.append(sentence)
    reading.seen += [one for one in named if one.named]
    if named:
        reading.quantity = quantity_of(sentence, reading.question.products)
        reading.mixed = len(named) > 1 and reading.quantity > 1
    reading.current = tuple(named) or tuple(
        refine(one, sentence, reading.question.products) for one in reading.current
    )
    started = len(reading.asks)
    if (
        follow.follows(sentence)
        and not asking.kinds(folded, product=True)
        and not any(one.named and one.strange for one in named)
    ):
        again = follow.taken_over(reading.question, sentence, before, reading.asks)
        if again:
            reading.asks += again
            reading.current = again[0].choices
            return
    spans = _whole(reading, sentence, named)
    leading = requests.leads(sentence, spans)
    for place, (start, end) in enumerate(spans):
        before = list(reading.asks)
        fragment = sentence[start:end]
        if _aside(reading, fragment, sentence[end:], leading=place < leading):
            continue
        _read_fragment(reading, fragment, [one for one in named if start <= one.start < end], started)
        if reading.asks == before and is_question(fragment):
            reading.unclear.append(fragment.strip())
    _price_named(reading, sentence, started)
    if "?" in sentence and len(reading.asks) == started and (named or _says_more(reading, sentence)):
        reading.unclear.append(sentence)


def _without_parts(folded: str, named: list[Choice]) -> list[Choice]:
    """Leave out what is asked for as a part of something ("does the kit include needles?")."""
    part = asking.INCLUDES.search(folded)
    whole = [one for one in named if part and one.start < part.start()]
    return whole or named


def _hear(reading: _Reading, sentence: str) -> None:
    """Take from a story what the questions may rest on: products, versions, places, deadlines."""
    products = reading.question.products
    folded = fold(sentence)
    if asking.PERSONAL.search(folded) and not requests.elsewhere(sentence):
        reading.personal = True
        reading.unclear.append(sentence)
    named = [one for one in choices(sentence, products) if not one.strange]
    named = [one for one in named if one.named] or ([] if reading.current else named)
    if named:
        reading.seen += [one for one in named if one.named]
        reading.current = tuple(named)
        reading.quantity = quantity_of(sentence, products)
        if asking.OVERVIEW.search(folded) and named[0].named:
            reading.asks.append(Ask("overview", tuple(named), sentence))
    else:
        refined = [refine(one, sentence, products) for one in reading.current]
        reading.current = tuple(
            old if new.unmet else new for old, new in zip(reading.current, refined, strict=True)
        )
    reading.places |= requests.places(sentence)
    reading.elsewhere |= bool(requests.places(sentence)) and not requests.lives(sentence)
    reading.deadlines += [sentence] if requests.deadline(sentence) else []


def _bind(reading: _Reading) -> None:
    """Hold the questions against the story: a place where it is to be sent, a day by which it is needed."""
    timed = any(requests.on_time(ask.text, ask.terms) or ask.kind == "delivery" for ask in reading.asks)
    reading.unclear += [] if timed or not reading.asks else reading.deadlines
    for place, ask in enumerate(reading.asks):
        sends = ask.kind == "delivery" or ask.with_shipping or ask.terms & asking.SENDING
        if not sends or not reading.places or requests.places(ask.text):
            continue
        if asking.WHO_PAYS.search(fold(ask.text)):
            continue  # the rule for each country is quoted
        if len(reading.places) == 1 and not reading.elsewhere and ask.kind in {"detail", "total"}:
            where = next(iter(reading.places))
            text = f"{ask.text} ({where})"
            reading.asks[place] = replace(ask, text=text, terms=ask.terms | {where})
        else:
            reading.asks[place] = replace(ask, rest=(*ask.rest, *sorted(reading.places)))


def _aside(reading: _Reading, fragment: str, behind: str, *, leading: bool) -> bool:
    """Tell whether a piece of a sentence need not be understood, as it only leads to what is asked."""
    if asking.kinds(_without_names(reading, fragment), product=True):
        return False
    return requests.aside(fragment, leading=leading, question=behind)


def _says_more(reading: _Reading, sentence: str) -> bool:
    """Tell whether a question holds more than plain words ("Can you help me?")."""
    return bool(rest_of(reading.question, sentence, [], ()))


def _price_named(reading: _Reading, sentence: str, started: int) -> None:
    """An amount elsewhere in the sentence is what the customer takes for the price."""
    stated = stated_price(sentence, reading.question.language)
    for place in range(started, len(reading.asks)):
        ask = reading.asks[place]
        if stated and ask.kind == "price" and not ask.amounts:
            haggles = asking.BARGAINING.search(fold(sentence)) or not asking.CONFIRMING.search(fold(sentence))
            reading.asks[place] = replace(
                ask, amounts=stated, rest=(*ask.rest, "amount") if haggles else ask.rest
            )


def _anaphora(reading: _Reading, sentence: str, named: list[Choice]) -> list[Choice]:
    """A bare kind ("the lamp") means the product in question if that is of this kind."""
    if any(one.named for one in named) or not reading.current:
        return named
    known = {product.id for choice in reading.current for product in choice.products}
    if any(product.id in known for choice in named for product in choice.products):
        return []
    return [] if of_the_parts(sentence, reading.current) else named


def _fragments(sentence: str, question: Question) -> list[tuple[int, int]]:
    """Cut a sentence at commas and conjunctions that do not stand in a product's name."""
    listed = words(sentence)
    covered = [(one.start, one.end) for one in mentions(sentence, question.products, loose=True)]
    cuts = [word.start for word in listed if word.text in JOINTS]
    cuts += [match.start() for match in re.finditer(r"[,;:](?=\s)|\s[-–—]\s", sentence)]
    cuts = sorted(cut for cut in cuts if not any(start < cut < end for start, end in covered))
    edges = [0, *cuts, len(sentence)]
    return [(start, end) for start, end in pairwise(edges) if sentence[start:end].strip()]


def _whole(reading: _Reading, sentence: str, named: list[Choice]) -> list[tuple[int, int]]:
    """Cut a sentence, but leave "what do the lamp and the desk cost" in one piece: its verb is at its end."""
    joined: list[tuple[int, int]] = []
    opens = False
    for start, end in _fragments(sentence, reading.question):
        opens = opens and not is_question(sentence[start:end])
        begin = joined.pop()[0] if opens else start
        joined.append((begin, end))
        piece = sentence[begin:end]
        about = tuple(one for one in named if begin <= one.start < end)
        opens = (
            bool(about)
            and is_question(piece)
            and not asking.kinds(_without_names(reading, piece), product=True)
        )
        opens = opens or (not about and is_question(piece) and bool(asking.ABOUT_TIME.search(fold(piece))))
        opens = opens and not measured(fold(piece), frozenset(), named=bool(about))
        opens = opens and not rest_of(reading.question, piece, [], about)
    return joined


def _read_fragment(reading: _Reading, fragment: str, named: list[Choice], started: int) -> None:
    folded = fold(fragment)
    about = tuple(named) or reading.current
    kinds = asking.kinds(_without_names(reading, fragment), product=bool(about))
    if (
        not about
        and not kinds
        and not rest_of(reading.question, fragment, ["price", "stock", "delivery"], ())
    ):
        kinds = [kind for kind in asking.kinds(folded, product=True) if kind in {"price", "stock"}]
    if not kinds and named and _names_a_price(reading, fragment):
        kinds = ["price"]
    own_asks = reading.asks[started:]
    rest = rest_of(reading.question, fragment, kinds, about)
    of_sending = kinds == ["price"] and bool(named or not about) and asking.PRICE_OF_IT.search(folded)
    if kinds == ["delivery"] and own_asks and _takes_something_else(folded, own_asks[-1]):
        kinds = ["detail"]
    if (of_sending or kinds in ([], ["delivery"])) and follows(folded, frozenset({"deliver"}), own_asks):
        kinds = ["detail"]
    if kinds == ["detail"] or (
        not kinds and (rest or asking.MADE_OF.search(folded) or asking.SEND_BACK.search(folded))
    ):
        left = rest if not kinds else rest_of(reading.question, fragment, [], about)
        _detail(reading, fragment, left, about, started)
        return
    if not kinds:
        _extend(reading, fragment, named, started)
        return
    if named and own_asks and not own_asks[-1].choices:
        reading.asks[-1] = replace(reading.asks[-1], choices=about)
    for kind in kinds:
        reading.asks.append(_ask(reading, kind, fragment, about, rest))


def _names_a_price(reading: _Reading, fragment: str) -> bool:
    """Tell whether a piece states what a product costs, to be confirmed ("the poles are 99 EUR, right?")."""
    folded = fold(fragment)
    stated = stated_price(fragment, reading.question.language)
    return (
        bool(stated)
        and not asking.BARGAINING.search(folded)
        and not terms(folded) & (TOPICS - {"price", "cost"})
    )


def _without_names(reading: _Reading, fragment: str) -> str:
    """Return a folded fragment with blanks where products are named ("Ceiling Light" asks for no light)."""
    folded = fold(fragment)
    for one in mentions(fragment, reading.question.products, loose=True):
        if one.named:
            folded = f"{folded[: one.start]}{' ' * (one.end - one.start)}{folded[one.end :]}"
    return folded


def _ask(reading: _Reading, kind: Kind, fragment: str, about: tuple[Choice, ...], rest: list[Word]) -> Ask:
    folded = fold(fragment)
    stated = stated_price(fragment, reading.question.language)
    haggling = bool(stated) and (asking.BARGAINING.search(folded) or not asking.CONFIRMING.search(folded))
    told = {str(value) for value, _ in stated}
    left = [word.text for word in rest if word.text not in told] + (["amount"] if haggling else [])
    count = quantity_of(fragment, reading.question.products)
    with_shipping = bool(asking.WITH_SHIPPING.search(folded) or asking.SENT_TO.search(folded))
    if kind == "total":
        count = count if count > 1 else reading.quantity
        left += [] if count > 1 or len(about) > 1 or with_shipping else ["total"]
    elif kind == "price" and count == 1 and not stated and not reading.mixed:
        count = reading.quantity
    if reading.mixed and kind in {"price", "total"}:
        kind, count, left = "price", 1, [*left, "quantity"]
    return Ask(
        kind,
        about,
        fragment,
        frozenset().union(*(word.terms for word in rest)),
        tuple(left),
        count,
        stated,
        with_shipping,
    )


def _detail(
    reading: _Reading, fragment: str, rest: list[Word], about: tuple[Choice, ...], started: int
) -> None:
    """Keep a question for a property or a policy; "who pays for that?" belongs to what stands before."""
    folded = fold(fragment)
    meant = frozenset().union(*(word.terms for word in rest)) if rest else frozenset()
    meant -= asking.GENERAL_TERMS
    if asking.MADE_OF.search(folded):
        meant |= {"material"}
    if asking.SEND_BACK.search(folded):
        meant |= {"return"}
    if asking.MONEY_BACK.search(folded):
        meant = meant - {"return", "money"} | {"refund"}
    if asking.TAKES.search(folded):
        meant |= {"duration"}
    meant = borne(folded, meant | measured(folded, meant, named=bool(about)))
    meant |= follows(folded, meant, reading.asks[started:])
    own = reading.asks[started:]
    if own and own[-1].kind == "detail" and not asking.asks(folded) and len(words(fragment)) <= 4:
        reading.asks[-1] = replace(own[-1], terms=own[-1].terms | meant, text=f"{own[-1].text} {fragment}")
        return
    if own and meant & asking.SERVICES and own[-1].kind == "price":
        reading.asks[-1] = replace(
            own[-1], kind="detail", terms=meant | {"cost"}, rest=(), text=f"{own[-1].text} {fragment}"
        )
        return
    if own and asking.SENT_TO.search(folded) and own[-1].kind in {"price", "total"}:
        reading.asks[-1] = _sent(reading, own[-1], fragment)
        return
    if own and not _asks_anew(folded, meant) and own[-1].kind != "detail":
        reading.asks[-1] = replace(own[-1], rest=(*own[-1].rest, *(word.text for word in rest)))
        return
    if meant & {"cost", "price", "deposit"}:
        meant -= {"height", "dimension"}
    left: tuple[str, ...] = ("who",) if asking.ABOUT_PERSON.search(folded) and len(meant) < 2 else ()
    left += ("choose",) if asking.CHOOSING.search(folded) else ()
    left += ("together",) if len(about) > 1 and meant & {"fit", "compatible"} else ()
    left += ("together",) if asking.TOGETHER.search(folded) and meant & asking.SENDING else ()
    if meant:
        reading.asks.append(Ask("detail", about, fragment, meant, left))


def _sent(reading: _Reading, ask: Ask, fragment: str) -> Ask:
    """Return a question for a price with what sending costs: ", shipped to Spain"."""
    left = [word.text for word in rest_of(reading.question, fragment, ["total"], ask.choices)]
    rest = (*(word for word in ask.rest if word != "total"), *left)
    text = f"{ask.text} {fragment}"
    return replace(ask, kind="total", text=text, rest=rest, with_shipping=True)


def _takes_something_else(folded: str, before: Ask) -> bool:
    """Tell whether "how long does that take" goes on about something else than sending."""
    about_it = before.kind == "detail" and not before.terms & asking.SENDING
    return about_it and not terms(folded) & asking.SENDING


def _asks_anew(folded: str, meant: frozenset[str]) -> bool:
    """Tell whether a piece asks by itself: "and the weight" after a price does, "in white" does not."""
    return asking.asks(folded) or is_question(folded) or bool(meant & asking.PROPERTIES_ASKED)


def _extend(reading: _Reading, fragment: str, named: list[Choice], started: int) -> None:
    """A fragment that only names products belongs to the question before it, or opens the next."""
    own = reading.asks[started:]
    if named and own:
        count = quantity_of(fragment, reading.question.products)
        rest = () if count == own[-1].quantity else ("quantity",)
        reading.asks[-1] = replace(
            own[-1],
            choices=(*own[-1].choices, *named),
            text=f"{own[-1].text} {fragment}",
            rest=(*(word for word in own[-1].rest if word != "total"), *rest),
        )
    elif named and asking.OVERVIEW.search(fold(fragment)):
        reading.asks.append(Ask("overview", tuple(named), fragment))
    elif named and asking.WANTS_TO_BUY.search(fold(fragment)):
        reading.asks.append(
            Ask(
                "overview",
                tuple(named),
                fragment,
                rest=("order",) if asking.ORDERS.search(fold(fragment)) else (),
                quantity=quantity_of(fragment, reading.question.products),
            )
        )
