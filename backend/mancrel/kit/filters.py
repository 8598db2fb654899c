"""The filtering language that every list shares: ``filter=field:op:value``, repeated; all must hold.

``name:contains:ann``, ``lifecycle:in:lead,customer``, ``created_at:gte:-30d``, ``owner:eq:me``,
``phone:empty``. Several values stand between commas; a backslash keeps a comma within one. Days are
``2026-11-22``, ``today``, ``-30d`` or ``+7d``; where a field is a time, a day means all of it (UTC).
Text is compared without regard to case, and ``ne`` holds for empty values too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import Field as Limits
from pydantic import StringConstraints
from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true
from sqlalchemy.orm import Session

from mancrel.kit.db import viewer_of
from mancrel.kit.errors import Invalid
from mancrel.kit.filter_values import Kind, Option, read
from mancrel.kit.schema import STORABLE, Out

MAX_FILTERS, MAX_VALUES = 20, 100


_EITHER = ("empty", "not_empty")
_ORDERED = ("eq", "ne", "gt", "gte", "lt", "lte", "between", *_EITHER)
OPS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("contains", "starts", "eq", "ne", "in", *_EITHER),
    Kind.NUMBER: _ORDERED,
    Kind.DAY: _ORDERED,
    Kind.MOMENT: _ORDERED,
    Kind.FLAG: ("eq",),
    Kind.CHOICE: ("eq", "ne", "in", *_EITHER),
    Kind.REF: ("eq", "ne", "in", *_EITHER),
    Kind.LIST: ("contains", "in", "ne", *_EITHER),
}
_WORDS = "|".join(sorted({op for ops in OPS.values() for op in ops}))
One = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=rf"^[a-z][a-z0-9_.]{{0,80}}:({_WORDS})(:[\s\S]*)?$"),
    STORABLE,
]
Wanted = Annotated[
    list[One],
    Query(description="Repeated `field:op:value`; all must hold. `GET …/fields` names fields and ops."),
    Limits(max_length=MAX_FILTERS),
]


class UnknownFilter(Invalid):
    """This list cannot be filtered like that."""


@dataclass(frozen=True)
class Field:
    """Something a list can be narrowed by.

    ``of``: what a ref names (a user, a team …). ``through``: how a condition on a row of another table
    becomes one on the list's own; ``sortable``: the list can be sorted by it too.
    """

    label: str
    kind: Kind
    column: Any
    options: tuple[Option, ...] = ()
    of: str | None = None
    through: Callable[[ColumnElement[bool]], ColumnElement[bool]] | None = None
    sortable: bool = False

    @property
    def ops(self) -> tuple[str, ...]:
        """Return how it can be compared."""
        return OPS[self.kind]


Fields = Mapping[str, Field]


class FieldOut(Out):
    """A field of a list: what it is called, holds, and how it can be filtered and sorted by."""

    name: str
    label: str
    kind: Kind
    ops: list[str]
    options: list[Option]
    of: str | None
    sortable: bool


def described(fields: Fields) -> list[FieldOut]:
    """Describe what a list can be filtered by."""
    return [
        FieldOut(
            name=name,
            label=one.label,
            kind=one.kind,
            ops=list(one.ops),
            options=list(one.options),
            of=one.of,
            sortable=one.sortable,
        )
        for name, one in fields.items()
    ]


def asked(
    session: Session, fields: Callable[[Session], Fields], wanted: list[str]
) -> list[ColumnElement[bool]]:
    """Return what a row of a list must fulfil; most are asked for without a filter, and need no fields.

    Raises:
        UnknownFilter: as ``rules``.

    """
    return rules(session, fields(session), wanted) if wanted else []


def rules(session: Session, fields: Fields, wanted: list[str]) -> list[ColumnElement[bool]]:
    """Return what a row must fulfil.

    Raises:
        UnknownFilter: a field, an op or a value that this list does not know; ``filter.<n>`` is the n-th.

    """
    me = viewer_of(session).user_id
    found = []
    for place, one in enumerate(wanted):
        try:
            found.append(_rule(fields, one, me))
        except ValueError as error:
            raise UnknownFilter(str(error), field=f"filter.{place}") from error
    return found


def _rule(fields: Fields, wanted: str, me: UUID | None) -> ColumnElement[bool]:
    name, _, rest = wanted.partition(":")
    op, _, given = rest.partition(":")
    field = fields.get(name)
    if field is None:
        raise ValueError(f"There is no field {name!r} to filter by; there are {', '.join(fields)}.")
    if op not in field.ops:
        raise ValueError(f"{name} knows no {op!r}, only {', '.join(field.ops)}.")
    if op in _EITHER:
        if given:
            raise ValueError(f"{name}:{op} takes no value.")
        return _empty(field) if op == "empty" else not_(_empty(field))
    user = me if field.of == "user" else None
    values = [read(field.kind, one, name, field.options, user) for one in _values(given, op, name)]
    if op == "ne":
        return not_(_through(field, func.coalesce(_holds(field, "eq", values), false())))
    return _through(field, _holds(field, op, values))


def _values(given: str, op: str, name: str) -> list[str]:
    if op not in {"in", "between"}:
        values = [given]
    else:
        values = [one.replace("\\,", ",") for one in re.split(r"(?<!\\),", given)]
    if not all(one.strip() for one in values):
        raise ValueError(f"{name}:{op} needs a value.")
    if op == "between" and len(values) != 2:
        raise ValueError(f"{name}:between needs two values: from,to.")
    if len(values) > MAX_VALUES:
        raise ValueError(f"{name}:{op} takes at most {MAX_VALUES} values.")
    return values


def _through(field: Field, rule: ColumnElement[bool]) -> ColumnElement[bool]:
    return field.through(rule) if field.through else rule


def _empty(field: Field) -> ColumnElement[bool]:
    if field.through:
        return not_(field.through(true()))
    if field.kind is Kind.LIST:
        return func.coalesce(func.jsonb_array_length(field.column), 0) == 0
    return field.column.is_(None)  # type: ignore[no-any-return]


def _holds(field: Field, op: str, values: list[Any]) -> ColumnElement[bool]:
    if field.kind is Kind.TEXT:
        return _text(field.column, op, values)
    if field.kind is Kind.LIST:
        return or_(*(field.column.contains([one]) for one in values))
    if field.kind is Kind.MOMENT:
        return _moment(field.column, op, values)
    if op == "between":
        return and_(field.column >= values[0], field.column <= values[1])
    if op == "in":
        return field.column.in_(values)  # type: ignore[no-any-return]
    return _compared(field.column, op, values[0])


def _compared(column: Any, op: str, value: Any) -> ColumnElement[bool]:
    compared: dict[str, Callable[[], Any]] = {
        "eq": lambda: column == value,
        "gt": lambda: column > value,
        "gte": lambda: column >= value,
        "lt": lambda: column < value,
        "lte": lambda: column <= value,
    }
    return compared[op]()  # type: ignore[no-any-return]


def _text(column: Any, op: str, values: list[str]) -> ColumnElement[bool]:
    if op == "contains":
        return column.icontains(values[0], autoescape=True)  # type: ignore[no-any-return]
    if op == "starts":
        return column.istartswith(values[0], autoescape=True)  # type: ignore[no-any-return]
    return func.lower(column).in_([one.lower() for one in values])


def _moment(column: Any, op: str, spans: list[tuple[datetime, datetime]]) -> ColumnElement[bool]:
    """Compare a time with spans: a day is from midnight to midnight, an instant begins and ends at once."""
    (begin, end), last = spans[0], spans[-1][1]
    within = and_(column >= begin, column < last if last > spans[-1][0] else column <= last)
    compared: dict[str, ColumnElement[bool]] = {
        "eq": within,
        "between": within,
        "gt": column >= end if end > begin else column > end,
        "gte": column >= begin,
        "lt": column < begin,
        "lte": column < end if end > begin else column <= end,
    }
    return compared[op]
