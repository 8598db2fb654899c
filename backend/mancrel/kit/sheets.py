"""Tables for spreadsheets: CSV whose cells are never taken for formulas."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

STARTS = frozenset("=+-@\t\r")


def cell(value: Any) -> str:
    """Return a value as text; words that a spreadsheet would calculate get an apostrophe before them."""
    if value is None:
        return ""
    text = str(value)
    if not isinstance(value, str):
        return text
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate these words."""
    first = unicodedata.normalize("NFKC", text.lstrip(" \"'\n\u00a0\ufeff"))[:1]
    return first in STARTS or text[:1] in STARTS


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a CSV file with a heading, in UTF-8 with the mark by which spreadsheets know it."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(names)
    writer.writerows([cell(value) for value in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def stream(names: Sequence[str], batches: Iterable[Iterable[Sequence[Any]]]) -> Iterator[bytes]:
    """Return the same file piece by piece, one for each batch of rows."""
    yield table(names, [])
    for rows in batches:
        lines = io.StringIO(newline="")
        csv.writer(lines).writerows([cell(value) for value in row] for row in rows)
        yield lines.getvalue().encode()
