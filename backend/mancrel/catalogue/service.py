"""Products: apply what sources say, and read them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session, lazyload

from mancrel.catalogue import search
from mancrel.catalogue.models import Product, Source
from mancrel.catalogue.schemas import ProductFields, ProductIn, Removed, SourceIn, Upserted
from mancrel.intake import service as intake
from mancrel.intake.models import Delivery
from mancrel.kit import bins, events
from mancrel.kit.db import find, uuid7
from mancrel.kit.errors import Conflict, NotFound

DEFAULT_SOURCE = "default"
NOTED_EVERY = timedelta(seconds=5)


class DuplicateSource(Conflict):
    """A source with this name already exists."""


class DuplicateProduct(Conflict):
    """This source already has a product with this external id."""


class NeverKnown(Conflict):
    """The source deleted this product before describing it; there is nothing to restore."""


class NoDefaultSource(Conflict):
    """The source ``default`` is missing; `mancrel seed --users-only` makes it."""


def create_source(session: Session, body: SourceIn) -> tuple[Source, str]:
    """Connect a catalogue system; returns the source and its secret, shown once."""
    endpoint, secret = intake.create_endpoint(session, "catalog", body.name)
    source = Source(id=uuid7(), **body.model_dump(), endpoint_id=endpoint.id, is_active=True)
    session.add(source)
    session.flush()
    events.record(session, "source.created", source)
    return source, secret


def ensure_default_source(session: Session, secret: str | None) -> Source:
    """Return the source ``default``, made on the first start."""
    endpoint = intake.ensure_endpoint(session, "catalog", DEFAULT_SOURCE, secret)
    source = source_named(session, DEFAULT_SOURCE)
    if source is None:
        source = Source(
            id=uuid7(), name=DEFAULT_SOURCE, kind="generic", endpoint_id=endpoint.id, is_active=True
        )
        session.add(source)
        session.flush()
    return source


def source_named(session: Session, name: str) -> Source | None:
    """Return a source by name."""
    return session.scalars(select(Source).where(Source.name == name)).one_or_none()


_DELIVERED = (
    select(Delivery.body, Source)
    .outerjoin(Source, Source.endpoint_id == Delivery.endpoint_id)
    .where(Delivery.id == bindparam("delivery"))
)
_LOCKED = (
    select(Product)
    .where(Product.source_id == bindparam("source"), Product.external_id == bindparam("external"))
    .options(lazyload(Product.source))
    .with_for_update()
)


def delivered(session: Session, delivery_id: UUID) -> tuple[bytes, Source | None]:
    """Return the body of a delivery, and the source that its endpoint belongs to."""
    row = session.execute(_DELIVERED, {"delivery": delivery_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such delivery.")
    return row[0], row[1]


def product_counts(session: Session) -> dict[UUID, int]:
    """Return how many products each source has."""
    query = (
        select(Product.source_id, func.count())
        .where(Product.deleted_at.is_(None))
        .group_by(Product.source_id)
    )
    return dict(session.execute(query).all())


def apply(
    session: Session, source: Source, event: Upserted | Removed, delivery_id: UUID | None = None
) -> Product | None:
    """Bring a product to what its source says; None when something newer was here first.

    The caller runs events of one product in the order they came, so "later" is "now": an event that
    names an older ``updated_at`` than the greatest seen loses, any other wins. A delivery replayed
    after a later one was applied wins only with a newer ``updated_at``.
    """
    product = _locked(session, source, event.data.external_id)
    version = event.data.updated_at
    if product and _is_late(product, version, delivery_id):
        return None
    if product is None:
        product = Product(id=uuid7(), source_id=source.id, external_id=event.data.external_id, version=0)
        session.add(product)
    now = datetime.now(UTC)
    meant = search.text_of(product) if product.version and product.deleted_at is None else None
    changed = _changed(product, event, now)
    product.source_time = version or product.source_time
    if delivery_id:
        product.delivery_id = max(delivery_id, product.delivery_id or delivery_id)
    product.synced_at = now
    _note_event(source, now)
    if changed:
        product.version = (product.version or 0) + 1
        product.updated_at = now
        session.flush()
        _tell(session, product, same_text=meant == search.text_of(product))
    return product


def _tell(session: Session, product: Product, *, same_text: bool = False) -> None:
    """Record a change; ``same_text``: the words that its meaning is taken from stayed as they were."""
    kind = "product.removed" if product.deleted_at else "product.changed"
    key = f"index:{product.id}"
    events.record(session, kind, product, key=key, version=product.version, same_text=same_text)


def _note_event(source: Source, now: datetime) -> None:
    """Note when the source last spoke, to a few seconds: one row that all events wrote would line them up."""
    if source.last_event_at is None or now - source.last_event_at > NOTED_EVERY:
        source.last_event_at = now


def _is_late(product: Product, version: datetime | None, delivery_id: UUID | None) -> bool:
    if version and product.source_time and version != product.source_time:
        return version < product.source_time
    return bool(delivery_id and product.delivery_id and delivery_id < product.delivery_id)


def _locked(session: Session, source: Source, external_id: str) -> Product | None:
    return session.scalars(_LOCKED, {"source": source.id, "external": external_id}).one_or_none()


def _changed(product: Product, event: Upserted | Removed, now: datetime) -> bool:
    if isinstance(event, Removed):
        was_there = product.deleted_at is None
        product.deleted_at = product.deleted_at or now
        return was_there
    fields = event.data.model_dump(exclude={"external_id", "updated_at"})
    changed = product.deleted_at is not None
    product.deleted_at = None
    for name, value in fields.items():
        if getattr(product, name) != value:
            setattr(product, name, value)
            changed = True
    return changed or product.version == 0


def create(session: Session, body: ProductIn) -> Product:
    """Add a product by hand, in the source ``default``."""
    source = source_named(session, DEFAULT_SOURCE)
    if source is None:
        raise NoDefaultSource
    known = _locked(session, source, body.external_id)
    if known and known.deleted_at is None:
        raise DuplicateProduct(field="external_id")
    fields = ProductFields.model_construct(**body.model_dump(), updated_at=None)
    product = apply(session, source, Upserted(type="product.upserted", data=fields))
    if product is None:
        raise DuplicateProduct(field="external_id")
    return product


def change(session: Session, product: Product, values: dict[str, Any]) -> Product:
    """Change a product by hand; only the named fields."""
    for name, value in values.items():
        setattr(product, name, value)
    product.version += 1
    product.updated_at = product.synced_at = datetime.now(UTC)
    session.flush()
    _tell(session, product)
    return product


def remove(session: Session, product: Product) -> None:
    """Move a product to the bin."""
    bins.discard(product)
    product.version += 1
    session.flush()
    _tell(session, product)


def was_known() -> ColumnElement[bool]:
    """Rows that were products once, and not only the trace of a deletion that came first."""
    return Product.currency != ""


def restore(session: Session, product_id: UUID) -> Product:
    """Take a product out of the bin.

    Raises:
        NeverKnown: its source deleted it before it described it.

    """
    product = bins.restore(session, Product, product_id)
    if not product.currency:
        raise NeverKnown
    product.version += 1
    session.flush()
    events.record(session, "product.changed", product, key=f"index:{product.id}", version=product.version)
    return product


def find_source(session: Session, source_id: UUID) -> Source:
    """Return a source."""
    return find(session, Source, source_id)
