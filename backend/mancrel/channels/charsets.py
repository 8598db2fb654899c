"""Bytes to text when the declared charset may be missing, unknown or a lie."""

import binascii
import re

from charset_normalizer import from_bytes

SAMPLE = 16_384
"""So many bytes are shown to the charset guesser."""

GUESSABLE = 30
"""From so many non-ASCII bytes on a guess is better than assuming Western Europe."""

HEADER_LIMIT = 65_536
"""So many characters of one header value are looked at."""

LONGEST_WORD = 8_192
"""Characters of one encoded word; RFC 2047 allows 75, mailers do not care."""

_RENAMED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
}
# Codecs that are no charset of a mail: some are quadratic (punycode), some interpret escapes.
_REFUSED = frozenset({"punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape"})
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f\u0080-\u009f\u2028\u2029\ud800-\udfff]+")
# What codecs raise on hostile input: unknown or non-text codec (LookupError), bad bytes or a NUL
# in the name (ValueError, with UnicodeError), a broken codec module (AttributeError, TypeError).
DECODE_ERRORS = (LookupError, ValueError, AttributeError, TypeError)


def clean_text(text: str) -> str:
    """Return text with LF line ends and without what a database refuses (NUL, surrogates)."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Return one line: every run of control characters becomes one space."""
    return _CONTROL.sub(" ", text).strip()


def _codec(charset: str) -> str | None:
    name = charset.strip().strip("\"'").lower()[:40]
    name = _RENAMED.get(name, name)
    return None if not name or name.replace("-", "_") in _REFUSED else name


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except DECODE_ERRORS:
        return None


def _guess(data: bytes) -> str:
    """Return text of bytes whose charset nobody declared rightly."""
    text = _strictly(data, "utf-8-sig")
    if text is not None:
        return text
    foreign = sum(byte > 127 for byte in data[:SAMPLE])
    if foreign >= GUESSABLE or 2 * foreign > min(len(data), SAMPLE):
        best = from_bytes(data[:SAMPLE], steps=3, chunk_size=256).best()
        text = _strictly(data, best.encoding) if best is not None else None
        if text is not None:
            return text
    return _strictly(data, "cp1252") or data.decode("latin-1")


def decode(data: bytes, charset: str | None) -> str:
    """Return text of `data`; never raises, whatever `charset` says."""
    codec = _codec(charset) if charset else None
    if codec:
        text = _strictly(data, codec)
        if text is not None:
            return text
        text = _with_few_errors(data, codec)
        if text is not None:
            return text
    return _guess(data)


def _with_few_errors(data: bytes, codec: str) -> str | None:
    """Return text when the charset is right and a few bytes are broken (a cut letter, say)."""
    try:
        text = data.decode(codec, errors="replace")
    except DECODE_ERRORS:
        return None
    broken = text.count("\ufffd")
    return text if broken <= 1 + len(text) // 200 else None


def header_text(value: bytes) -> str:
    """Return the characters of a raw header value: UTF-8 if it is, else Latin-1."""
    return _strictly(value, "utf-8") or value.decode("latin-1")


def _word(word: str) -> tuple[str, bytes] | None:
    """Return charset and bytes of one encoded word's inside (`utf-8?q?caf=C3=A9`)."""
    parts = word.split("?", 2)
    if len(parts) != 3 or parts[1].lower() not in {"q", "b"}:
        return None
    charset = parts[0].partition("*")[0]
    payload = parts[2].encode("utf-8", "surrogatepass")
    if parts[1] in "qQ":
        return charset, binascii.a2b_qp(payload, header=True)
    try:
        return charset, binascii.a2b_base64(payload + b"===")
    except binascii.Error:
        return None


def decode_words(value: str) -> str:
    """Return a header value with its RFC 2047 words decoded, as one clean line."""
    value = value[:HEADER_LIMIT]
    if "=?" not in value:
        return clean_line(value)
    pieces: list[str] = []
    pending: tuple[str, bytes] | None = None
    position = 0
    while (start := value.find("=?", position)) >= 0:
        end = _end_of_word(value, start)
        found = _word(value[start + 2 : end]) if end >= 0 else None
        if found is None:
            _flush(pieces, pending)
            pending = None
            pieces.append(value[position : start + 2])
            position = start + 2
            continue
        between = value[position:start]
        if between.strip() or (pending is None and between):
            _flush(pieces, pending)
            pending = None
            pieces.append(between)
        if pending and pending[0].lower() == found[0].lower():
            pending = (found[0], pending[1] + found[1])
        else:
            _flush(pieces, pending)
            pending = found
        position = end + 2
    _flush(pieces, pending)
    pieces.append(value[position:])
    return clean_line("".join(pieces))


def _flush(pieces: list[str], pending: tuple[str, bytes] | None) -> None:
    if pending:
        pieces.append(decode(pending[1], pending[0]))


def _end_of_word(value: str, start: int) -> int:
    """Return where the closing `?=` of the encoded word stands, or -1."""
    charset_end = value.find("?", start + 2, start + 80)
    if charset_end < 0 or value[charset_end + 2 : charset_end + 3] != "?":
        return -1
    return value.find("?=", charset_end + 3, charset_end + LONGEST_WORD)
