"""Shapes of the catalogue: what sources post, and what clients get."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from mancrel.kit.schema import STORABLE, WHOLE, Flag, In, Moment, Out, Slug, Text, WebAddress, example

MAX_STOCK = 2_000_000_000
PRICE = r"^[0-9]{1,10}(\.[0-9]{1,4})?$"
DELIVERY_DAYS = r"^[0-9]{1,3}(-[0-9]{1,3})?$"

Short = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Long = Annotated[Text, StringConstraints(max_length=50_000)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Scalar = Text | bool | int | float | None


def _decimal(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not re.fullmatch(PRICE, value, re.ASCII):
        message = 'must be a decimal string such as "349.00"'
        raise ValueError(message)
    return Decimal(value)


def _ordered(value: str) -> str:
    first, _, last = value.partition("-")
    if last and int(last) < int(first):
        message = "the range must not run backwards"
        raise ValueError(message)
    return value


def _nothing_as_empty(value: Any) -> Any:
    return {} if value is None else value


def _empty_as_nothing(value: Any) -> Any:
    return None if value == "" else value


# What is a space differs between here and JavaScript: a title is blank if either says so.
Title = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"[^\s\x85\ufeff]"), STORABLE]
Words = Annotated[Text, StringConstraints(max_length=500)] | None
OptionalShort = Annotated[Short | None, BeforeValidator(_empty_as_nothing, json_schema_input_type=Words)]
OptionalLong = Annotated[Long | None, BeforeValidator(_empty_as_nothing)]
Url = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
OptionalUrl = Annotated[Url | None, BeforeValidator(_empty_as_nothing, json_schema_input_type=Long | None)]
Price = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "string", "pattern": PRICE})]
DeliveryDays = Annotated[str, StringConstraints(pattern=DELIVERY_DAYS), AfterValidator(_ordered)]
DaysOrEmpty = Annotated[str, StringConstraints(pattern=r"^([0-9]{1,3}(-[0-9]{1,3})?)?$")] | None
OptionalDays = Annotated[
    DeliveryDays | None, BeforeValidator(_empty_as_nothing, json_schema_input_type=DaysOrEmpty)
]
OptionalMoment = Annotated[Moment | None, BeforeValidator(_empty_as_nothing)]
Named = dict[Short, Scalar | list[Scalar]]
Attributes = Annotated[
    Named, Field(max_length=200), BeforeValidator(_nothing_as_empty, json_schema_input_type=Named | None)
]
OptionValue = Annotated[Text, StringConstraints(max_length=500)]
Options = Annotated[
    dict[Short, OptionValue],
    Field(max_length=20),
    BeforeValidator(_nothing_as_empty, json_schema_input_type=dict[Short, OptionValue] | None),
]
Stock = Annotated[int, Field(ge=-MAX_STOCK, le=MAX_STOCK), WHOLE]


class ProductFields(BaseModel):
    """A product as a source describes it; fields we do not know are left aside."""

    model_config = ConfigDict(extra="ignore")

    external_id: Short
    title: Title
    price: Price
    currency: Currency
    stock: Stock
    sku: OptionalShort = None
    description: OptionalLong = None
    category: OptionalShort = None
    brand: OptionalShort = None
    url: OptionalUrl = None
    image_url: OptionalUrl = None
    attributes: Attributes = {}
    delivery_days: OptionalDays = None
    group: OptionalShort = None
    options: Options = {}
    updated_at: OptionalMoment = None


class Tombstone(BaseModel):
    """A product that its source no longer has."""

    external_id: Short
    updated_at: OptionalMoment = None


class OrderFields(BaseModel):
    """An order of an external shop; kept with its delivery until the order room is built."""

    model_config = ConfigDict(extra="allow")

    external_id: Short


class Upserted(BaseModel):
    """A product was created or changed."""

    type: Literal["product.upserted"]
    timestamp: Any = None
    data: ProductFields


class Removed(BaseModel):
    """A product was deleted."""

    type: Literal["product.deleted"]
    timestamp: Any = None
    data: Tombstone


class Ordered(BaseModel):
    """An order was created or changed."""

    type: Literal["order.created", "order.updated"]
    timestamp: Any = None
    data: OrderFields


CatalogEvent = Annotated[Upserted | Removed | Ordered, Field(discriminator="type")]


class ProductIn(
    In,
    json_schema_extra=example(
        external_id="L-100",
        title="Walnut desk lamp",
        price="49.00",
        currency="EUR",
        stock=12,
        delivery_days="2-4",
    ),
):
    """A product entered by hand, in the source ``default``."""

    external_id: Short
    title: Title
    price: Price
    currency: Currency
    stock: Stock
    sku: OptionalShort = None
    description: OptionalLong = None
    category: OptionalShort = None
    brand: OptionalShort = None
    url: OptionalUrl = None
    image_url: OptionalUrl = None
    attributes: Attributes = {}
    delivery_days: OptionalDays = None
    group: OptionalShort = None
    options: Options = {}


class ProductPatch(In):
    """Changes to a product by hand; its source's next event overwrites them."""

    title: Title = "-"
    price: Price = Decimal(0)
    currency: Currency = "EUR"
    stock: Stock = 0
    sku: OptionalShort = None
    description: OptionalLong = None
    category: OptionalShort = None
    brand: OptionalShort = None
    url: OptionalUrl = None
    image_url: OptionalUrl = None
    attributes: Attributes = {}
    delivery_days: OptionalDays = None
    group: OptionalShort = None
    options: Options = {}


def plain(value: Decimal) -> str:
    """Write an amount with two decimals, or more where it has them: 349.00, 0.1234."""
    exponent = value.normalize().as_tuple().exponent
    return f"{value:.{max(2, -exponent if isinstance(exponent, int) else 2)}f}"


Money = Annotated[Decimal, PlainSerializer(plain, return_type=str)]


class SourceRef(Out):
    """Where a product comes from."""

    id: UUID
    name: str
    kind: str


class ProductOut(Out):
    """A product as Mancrel knows it; ``synced_at`` is when its source was last heard about it."""

    id: UUID
    external_id: str
    sku: str | None
    title: str
    description: str | None
    category: str | None
    brand: str | None
    price: Money
    currency: str
    stock: int
    delivery_days: str | None
    url: str | None
    image_url: str | None
    attributes: dict[str, Any]
    group: str | None
    options: dict[str, Any]
    source: SourceRef
    version: int
    synced_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class ProductHit(Out):
    """A product found, how well it fits (0 to 1), and by what."""

    product: ProductOut
    score: float
    matched: Literal["words", "meaning", "both"]


class ProductHits(Out):
    """What a search found, best first."""

    items: list[ProductHit]


class SourceIn(In, json_schema_extra=example(name="web-shop", kind="generic")):
    """A new external catalogue system."""

    name: Slug
    kind: Literal["generic", "shopify", "woocommerce"] = "generic"
    feed_url: WebAddress | None = None
    poll_minutes: Annotated[int, Field(ge=1, le=10_080), WHOLE] | None = None


class SourcePatch(In):
    """Changes to a source."""

    feed_url: WebAddress | None = None
    poll_minutes: Annotated[int, Field(ge=1, le=10_080), WHOLE] | None = None
    is_active: Flag = True


class SourceOut(Out):
    """A source, and how it is doing."""

    id: UUID
    name: str
    kind: str
    webhook_path: str
    feed_url: str | None
    poll_minutes: int | None
    product_count: int
    last_event_at: datetime | None
    is_active: bool
    updated_at: datetime


class NewSource(SourceOut):
    """A new source with its secret, shown this once."""

    secret: str


class NewSecret(Out):
    """A new secret, shown this once; the old one holds until ``overlap_until``."""

    secret: str
    overlap_until: datetime
