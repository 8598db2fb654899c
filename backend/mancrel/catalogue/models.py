"""Products and the sources that keep them fresh."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.intake.models import Endpoint
from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import OpenToAll

_WORDS = (
    "setweight(to_tsvector('simple', coalesce(title, '') || ' ' || coalesce(sku, '') || ' ' || "
    "coalesce(external_id, '')), 'A') || setweight(to_tsvector('simple', coalesce(brand, '') || "
    "' ' || coalesce(category, '') || ' ' || coalesce(options::text, '')), 'B') || "
    "setweight(to_tsvector('simple', left(coalesce(description, ''), 20000)), 'C')"
)


class Source(Audited, Row, OpenToAll, Base):
    """An external catalogue system; its deliveries come through an endpoint of intake."""

    __tablename__ = "sources"
    audited = ("name", "kind", "poll_minutes", "is_active")

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    feed_url: Mapped[str | None]
    poll_minutes: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(server_default="true")
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("endpoints.id"))
    last_event_at: Mapped[datetime | None]
    endpoint: Mapped[Endpoint] = relationship(lazy="raise")


class Product(Audited, Binned, OpenToAll, Base):
    """Something one can buy, as its source last described it.

    ``source_time`` is the greatest ``updated_at`` the source has sent: an older event loses.
    ``delivery_id`` is the delivery that was applied last; its ids grow with time.
    A deleted product stays as a tombstone, so that an older event cannot bring it back.
    """

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("source_id", "external_id"),
        Index("products_words_idx", "words", postgresql_using="gin"),
        Index(
            "products_title_trgm_idx",
            "title",
            postgresql_using="gin",
            postgresql_ops={"title": "gin_trgm_ops"},
        ),
        Index("products_listed_idx", "title", "id", postgresql_where=text("deleted_at IS NULL")),
        Index("products_sku_idx", text("lower(sku)")),
        Index(None, "category"),
        Index(None, "group"),
    )

    audited = ("title", "sku", "price", "currency", "delivery_days", "url", "deleted_at")

    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    external_id: Mapped[str]
    sku: Mapped[str | None]
    title: Mapped[str] = mapped_column(server_default="")
    description: Mapped[str | None]
    category: Mapped[str | None]
    brand: Mapped[str | None]
    price: Mapped[Decimal] = mapped_column(Numeric(14, 4), server_default="0")
    currency: Mapped[str] = mapped_column(server_default="")
    stock: Mapped[int] = mapped_column(server_default="0")
    delivery_days: Mapped[str | None]
    url: Mapped[str | None]
    image_url: Mapped[str | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    group: Mapped[str | None]
    options: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    version: Mapped[int] = mapped_column(server_default="1")
    source_time: Mapped[datetime | None]
    delivery_id: Mapped[UUID | None]
    synced_at: Mapped[datetime]
    words: Mapped[Any] = mapped_column(TSVECTOR, Computed(_WORDS, persisted=True), deferred=True)
    source: Mapped[Source] = relationship(lazy="joined", innerjoin=True)
