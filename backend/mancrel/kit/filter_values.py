"""The values of filters: what a field holds, and how a client writes it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mancrel.kit.schema import FIRST_YEAR, LAST_YEAR, Out

MAX_DAYS = 36_500


class Kind(StrEnum):
    """What a field holds, and so how it is compared."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"
    CHOICE = "choice"
    REF = "ref"
    LIST = "list"


class Option(Out):
    """One value of a choice."""

    value: str
    label: str


def options(*values: str) -> tuple[Option, ...]:
    """Return choices that are labelled with their own words."""
    return tuple(Option(value=one, label=one.replace("_", " ").capitalize()) for one in values)


def read(kind: Kind, value: str, name: str, among: tuple[Option, ...] = (), me: UUID | None = None) -> Any:
    """Return the value of a filter; ``me`` stands for the viewer where users are meant.

    Raises:
        ValueError: it is no value of this kind; the message names the field.

    """
    if kind is Kind.REF and me and value == "me":
        return me
    if kind is Kind.CHOICE and value not in {one.value for one in among}:
        raise ValueError(f"{name} has no {value[:80]!r}, only {', '.join(one.value for one in among)}.")
    try:
        return _READERS[kind](value)
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"{name}: {value[:80]!r} is not {_MEANT[kind]}.") from error


def _number(value: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", value, re.ASCII):
        raise ValueError(value)
    return Decimal(value)


def _day(value: str) -> date:
    relative = re.fullmatch(r"([+-])([0-9]{1,5})d", value, re.ASCII)
    if relative:
        days = min(int(relative[2]), MAX_DAYS) * (-1 if relative[1] == "-" else 1)
        return datetime.now(UTC).date() + timedelta(days=days)
    if value == "today":
        return datetime.now(UTC).date()
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        raise ValueError(value)
    day = date.fromisoformat(value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(value)
    return day


def _span(value: str) -> tuple[datetime, datetime]:
    if "T" in value:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None or not FIRST_YEAR < at.year < LAST_YEAR:
            raise ValueError(value)
        return at, at
    day = _day(value)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return begin, begin + timedelta(days=1)


def _flag(value: str) -> bool:
    if value not in {"true", "false"}:
        raise ValueError(value)
    return value == "true"


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: str,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.MOMENT: _span,
    Kind.FLAG: _flag,
    Kind.CHOICE: str,
    Kind.REF: UUID,
    Kind.LIST: str,
}
_MEANT = {
    Kind.TEXT: "a text",
    Kind.NUMBER: "a number",
    Kind.DAY: "a day such as 2026-11-22, today or -30d",
    Kind.MOMENT: "a time (RFC 3339), or a day such as 2026-11-22, today or -30d",
    Kind.FLAG: "true or false",
    Kind.CHOICE: "one of its values",
    Kind.REF: "an id",
    Kind.LIST: "a text",
}
