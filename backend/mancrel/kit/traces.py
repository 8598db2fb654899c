"""What is left of a person: rows as plain values, and where columns and texts name them."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, false, inspect, or_, select, update
from sqlalchemy.orm import Session

ERASED = "[erased]"
Counts = dict[str, int]
"""How many rows of each kind."""


def plain(record: Any, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """Return what was loaded of a row as JSON can hold it; bytes are left out."""
    state = inspect(record)
    names = (one.key for one in state.mapper.column_attrs)
    values = {name: state.dict[name] for name in names if name in state.dict and name not in leave_out}
    return {name: _value(value) for name, value in values.items() if not isinstance(value, bytes)}


def rows(records: Iterable[Any], leave_out: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return several rows as JSON can hold them."""
    return [plain(one, leave_out) for one in records]


def _value(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, (UUID, Decimal)) else value


def mentions(column: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """Return the rule that a column, of any type, has one of the words in it, in capitals or not."""
    text = cast(column, String)
    forms = {form for word in words for form in (word, json.dumps(word, ensure_ascii=False)[1:-1])}
    return or_(false(), *(text.icontains(form, autoescape=True) for form in sorted(forms)))


def named_in(columns: Iterable[Any], words: Iterable[str]) -> ColumnElement[bool]:
    """Return the rule that one of several columns has one of the words in it."""
    known = tuple(words)
    return or_(false(), *(mentions(column, known) for column in columns))


def blank(
    session: Session, model: Any, names: Sequence[str], which: ColumnElement[bool], words: Iterable[str]
) -> int:
    """Take words out of columns of rows, past the session: no history is kept of it; returns of how many."""
    known = tuple(words)
    columns = [getattr(model, name) for name in names]
    found = session.execute(select(model.id, *columns).where(which, named_in(columns, known))).all()
    for id_, *values in found:
        less = {name: blanked(value, known) for name, value in zip(names, values, strict=True)}
        session.execute(update(model).where(model.id == id_).values(**less))
    return len(found)


def unfilled(values: dict[str, Any], words: Iterable[str]) -> dict[str, Any]:
    """Return the values of custom fields that name nobody; without its words a value may be of no kind."""
    known = tuple(words)
    return {key: value for key, value in values.items() if blanked(value, known) == value}


def blanked(value: Any, words: Iterable[str]) -> Any:
    """Return a value of JSON without the words."""
    pattern = re.compile("|".join(re.escape(one) for one in words) or r"(?!)", re.IGNORECASE)
    return _blanked(value, pattern)


def _blanked(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(ERASED, value)
    if isinstance(value, list):
        return [_blanked(one, pattern) for one in value]
    if isinstance(value, dict):
        return {key: _blanked(one, pattern) for key, one in value.items()}
    return value
