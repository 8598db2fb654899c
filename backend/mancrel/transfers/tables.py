"""A file as rows of text: which kind of table it is, its heading, and its rows one after the other.

Nothing is held in memory but a row (and an XLSX file's list of words). A row's number is the one that a
spreadsheet shows: the heading is row 1. A file that is broken anywhere is refused as a whole.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from mancrel.transfers import workbooks
from mancrel.transfers.encodings import Unreadable, encoding_of
from mancrel.transfers.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS

DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 20
SAMPLED = 100
DATA = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?[0-9][0-9 ()./-]{5,}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Numbered = tuple[int, list[str]]


@dataclass(frozen=True)
class Layout:
    """How a file is read."""

    format: str
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class Preview:
    """The heading of a file and its first rows."""

    layout: Layout
    header: list[str]
    rows: list[list[str]]


def look(path: Path) -> Preview:
    """Find out what a file is, and return its beginning.

    Raises:
        Unreadable: it is no table, or one without a usable heading.

    """
    layout = _layout(path)
    rows = records(path, layout)
    header = next(rows, (1, []))[1]
    first = [cells for _, cells in islice(rows, SAMPLED)]
    if not first:
        raise Unreadable("There is no row below the heading.", field="body")
    return Preview(layout, header, first)


def _layout(path: Path) -> Layout:
    with path.open("rb") as file:
        start = file.read(8)
    if not start.strip():
        raise Unreadable("The file is empty.", field="body")
    if workbooks.is_one(start):
        workbooks.inspect(path)
        return Layout("xlsx")
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as text:
        lines = list(islice(text, SNIFFED))
    return Layout("csv", encoding, max(DELIMITERS, key=lambda one: _fits(lines, one)))


def _fits(lines: list[str], delimiter: str) -> float:
    """Return how well a delimiter parts these lines: into how many columns, how many lines alike."""
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    columns = len(rows[0]) if rows else 0
    alike = sum(len(row) == columns for row in rows)
    return columns * alike / len(rows) if columns > 1 else 0


def records(path: Path, layout: Layout) -> Iterator[Numbered]:
    """Return the heading, then every row that is not blank, as long as the heading.

    Raises:
        Unreadable: naming the row, and where it can be told the column.

    """
    raw = workbooks.rows(path) if layout.format == "xlsx" else _lines(path, layout)
    number, header = 1, _header(next(raw, [])) or []
    yield number, header
    for cells in raw:
        number += 1
        if number > MAX_ROWS + 1:
            raise Unreadable(f"There are more than {MAX_ROWS:,} rows; part the file.", field="body")
        if any(one.strip() for one in cells):
            yield number, _checked(number, header, cells)


def _lines(path: Path, layout: Layout) -> Iterator[list[str]]:
    number, header, last = 0, 0, 0
    with path.open(encoding=layout.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=layout.delimiter or ",", strict=True)
        try:
            for cells in reader:
                number += 1
                header, last = header or len(cells), len(cells)
                yield cells
        except csv.Error as error:
            raise Unreadable(_said(number + 1, str(error)), field="body") from error
    if 0 < last < header and not _ends_with_a_line(path):
        cut = f"Row {number} ends after {last} of {header} columns: the file seems to be half-written."
        raise Unreadable(cut, field="body")


def _said(number: int, error: str) -> str:
    if "unexpected end" in error:
        return f"Row {number}: the file ends within a quoted value, so it seems to be half-written."
    if "field limit" in error:
        return f"Row {number}: a value is too long; is a quotation mark missing?"
    return f"Row {number} cannot be read: {error}."


def _ends_with_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(2, path.stat().st_size), 2)
        return b"\n" in file.read() or not path.stat().st_size


def _header(cells: list[str]) -> list[str]:
    names = [one.strip().removeprefix("\ufeff") for one in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise Unreadable("The first row must name the columns, but it is empty.", field="body")
    if len(names) > MAX_COLUMNS:
        raise Unreadable(f"There are more than {MAX_COLUMNS} columns.", field="body")
    for place, name in enumerate(names, 1):
        if DATA.fullmatch(name):
            said = f"Row 1 must name the columns, but column {place} holds a value ({name[:60]})."
            raise Unreadable(said, field="body")
        if CONTROL.search(name) or len(name) > 200:
            raise Unreadable(f"Row 1, column {place}: this cannot be the name of a column.", field="body")
    named = [name or f"Column {place}" for place, name in enumerate(names, 1)]
    twice = [name for name, count in Counter(named).items() if count > 1]
    if twice:
        raise Unreadable(f"Row 1 has two columns called {twice[0]}: rename one.", field="body")
    return named


def _checked(number: int, header: list[str], cells: list[str]) -> list[str]:
    if len(cells) > len(header):
        if any(one.strip() for one in cells[len(header) :]):
            said = f"Row {number} has {len(cells)} values, but there are {len(header)} columns."
            raise Unreadable(said, field="body")
        cells = cells[: len(header)]
    for name, cell in zip(header, cells, strict=False):
        if CONTROL.search(cell):
            raise Unreadable(
                f"Row {number}, {name}: there is a control character in the value.", field="body"
            )
        if len(cell) > MAX_CELL:
            raise Unreadable(f"Row {number}, {name}: the value is longer than {MAX_CELL:,} characters.")
    return cells + [""] * (len(header) - len(cells))


def described(layout: Layout) -> dict[str, Any]:
    """Return a layout as it is kept."""
    return {"format": layout.format, "encoding": layout.encoding, "delimiter": layout.delimiter}
