"""HTTP of the catalogue."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from mancrel.accounts.deps import Db, may, shelf
from mancrel.catalogue import search
from mancrel.catalogue import service as catalogue
from mancrel.catalogue.models import Product, Source
from mancrel.catalogue.schemas import (
    NewSecret,
    NewSource,
    ProductHit,
    ProductHits,
    ProductIn,
    ProductOut,
    ProductPatch,
    SourceIn,
    SourceOut,
    SourcePatch,
)
from mancrel.intake import service as intake
from mancrel.kit.db import find, find_to_change
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Text, changes

router = Router(prefix="/api/v1", tags=["catalogue"])

ProductRows = Annotated[ColumnElement[bool], shelf(Product, "products:write")]
ProductOrder = Annotated[
    Order,
    sorting(
        Product.id, "title", Product.title, Product.price, Product.stock, Product.category, Product.brand,
        Product.synced_at, Product.updated_at, Product.created_at,
    ),
]  # fmt: skip
SourceOrder = Annotated[
    Order, sorting(Source.id, "name", Source.name, Source.created_at, Source.last_event_at)
]


@router.get("/products", dependencies=[may("products:read")])
def list_products(
    session: Db,
    paging: PageOf,
    rows: ProductRows,
    order: ProductOrder,
    q: Annotated[Text | None, Query(max_length=200)] = None,
    category: Annotated[Text | None, Query(max_length=200)] = None,
    source: Annotated[Text | None, Query(max_length=64)] = None,
) -> Page[ProductOut]:
    """List products; ``q`` searches by words."""
    query = select(Product).where(rows, catalogue.was_known())
    if q:
        query = query.where(Product.id.in_(search.by_words(session, q, 500)))
    if category:
        query = query.where(Product.category == category)
    if source:
        query = query.where(Product.source.has(Source.name == source))
    found = page(session, query, order, paging)
    items = [ProductOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/products/search", dependencies=[may("products:read")])
def search_products(
    session: Db,
    q: Annotated[Text, Query(min_length=1, max_length=400)],
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> ProductHits:
    """Search products by words and meaning."""
    found = search.search(session, q, limit)
    items = [
        ProductHit(product=ProductOut.model_validate(one.product), score=one.score, matched=one.matched)
        for one in found
    ]
    return ProductHits(items=items)


@router.post("/products", status_code=201, dependencies=[may("products:write")])
def create_product(body: ProductIn, session: Db) -> ProductOut:
    """Add a product by hand."""
    product = catalogue.create(session, body)
    session.refresh(product)
    return ProductOut.model_validate(product)


@router.get("/products/{product_id}", dependencies=[may("products:read")])
def get_product(product_id: UUID, session: Db) -> ProductOut:
    """Return a product."""
    return ProductOut.model_validate(find(session, Product, product_id))


@router.patch("/products/{product_id}", dependencies=[may("products:write")])
def change_product(product_id: UUID, body: ProductPatch, session: Db) -> ProductOut:
    """Change a product by hand."""
    product = find_to_change(session, Product, product_id)
    catalogue.change(session, product, changes(body))
    session.refresh(product)
    return ProductOut.model_validate(product)


@router.delete("/products/{product_id}", status_code=204, dependencies=[may("products:write")])
def delete_product(product_id: UUID, session: Db) -> None:
    """Move a product to the bin."""
    catalogue.remove(session, find_to_change(session, Product, product_id))


@router.post("/products/{product_id}/restore", dependencies=[may("products:write")])
def restore_product(product_id: UUID, session: Db) -> ProductOut:
    """Take a product out of the bin; its source's next event decides again."""
    product = catalogue.restore(session, product_id)
    session.refresh(product)
    return ProductOut.model_validate(product)


def _fields(session: Session, source: Source) -> dict[str, object]:
    counts = catalogue.product_counts(session)
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "webhook_path": f"/api/v1/webhooks/catalog/{source.name}",
        "feed_url": source.feed_url,
        "poll_minutes": source.poll_minutes,
        "product_count": counts.get(source.id, 0),
        "last_event_at": source.last_event_at,
        "is_active": source.is_active,
        "updated_at": source.updated_at,
    }


@router.get("/catalogue/sources", dependencies=[may("sources:read")])
def list_sources(session: Db, paging: PageOf, order: SourceOrder) -> Page[SourceOut]:
    """List sources."""
    found = page(session, select(Source), order, paging)
    items = [SourceOut.model_validate(_fields(session, one)) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/catalogue/sources", status_code=201, dependencies=[may("sources:write")])
def create_source(body: SourceIn, session: Db) -> NewSource:
    """Connect a catalogue system; its secret is shown this once."""
    source, secret = catalogue.create_source(session, body)
    return NewSource.model_validate({**_fields(session, source), "secret": secret})


@router.get("/catalogue/sources/{source_id}", dependencies=[may("sources:read")])
def get_source(source_id: UUID, session: Db) -> SourceOut:
    """Return a source, and how it is doing."""
    return SourceOut.model_validate(_fields(session, find(session, Source, source_id)))


@router.patch("/catalogue/sources/{source_id}", dependencies=[may("sources:write")])
def change_source(source_id: UUID, body: SourcePatch, session: Db) -> SourceOut:
    """Change a source; an inactive one refuses deliveries."""
    source = _to_change(session, source_id)
    for name, value in changes(body).items():
        setattr(source, name, value)
    source.endpoint.is_active = source.is_active
    session.flush()
    session.refresh(source)
    return SourceOut.model_validate(_fields(session, source))


@router.post("/catalogue/sources/{source_id}/rotate", dependencies=[may("sources:write")])
def rotate_secret(source_id: UUID, session: Db) -> NewSecret:
    """Give a source a new secret; the old one holds for the overlap."""
    source = _to_change(session, source_id)
    secret, until = intake.rotate(session, source.endpoint)
    return NewSecret(secret=secret, overlap_until=until)


def _to_change(session: Session, source_id: UUID) -> Source:
    find_to_change(session, Source, source_id)
    query = select(Source).where(Source.id == source_id).options(joinedload(Source.endpoint))
    return session.scalars(query).one()
