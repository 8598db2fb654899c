"""What one piece of a sentence asks for, and how it goes on from the piece before."""

from dataclasses import dataclass, field, replace

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant import understanding_turns as turns
from mancrel.assistant.facts import Question
from mancrel.assistant.understanding_asks import Kind
from mancrel.assistant.understanding_concepts import COUNTRIES, PROPERTIES_ASKED, SERVICES, TOPICS
from mancrel.assistant.understanding_kinds import describes
from mancrel.assistant.understanding_names import mentions
from mancrel.assistant.understanding_pieces import Ask, borne, follows, is_question, measured, stated_price
from mancrel.assistant.understanding_prices import asks_a_price
from mancrel.assistant.understanding_products import Choice
from mancrel.assistant.understanding_rest import quantity_of, rest_of
from mancrel.assistant.understanding_sending import POSTS_TO
from mancrel.assistant.understanding_text import Word, fold, terms, words


@dataclass
class Reading:
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
    days: set[str] = field(default_factory=set)
    elsewhere: bool = False
    shipped: bool = False
    before: tuple[Choice, ...] = ()
    deadlines: list[str] = field(default_factory=list)
    topics: frozenset[str] = frozenset()
    several: bool = False


def read_fragment(reading: Reading, fragment: str, named: list[Choice], started: int) -> None:
    """Add what a piece of a sentence asks for, or what it adds to the question before it."""
    folded = fold(fragment)
    about = tuple(named) or reading.current
    kinds = _kinds(reading, fragment, named)
    own_asks = reading.asks[started:]
    rest = rest_of(reading.question, fragment, kinds, about)
    of_sending = kinds == ["price"] and bool((named or not about) and asking.PRICE_OF_IT.search(folded))
    of_sending = of_sending or (kinds == ["price"] and not named and _of_a_service(folded, own_asks))
    if kinds == ["delivery"] and own_asks and _takes_something_else(folded, own_asks[-1]):
        kinds = ["detail"]
    goes_on = of_sending or not kinds or (kinds == ["delivery"] and not named)
    if goes_on and follows(folded, frozenset({"deliver"}), own_asks):
        kinds = ["detail"]
    if kinds == ["detail"] or (not kinds and (rest or _asks_by_a_turn(folded, named=bool(about)))):
        left = rest if not kinds else rest_of(reading.question, fragment, [], about)
        _detail(reading, fragment, left, about, started)
        return
    if not kinds:
        _extend(reading, fragment, named, started)
        return
    if kinds == ["price"] and not about and reading.topics and not rest:
        reading.asks.append(Ask("detail", (), fragment, reading.topics | {"cost"}))
        return
    if named and own_asks and not own_asks[-1].choices:
        reading.asks[-1] = replace(reading.asks[-1], choices=about)
    for kind in kinds:
        reading.asks.append(_ask(reading, kind, fragment, about, rest))


def _of_a_service(folded: str, own: list[Ask]) -> bool:
    """Tell whether "what is that?" asks what a service costs: "do you sharpen bread knives, and …?"."""
    return bool(
        own and own[-1].kind == "detail" and own[-1].terms & SERVICES and asking.PRICE_OF_IT.search(folded)
    )


def leave_open(reading: Reading, fragment: str, named: list[Choice]) -> None:
    """Keep a question whose words tell nothing: its meaning may find an answer."""
    about = tuple(named) or reading.current
    rest = rest_of(reading.question, fragment, [], about)
    meant = _meant(fold(fragment), rest, named=bool(about))
    reading.asks.append(Ask("detail", about, fragment.strip(), meant, open=True))


_OF_A_SERVICE = frozenset({"cost", "price", "duration", "valid", "length"})
"""What is asked of a service that a story tells of ("I'd like to take the course. How long is it?")."""

_BACK = frozenset({"ship", "terug", "indietro"})
"""What "send back" is made of beside the return itself."""


def _asks_by_a_turn(folded: str, *, named: bool) -> bool:
    """Tell whether plain words ask for a property or a rule ("what is it made of", "how long is it")."""
    if turns.MADE_OF.search(folded) or asking.SEND_BACK.search(folded):
        return True
    of_goods = turns.COMES_FROM.search(folded) or measured(folded, frozenset(), named=named)
    return named and bool(of_goods)


def _kinds(reading: Reading, fragment: str, named: list[Choice]) -> list[Kind]:
    """Return what a piece asks for by its own words."""
    about = tuple(named) or reading.current
    kinds = asking.kinds(without_names(reading, fragment), product=bool(about))
    if kinds:
        return kinds
    if not about and not rest_of(reading.question, fragment, ["price", "stock", "delivery"], ()):
        return [kind for kind in asking.kinds(fold(fragment), product=True) if kind in {"price", "stock"}]
    return ["price"] if named and _names_a_price(reading, fragment) else []


def _names_a_price(reading: Reading, fragment: str) -> bool:
    """Tell whether a piece states what a product costs, to be confirmed ("the poles are 99 EUR, right?")."""
    folded = fold(fragment)
    stated = stated_price(fragment, reading.question.language)
    return (
        bool(stated)
        and not asking.BARGAINING.search(folded)
        and not terms(folded) & (TOPICS - {"price", "cost"})
    )


def without_names(reading: Reading, fragment: str) -> str:
    """Return a folded fragment with blanks where products are named ("Ceiling Light" asks for no light)."""
    folded = fold(fragment)
    for one in mentions(fragment, reading.question.products, loose=True):
        if one.named:
            folded = f"{folded[: one.start]}{' ' * (one.end - one.start)}{folded[one.end :]}"
    return folded


def _ask(reading: Reading, kind: Kind, fragment: str, about: tuple[Choice, ...], rest: list[Word]) -> Ask:
    folded = fold(fragment)
    stated = stated_price(fragment, reading.question.language)
    haggling = bool(stated) and (asking.BARGAINING.search(folded) or not asking.CONFIRMING.search(folded))
    told = {str(value) for value, _ in stated}
    if kind in {"price", "stock", "delivery"}:
        rest = [word for word in rest if not describes(word, about)]
    left = [word.text for word in rest if word.text not in told] + (["amount"] if haggling else [])
    count = quantity_of(fragment, reading.question.products)
    with_shipping = bool(asking.WITH_SHIPPING.search(folded) or asking.SENT_TO.search(folded))
    if kind == "total":
        with_shipping = with_shipping or reading.shipped
        count = count if count > 1 else reading.quantity
        left += ["more"] if reading.several else []
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
    reading: Reading, fragment: str, rest: list[Word], about: tuple[Choice, ...], started: int
) -> None:
    """Keep a question for a property or a policy; "who pays for that?" belongs to what stands before."""
    folded = fold(fragment)
    meant = _meant(folded, rest, named=bool(about))
    meant |= follows(folded, meant, reading.asks[started:])
    own = reading.asks[started:]
    if own and _goes_on(reading, own[-1], fragment, meant, rest):
        return
    if not about and meant and meant <= _OF_A_SERVICE:
        meant |= reading.topics
    if meant & {"cost", "price", "deposit"}:
        meant -= {"height", "dimension"}
    left: tuple[str, ...] = ("who",) if asking.ABOUT_PERSON.search(folded) and len(meant) < 2 else ()
    left += ("amount",) if "customs" in meant and turns.AMOUNT.search(folded) else ()
    left += ("choose",) if turns.CHOOSING.search(folded) else ()
    left += ("together",) if len(about) > 1 and meant & {"fit", "compatible"} else ()
    left += ("together",) if turns.TOGETHER.search(folded) and meant & asking.SENDING else ()
    if meant:
        reading.asks.append(Ask("detail", about, fragment, meant, left, reading.quantity))


def _meant(folded: str, rest: list[Word], *, named: bool) -> frozenset[str]:
    """Return what the words left over ask for, and what some turns of speech do."""
    meant = frozenset().union(*(word.terms for word in rest)) if rest else frozenset()
    meant -= turns.GENERAL_TERMS
    if turns.OF_THAT_SIZE.search(folded):
        meant -= {"size"}
    if turns.MADE_OF.search(folded):
        meant |= {"material"}
    if named and turns.COMES_FROM.search(folded):
        meant |= {"origin"}
    if back := asking.SEND_BACK.search(folded):
        said = words(back.group())
        meant = meant - _BACK - said[0].terms - said[-1].terms | {"return"}
    elif (posts := POSTS_TO.search(folded)) and terms(folded) & COUNTRIES:
        meant = meant - terms(posts.group()) | {"ship"}
    if asking.MONEY_BACK.search(folded):
        meant = meant - {"return", "money"} | {"refund"}
    meant = _by_verbs(folded, meant)
    return borne(folded, _without_echoes(folded, meant) | measured(folded, meant, named=named))


def _by_verbs(folded: str, meant: frozenset[str]) -> frozenset[str]:
    """Return the same with what is asked by a verb: how long it takes, how much goes in, what is paid."""
    if asking.TAKES.search(folded):
        meant |= {"duration"}
    if turns.HAS_OPEN.search(folded):
        meant |= {"open"}
    if "payment" in meant and meant & asking.SENDING and asks_a_price(folded, frozenset()):
        meant = meant - {"payment"} | {"cost"}
    if turns.HOLDS_HOW_MUCH.search(folded):
        meant = meant - turns.POURS | {"capacity"}
    return meant


def _without_echoes(folded: str, meant: frozenset[str]) -> frozenset[str]:
    """Leave out what only says once more what is asked: to pay a duty, to wash in a dishwasher.

    What a duty comes to is another question than whether there is one.
    """
    for own, echo in _ECHOES.items():
        if own in meant and not (own == "customs" and turns.AMOUNT.search(folded)):
            meant -= echo
    return meant


_ECHOES = {
    "customs": frozenset({"payment", "top"}),
    "dishwasher": frozenset({"wash", "maker"}),
    "temperature": frozenset({"payment"}),
    "adjustable": frozenset({"payment"}),
    "ship": frozenset({"parcel"}),
    "deliver": frozenset({"parcel"}),
    "valid": frozenset({"length"}),
    "return": frozenset({"length"}),
    "warranty": frozenset({"length"}),
    "refund": frozenset({"length", "money"}),
    "duration": frozenset({"length"}),
}


def _goes_on(reading: Reading, last: Ask, fragment: str, meant: frozenset[str], rest: list[Word]) -> bool:
    """Take a piece that only goes on from the question before it; tell whether it does."""
    folded, text = fold(fragment), f"{last.text} {fragment}"
    if last.kind == "detail" and not asking.asks(folded) and len(words(fragment)) <= 4:
        reading.asks[-1] = replace(last, terms=last.terms | meant, text=text)
    elif meant & SERVICES and last.kind == "price":
        reading.asks[-1] = replace(last, kind="detail", terms=meant | {"cost"}, rest=(), text=text)
    elif asking.SENT_TO.search(folded) and last.kind in {"price", "total"}:
        reading.asks[-1] = _sent(reading, last, fragment)
    elif not _asks_anew(folded, meant) and last.kind != "detail":
        reading.asks[-1] = replace(last, rest=(*last.rest, *(word.text for word in rest)))
    else:
        return False
    return True


def _sent(reading: Reading, ask: Ask, fragment: str) -> Ask:
    """Return a question for a price with what sending costs: ", shipped to Spain"."""
    left = [word.text for word in rest_of(reading.question, fragment, ["total"], ask.choices)]
    rest = (*(word for word in ask.rest if word != "total"), *left)
    text = f"{ask.text} {fragment}"
    return replace(ask, kind="total", text=text, rest=rest, with_shipping=True)


def _takes_something_else(folded: str, before: Ask) -> bool:
    """Tell whether "how long does that take" goes on about something else than sending."""
    about_it = before.kind == "detail" and not before.terms & asking.SENDING
    return about_it and not terms(folded) & (asking.SENDING | COUNTRIES)


def _asks_anew(folded: str, meant: frozenset[str]) -> bool:
    """Tell whether a piece asks by itself: "and the weight" after a price does, "in white" does not."""
    return asking.asks(folded) or is_question(folded) or bool(meant & PROPERTIES_ASKED)


def _extend(reading: Reading, fragment: str, named: list[Choice], started: int) -> None:
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
