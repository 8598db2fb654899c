"""What a customer wants to know, and about which products: read from the text alone, never guessed."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mancrel.assistant import understanding_asks as asking
from mancrel.assistant import understanding_follow as follow
from mancrel.assistant import understanding_leads as leading_in
from mancrel.assistant import understanding_requests as requests
from mancrel.assistant.facts import Question
from mancrel.assistant.sentences import written
from mancrel.assistant.understanding_counts import counts
from mancrel.assistant.understanding_fragments import Reading, leave_open, read_fragment, without_names
from mancrel.assistant.understanding_kinds import by_kind
from mancrel.assistant.understanding_measures import CONTAINERS
from mancrel.assistant.understanding_names import joints_of, mentions
from mancrel.assistant.understanding_pieces import (
    Ask,
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
    every_choice,
    from_thread,
    refine,
)
from mancrel.assistant.understanding_rest import GREETING, bare_subject, frame, quantity_of, rest_of
from mancrel.assistant.understanding_story import aside, bind, hear, more_than
from mancrel.assistant.understanding_text import Span, fold, sentences, words
from mancrel.assistant.understanding_turns import COMES_FROM, COUNTS, whether_so

_VERBS = "èÈùÙ"
"""Begin what is no joint though it is folded to one: the Italian "è", the French "où"."""

LONGEST_QUESTION = 400
"""So much of what stands behind a piece tells what it leads to."""


@dataclass(frozen=True)
class Understanding:
    """All that is asked; ``unclear`` are the pieces nobody but a person can take."""

    asks: tuple[Ask, ...]
    unclear: tuple[str, ...] = ()
    personal: bool = False
    choices: tuple[Choice, ...] = field(default=())


def understand(question: Question) -> Understanding:
    """Read a message."""
    text = written(question.text)
    reading = Reading(question, current=_before(question, text))
    reading.before = tuple(from_thread(question, ""))
    pieces = _joined([span for span in sentences(text) if not frame(span.text)])
    for piece, asked in zip(pieces, requests.requests(pieces), strict=True):
        if asked:
            _read_sentence(reading, leading_in.without_lead(piece.text))
        else:
            hear(reading, piece.text)
    bind(reading)
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


def _joined(pieces: list[Span]) -> list[Span]:
    """Put "Is that right?" to the statement before it, which is what is asked."""
    found: list[Span] = []
    for piece in pieces:
        if found and whether_so(piece.text) and "?" not in found[-1].text:
            found[-1] = replace(found[-1], text=f"{found[-1].text.rstrip(' .!')}, {piece.text}")
        else:
            found.append(piece)
    return found


def _before(question: Question, text: str) -> tuple[Choice, ...]:
    """What "it" means at the start: what the subject names, else what the thread was about."""
    subject = [one for one in choices(bare_subject(question.subject), question.products) if one.named]
    if subject and not question.thread:
        return tuple(refine(one, text, question.products) for one in subject)
    earlier = from_thread(question, text)
    return tuple(earlier or [refine(one, text, question.products) for one in subject])


def _read_sentence(reading: Reading, sentence: str) -> None:
    """Read a sentence that asks for something."""
    folded = fold(sentence)
    sentence = sentence[len(sentence) - len(GREETING.sub("", folded, count=1)) :]
    folded = fold(sentence)
    before = reading.before or reading.current
    named = by_kind(choices(sentence, reading.question.products), reading.question.text, sentence)
    named = _anaphora(reading, sentence, _without_parts(folded, named))
    if asking.PERSONAL.search(folded):
        reading.personal = True
        reading.unclear.append(sentence)
    if any(asking.NOT_THIS.search(folded[: one.start]) for one in named):
        reading.unclear.append(sentence)
    _turn_to(reading, sentence, named)
    started = len(reading.asks)
    if follow.follows(sentence) and not asking.kinds(folded, product=True):
        again = follow.taken_over(reading.question, sentence, before, reading.asks)
        if again:
            reading.asks += again
            reading.current = again[0].choices
            return
    together = _sum(reading, sentence, named)
    if together:
        reading.asks.append(together)
        return
    _read_pieces(reading, sentence, named)
    _price_named(reading, sentence, started)
    if "?" in sentence and len(reading.asks) == started and (named or _says_more(reading, sentence)):
        leave_open(reading, sentence, named)


def _sum(reading: Reading, sentence: str, named: list[Choice]) -> Ask | None:
    """Take "what do two chairs and a table cost" for one sum, where every number belongs to a thing."""
    things = every_choice(sentence, reading.question.products)
    if len(things) < 2 or len(things) < len(named) or not all(one.sure for one in things):
        return None
    spans = _fragments(sentence, reading.question)
    leading = requests.leads(sentence, spans)
    start = spans[leading][0] if spans and spans[leading][0] <= things[0].start else 0
    piece = sentence[start:]
    moved = [replace(one, start=one.start - start) for one in things]
    found = counts(piece, moved, reading.question.products)
    if found is None or set(found) == {1} or stated_price(piece, reading.question.language):
        return None
    folded = without_names(reading, piece)
    asked = set(asking.kinds(folded, product=True))
    if not asked or not asked <= {"price", "total"}:
        return None
    left = rest_of(reading.question, piece, ["price", "total"], tuple(things))
    rest = tuple(word.text for word in left if not word.text.isdigit() and word.text not in CONTAINERS)
    shipped = bool(asking.WITH_SHIPPING.search(folded) or asking.SENT_TO.search(folded))
    reading.current = tuple(things)
    return Ask("total", tuple(things), piece, rest=rest, with_shipping=shipped, counts=found)


def _turn_to(reading: Reading, sentence: str, named: list[Choice]) -> None:
    """Take what a sentence names for what is spoken of from here on."""
    products = reading.question.products
    reading.seen += [one for one in named if one.named]
    reading.several |= more_than(sentence, named, products)
    if named:
        reading.quantity = quantity_of(sentence, products)
        reading.mixed = len(named) > 1 and reading.quantity > 1
    reading.current = tuple(named) or tuple(refine(one, sentence, products) for one in reading.current)


def _read_pieces(reading: Reading, sentence: str, named: list[Choice]) -> None:
    """Read a sentence piece by piece; what only leads to a question need not be understood."""
    started = len(reading.asks)
    spans = _whole(reading, sentence, named)
    leading = requests.leads(sentence, spans)
    for place, (start, end) in enumerate(spans):
        before = list(reading.asks)
        fragment = sentence[start:end]
        if place and leading_in.tag(fragment):
            continue
        behind = sentence[end : end + LONGEST_QUESTION]
        if aside(reading, fragment, behind, leading=place < leading, asked=len(reading.asks) > started):
            continue
        if not _goes_on_with_the_thread(reading, fragment):
            read_fragment(reading, fragment, [one for one in named if start <= one.start < end], started)
        asks_more = is_question(fragment) or bool(COUNTS.search(fold(fragment)))
        if reading.asks == before and asks_more and not _or_not(reading, fragment, started):
            leave_open(reading, fragment, [one for one in named if start <= one.start < end])


def _or_not(reading: Reading, fragment: str, started: int) -> bool:
    """Tell whether a piece only turns the question before it round: "… or are they with it?"."""
    says_more = rest_of(reading.question, fragment, [], reading.current)
    return len(reading.asks) > started and requests.alternative(fragment) and not says_more


def _goes_on_with_the_thread(reading: Reading, fragment: str) -> bool:
    """Take a piece as ", and what would it be in white?" for the price of that version."""
    if not follow.another_version(fragment):
        return False
    again = follow.taken_over(reading.question, fragment, reading.before or reading.current, reading.asks)
    reading.asks += again
    return bool(again)


def _without_parts(folded: str, named: list[Choice]) -> list[Choice]:
    """Leave out what is asked for as a part of something ("does the kit include needles?")."""
    part = asking.INCLUDES.search(folded)
    whole = [one for one in named if part and one.start < part.start()]
    return whole or named


def _says_more(reading: Reading, sentence: str) -> bool:
    """Tell whether a question holds more than plain words ("Can you help me?")."""
    return bool(rest_of(reading.question, sentence, [], ()))


def _price_named(reading: Reading, sentence: str, started: int) -> None:
    """An amount elsewhere in the sentence is what the customer takes for the price."""
    stated = stated_price(sentence, reading.question.language)
    for place in range(started, len(reading.asks)):
        ask = reading.asks[place]
        if stated and ask.kind == "price" and not ask.amounts:
            haggles = asking.BARGAINING.search(fold(sentence)) or not asking.CONFIRMING.search(fold(sentence))
            reading.asks[place] = replace(
                ask, amounts=stated, rest=(*ask.rest, "amount") if haggles else ask.rest
            )


def _anaphora(reading: Reading, sentence: str, named: list[Choice]) -> list[Choice]:
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
    joints = joints_of(question.language)
    cuts = [word.start for word in listed if word.text in joints and sentence[word.start] not in _VERBS]
    cuts += [match.start() for match in re.finditer(r"[,;:](?=\s)|\s[-–—]\s", sentence)]
    cuts = sorted(cut for cut in cuts if not any(start < cut < end for start, end in covered))
    edges = [0, *cuts, len(sentence)]
    return [(start, end) for start, end in pairwise(edges) if sentence[start:end].strip()]


def _whole(reading: Reading, sentence: str, named: list[Choice]) -> list[tuple[int, int]]:
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
            and not asking.kinds(without_names(reading, piece), product=True)
            and not COMES_FROM.search(fold(piece))
        )
        opens = opens or (not about and is_question(piece) and bool(asking.ABOUT_TIME.search(fold(piece))))
        opens = opens and not measured(fold(piece), frozenset(), named=bool(about))
        opens = opens and not rest_of(reading.question, piece, [], about)
    return joined
