"""Cursors: where a page of a list ends, as text that a client gives back."""

import base64
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson


def encode(*values: Any) -> str:
    """Make a cursor of values."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode()


def decode(cursor: str) -> list[Any]:
    """Return the values of a cursor; raises ValueError when it is none."""
    values: list[Any] = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
    return values


def typed(value: Any, column: Any) -> Any:
    """Return a value of a cursor as one of a column; raises ValueError or TypeError when it cannot be."""
    kind = column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise TypeError
    return kind(value)
