"""In which encoding a text file is, and where it is broken."""

import codecs
import re
from pathlib import Path

from mancrel.kit.errors import Invalid

CHUNK = 1 << 20
HEAD = 4096
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FOREIGN = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"\x1f\x8b": "a compressed file",
    b"{": "JSON", b"[{": "JSON", b"<?xml": "XML", b"<!DOCTYPE": "a web page", b"<html": "a web page",
}  # fmt: skip
NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")


class Unreadable(Invalid):
    """This file cannot be read as a table."""


def encoding_of(path: Path) -> str:
    """Return a file's encoding: UTF-8, UTF-16 or, where it is neither, Windows-1252.

    Raises:
        Unreadable: it is in none of them, naming the row and column where it breaks.

    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    foreign = next((what for start, what in FOREIGN.items() if head.startswith(start)), None)
    if foreign:
        raise Unreadable(f"This is {foreign}, not a table: bring a CSV or XLSX file.", field="body")
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None) or _wide(head)
    if marked:
        _refuse_broken(path, marked, "UTF-8" if "8" in marked else "UTF-16")
        return marked
    if _first_bad(path, "utf-8") is None:
        _refuse_binary(path)
        return "utf-8"
    if _is_mostly_utf8(path):
        _refuse_broken(path, "utf-8", "UTF-8")
    _refuse_binary(path)  # what is no text at all is not told to be saved in another encoding
    _refuse_broken(path, "cp1252", "UTF-8 nor Windows-1252")
    return "cp1252"


def _wide(head: bytes) -> str | None:
    """Return which UTF-16 this is without its mark: every other byte of Latin text is NUL."""
    half = len(head) // 2
    if half < 2:
        return None
    if head[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.6 * half else None


def _first_bad(path: Path, encoding: str) -> int | None:
    """Return where the bytes stop being of an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return read - waiting + error.start
            if not chunk:
                return None
            read += len(chunk)


def _is_mostly_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            beyond = [one for one in decoder.decode(chunk) if one > "\x7f"]
            bad += beyond.count("\ufffd")
            good += len(beyond) - beyond.count("\ufffd")
    return good >= bad


def _refuse_broken(path: Path, encoding: str, called: str) -> None:
    at = _first_bad(path, encoding)
    if at is not None:
        raise Unreadable(
            f"{_place(path, at, encoding)}: this is not {called}. Save the file as CSV in UTF-8."
        )


def _refuse_binary(path: Path) -> None:
    read = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found = NEVER_IN_TEXT.search(chunk)
            if found:
                place = _place(path, read + found.start(), "latin-1")
                raise Unreadable(
                    f"{place}: there is a control character (0x{found[0].hex()}), as in no text."
                )
            read += len(chunk)


def _place(path: Path, at: int, encoding: str) -> str:
    """Say in which row and column a byte is, as far as that can be told."""
    with path.open("rb") as file:
        before = file.read(at).decode(encoding if "16" in encoding else "latin-1", "replace")
    line = before.rpartition("\n")[2]
    column = max(line.count(one) for one in ",;\t|") + 1
    return f"Row {before.count(chr(10)) + 1}, column {column}"
