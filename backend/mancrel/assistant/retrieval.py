"""What the assistant reads before it writes: the thread, the catalogue and the articles.

Only public facts and the customer's own thread are read, so nobody else's data can reach a reply.
"""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, REAL, Function, Text, cast, func, literal, select, union
from sqlalchemy.orm import Session

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Embedding, Filter, vectors
from mancrel.assistant import passages
from mancrel.assistant.facts import ArticleFact, ProductFact, Question, Turn
from mancrel.catalogue import search
from mancrel.catalogue.models import Product
from mancrel.conversations.models import Conversation, Message
from mancrel.knowledge.models import Article

ARTICLES = "articles"
MAX_PRODUCTS = 24
MAX_ARTICLES = 6
MAX_TURNS = 12
MAX_QUESTION = 4000
MAX_WORDS = 60
MAX_COUNTED = 4000
MAX_RANKED = 6000
MAX_CANDIDATES = 100
MAX_SLIPS = 5


def read(session: Session, message: Message, conversation: Conversation) -> Question:
    """Read a message and its thread as a question, without facts yet."""
    triage = message.triage or {}
    channel = conversation.channel
    return Question(
        subject=message.subject or "",
        text=message.new_text[:MAX_QUESTION],
        language=triage.get("language", "en"),
        intent=triage.get("intent", "other"),
        intents=tuple((one["intent"], one["confidence"]) for one in triage.get("intents", [])),
        intent_confidence=triage.get("confidence", 0.0),
        contact_name=conversation.contact.name,
        thread=_turns(session, message),
        shop_name=(channel.settings.get("from_name") if channel else None) or "",
    )


def _turns(session: Session, message: Message) -> tuple[Turn, ...]:
    query = (
        select(Message)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.created_at < message.created_at,
            ~Message.private,
            Message.status != "cancelled",
        )
        .order_by(Message.created_at.desc())
        .limit(MAX_TURNS)
    )
    earlier = reversed(list(session.scalars(query)))
    return tuple(
        Turn("in" if one.direction == "in" else "out", one.new_text[:MAX_QUESTION]) for one in earlier
    )


def meaning_of(question: Question) -> Embedding:
    """Embed what is asked, together with what the customer wrote last before it."""
    before = next((turn.text for turn in reversed(question.thread) if turn.direction == "in"), "")
    found: Embedding = embedder().embed([f"{question.subject}. {question.text} {before}"[:1500]])[0]
    return found


def with_facts(session: Session, question: Question, meaning: Embedding) -> Question:
    """Add the products and articles that may answer the question, nearest first."""
    found = passages.nearest(session, question)
    return replace(
        question,
        products=_products(session, question, meaning),
        articles=_articles(session, meaning, [one.article_id for one in found]),
        passages=found,
    )


def _products(session: Session, question: Question, meaning: Embedding) -> tuple[ProductFact, ...]:
    asked = f"{question.subject} {question.text}"
    near = search.by_meaning(session, meaning, MAX_PRODUCTS)
    similar = {hit.id: hit.score for hit in near}
    named = named_in(session, "\n".join([asked, *(turn.text for turn in question.thread)]))
    ids = list(dict.fromkeys([*named, *(hit.id for hit in near)]))[:MAX_PRODUCTS]
    rows = session.scalars(select(Product).where(Product.id.in_(ids), Product.deleted_at.is_(None))).all()
    groups = {row.group for row in rows if row.group}
    siblings = (
        select(Product)
        .where(Product.group.in_(groups), Product.deleted_at.is_(None), Product.id.not_in(ids))
        .limit(MAX_PRODUCTS * 2)
    )
    known = [*rows, *(session.scalars(siblings) if groups else ())]
    facts = [fact_of(row, similar.get(row.id, 0.0)) for row in known]
    order = {id_: place for place, id_ in enumerate(ids)}
    return tuple(sorted(facts, key=lambda one: (order.get(one.id, len(order)), one.title)))


def named_in(session: Session, text: str) -> list[UUID]:
    """Return products whose title or SKU stands in a text, allowing for small slips.

    Likeness to a long text costs about a millisecond a title, so it is asked of candidates only.
    """
    text = text[:MAX_QUESTION]
    likeness = func.strict_word_similarity(Product.title, text)
    sku = func.strpos(func.lower(text), func.lower(Product.sku)) > 0
    query = (
        select(Product.id)
        .where(
            Product.id.in_(_candidates(session, text.lower())),
            (likeness > 0.55) | (sku & (func.length(Product.sku) >= 4)),
        )
        .order_by(likeness.desc(), Product.id)
        .limit(MAX_PRODUCTS)
    )
    return list(session.scalars(query))


def _candidates(session: Session, text: str) -> set[UUID]:
    """Return products that share a word with a text, found by index: by SKU, by rare words, by slips."""
    here = Product.deleted_at.is_(None)
    marked = {part.strip(".,;:!?()[]\"'") for part in text.split()}
    skus = func.lower(Product.sku).in_([part for part in marked if len(part) >= 4])
    found = set(session.scalars(select(Product.id).where(here, skus).limit(MAX_CANDIDATES)))
    words = list(dict.fromkeys(re.findall(r"[^\W_]{3,}", text)))[:MAX_WORDS]
    common = _how_common(session, words)
    rare: list[str] = []
    rows = 0
    for word in sorted(filter(common.get, common), key=lambda one: common[one]):
        rows += common[word]
        if not rare or (rows <= MAX_RANKED and common[word] < MAX_COUNTED):
            rare.append(word)
    if rare:
        # The rare words choose whom to rank, all of them rank: only titles and SKUs weigh.
        rank = func.ts_rank(cast([0, 0, 0, 1], ARRAY(REAL)), Product.words, _any_of(list(common)))
        query = select(Product.id).where(here, Product.words.op("@@")(_any_of(rare)))
        found.update(session.scalars(query.order_by(rank.desc()).limit(MAX_CANDIDATES)))
    unknown = sorted((word for word in words if not common.get(word) and len(word) >= 5), key=len)
    alike = [
        select(Product.id).where(here, literal(word).op("<%")(Product.title)).limit(MAX_CANDIDATES // 4)
        for word in unknown[-MAX_SLIPS:]
    ]
    found.update(session.scalars(union(*alike)) if alike else ())
    return found


def _how_common(session: Session, words: list[str]) -> dict[str, int]:
    """Return how many products hold each word, counted up to a limit."""
    asked = func.unnest(cast(words, ARRAY(Text))).table_valued("word", name="asked").render_derived()
    matching = Product.words.op("@@")(func.plainto_tsquery("simple", asked.c.word))
    some = select(Product.id).where(matching).limit(MAX_COUNTED).correlate(asked).subquery()
    counted = select(func.count()).select_from(some).scalar_subquery()
    return {
        row.word: row.products for row in session.execute(select(asked.c.word, counted.label("products")))
    }


def _any_of(words: list[str]) -> Function[Any]:
    return func.to_tsquery("simple", " | ".join(f"'{word}'" for word in words))  # letters and digits only


def _articles(session: Session, meaning: Embedding, also: list[UUID]) -> tuple[ArticleFact, ...]:
    """Return the articles near to the message, and those that hold a sentence near to one of its own."""
    hits = vectors(session).search(Filter(ARTICLES), meaning, MAX_ARTICLES)
    similar = dict.fromkeys(also, 0.0) | {hit.id: hit.score for hit in hits}
    if not similar:
        return ()
    rows = session.scalars(select(Article).where(Article.id.in_(similar), Article.deleted_at.is_(None)))
    facts = [
        ArticleFact(row.id, row.title, row.body, row.language, row.version, similar[row.id]) for row in rows
    ]
    return tuple(sorted(facts, key=lambda one: -one.similarity))


def fact_of(product: Product, similarity: float) -> ProductFact:
    """Take a catalogue row as a plain value."""
    return ProductFact(
        id=product.id,
        external_id=product.external_id,
        sku=product.sku,
        title=product.title,
        description=product.description or "",
        category=product.category,
        brand=product.brand,
        price=product.price,
        currency=product.currency,
        stock=product.stock,
        delivery_days=product.delivery_days,
        url=product.url,
        attributes=product.attributes,
        group=product.group,
        options=product.options,
        version=product.version,
        synced_at=product.synced_at,
        similarity=similarity,
    )
