"""The readable text, the HTML and the files of a MIME tree."""

import re
from dataclasses import dataclass, field

from mancrel.channels.charsets import clean_text, decode, decode_words
from mancrel.channels.html_text import to_text
from mancrel.channels.mail import Attachment
from mancrel.channels.names import clean_name
from mancrel.channels.tree import Part

LONGEST_TEXT = 2_000_000
LONGEST_PART = 8_000_000
"""Bytes of one text part that are decoded at all."""

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")


@dataclass
class Found:
    """What a tree holds: pieces of text with their HTML, and files."""

    pieces: list[tuple[str | None, str | None]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def text(self) -> str:
        """Return the text to read: the text parts, else the HTML's words."""
        said = [_words(plain, html) for plain, html in self.pieces]
        return "\n".join(text for text in said if text.strip())[:LONGEST_TEXT]

    def html(self) -> str | None:
        """Return the HTML, if the mail has any."""
        pages = [html for _, html in self.pieces if html is not None]
        return "\n".join(pages)[:LONGEST_TEXT] if pages else None


def _words(plain: str | None, html: str | None) -> str:
    if plain is not None and plain.strip():
        return plain
    return to_text(html) if html else ""


def collect(part: Part) -> Found:
    """Return texts and files of a part and everything in it."""
    found = Found()
    if not part.children:
        _leaf(part, found)
        return found
    inner = [collect(child) for child in part.children]
    found.attachments = [attachment for one in inner for attachment in one.attachments]
    pieces = [piece for one in inner for piece in one.pieces]
    if part.content_type == "multipart/alternative" and pieces:
        found.pieces = [(_one([plain for plain, _ in pieces]), _one([html for _, html in pieces]))]
    else:
        found.pieces = pieces
    return found


def _one(versions: list[str | None]) -> str | None:
    """Return the first version that says something."""
    given = [version for version in versions if version is not None]
    return next((version for version in given if version.strip()), given[0] if given else None)


def _leaf(part: Part, found: Found) -> None:
    is_text = part.content_type in {"text/plain", "text/html"}
    if is_text and part.disposition != "attachment" and not part.filename:
        text = _decoded(part)
        found.pieces.append((None, text) if part.content_type == "text/html" else (text, None))
        return
    data = part.payload()
    if data or part.filename:
        found.attachments.append(_attachment(part, data))


def _decoded(part: Part) -> str:
    data = part.payload()[:LONGEST_PART]
    charset = part.parameters.get("charset")
    if part.content_type == "text/html" and not charset:
        meta = _META_CHARSET.search(data[:4096])
        charset = meta.group(1).decode("ascii") if meta else None
    text = clean_text(decode(data, charset))
    if part.parameters.get("format", "").lower() == "flowed":
        return unflow(text, deletes=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _attachment(part: Part, data: bytes) -> Attachment:
    kind = part.content_type if _TYPE.fullmatch(part.content_type) else "application/octet-stream"
    name = decode_words(part.filename)
    content_id = decode_words(part.header("content-id")).strip("<> ")[:300] or None
    inline = part.disposition == "inline" or (content_id is not None and part.disposition != "attachment")
    return Attachment(
        clean_name(name, kind), kind, len(data), data, content_id, inline and content_id is not None
    )


def unflow(text: str, *, deletes: bool) -> str:
    """Return `format=flowed` text (RFC 3676) with its soft line ends undone."""
    out: list[str] = []
    depth_before = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        rest = line[depth:]
        rest = rest.removeprefix(" ")
        if depth_before == depth and out:
            out[-1] += rest
        else:
            out.append(("> " * depth if depth else "") + rest)
        flows = rest.endswith(" ") and rest != "-- "
        depth_before = depth if flows else -1
        if flows and deletes:
            out[-1] = out[-1][:-1]
    return "\n".join(out)
