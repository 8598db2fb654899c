"""Whether what a reply states still holds in the catalogue and the articles."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.catalogue.models import Product
from mancrel.knowledge.models import Article

T = TypeVar("T", Product, Article)


def facts_of(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the facts that claims rest on."""
    return [fact for claim in claims for fact in claim.get("facts", [])]


def changed(session: Session, claims: list[dict[str, Any]]) -> str | None:
    """Return which stated fact no longer holds, or None; the rows stay as they are until this commits."""
    facts = facts_of(claims)
    ids = {UUID(fact["product_id"]) for fact in facts if fact.get("product_id")}
    products = {str(one.id): one for one in _held(session, Product, ids)}
    quoted = {UUID(fact["article_id"]): fact["value"] for fact in facts if fact.get("article_id")}
    articles = _held(session, Article, quoted)
    in_force = {one.id: one.version for one in articles if one.deleted_at is None}
    if any(in_force.get(id_) != version for id_, version in quoted.items()):
        return "An article that is quoted has changed."
    for fact in facts:
        product = products.get(fact.get("product_id", ""))
        if fact.get("product_id") and not holds(fact, product):
            return f"The {fact['field'].replace('_', ' ')} stated has changed in the catalogue."
    return None


def _held(session: Session, model: type[T], ids: Collection[UUID]) -> Sequence[T]:
    if not ids:
        return []
    query = select(model).where(model.id.in_(ids)).order_by(model.id)
    return session.scalars(query.with_for_update(read=True, of=model)).all()


def holds(fact: dict[str, Any], product: Product | None) -> bool:
    """Whether a stated field of a product is as it was stated."""
    if product is None or product.deleted_at is not None:
        return False
    value, now = fact["value"], getattr(product, fact["field"], None)
    if fact["field"] == "stock":
        return int(product.stock) >= int(value) if fact.get("at_least") else now == int(value)
    if fact["field"] == "price":
        return product.price == Decimal(str(value)) and product.currency == fact["currency"]
    return bool(now == value)
