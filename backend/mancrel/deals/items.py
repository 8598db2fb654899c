"""The lines of a deal; while there are any, the amount is their sum."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.catalogue.models import Product
from mancrel.deals import service
from mancrel.deals.models import Deal, DealItem
from mancrel.deals.schemas import ItemIn
from mancrel.kit.db import find, uuid7
from mancrel.kit.errors import Conflict, Invalid, NotFound

MAX_ITEMS = 200


class ItemUnclear(Invalid):
    """Name a product, or a title and a unit price."""


class OtherCurrency(Conflict):
    """The items of a deal have one currency."""


class TooManyItems(Conflict):
    """A deal has at most 200 items."""


def of(session: Session, deal: Deal) -> list[DealItem]:
    """Return the lines of a deal, oldest first."""
    query = select(DealItem).where(DealItem.deal_id == deal.id).order_by(DealItem.created_at, DealItem.id)
    return list(session.scalars(query))


def name_of(product: Product) -> str:
    """Return what a product is called with its options: Polar Ceiling Light · 60 cm."""
    return " · ".join([product.title, *(str(one) for one in product.options.values())])


def add(session: Session, deal: Deal, body: ItemIn) -> DealItem:
    """Add a line to a locked deal; what a product is called and costs now is copied.

    Raises:
        ItemUnclear: neither a product nor title and price are given.
        OtherCurrency: the product is priced in another currency than the lines that are there.

    """
    product = find(session, Product, body.product_id) if body.product_id else None
    title = body.title or (name_of(product) if product else None)
    price = body.unit_price if body.unit_price is not None else (product.price if product else None)
    if title is None or price is None:
        raise ItemUnclear(field="title" if title is None else "unit_price")
    known = of(session, deal)
    currency = product.currency if product and product.currency else deal.currency
    if known and known[0].currency != currency:
        raise OtherCurrency(f"The items of this deal are in {known[0].currency}.", field="product_id")
    if len(known) >= MAX_ITEMS:
        raise TooManyItems
    item = DealItem(id=uuid7(), deal_id=deal.id, product_id=product.id if product else None)
    item.title, item.quantity, item.unit_price, item.currency = title, body.quantity, price, currency
    session.add(item)
    _sum(session, deal)
    return item


def find_in(session: Session, deal: Deal, item_id: UUID) -> DealItem:
    """Return a line of this deal.

    Raises:
        NotFound: it has no such line.

    """
    query = select(DealItem).where(DealItem.id == item_id, DealItem.deal_id == deal.id)
    item = session.scalars(query).one_or_none()
    if item is None:
        raise NotFound("There is no such item.")
    return item


def change(session: Session, deal: Deal, item: DealItem, values: dict[str, Any]) -> None:
    """Change quantity or price of a line."""
    for name, value in values.items():
        setattr(item, name, value)
    _sum(session, deal)


def remove(session: Session, deal: Deal, item: DealItem) -> None:
    """Take a line out; without any the last amount stays, to be changed by hand."""
    session.delete(item)
    _sum(session, deal)


def _sum(session: Session, deal: Deal) -> None:
    session.flush()
    sums = select(func.sum(DealItem.quantity * DealItem.unit_price), func.min(DealItem.currency))
    summed = session.execute(sums.where(DealItem.deal_id == deal.id)).one()
    if summed[0] is not None:
        deal.amount, deal.currency = Decimal(summed[0]), summed[1]
    service.told(session, deal, "deal.changed", fields=["items"])
