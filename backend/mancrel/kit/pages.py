"""Lists: pages by cursor, with an exact total up to 10,000 on the first page."""

import binascii
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, true
from sqlalchemy.orm import Session

from mancrel.kit import kept, totals
from mancrel.kit.cursors import decode, encode, typed
from mancrel.kit.errors import Invalid
from mancrel.kit.orders import Computed, Order
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
    """Which page a client asks for; ``of``: of which list, by its address and all that narrows it.

    ``whole``: nothing narrows it, or only ``sort`` orders it.
    """

    limit: int = 50
    cursor: str | None = None
    of: str | None = None
    whole: bool = False


async def paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[Text | None, Query(max_length=500)] = None,
) -> Paging:
    """Return which page a client asks for."""
    narrowed = sorted(one for one in request.query_params.multi_items() if one[0] != "limit")
    whole = cursor is None and all(name == "sort" for name, _ in narrowed)
    return Paging(limit, cursor, f"{request.url.path} {narrowed}", whole=whole)


PageOf = Annotated[Paging, Depends(paging)]


class BadCursor(Invalid):
    """This cursor is not one of ours."""


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
    keeping = paging.whole and not isinstance(order.by_what, Computed)
    parts = order.parts(_decode(paging.cursor, order) if paging.cursor is not None else None)
    for place, rule in enumerate(parts):
        missing = paging.limit + 1 - len(rows)
        if missing:
            part = partial(_part, query, order, rule, missing)
            named = f"{paging.of} {place} {missing}" if keeping else None
            rows += _rows(session, part, read, named)
    following = None
    if len(rows) > paging.limit:
        rows.pop()
        last = rows[-1]
        following = encode(order.name, order.value_of(last), getattr(last, order.id.key))
    return Slice(rows, following, total)


def _rows(
    session: Session, part: Callable[[], Select[Any]], read: Read | None, named: str | None
) -> Iterable[Any]:
    """Return the rows of a part; ``named``: kept under that name, as nothing narrows it."""
    if read is None:
        return session.scalars(part()).unique()
    return kept.ask(session, named, lambda: read(part())) if named else session.execute(read(part()))


def _part(query: Select[RowT], order: Order, rule: ColumnElement[bool], most: int) -> Select[RowT]:
    return query.where(rule).order_by(*order.by_part()).limit(most)
