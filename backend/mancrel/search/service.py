"""Finding records of every kind under the viewer's rule.

Each kind gives a bounded number of candidates by indexes alone; they are ranked by what they are called, and
the best are loaded. Slips of the pen are looked for only where the words as typed found too little: that
search reads more of an index.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Any, Literal, cast
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, lazyload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from mancrel.catalogue import search as products
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.contacts.related import contact_in_brief, in_brief
from mancrel.conversations.models import Conversation, Message
from mancrel.deals.models import Deal
from mancrel.kit.canonical import Mergeable, shown_as

Kind = Literal["contacts", "companies", "deals", "conversations", "products"]
KINDS: tuple[Kind, ...] = ("contacts", "companies", "deals", "conversations", "products")
Matched = Literal["words", "typo", "address", "message", "meaning"]

CANDIDATES = 200
ALIKE = "0.4"
"""How much of a word's trigrams a slip of the pen leaves."""
REACHED, TOLD = 0.9, 0.6
"""How good a hit at least is that was found by an address, or by what was written in a thread."""
SURE = 0.7
"""Hits as good as this make a search for slips needless."""
SHORTEST_NUMBER = 4
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Hit:
    """A record that fits; ``score`` from 0 to 1."""

    kind: Kind
    id: UUID
    title: str
    subtitle: str | None
    score: float
    matched: Matched


def search(session: Session, question: str, kinds: Iterable[Kind], limit: int) -> list[Hit]:
    """Return the best ``limit`` hits of each kind, best first."""
    question = " ".join(question.split())[:200]
    if not _WORD.search(question):
        return []
    found: list[Hit] = []
    for kind in dict.fromkeys(kinds):
        hits = _FINDERS[kind](session, question, limit)
        found += sorted(hits, key=lambda hit: (-hit.score, hit.title, hit.id))[:limit]
    return sorted(found, key=lambda hit: -hit.score)


@dataclass(frozen=True)
class Finder:
    """How records of a kind are told apart: by ``columns``, of which the first is what they are called.

    ``score`` takes an id and the values of the columns; ``brief`` is how the best are loaded for ``hit``.
    """

    model: Any
    columns: tuple[InstrumentedAttribute[Any], ...]
    score: Callable[..., float]
    hit: Callable[[Any], Hit]
    brief: tuple[ORMOption, ...] = ()

    def best(self, session: Session, ids: Iterable[UUID], limit: int) -> list[Hit]:
        """Return the best hits among some records; of the others no more is read than the columns."""
        rows = session.execute(self._shown(select(self.model.id, *self.columns), ids)).all()
        best = nsmallest(limit, rows, key=lambda row: (-self.score(*row), row[1], row[0]))
        query = self._shown(select(self.model).options(*self.brief), [row[0] for row in best])
        return [self.hit(one) for one in session.scalars(query).unique()] if best else []

    def _shown(self, query: Select[Any], ids: Iterable[UUID]) -> Select[Any]:
        some = literal(list(ids), ARRAY(Uuid))
        query = query.where(self.model.id == any_(some), self.model.deleted_at.is_(None))
        return query.where(self.model.canonical_id.is_(None)) if issubclass(self.model, Mergeable) else query


def _contacts(session: Session, question: str, limit: int) -> list[Hit]:
    holders = select(Identity.contact_id).where(_address(question)).limit(CANDIDATES)
    reached = set(session.scalars(select(shown_as(Contact)).where(Contact.id.in_(holders))))

    def score(id_: UUID, name: str) -> float:
        return max(score_of(question, name), REACHED * (id_ in reached))

    def hit(one: Contact) -> Hit:
        return _contact(one, question, by_address=one.id in reached)

    brief = (*contact_in_brief(), lazyload(Contact.owner), lazyload(Contact.team))
    finder = Finder(Contact, (Contact.name,), score, hit, brief)
    return _found(session, finder, question, reached, limit)


def _contact(one: Contact, question: str, *, by_address: bool) -> Hit:
    score, address, matched = score_of(question, one.name), one.email, "words"
    if by_address:
        part = _digits(question) or question.lower()
        address = next((each.value for each in one.known if part in each.value.lower()), one.email)
        score, matched = max(score, REACHED), "address"
    company = one.company.name if one.company and one.company.deleted_at is None else None
    subtitle = " · ".join(part for part in (address, company) if part) or None
    return Hit("contacts", one.id, one.name, subtitle, score, cast("Matched", matched))


def _address(question: str) -> ColumnElement[bool]:
    """An address that holds what was typed; of a phone number the digits count, however they are grouped."""
    digits = _digits(question)
    if digits:
        return Identity.value.contains(digits)
    return Identity.value.icontains(question, autoescape=True)


def _digits(question: str) -> str:
    """Return the digits of a phone number but for what is dialled before them; "" for other words."""
    if re.search(r"[^\d\s()+./-]", question):
        return ""
    digits = re.sub(r"\D", "", re.sub(r"^\s*\+", "", question)).lstrip("0")
    return digits if len(digits) >= SHORTEST_NUMBER else ""


def _companies(session: Session, question: str, limit: int) -> list[Hit]:
    domains = select(shown_as(Company)).where(Company.domain.contains(question.lower(), autoescape=True))
    reached = set(session.scalars(domains.limit(CANDIDATES)))

    def score(_id: UUID, *said: str | None) -> float:
        return max(score_of(question, one) for one in said if one)

    def hit(one: Company) -> Hit:
        best = score(one.id, one.name, *one.domains)
        return Hit("companies", one.id, one.name, one.main_domain, best, "words")

    brief = (selectinload(Company.merged), lazyload(Company.owner), lazyload(Company.team))
    finder = Finder(Company, (Company.name, Company.domain), score, hit, brief)
    return _found(session, finder, question, reached, limit)


def _deals(session: Session, question: str, limit: int) -> list[Hit]:
    def score(_id: UUID, title: str) -> float:
        return score_of(question, title)

    def hit(one: Deal) -> Hit:
        of = one.company or one.contact
        subtitle = f"{one.stage.name} · {of.name}" if of else one.stage.name
        return Hit("deals", one.id, one.title, subtitle, score(one.id, one.title), "words")

    finder = Finder(Deal, (Deal.title,), score, hit, in_brief(Deal))
    return _found(session, finder, question, set(), limit)


def _conversations(session: Session, question: str, limit: int) -> list[Hit]:
    said = select(Message.conversation_id).where(Message.words.op("@@")(_prefixes(question)))
    told = set(session.scalars(said.limit(CANDIDATES)))

    def score(id_: UUID, subject: str) -> float:
        return max(score_of(question, subject), TOLD * (id_ in told))

    def hit(one: Conversation) -> Hit:
        in_message = one.id in told and score_of(question, one.subject) < SURE
        matched: Matched = "message" if in_message else "words"
        title = one.subject or "(no subject)"
        return Hit("conversations", one.id, title, one.contact.name, score(one.id, one.subject), matched)

    brief = (joinedload(Conversation.contact_row, innerjoin=True).lazyload("*"),)
    finder = Finder(Conversation, (Conversation.subject,), score, hit, brief)
    return _found(session, finder, question, told, limit)


def _products(session: Session, question: str, limit: int) -> list[Hit]:
    hits = []
    for one in products.search(session, question, limit):
        subtitle = f"{one.product.price:.2f} {one.product.currency}"
        by_words = one.matched != "meaning"
        score = max(score_of(question, one.product.title), 0.6 if by_words else one.similarity / 2)
        matched: Matched = "words" if by_words else "meaning"
        hits.append(Hit("products", one.product.id, one.product.title, subtitle, score, matched))
    return hits


_FINDERS: dict[Kind, Callable[[Session, str, int], list[Hit]]] = {
    "contacts": _contacts,
    "companies": _companies,
    "deals": _deals,
    "conversations": _conversations,
    "products": _products,
}


def _found(session: Session, finder: Finder, question: str, reached: set[UUID], limit: int) -> list[Hit]:
    """Return the best of what was reached already and of what is called like that, or nearly so."""
    hits = finder.best(session, reached | _by_words(session, finder, question), limit)
    if any(one.score >= SURE for one in hits) or len(question) < SHORTEST_NUMBER:
        return hits
    return hits + _slips(session, finder, question, {one.id for one in hits}, limit)


def _by_words(session: Session, finder: Finder, question: str) -> set[UUID]:
    """Return rows that begin with the question, and rows that hold each of its words somewhere."""
    id_, column = _shown_id(finder.model), finder.columns[0]
    begins = select(id_).where(func.lower(column).startswith(question.lower(), autoescape=True))
    holds = select(id_).where(*(column.icontains(word, autoescape=True) for word in words_of(question)))
    found = set(session.scalars(begins.limit(CANDIDATES)))
    if len(found) < CANDIDATES and max(map(len, words_of(question))) > 2:  # else no trigram serves the index
        found |= set(session.scalars(holds.limit(CANDIDATES)))
    return found


def _slips(session: Session, finder: Finder, question: str, known: set[UUID], limit: int) -> list[Hit]:
    """Return what is only nearly so written."""
    session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", ALIKE, True)))  # noqa: FBT003
    column = finder.columns[0]
    near = (
        select(_shown_id(finder.model))
        .where(literal(question).op("<%")(column))
        .order_by(func.word_similarity(question, column).desc())
        .limit(limit * 4)
    )
    slips = finder.best(session, set(session.scalars(near)) - known, limit)
    return [replace(one, matched="typo") for one in slips]


def _shown_id(model: Any) -> Any:
    """What was merged is found as what it is shown as."""
    return shown_as(model) if issubclass(model, Mergeable) else model.id


def _prefixes(question: str) -> ColumnElement[Any]:
    """Every word, the last one perhaps unfinished."""
    return func.to_tsquery("simple", " & ".join(f"'{word}':*" for word in words_of(question)))


def words_of(question: str) -> list[str]:
    """Return the words of a question in small letters."""
    return [word.lower() for word in _WORD.findall(question)][:8]


def score_of(question: str, text: str) -> float:
    """Return how well a title fits: the whole, its beginning, its words' beginnings, parts, likeness."""
    asked, told = question.lower(), text.lower()
    if asked == told:
        return 1.0
    if told.startswith(asked):
        return 0.95
    words, named = words_of(asked), words_of(told)
    if all(any(one.startswith(word) for one in named) for word in words):
        return 0.9
    if all(word in told for word in words):
        return 0.8
    return round(0.7 * fuzz.WRatio(asked, told) / 100, 4)
