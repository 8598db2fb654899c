"""Finding records of every kind under the viewer's rule.

Each kind gives a bounded number of candidates by indexes alone; they are loaded and ranked here. Slips of the
pen are looked for only where the words as typed found too little: that search reads more of an index.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mancrel.catalogue import search as products
from mancrel.contacts.models import Company, Contact, Identity
from mancrel.conversations.models import Conversation, Message
from mancrel.deals.models import Deal
from mancrel.kit.canonical import Mergeable, shown_as

Kind = Literal["contacts", "companies", "deals", "conversations", "products"]
KINDS: tuple[Kind, ...] = ("contacts", "companies", "deals", "conversations", "products")
Matched = Literal["words", "typo", "address", "message", "meaning"]

CANDIDATES = 200
ALIKE = "0.4"
"""How much of a word's trigrams a slip of the pen leaves."""
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


def _contacts(session: Session, question: str, limit: int) -> list[Hit]:
    holders = select(Identity.contact_id).where(_address(question)).limit(CANDIDATES)
    reached = set(session.scalars(select(shown_as(Contact)).where(Contact.id.in_(holders))))
    ids = reached | _by_words(session, Contact, Contact.name, question)

    def hit(one: Contact) -> Hit:
        return _contact(one, question, by_address=one.id in reached)

    hits = [hit(one) for one in _load(session, Contact, ids)]
    return _with_slips(session, Contact, Contact.name, question, hits, hit, limit)


def _contact(one: Contact, question: str, *, by_address: bool) -> Hit:
    score, address, matched = score_of(question, one.name), one.email, "words"
    if by_address:
        part = _digits(question) or question.lower()
        address = next((each.value for each in one.identities if part in each.value.lower()), one.email)
        score, matched = max(score, 0.9), "address"
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
    ids = reached | _by_words(session, Company, Company.name, question)

    def hit(one: Company) -> Hit:
        score = max(score_of(question, said) for said in (one.name, *one.domains))
        return Hit("companies", one.id, one.name, one.main_domain, score, "words")

    hits = [hit(one) for one in _load(session, Company, ids)]
    return _with_slips(session, Company, Company.name, question, hits, hit, limit)


def _deals(session: Session, question: str, limit: int) -> list[Hit]:
    def hit(one: Deal) -> Hit:
        of = one.company or one.contact
        subtitle = f"{one.stage.name} · {of.name}" if of else one.stage.name
        return Hit("deals", one.id, one.title, subtitle, score_of(question, one.title), "words")

    hits = [hit(one) for one in _load(session, Deal, _by_words(session, Deal, Deal.title, question))]
    return _with_slips(session, Deal, Deal.title, question, hits, hit, limit)


def _conversations(session: Session, question: str, limit: int) -> list[Hit]:
    ids = _by_words(session, Conversation, Conversation.subject, question)
    said = select(Message.conversation_id).where(Message.words.op("@@")(_prefixes(question)))
    told = set(session.scalars(said.limit(CANDIDATES)))

    def hit(one: Conversation) -> Hit:
        score = score_of(question, one.subject)
        in_message = one.id in told and score < SURE
        matched: Matched = "message" if in_message else "words"
        title = one.subject or "(no subject)"
        return Hit("conversations", one.id, title, one.contact.name, max(score, 0.6 * in_message), matched)

    hits = [hit(one) for one in _load(session, Conversation, ids | told)]
    return _with_slips(session, Conversation, Conversation.subject, question, hits, hit, limit)


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


def _by_words(session: Session, model: Any, column: InstrumentedAttribute[str], question: str) -> set[UUID]:
    """Return rows that begin with the question, and rows that hold each of its words somewhere."""
    id_ = _shown_id(model)
    begins = select(id_).where(func.lower(column).startswith(question.lower(), autoescape=True))
    holds = select(id_).where(*(column.icontains(word, autoescape=True) for word in words_of(question)))
    found = set(session.scalars(begins.limit(CANDIDATES)))
    if len(found) < CANDIDATES and max(map(len, words_of(question))) > 2:  # else no trigram serves the index
        found |= set(session.scalars(holds.limit(CANDIDATES)))
    return found


def _with_slips(
    session: Session,
    model: Any,
    column: InstrumentedAttribute[str],
    question: str,
    hits: list[Hit],
    hit: Callable[[Any], Hit],
    limit: int,
) -> list[Hit]:
    """Add what is only nearly so written, where too little is written so."""
    if sum(one.score >= SURE for one in hits) >= min(limit, 1) or len(question) < SHORTEST_NUMBER:
        return hits
    session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", ALIKE, True)))  # noqa: FBT003
    alike = func.word_similarity(question, column)
    near = (
        select(_shown_id(model))
        .where(literal(question).op("<%")(column))
        .order_by(alike.desc())
        .limit(limit * 4)
    )
    ids = set(session.scalars(near)) - {one.id for one in hits}
    slips = [hit(one) for one in _load(session, model, ids)]
    return hits + [Hit(one.kind, one.id, one.title, one.subtitle, one.score, "typo") for one in slips]


def _shown_id(model: Any) -> Any:
    """What was merged is found as what it is shown as."""
    return shown_as(model) if issubclass(model, Mergeable) else model.id


def _load(session: Session, model: Any, ids: set[UUID]) -> Sequence[Any]:
    shown = select(model).where(model.id.in_(ids), model.deleted_at.is_(None))
    if issubclass(model, Mergeable):
        shown = shown.where(model.canonical_id.is_(None))
    return session.scalars(shown).unique().all()


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
