"""The quote ledger: what each sent reply stated, kept in the transaction that records it as sent."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, cast, select, update
from sqlalchemy.orm import Session

from mancrel.catalogue.models import Product
from mancrel.conversations import facts
from mancrel.conversations.ledger_models import Quote
from mancrel.conversations.models import Message
from mancrel.kit.db import uuid7
from mancrel.knowledge.models import Article

ALIKE = 0.5
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
WATCHED = ("holds", "outdated")
FIELDS = ("price", "stock", "delivery_days", "attributes", "options")
SPLIT = ("attributes", "options")  # fields of many values, of which a reply states some


def write(session: Session, message: Message, claims: list[dict[str, Any]]) -> list[Quote]:
    """Keep what a sent message stated and the guard confirmed; told twice it is kept once.

    What an earlier message of the thread stated of the same field is superseded.
    """
    found = _stated(claims)
    if not found or session.scalars(select(Quote.id).where(Quote.message_id == message.id)).first():
        return []
    known = _rows(session, found)
    quotes = [_quote(message, fact, stated, known.get(_id_of(fact))) for fact, stated in found]
    for quote in quotes:
        _supersede(session, quote)
    session.add_all(quotes)
    session.flush()
    return quotes


def _stated(claims: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """Return each confirmed fact once, with the words that state it."""
    found: dict[tuple[str, str, str], tuple[dict[str, Any], str]] = {}
    for claim in claims:
        for fact in claim.get("facts", []) if claim["ok"] else ():
            if not fact.get("article_id") and fact["field"] not in FIELDS:
                continue
            of_text = claim["text"] if fact.get("article_id") else ""
            found.setdefault((str(_id_of(fact)), fact["field"], of_text), (fact, claim["text"]))
    return list(found.values())


def _id_of(fact: dict[str, Any]) -> UUID:
    return UUID(fact.get("product_id") or fact["article_id"])


def _rows(session: Session, found: list[tuple[dict[str, Any], str]]) -> dict[UUID, Product | Article]:
    ids = [_id_of(fact) for fact, _ in found]
    products = session.scalars(select(Product).where(Product.id.in_(ids)))
    articles = session.scalars(select(Article).where(Article.id.in_(ids)))
    return {one.id: one for one in (*products, *articles)}


def _quote(message: Message, fact: dict[str, Any], stated: str, row: Product | Article | None) -> Quote:
    version = fact["value"] if fact.get("article_id") else fact.get("version", 0)
    return Quote(
        id=uuid7(),
        conversation_id=message.conversation_id,
        message_id=message.id,
        product_id=row.id if isinstance(row, Product) else None,
        article_id=row.id if isinstance(row, Article) else None,
        title=_title(row),
        field="text" if fact.get("article_id") else fact["field"],
        fact=_narrowed(fact, stated),
        stated=stated,
        version=version,
        seen_version=version,
        quoted_at=message.sent_at or datetime.now(UTC),
        status="holds",
    )


def _title(row: Product | Article | None) -> str:
    """Name a product with its variant, so that two of one name can be told apart."""
    if isinstance(row, Product) and row.options:
        return f"{row.title} ({', '.join(str(one) for one in row.options.values())})"
    return row.title if row else ""


def _narrowed(fact: dict[str, Any], stated: str) -> dict[str, Any]:
    """Of many values keep those that the words state, where they can be told apart."""
    if fact["field"] not in SPLIT:
        return fact
    words = stated.casefold()
    said = {
        name: value
        for name, value in fact["value"].items()
        if str(value).casefold() in words or name.replace("_", " ").casefold() in words
    }
    return {**fact, "value": said or fact["value"]}


def _supersede(session: Session, quote: Quote) -> None:
    earlier = update(Quote).where(
        Quote.conversation_id == quote.conversation_id,
        Quote.field == quote.field,
        Quote.status.in_(WATCHED),
        Quote.message_id != quote.message_id,
    )
    if quote.article_id:
        earlier = earlier.where(Quote.article_id == quote.article_id, Quote.stated == quote.stated)
    else:
        earlier = earlier.where(Quote.product_id == quote.product_id)
    if quote.field in SPLIT:  # another property of the same product supersedes nothing
        earlier = earlier.where(Quote.fact["value"].has_any(cast(list(quote.fact["value"]), ARRAY(Text))))
    session.execute(earlier.values(status="superseded"))


def holds(quote: Quote, row: Product | Article | None) -> bool:
    """Whether what was stated is still so; more in stock than was stated is no change."""
    if row is None or row.deleted_at is not None:
        return False
    if isinstance(row, Article):
        return row.version == quote.version or _plain(quote.stated) in _plain(f"{row.title} {row.body}")
    if quote.field in SPLIT:
        now = getattr(row, quote.field)
        return all(now.get(name) == value for name, value in quote.fact["value"].items())
    if quote.field == "stock" and int(quote.fact["value"]) > 0:
        return facts.holds({**quote.fact, "at_least": True}, row)
    return facts.holds(quote.fact, row)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip('"“”„«» .').casefold()


def was(quote: Quote) -> str:
    """Say what was stated, in figures."""
    return quote.stated if quote.field == "text" else _shown(quote.field, quote.fact["value"], quote.fact)


def now(quote: Quote, row: Product | Article | None) -> str | None:
    """Say how it is now, in figures; None when the product or article is gone or says nothing of it."""
    if row is None or row.deleted_at is not None:
        return None
    if isinstance(row, Article):
        return _nearest(quote.stated, row.body)
    value = getattr(row, quote.field, None)
    if quote.field in SPLIT:
        value = {name: (value or {}).get(name) for name in quote.fact["value"]}
    return _shown(quote.field, value, {"currency": row.currency}) if value is not None else None


def _nearest(stated: str, body: str) -> str | None:
    """Return the sentence of an article that has taken the place of one that was quoted."""
    likeness = {
        one: SequenceMatcher(None, _plain(stated), _plain(one)).ratio()
        for one in _SENTENCE.split(body[:20_000])
        if one
    }
    best = max(likeness, key=likeness.__getitem__, default=None)
    return best if best and likeness[best] >= ALIKE else None


def _shown(field: str, value: Any, fact: dict[str, Any]) -> str:
    if field == "price":
        return f"{Decimal(str(value)):,.2f} {fact.get('currency', '')}".strip()
    if field == "stock":
        least = "at least " if fact.get("at_least") and int(value) > 1 else ""
        return "in stock" if fact.get("at_least") and int(value) <= 1 else f"{least}{int(value)} in stock"
    if field == "delivery_days":
        return f"{value} working days"
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {one}" for name, one in value.items() if one is not None)
    return str(value)
