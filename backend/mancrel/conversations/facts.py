"""Whether what a reply states still holds in the catalogue and the articles."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.catalogue.models import Product
from mancrel.knowledge.models import Article


def facts_of(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the facts that claims rest on."""
    return [fact for claim in claims for fact in claim.get("facts", [])]


def changed(session: Session, claims: list[dict[str, Any]]) -> str | None:
    """Return which stated fact no longer holds, or None; the rows stay as they are until this commits."""
    facts = facts_of(claims)
    ids = {UUID(fact["product_id"]) for fact in facts if fact.get("product_id")}
    rows = session.scalars(
        select(Product).where(Product.id.in_(ids)).order_by(Product.id).with_for_update(read=True, of=Product)
    )
    products = {str(product.id): product for product in rows}
    quoted = {UUID(fact["article_id"]): fact["value"] for fact in facts if fact.get("article_id")}
    articles = session.scalars(
        select(Article).where(Article.id.in_(quoted)).order_by(Article.id).with_for_update(read=True)
    )
    in_force = {one.id: one.version for one in articles if one.deleted_at is None}
    if any(in_force.get(id_) != version for id_, version in quoted.items()):
        return "An article that is quoted has changed."
    for fact in facts:
        product = products.get(fact.get("product_id", ""))
        if fact.get("product_id") and not holds(fact, product):
            return f"The {fact['field'].replace('_', ' ')} stated has changed in the catalogue."
    return None


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
