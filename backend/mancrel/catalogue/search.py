"""Finding products by words and by meaning."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, lazyload, load_only

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Embedding, Filter, Hit, vectors
from mancrel.catalogue.models import Product

COLLECTION = "products"
RANK_DAMPING = 60
MEANT = 0.30


@dataclass(frozen=True)
class Found:
    """A product that fits a question, and by what it was found."""

    product: Product
    score: float
    matched: Literal["words", "meaning", "both"]
    similarity: float


def text_of(product: Product) -> str:
    """Return what the meaning of a product is taken from."""
    options = " ".join(f"{name} {value}" for name, value in product.options.items())
    parts = (product.title, options, product.brand, product.category, product.description)
    return ". ".join(part for part in parts if part)[:1000]


_TO_INDEX = (
    select(Product)
    .where(Product.id == bindparam("product"), Product.deleted_at.is_(None))
    .options(
        load_only(Product.title, Product.options, Product.brand, Product.category, Product.description),
        lazyload(Product.source),
    )
)


def text_to_index(session: Session, product_id: UUID) -> str | None:
    """Return what the meaning of a product is taken from; None when it is gone."""
    product = session.scalars(_TO_INDEX, {"product": product_id}).one_or_none()
    return text_of(product) if product else None


def by_words(session: Session, question: str, limit: int) -> list[UUID]:
    """Return the ids of products whose words fit, best first: prefixes, SKUs, small typos."""
    terms = [term for term in question.replace("'", " ").replace("\\", " ").split() if term][:12]
    if not terms:
        return []
    query = func.websearch_to_tsquery("simple", question)
    prefix = func.to_tsquery("simple", " & ".join(f"'{term}':*" for term in terms))
    rank = func.ts_rank(Product.words, query) + 0.5 * func.ts_rank(Product.words, prefix)
    likeness = func.word_similarity(question, Product.title)
    rows = session.execute(
        select(Product.id)
        .where(
            Product.deleted_at.is_(None),
            or_(
                Product.words.op("@@")(query),
                Product.words.op("@@")(prefix),
                func.lower(Product.sku) == question.lower(),
                likeness > 0.5,
            ),
        )
        .order_by((rank + likeness).desc(), Product.id)
        .limit(limit)
    )
    return [row.id for row in rows]


def by_meaning(session: Session, embedding: Embedding, limit: int) -> list[Hit]:
    """Return the products nearest in meaning."""
    return vectors(session).search(Filter(COLLECTION), embedding, limit)


def search(session: Session, question: str, limit: int = 20) -> list[Found]:
    """Find products by words and meaning together (reciprocal rank fusion)."""
    question = question.strip()[:400]
    if not question:
        return []
    embedding = embedder().embed([question])[0]
    return fuse(session, by_words(session, question, 50), by_meaning(session, embedding, 50), limit)


def fuse(session: Session, words: list[UUID], meaning: list[Hit], limit: int) -> list[Found]:
    """Join two rankings; what only meaning found must be near enough."""
    similar = {hit.id: hit.score for hit in meaning}
    near = [hit.id for hit in meaning if hit.score >= MEANT]
    scores: dict[UUID, float] = {}
    for ranking in (words, near):
        for rank, id_ in enumerate(ranking):
            scores[id_] = scores.get(id_, 0.0) + 1 / (RANK_DAMPING + rank)
    best = sorted(scores, key=lambda id_: -scores[id_])[: limit * 2]
    query = select(Product).where(Product.id.in_(best), Product.deleted_at.is_(None))
    rows = {product.id: product for product in session.scalars(query)}
    top = 2 / RANK_DAMPING
    found = []
    for id_ in best:
        if id_ in rows:
            matched: Literal["words", "meaning", "both"] = "words" if id_ in words else "meaning"
            if id_ in words and id_ in near:
                matched = "both"
            score = round(scores[id_] / top, 4)
            found.append(Found(rows[id_], score, matched, similar.get(id_, 0.0)))
    return found[:limit]
