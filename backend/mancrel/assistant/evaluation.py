"""What the assistant does with a labelled set of messages: the decision, and the facts of what it would send.

The figures of a reply are checked here once more and without the guard: each must stand in the catalogue rows
that the reply names, in an article, or be what the label asks for.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from importlib import import_module
from math import comb
from pathlib import Path
from typing import Any

from mancrel.assistant import confidence, gates
from mancrel.assistant import service as assistant
from mancrel.assistant.facts import Claim, Draft, ProductFact, Question, Triage, Turn
from mancrel.assistant.guard import check
from mancrel.assistant.understanding_rest import NUMBER_WORDS
from mancrel.assistant.understanding_text import words

AUTO, REVIEW = 0.9, 0.6
"""The thresholds that are shipped."""

HELD_OUT_SHARE = 4
"""One case in so many is held out: its figures are reported, it is not looked at when the code is mended."""

SEEN, HELD_OUT, SECOND = "seen", "held_out", "held_out_second"
THIRD_SEEN, THIRD = "third_seen", "held_out_third"
FOURTH, FIFTH, SIXTH, SEVENTH = "fourth", "fifth", "sixth", "seventh"
BESIDE, BESIDE_SECOND = "beside", "beside_second"
ALL_HELD_OUT = "held_out_all"
PARTS = (
    *(SEEN, HELD_OUT, SECOND, THIRD_SEEN, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH),
    *(BESIDE, BESIDE_SECOND),
)
LABELLED_BY_DECISION = (BESIDE, BESIDE_SECOND)
"""Parts whose labels say whether a reply may leave by itself, but neither its facts nor its intent."""

UNTOUCHED = (HELD_OUT, THIRD)
"""Parts whose messages were never looked at; the second was held out until code was mended on it."""

STOCK = {
    "IN": r"(?<!nicht )auf lager|\bin stock\b|(?<!pas )(?<!plus )\ben stock\b|(?<!no está )disponible|"
    r"(?<!non è )disponibile|(?<!niet )op voorraad",
    "OUT": r"nicht auf lager|out of stock|en rupture|pas en stock|agotad|no está disponible|sin existencias|"
    r"non è disponibile|esaurit|niet op voorraad|uitverkocht",
}
_LINK = re.compile(r"https?://\S+")
_PRODUCT = re.compile(r"(\d+) × (\d+(?:\.\d+)?) [a-z]{3} = (\d+(?:\.\d+)?)")
_CUT = re.compile(r"^n't$|[ ']$")
"""Facts of the third part that are pieces of words, as "not " and "n'": they stand as they are."""

_STEM = re.compile(r"\d.*[^\W\d_]$|^[^\W\d_]{5,}$")
"""Facts that may go on with an ending: "3 year", "15 working day", "sintétic"."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
MOST_ECHOED = 100
"""Whole numbers up to here may be the customer's own quantity, said again."""

Writer = Callable[[Question], Draft]
Finder = Callable[[Question], Question]


@dataclass(frozen=True)
class Case:
    """A labelled message to a shop. ``must`` and ``never``: facts of the reply; ``a|b`` means one of them.

    ``of``: the part it was written for; the first cases are parted by a hash of their ids.
    """

    id: str
    kind: str
    language: str
    intent: str
    decision: str
    text: str
    subject: str = ""
    thread: tuple[Turn, ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    shop: str = "shop"
    of: str = ""

    @property
    def part(self) -> str:
        """The part of the evaluation that the case belongs to."""
        if self.of:
            return self.of
        return HELD_OUT if sha256(self.id.encode()).digest()[0] % HELD_OUT_SHARE == 0 else SEEN


@dataclass(frozen=True)
class Outcome:
    """What the assistant did with a case. ``wrong``: what the reply says and must not."""

    case: Case
    intent: str
    decision: str
    body: str | None
    confidence: float
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    question: Question | None = field(default=None, compare=False, repr=False)

    @property
    def sent(self) -> bool:
        """Whether the reply would leave by itself."""
        return self.decision == "auto_send"

    @property
    def right(self) -> bool:
        """Whether the decision is the one asked for, and what leaves is true and complete."""
        if self.case.decision == "person":
            return self.decision in {"review", "escalate"}
        if self.case.decision == "no_reply":
            return self.decision == "no_reply"
        return self.sent and not self.missing and not self.wrong


def read(path: Path, of: str = "") -> list[Case]:
    """Read cases from a file of one JSON object a line."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        row["thread"] = tuple(Turn(*turn) for turn in row.get("thread", ()))
        row["must"], row["never"] = tuple(row.get("must", ())), tuple(row.get("never", ()))
        cases.append(Case(**row, of=of))
    return cases


def question_of(case: Case, shop: str) -> tuple[Question, Triage]:
    """Understand a case as the worker understands a mail, and put it as a question."""
    triage: Triage = import_module("mancrel.assistant.triage").triager().triage(case.subject, case.text)
    question = Question(
        subject=case.subject,
        text=case.text,
        language=triage.language,
        intent=triage.intent,
        intents=triage.intents,
        intent_confidence=triage.confidence,
        contact_name="Robin Carter",
        thread=case.thread,
        shop_name=shop,
    )
    return question, triage


def answer(case: Case, shop: str, find: Finder, write: Writer) -> Outcome:
    """Take a case through every step that a mail takes, up to the decision."""
    question, triage = question_of(case, shop)
    silent = gates.silence(None, question)
    if silent:
        return Outcome(case, triage.intent, "no_reply", None, triage.confidence, notes=(silent,))
    question = find(question)
    draft = write(question)
    claims = check(draft.body, question) if draft.body else ()
    held = gates.person_needed(question, draft, triage.priority) + assistant.unconfirmed(claims)
    sure = confidence.judge(question, draft, claims, held)
    decision = assistant.decided(sure.value, held, draft.body, AUTO, REVIEW)
    return Outcome(
        case,
        triage.intent,
        decision,
        draft.body,
        sure.value,
        tuple(held),
        missing_facts(case, draft.body or ""),
        wrong_facts(case, draft.body or "", question, claims),
        draft.notes,
        question,
    )


def missing_facts(case: Case, body: str) -> tuple[str, ...]:
    """Return the facts that the reply should state and does not."""
    return tuple(fact for fact in case.must if not _says(body, fact, case.language))


def wrong_facts(case: Case, body: str, question: Question, claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """Return what the reply states though it must not, or though nothing carries it."""
    del claims  # the guard's own verdict is what is examined here
    false = [fact for fact in case.never if _says(body, fact, case.language)]
    allowed = _allowed(case, body, question)
    plain = _plain(_LINK.sub(" ", body), case.language)
    false += [figure for figure in _FIGURE.findall(plain) if _number(figure) not in allowed]
    return tuple(dict.fromkeys(false))


def _allowed(case: Case, body: str, question: Question) -> set[str]:
    named = [one for one in question.products if one.title.casefold() in body.casefold()]
    texts = [*map(_facts_of, named), *(one.body for one in question.articles), *case.must]
    known = {_number(figure) for text in texts for figure in _FIGURE.findall(_plain(text, "en"))}
    known |= _multiplied(_plain(body, case.language), known)
    asked = " ".join([case.subject, case.text, *(turn.text for turn in case.thread)])
    echoed = {_number(figure) for figure in re.findall(r"\b\d{1,3}\b", asked)} | _counted(asked)
    return known | {figure for figure in echoed if int(figure) <= MOST_ECHOED}


def _counted(asked: str) -> set[str]:
    """Return the customer's own quantities that are written as words ("two chairs")."""
    return {str(NUMBER_WORDS[word.text]) for word in words(asked) if word.text in NUMBER_WORDS}


def _multiplied(body: str, known: set[str]) -> set[str]:
    """Return the products that a reply writes out ("4 × 8.90 EUR = 35.60 EUR") and that are right."""
    found = set()
    for count, price, whole in _PRODUCT.findall(body):
        if _number(price) in known and Decimal(count) * Decimal(price) == Decimal(whole):
            found.add(_number(whole))
    return found


def _facts_of(product: ProductFact) -> str:
    values = [product.title, product.description, product.price, product.stock, product.delivery_days]
    values += [product.sku, *product.attributes.values(), *product.options.values()]
    return " ; ".join(str(value) for value in values)


def _number(figure: str) -> str:
    return f"{float(figure):g}" if float(figure) < 1e5 else figure


def _says(body: str, fact: str, language: str) -> bool:
    text = _plain(body, language)
    return any(_one(text, one, language) for one in fact.split("|"))


def _one(text: str, fact: str, language: str) -> bool:
    if fact in STOCK:
        return bool(re.search(STOCK[fact], text))
    if _CUT.search(fact):
        return fact.casefold() in text
    pattern = re.escape(_plain(fact, "en" if re.search(r"\d\.\d", fact) else language))
    ending = r"[^\W\d_]{0,3}" if _STEM.search(fact) else ""
    return bool(re.search(rf"(?<![\w.]){pattern}{ending}(?!\w|\.\d)", text))


def _plain(text: str, language: str) -> str:
    """Write figures, dashes and spaces in one way, whatever the language."""
    text = re.sub(r"\s+", " ", text.replace("–", "-").casefold())
    if language == "en":
        return re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"(?<=\d)[. ](?=\d{3}(?!\d))", "", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text)


def at_most(wrong: int, of: int, sure: float = 0.95) -> float:
    """Return the upper Clopper-Pearson bound of a share, one-sided at ``(1 + sure) / 2`` as usual."""
    if wrong >= of:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        fewer = sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(wrong + 1))
        low, high = (share, high) if fewer > (1 - sure) / 2 else (low, share)
    return round(high, 4)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the figures of a set of outcomes."""
    answerable = [one for one in outcomes if one.case.decision == "auto_send"]
    person = [one for one in outcomes if one.case.decision == "person"]
    silent = [one for one in outcomes if one.case.decision == "no_reply"]
    sent = [one for one in outcomes if one.sent]
    own = [one for one in answerable if one.sent]
    named = [one for one in outcomes if one.case.intent]
    wrong = sum(bool(one.wrong) for one in sent)
    return {
        "cases": len(outcomes),
        "answerable": len(answerable),
        "answered_by_itself": _share(len(own), len(answerable)),
        "of_those_complete_and_true": _share(sum(one.right for one in own), len(own)),
        "auto_sent": len(sent),
        "auto_sent_with_a_wrong_fact": wrong,
        "wrong_at_most": at_most(wrong, len(sent)),
        "for_a_person": len(person),
        "kept_for_a_person": _share(sum(one.right for one in person), len(person)),
        "no_reply_due": len(silent),
        "no_reply_right": _share(sum(one.right for one in silent), len(silent)),
        "wrongly_silent": sum(one.decision == "no_reply" for one in [*answerable, *person]),
        "intent_right": _share(sum(one.intent == one.case.intent for one in named), len(named)),
    }


def by_part(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the figures of each part, and of all that was held out together."""
    parts = {name: [one for one in outcomes if one.case.part == name] for name in PARTS}
    parts[ALL_HELD_OUT] = [one for name in UNTOUCHED for one in parts[name]]
    return {name: figures(found) for name, found in parts.items() if found}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
