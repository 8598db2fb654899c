"""Lists: pages by cursor, with an exact total up to 10,000 on the first page."""

import binascii
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query, Request
from pydantic import AfterValidator, BaseModel
from sqlalchemy import ColumnElement, Select, and_, false, or_, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from mancrel.kit import totals
from mancrel.kit.cursors import decode, encode, typed
from mancrel.kit.errors import Invalid
from mancrel.kit.schema import Text

ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")
Told = TypeVar("Told")
Read = Callable[[Select[Any]], Select[Any]]


class Page(BaseModel, Generic[ItemT]):
    """A page of a list; ``total`` is null past 10,000 and on later pages."""

    items: list[ItemT]
    next_cursor: str | None
    total: int | None


@dataclass(frozen=True)
class Paging:
    """Which page a client asks for; ``of``: of which list, by its address and all that narrows it."""

    limit: int = 50
    cursor: str | None = None
    of: str | None = None


async def paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[Text | None, Query(max_length=500)] = None,
) -> Paging:
    """Return which page a client asks for."""
    narrowed = sorted(one for one in request.query_params.multi_items() if one[0] != "limit")
    return Paging(limit, cursor, f"{request.url.path} {narrowed}")


PageOf = Annotated[Paging, Depends(paging)]


class BadCursor(Invalid):
    """This cursor is not one of ours."""


@dataclass(frozen=True)
class Computed:
    """What a list is sorted by that is no column: its name, expression, and its value in a row."""

    key: str
    expression: ColumnElement[Any]
    value_of: Callable[[Any], Any]


Sortable = InstrumentedAttribute[Any] | Computed


@dataclass(frozen=True)
class Order:
    """The column a list is sorted by; ``id`` decides between equals, and empty values come last."""

    by_what: Sortable
    id: InstrumentedAttribute[Any]
    descending: bool = True

    @property
    def name(self) -> str:
        """What a client calls it: ``name``, or ``-name`` when the greatest comes first."""
        return f"{'-' if self.descending else ''}{self.by_what.key}"

    @property
    def column(self) -> Any:
        """Return the expression that is sorted by."""
        return self.by_what.expression if isinstance(self.by_what, Computed) else self.by_what

    def value_of(self, row: Any) -> Any:
        """Return what a row is sorted by."""
        if isinstance(self.by_what, Computed):
            return self.by_what.value_of(row)
        return getattr(row, self.by_what.key)

    def by(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """Return what to sort by."""
        if not self.descending:
            return self.column.asc(), self.id.asc()
        # Only where there are empty values: an index in plain order serves the others.
        first = self.column.desc().nulls_last() if self.may_be_empty else self.column.desc()
        return first, self.id.desc()

    def after(self, value: Any, id_: Any) -> ColumnElement[bool]:
        """Rows that follow the row with this value and id."""
        beyond = self.id < id_ if self.descending else self.id > id_
        if value is None:
            return and_(self.column.is_(None), beyond)
        here = tuple_(self.column, self.id)
        rest = here < (value, id_) if self.descending else here > (value, id_)
        return or_(rest, self.column.is_(None) if self.may_be_empty else false())

    def parts(self, last: tuple[Any, Any] | None) -> list[ColumnElement[bool]]:
        """Return the rules of the rows that follow the last one: with a value, then those without.

        Apart, an index in plain order serves each part in both directions, however far down a page is.
        """
        if last is not None and last[0] is None:
            return [self.after(*last)]
        empty = [self.column.is_(None)] if self.may_be_empty else []
        if last is None:
            return [self.column.is_not(None), *empty] if empty and self.descending else [true()]
        here = tuple_(self.column, self.id)
        return [here < last if self.descending else here > last, *empty]

    def by_part(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """Return what to sort a part by."""
        if self.descending:
            return self.column.desc(), self.id.desc()
        return self.column.asc(), self.id.asc()

    @property
    def may_be_empty(self) -> bool:
        """Whether the column has empty values."""
        if isinstance(self.by_what, Computed):
            return True
        return bool(self.by_what.property.columns[0].nullable)


class UnknownSort(Invalid):
    """This list cannot be sorted like that."""


@dataclass(frozen=True)
class AskedOrder:
    """An order that a client asked for: known at once, or ``custom.<key>``, which the room looks up."""

    known: Order | None
    custom: str | None
    id: InstrumentedAttribute[Any]
    descending: bool

    def settle(self, find: Callable[[str], Computed | None]) -> Order:
        """Return the order; ``find`` gives the custom field that can be sorted by.

        Raises:
            UnknownSort: there is no such field, or no index for it.

        """
        if self.known:
            return self.known
        computed = find(self.custom or "")
        if computed is None:
            message = f"There is no field custom.{self.custom} that this list can be sorted by."
            raise UnknownSort(message, field="sort")
        return Order(computed, self.id, self.descending)


CUSTOM = r"^-?custom\.[a-z][a-z0-9_]{0,62}$"


def sorting_with_custom(id_: InstrumentedAttribute[Any], default: str, *columns: Sortable) -> Any:
    """Let a client choose ``sort`` among some columns and the custom fields that have an index."""
    named = _named(id_, default, columns)

    def known(value: str) -> str:
        if value not in named and not re.fullmatch(CUSTOM, value):
            message = f"must be one of {', '.join(named)}, or custom.<key>"
            raise ValueError(message)
        return value

    shown = Query(json_schema_extra={"anyOf": [{"enum": list(named)}, {"pattern": CUSTOM}]})

    async def choose(sort: Annotated[str, AfterValidator(known), shown] = default) -> AskedOrder:
        key = None if sort in named else sort.removeprefix("-").removeprefix("custom.")
        return AskedOrder(named.get(sort), key, id_, sort.startswith("-"))

    return Depends(choose)


def sorting(id_: InstrumentedAttribute[Any], default: str, *columns: InstrumentedAttribute[Any]) -> Any:
    """Let a client choose ``sort`` among some columns, each also reversed by a ``-`` before it."""
    named = _named(id_, default, columns)

    def known(value: str) -> str:
        if value not in named:
            message = f"must be one of {', '.join(named)}"
            raise ValueError(message)
        return value

    shown = Query(json_schema_extra={"enum": list(named)})

    async def choose(sort: Annotated[str, AfterValidator(known), shown] = default) -> Order:
        return named[sort]

    return Depends(choose)


def _named(id_: InstrumentedAttribute[Any], default: str, columns: tuple[Sortable, ...]) -> dict[str, Order]:
    orders = [Order(column, id_, descending=down) for column in columns for down in (False, True)]
    named = {one.name: one for one in orders}
    if default not in named:
        message = f"{default} is none of {', '.join(named)}"
        raise ValueError(message)
    return named


@dataclass(frozen=True)
class Listing(Generic[RowT]):
    """The rows that a client asks a list for, and their order: as pages, or as a file.

    ``countable``: not known already to be more than are counted.
    """

    query: Select[RowT]
    order: Order
    countable: bool = True

    def page(self, session: Session, paging: Paging, read: Read | None = None) -> "Slice[Any]":
        """Return one page of them; ``read``: as what, if not as records.

        Raises:
            BadCursor: the cursor was not made by this list.

        """
        return page(session, self.query, self.order, paging, countable=self.countable, read=read)

    def batches(
        self, open_: Callable[[], AbstractContextManager[Session]], size: int, told: Callable[[RowT], Told]
    ) -> Iterator[list[Told]]:
        """Return what is told of all rows, in batches.

        Each is read and told in a session of its own, so that a slow reader holds nothing up.
        """
        after: ColumnElement[bool] = true()
        while True:
            with open_() as session:
                query = self.query.where(after).order_by(*self.order.by()).limit(size)
                rows = list(session.scalars(query).unique())
                batch = [told(row) for row in rows]
            if batch:
                yield batch
            if len(rows) < size:
                return
            last = rows[-1]
            after = self.order.after(self.order.value_of(last), getattr(last, self.order.id.key))


@dataclass(frozen=True)
class Slice(Generic[RowT]):
    """The rows of one page and where the next begins."""

    rows: list[RowT]
    next_cursor: str | None
    total: int | None


def _decode(cursor: str, order: Order) -> tuple[Any, Any]:
    try:
        name, value, id_ = decode(cursor)
        if name == order.name:
            known = None if value is None and order.may_be_empty else typed(value, order.column)
            return known, typed(id_, order.id)
    except (ValueError, TypeError, AttributeError, ArithmeticError, binascii.Error) as error:
        raise BadCursor(field="cursor") from error
    raise BadCursor("This cursor was made for another order of the list.", field="cursor")


def page(
    session: Session,
    query: Select[RowT],
    order: Order,
    paging: Paging,
    *,
    countable: bool = True,
    read: Read | None = None,
) -> Slice[Any]:
    """Run a query one page at a time, by keyset, so that later pages cost what the first does.

    ``read`` lets it read other columns than the records: those that it is sorted by among them.

    Raises:
        BadCursor: the cursor was not made by this list.

    """
    total = None
    if paging.cursor is None and countable:
        total = totals.total(session, query, order.id, paging.of)
    rows: list[Any] = []
    for rule in order.parts(_decode(paging.cursor, order) if paging.cursor is not None else None):
        missing = paging.limit + 1 - len(rows)
        if missing:
            part = query.where(rule).order_by(*order.by_part()).limit(missing)
            rows += session.execute(read(part)) if read else session.scalars(part).unique()
    following = None
    if len(rows) > paging.limit:
        rows.pop()
        last = rows[-1]
        following = encode(order.name, order.value_of(last), getattr(last, order.id.key))
    return Slice(rows, following, total)
