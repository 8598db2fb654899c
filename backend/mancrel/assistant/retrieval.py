"""What the assistant reads before it writes: the thread, the catalogue and the articles.

Only public facts and the customer's own thread are read, so nobody else's data can reach a reply.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    REAL,
    CompoundSelect,
    Row,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    func,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session, lazyload

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Embedding, Filter, vectors
from mancrel.assistant import passages, properties, shop_names
from mancrel.assistant.facts import ArticleFact, ProductFact, Question, Turn
from mancrel.assistant.understanding_text import terms
from mancrel.assistant.writer_sentences import GOODS
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
MOST_KINDS = 3
MOST_OF_A_KIND = 4


def read(session: Session, message: Message, conversation: Conversation) -> Question:
    """Read a message and its thread as a question, without facts yet; what nobody answered is asked still."""
    question = replace(heard(message, conversation), shop_names=shop_names.read(session))
    if message.created_at <= conversation.created_at:
        return question  # it opened the thread, in one transaction: nothing stands before it
    earlier = _earlier(session, message)
    answered = max((place for place, one in enumerate(earlier, 1) if one.direction == "out"), default=0)
    question = replace(question, thread=tuple(map(_turn, earlier[:answered])))
    return _still_asked(question, [one for one in earlier[answered:] if not one.automated])


def _still_asked(question: Question, unanswered: Sequence[Row[Any]]) -> Question:
    """Join what was written before it and not answered: the reply is the only one that all of it gets."""
    meant = dict(question.intents)
    for one in unanswered:
        for each in (one.triage or {}).get("intents", ()):
            meant[each["intent"]] = max(each["confidence"], meant.get(each["intent"], 0.0))
    texts = dict.fromkeys([*(one.new_text.strip() for one in unanswered), question.text.strip()])
    if len(texts) < 2:
        return question
    joined = "\n\n".join(texts)[-MAX_QUESTION:]
    return replace(question, text=joined, newest=question.text, intents=tuple(meant.items()))


def heard(message: Message, conversation: Conversation) -> Question:
    """Read a message alone as a question."""
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
        shop_name=(channel.settings.get("from_name") if channel else None) or "",
    )


def _earlier(session: Session, message: Message) -> list[Row[Any]]:
    """Return what was written in the thread before a message, oldest first."""
    query = (
        select(Message.direction, Message.new_text, Message.automated, Message.triage)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.created_at < message.created_at,
            ~Message.private,
            Message.status != "cancelled",
        )
        .order_by(Message.created_at.desc())
        .limit(MAX_TURNS)
    )
    return list(reversed(session.execute(query).all()))


def _turn(one: Row[Any]) -> Turn:
    return Turn("in" if one.direction == "in" else "out", one.new_text[:MAX_QUESTION])


def meaning_of(question: Question) -> Embedding:
    """Embed what is asked, together with what the customer wrote last before it."""
    before = next((turn.text for turn in reversed(question.thread) if turn.direction == "in"), "")
    found: Embedding = embedder().embed([f"{question.subject}. {question.text} {before}"[:1500]])[0]
    return found


def with_facts(session: Session, question: Question, meaning: Embedding) -> Question:
    """Add the products and articles that may answer the question, nearest first."""
    found = passages.nearest(session, question)
    known = replace(
        question,
        products=_products(session, question, meaning),
        articles=_articles(session, meaning, [one.article_id for one in found]),
        passages=found,
    )
    return replace(known, properties=properties.nearest(known))


_HERE = Product.deleted_at.is_(None)
_BY_IDS = (
    select(Product)
    .where(Product.id.in_(bindparam("ids", expanding=True)), _HERE)
    .options(lazyload(Product.source))
)
_SIBLINGS = (
    select(Product)
    .where(
        Product.group.in_(bindparam("groups", expanding=True)),
        Product.id.not_in(bindparam("ids", expanding=True)),
        _HERE,
    )
    .options(lazyload(Product.source))
    .limit(MAX_PRODUCTS * 2)
)


def _products(session: Session, question: Question, meaning: Embedding) -> tuple[ProductFact, ...]:
    asked = f"{question.subject} {question.text}"
    near = search.by_meaning(session, meaning, MAX_PRODUCTS)
    similar = {hit.id: hit.score for hit in near}
    named = named_in(session, "\n".join([asked, *(turn.text for turn in question.thread)]))
    of_a_kind = [] if named else _of_the_kind(session, asked)
    ids = list(dict.fromkeys([*named, *of_a_kind, *(hit.id for hit in near)]))[:MAX_PRODUCTS]
    rows = session.scalars(_BY_IDS, {"ids": ids}).all()
    groups = {row.group for row in rows if row.group}
    siblings = session.scalars(_SIBLINGS, {"groups": list(groups), "ids": ids}) if groups else ()
    known = [*rows, *siblings]
    facts = [fact_of(row, similar.get(row.id, 0.0)) for row in known]
    order = {id_: place for place, id_ in enumerate(ids)}
    return tuple(sorted(facts, key=lambda one: (order.get(one.id, len(order)), one.title)))


def _of_the_kind(session: Session, text: str) -> list[UUID]:
    """Return products of the kinds of things that a text speaks of, in whatever language ("il tagliere")."""
    kinds = sorted(terms(text) & GOODS)[:MOST_KINDS]
    hits = [search.by_meaning(session, vector, MOST_OF_A_KIND) for vector in embedder().embed(kinds)]
    return [hit.id for found in hits for hit in found]


def named_in(session: Session, text: str) -> list[UUID]:
    """Return products whose title or SKU stands in a text, allowing for small slips.

    Likeness to a long text costs about a millisecond a title, so it is asked of candidates only: products
    that share a word with the text, found by index: by SKU, by rare words, by slips.
    """
    text = text[:MAX_QUESTION]
    folded = text.lower()
    marked = {part.strip(".,;:!?()[]\"'") for part in folded.split()}
    words = list(dict.fromkeys(re.findall(r"[^\W_]{3,}", folded)))[:MAX_WORDS]
    common = {row.word: row.products for row in session.execute(_HOW_COMMON, {"words": words})}
    unknown = sorted((word for word in words if not common.get(word) and len(word) >= 5), key=len)
    values = {
        "text": text,
        "skus": [part for part in marked if len(part) >= 4],
        "words": _any_of(words),
        "rare": _any_of(_rare(common)),
        "slips": unknown[-MAX_SLIPS:],
    }
    return list(session.scalars(_NAMED, values))


def _rare(common: dict[str, int]) -> list[str]:
    """Return the words of the catalogue by which to choose whom to rank; at least the rarest."""
    rare: list[str] = []
    rows = 0
    for word in sorted(filter(common.get, common), key=lambda one: common[one]):
        rows += common[word]
        if not rare or (rows <= MAX_RANKED and common[word] < MAX_COUNTED):
            rare.append(word)
    return rare


def _any_of(words: list[str]) -> str:
    return " | ".join(f"'{word}'" for word in words)  # letters and digits only


def _each(name: str) -> TableValuedAlias:
    """Return the words of a list as rows."""
    listed = cast(bindparam(name, type_=ARRAY(Text)), ARRAY(Text))
    return func.unnest(listed).table_valued("word", name=name).render_derived()


def _how_common() -> Select[str, int]:
    """Return the query of how many products hold each word, counted up to a limit."""
    asked = _each("words")
    matching = Product.words.op("@@")(func.plainto_tsquery("simple", asked.c.word))
    some = select(Product.id).where(matching).limit(MAX_COUNTED).correlate(asked).subquery()
    counted = select(func.count()).select_from(some).scalar_subquery()
    return select(asked.c.word, counted.label("products"))


def _candidates() -> CompoundSelect[UUID]:
    skus = select(Product.id).where(_HERE, func.lower(Product.sku).in_(bindparam("skus", expanding=True)))
    # The rare words choose whom to rank, all of them rank: only titles and SKUs weigh.
    by_words = func.to_tsquery("simple", bindparam("words"))
    rank = func.ts_rank(cast([0, 0, 0, 1], ARRAY(REAL)), Product.words, by_words)
    rare = Product.words.op("@@")(func.to_tsquery("simple", bindparam("rare")))
    ranked = select(Product.id).where(_HERE, rare).order_by(rank.desc()).limit(MAX_CANDIDATES)
    slip = _each("slips")
    like = slip.c.word.op("<%")(Product.title)
    alike = select(Product.id).where(_HERE, like).limit(MAX_CANDIDATES // 4).correlate(slip).lateral()
    slips = select(alike.c.id).select_from(slip).join(alike, true())
    return union(skus.limit(MAX_CANDIDATES), ranked, slips)


def _named() -> Select[UUID]:
    few = select(Product.id, Product.title, Product.sku).where(Product.id.in_(_candidates()))
    # Materialised: the planner, who takes likeness for cheap, would ask it of the whole catalogue.
    candidates = few.cte("candidates").prefix_with("MATERIALIZED")
    text = bindparam("text", type_=Text)
    likeness = func.strict_word_similarity(candidates.c.title, text)
    sku = func.strpos(func.lower(text), func.lower(candidates.c.sku)) > 0
    return (
        select(candidates.c.id)
        .where((likeness > 0.55) | (sku & (func.length(candidates.c.sku) >= 4)))
        .order_by(likeness.desc(), candidates.c.id)
        .limit(MAX_PRODUCTS)
    )


_HOW_COMMON, _NAMED = _how_common(), _named()


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
