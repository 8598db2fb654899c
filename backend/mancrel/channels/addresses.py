"""Address lists of headers, read in one pass: no recursion, no backtracking."""

from mancrel.channels.charsets import HEADER_LIMIT, decode_words
from mancrel.channels.mail import Address

MOST = 200
"""Addresses kept of one header."""

LONGEST = 320
"""Characters of one address; RFC 5321 allows 64 + 1 + 255."""

_ENDS = {",": "list", ";": "list", ":": "group", "<": "open"}


class _Reader:
    """One pass over a header value; `at` only ever grows."""

    def __init__(self, value: str) -> None:
        self.value = value[:HEADER_LIMIT]
        self.at = 0

    def quoted(self) -> str:
        """Return a quoted string's inside; the opening quote has been read."""
        out: list[str] = []
        while self.at < len(self.value):
            letter = self.value[self.at]
            self.at += 1
            if letter == '"':
                break
            if letter == "\\" and self.at < len(self.value):
                letter = self.value[self.at]
                self.at += 1
            out.append(letter)
        return "".join(out)

    def comment(self) -> str:
        """Return a comment's inside; the opening parenthesis has been read."""
        depth, start = 1, self.at
        while self.at < len(self.value) and depth:
            letter = self.value[self.at]
            depth += (letter == "(") - (letter == ")")
            self.at += 2 if letter == "\\" else 1
        return self.value[start : self.at - (depth == 0)]


def read(value: str) -> tuple[Address, ...]:
    """Return the addresses of a raw (unfolded, not yet decoded) header value."""
    reader = _Reader(value)
    found: list[Address] = []
    while reader.at < len(reader.value) and len(found) < MOST:
        address = _next(reader)
        if address is not None:
            found.append(address)
    return tuple(found)


def _next(reader: _Reader) -> Address | None:
    """Return the next address of the list, None for an empty place or a group's name."""
    name: list[str] = []
    bare: list[str] = []
    comment = angle = ""
    while reader.at < len(reader.value):
        letter = reader.value[reader.at]
        reader.at += 1
        end = _ENDS.get(letter)
        if end == "list":
            break
        if end == "group" and "@" not in "".join(bare) and not angle:
            return None
        if end == "open":
            angle = _inside_angle(reader) or angle
        elif letter == '"':
            inside = reader.quoted()
            name.append(inside)
            bare.append(f'"{inside}"' if " " in inside else inside)
        elif letter == "(":
            comment = comment or reader.comment()
        else:
            name.append(letter)
            bare.append(letter)
    return _address("".join(name), "".join(bare), comment, angle)


def _inside_angle(reader: _Reader) -> str:
    out: list[str] = []
    while reader.at < len(reader.value):
        letter = reader.value[reader.at]
        reader.at += 1
        if letter == ">":
            break
        if letter == "(":
            reader.comment()
        elif letter != "<":
            out.append(letter)
    return "".join(out)


def _address(name: str, bare: str, comment: str, angle: str) -> Address | None:
    if angle:
        email, shown = _email(angle), decode_words(name) or decode_words(comment)
    else:
        words = bare.split()
        email = next((_email(word) for word in words if "@" in word), "")
        shown = decode_words(comment) if email else decode_words(name)
    if not email and not shown:
        return None
    return Address(shown[:LONGEST], email)


def _email(text: str) -> str:
    """Return `local@domain` with the domain in lower case, or an empty string."""
    text = "".join(text.split()).rpartition(":")[2].strip(".,;'\"")
    text = decode_words(text).replace(" ", "")
    local, _, domain = text.rpartition("@")
    if not local or not domain or len(text) > LONGEST:
        return ""
    return f"{local}@{domain.lower().rstrip('.')}"
