"""XLSX files: rows of the first sheet as text, read one after the other."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from mancrel.transfers.encodings import Unreadable
from mancrel.transfers.limits import (
    MAX_COLUMNS,
    MAX_ENTRIES,
    MAX_ROWS,
    MAX_UNPACKED,
    MAX_WORDS_UNPACKED,
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEALED = "EncryptedPackage".encode("utf-16-le")
TWO_WAYS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, KeyError, ValueError, TypeError,
    IndexError, AttributeError, EOFError, OSError, NotImplementedError, AssertionError,
)  # fmt: skip
HALF = "The workbook is damaged or half-written."


def is_one(start: bytes) -> bool:
    """Whether a file that starts so is a workbook, of whichever kind."""
    return start.startswith((ZIP, OLE))


def inspect(path: Path) -> None:
    """Refuse what is sealed, old, broken, or would unpack to more than can be read.

    Raises:
        Unreadable: saying which.

    """
    with path.open("rb") as file:
        head = file.read(1 << 20)
    if head.startswith(OLE):
        said = "The workbook is protected by a password; save it without one."
        old = "This is an old Excel file (.xls); save it as .xlsx."
        raise Unreadable(said if SEALED in head else old, field="body")
    try:
        with zipfile.ZipFile(path) as packed:
            _inspect(packed)
    except BROKEN as error:
        raise Unreadable(HALF, field="body") from error


def _inspect(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    sizes = {one.filename: one.file_size for one in entries}
    if len(entries) > MAX_ENTRIES or sum(sizes.values()) > MAX_UNPACKED:
        raise Unreadable(f"Unpacked, the workbook is larger than {MAX_UNPACKED >> 20} MB.", field="body")
    if sizes.get("xl/sharedStrings.xml", 0) > MAX_WORDS_UNPACKED:
        raise Unreadable("The workbook holds too much text; save it as CSV.", field="body")
    if "xl/workbook.xml" not in sizes:
        raise Unreadable("This is a packed file, but no workbook; bring an .xlsx or CSV file.", field="body")
    if any(one.flag_bits & 1 for one in entries):
        raise Unreadable("The workbook is protected by a password; save it without one.", field="body")
    for one in entries:
        with packed.open(one) as part:
            if b"<!DOCTYPE" in part.read(2048):
                raise Unreadable(HALF, field="body")


def rows(path: Path) -> Iterator[list[str]]:
    """Return the rows of the first sheet; a formula stays what it is, for rows with one are refused.

    Raises:
        Unreadable: the file ends too early or is damaged.

    """
    try:
        with path.open("rb") as file:
            reader = _Reader(file, read_only=True, data_only=False, keep_links=False)
            reader.read()
            if not reader.wb.worksheets:
                raise Unreadable("There is no sheet in the workbook.", field="body")
            yield from _rows_of(reader.wb.worksheets[0])
    except BROKEN as error:
        raise Unreadable(HALF, field="body") from error


class _Sheet(ReadOnlyWorksheet):  # type: ignore[misc]  # openpyxl has no types
    """A sheet that is not asked for its size: what a file says of it may be anything.

    Of a file that says nothing, as ours do, all rows would be read for it before the first.
    """

    def _get_size(self) -> None:
        """Look at nothing."""


class _Reader(ExcelReader):  # type: ignore[misc]
    """What reads a workbook: of its sheets the first only."""

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                self.wb._sheets.append(_Sheet(self.wb, sheet.name, rel.target, self.shared_strings))  # noqa: SLF001 - as it does itself
                return


def _rows_of(sheet: Any) -> Iterator[list[str]]:
    waiting: list[list[str]] = []
    for values in sheet.iter_rows(max_row=MAX_ROWS + 2, values_only=True):
        if len(values) > 2 * MAX_COLUMNS:
            raise Unreadable(f"There are more than {MAX_COLUMNS} columns.", field="body")
        cells = [_text(one) for one in values]
        waiting.append(cells)
        if any(cells):  # blank rows at the end of a sheet are none
            yield from waiting
            waiting = []


def _text(value: Any) -> str:
    """Return a cell as it would be written in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        written = f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
        return f"{written}0" if TWO_WAYS.fullmatch(written) else written  # no thousands: 1.234 is 1.2340
    return str(value)
