"""The text of a cell as a value of a field: read as people of several countries write it, or refused."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

FORMULA = re.compile(r"=|[+@-](?=.*[!|(])", re.DOTALL)
GUARDED = re.compile(r"'(?=[=+@\t\r-])")
PARTED = re.compile(r"[;,|\n]")
YES = frozenset("true yes y 1 x ja j wahr oui vrai si sí verdadero".split())
NO = frozenset("false no n 0 nein falsch non faux falso".split())
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
SHOWN = 60

Reader = Callable[[str], Any]


class Refused(ValueError):
    """A value cannot be used; the message is what people read."""


def plain(cell: str) -> str:
    """Return a cell without what is around its value.

    Raises:
        Refused: it is a formula.

    """
    text = cell.strip()
    if GUARDED.match(text):  # as our own exports write it
        return text[1:].strip()
    if FORMULA.match(text) and not re.fullmatch(r"\+[0-9 ()./-]+", text):
        raise Refused(f"{text[:SHOWN]!r} is a formula; bring its value instead.")
    return text


def typed(type_: Any, meant: str) -> Reader:
    """Return a reader that holds a value to a type of the wire."""
    adapter: TypeAdapter[Any] = TypeAdapter(type_)

    def read(text: str) -> Any:
        try:
            return adapter.validate_python(text)
        except ValidationError as error:
            raise Refused(f"{text[:SHOWN]!r} is not {meant}.") from error

    return read


def chosen(options: Iterable[tuple[str, str]]) -> Reader:
    """Return a reader of one of several values, by the value or by its label."""
    pairs = list(options)
    known = {
        word.lower(): value for value, label in pairs for word in (value, value.replace("_", " "), label)
    }

    def read(text: str) -> str:
        found = known.get(text.lower())
        if found is None:
            raise Refused(f"{text[:SHOWN]!r} is none of {', '.join(value for value, _ in pairs)}.")
        return found

    return read


def several(one: Reader) -> Reader:
    """Return a reader of values between commas or semicolons."""

    def read(text: str) -> list[Any]:
        return list(dict.fromkeys(one(part.strip()) for part in PARTED.split(text) if part.strip()))

    return read


def flag(text: str) -> bool:
    """Read yes or no."""
    word = text.lower()
    if word not in YES | NO:
        raise Refused(f"{text[:SHOWN]!r} is neither yes nor no.")
    return word in YES


def number(text: str) -> Decimal:
    """Read a number: 1,234.5 and 1.234,5 and 1 234,5; what can be read in two ways is refused."""
    figures = re.sub(r"[\s\u00a0\u202f']", "", text)
    if not re.fullmatch(r"-?[0-9]+([.,][0-9]+)*", figures):
        raise Refused(f"{text[:SHOWN]!r} is not a number.")
    marks = [one for one in figures if one in ".,"]
    if len(marks) == 1 and re.fullmatch(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", figures):
        whole = figures.replace(marks[0], "")
        raise Refused(f"{text[:SHOWN]!r} can be read in two ways; write {whole} or more decimals.")
    decimal = marks[-1] if marks and marks.count(marks[-1]) == 1 else ""
    for mark in {".", ","} - {decimal}:
        figures = figures.replace(mark, "")
    return Decimal(figures.replace(decimal, ".") if decimal else figures)


def day(text: str) -> date:
    """Read a day: 2026-11-22, 22.11.2026, 22/11/2026; one that can be read in two ways is refused."""
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([T ].*)?", text)
    if iso:
        return _day(text, iso[1], iso[2], iso[3])
    german = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
    if german:
        return _day(text, german[3], german[2], german[1])
    slashed = re.fullmatch(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", text)
    if not slashed:
        raise Refused(f"{text[:SHOWN]!r} is not a day such as 2026-11-22.")
    first, second = int(slashed[1]), int(slashed[2])
    if first <= 12 and second <= 12 and first != second:
        raise Refused(f"{text[:SHOWN]!r} can be read in two ways; write days as 2026-11-22.")
    month, of_month = (first, second) if second > 12 else (second, first)
    return _day(text, slashed[3], str(month), str(of_month))


def _day(text: str, year: str, month: str, of_month: str) -> date:
    try:
        return datetime(int(year), int(month), int(of_month)).date()  # noqa: DTZ001 - a day has no zone
    except ValueError as error:
        raise Refused(f"{text[:SHOWN]!r} is not a day.") from error


def money(text: str) -> dict[str, str]:
    """Read an amount with its currency: 12,50 EUR or €12.50."""
    found = re.search(r"[€$£¥]|\b[A-Za-z]{3}\b", text)
    if not found:
        raise Refused(f"{text[:SHOWN]!r} has no currency; write 12.50 EUR.")
    currency = SIGNS.get(found[0], found[0].upper())
    return {"amount": str(number(text.replace(found[0], "", 1).strip())), "currency": currency}
