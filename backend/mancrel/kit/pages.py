"""Lists: pages by cursor, with an exact total up to 10,000 on the first page."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from mancrel.kit.errors import Invalid
from mancrel.kit.schema import Text

MAX_TOTAL = 10_000

ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")


class Page(BaseModel, Generic[ItemT]):
    """A page of a list; ``total`` is null past 10,000 and on later pages."""

    items: list[ItemT]
    next_cursor: str | None
    total: int | None


@dataclass(frozen=True)
class Paging:
    """Which page a client asks for."""

    limit: Annotated[int, Query(ge=1, le=200)] = 50
    cursor: Annotated[Text | None, Query(max_length=500)] = None


PageOf = Annotated[Paging, Depends()]


class BadCursor(Invalid):
    """This cursor is not one of ours."""


@dataclass(frozen=True)
class Order:
    """The column a list is sorted by; ``id`` decides between equals."""

    column: InstrumentedAttribute[Any]
    id: InstrumentedAttribute[Any]
    descending: bool = True


@dataclass(frozen=True)
class Slice(Generic[RowT]):
    """The rows of one page and where the next begins."""

    rows: list[RowT]
    next_cursor: str | None
    total: int | None


def encode(*values: Any) -> str:
    """Make a cursor of values."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode()


def decode(cursor: str) -> list[Any]:
    """Return the values of a cursor; raises ValueError when it is none."""
    values: list[Any] = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
    return values


def _decode(cursor: str, order: Order) -> tuple[Any, Any]:
    try:
        value, id_ = decode(cursor)
        return _typed(value, order.column), _typed(id_, order.id)
    except (ValueError, TypeError, AttributeError, ArithmeticError, binascii.Error) as error:
        raise BadCursor(field="cursor") from error


def _typed(value: Any, column: InstrumentedAttribute[Any]) -> Any:
    kind = column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise TypeError
    return kind(value)


def page(session: Session, query: Select[RowT], order: Order, paging: Paging) -> Slice[RowT]:
    """Run a query one page at a time, by keyset, so that later pages cost what the first does.

    Raises:
        BadCursor: the cursor was not made by this list.

    """
    total = None
    if paging.cursor is None:
        counted = query.with_only_columns(order.id).limit(MAX_TOTAL + 1).order_by(None).subquery()
        count = session.scalar(select(func.count()).select_from(counted)) or 0
        total = count if count <= MAX_TOTAL else None
    else:
        edge = _decode(paging.cursor, order)
        here = tuple_(order.column, order.id)
        query = query.where(here < edge if order.descending else here > edge)
    by = (order.column.desc(), order.id.desc()) if order.descending else (order.column, order.id)
    rows = list(session.scalars(query.order_by(*by).limit(paging.limit + 1)).unique())
    following = None
    if len(rows) > paging.limit:
        rows.pop()
        last = rows[-1]
        following = encode(getattr(last, order.column.key), getattr(last, order.id.key))
    return Slice(rows, following, total)
