"""The orders that lists can be asked for: by which columns and custom fields, and what follows a row."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import AfterValidator
from sqlalchemy import ColumnElement, and_, false, or_, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from mancrel.kit.errors import Invalid


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
