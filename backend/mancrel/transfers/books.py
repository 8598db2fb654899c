"""Lists as XLSX workbooks: rows go to the disk as they come, so that a long list takes no memory."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from mancrel.kit import sheets

MAX_ROWS = 50_000
"""More would take longer to write than a browser waits for the first byte."""
CHUNK = 1 << 16
MAX_CELL = 32_767
AMOUNT = "#,##0.00"
BROKEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


def stream(
    title: str, names: Sequence[str], batches: Iterable[Iterable[Sequence[Any]]], zone: ZoneInfo
) -> Iterator[bytes]:
    """Return a workbook piece by piece; moments are those of the zone's clocks, for a sheet knows none."""
    with TemporaryFile() as file:
        _write(file, title, names, batches, zone)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _write(
    file: IO[bytes],
    title: str,
    names: Sequence[str],
    batches: Iterable[Iterable[Sequence[Any]]],
    zone: ZoneInfo,
) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    try:
        sheet.append([_cell(sheet, name, zone) for name in names])
        for rows in batches:
            for row in rows:
                sheet.append([_cell(sheet, value, zone) for value in row])
    finally:
        book.save(file)  # which also takes the sheet's own scratch file away


def _cell(sheet: Any, value: Any, zone: ZoneInfo) -> Any:
    """Return a cell that holds a value as what it is; words never become a formula, also not when edited."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if isinstance(value, Decimal):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = AMOUNT
        return cell
    if not isinstance(value, str):
        return value
    return _words(sheet, value)


def _words(sheet: Any, words: str) -> Any:
    text = BROKEN.sub("", ILLEGAL_CHARACTERS_RE.sub("", words))[:MAX_CELL]
    risky = sheets.is_formula(text)
    if not risky and not text.startswith("#"):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl would make a formula of =, and an error of #N/A
    cell.quotePrefix = risky
    return cell
