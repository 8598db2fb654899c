"""HTML read in one pass into tags and text: the ground of both the cleaner and the text version.

Why not html.parser: before Python 3.11.14 it is quadratic on unclosed comments and tags (CVE-2025-6069).
Every search here either moves on or ends the reading, so the time is linear whatever the input.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

VOID = frozenset(
    "area base br col embed frame hr img input link meta param source track wbr basefont bgsound".split()
)
RAW = frozenset("script style title textarea xmp iframe noembed noframes noscript svg math".split())
"""Elements whose inside is never shown; they are skipped with everything in them."""

MOST_TAGS = 20_000
"""After so many tags the rest is read as text only; a long newsletter has 3,000."""

_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_TAG = re.compile(r"</?([a-zA-Z][^\s/>]{0,80})")
_ATTRIBUTE = re.compile(r"""([^\s=/>"'<]{1,80})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?""")
_STOP = re.compile(r"""[>"']""")
_ANY_TAG = re.compile(r"<[^>]*>?")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*>?", re.IGNORECASE) for name in RAW}


@dataclass(frozen=True)
class Tag:
    """An opening or closing tag; attribute values are unescaped."""

    name: str
    closing: bool
    attributes: dict[str, str] = field(default_factory=dict)


Token = Tag | str
"""A tag, or a run of text with its entities resolved."""


def _text(text: str) -> str:
    """Return text with its entities resolved; one with 4,300 digits stays as it is (ValueError)."""
    try:
        return unescape(text)
    except ValueError:
        return text


def tokens(html: str) -> Iterator[Token]:
    """Yield the tags and texts of a document in order."""
    at = seen = 0
    while at < len(html):
        opening = _OPENING.search(html, at)
        start = opening.start() if opening else -1
        if start != at:
            yield _text(html[at : start if start >= 0 else len(html)])
        if start < 0:
            return
        if seen >= MOST_TAGS:
            yield _text(_ANY_TAG.sub(" ", html[start:]))
            return
        found = _TAG.match(html, start)
        if found is None:
            at = _past_oddity(html, start)
            continue
        end = _tag_end(html, found.end())
        if end < 0:
            return
        tag = _tag(html, found, end)
        seen += 1
        at = end + 1
        if tag.name in RAW and not tag.closing:
            raw_end = _RAW_END[tag.name].search(html, at)
            if raw_end is None:
                return
            at = raw_end.end()
        else:
            yield tag


def _past_oddity(html: str, start: int) -> int:
    """Return the place after a comment, a declaration or a broken closing tag."""
    if html.startswith("<!--", start):
        end = html.find("-->", start + 2)
        return end + 3 if end >= 0 else len(html)
    end = html.find(">", start)
    return end + 1 if end >= 0 else len(html)


def _tag_end(html: str, at: int) -> int:
    """Return where the tag's `>` stands, passing quoted values; -1 when it never ends."""
    while (stop := _STOP.search(html, at)) is not None:
        at = stop.start()
        if stop.group() == ">":
            return at
        if html[max(0, at - 4) : at].rstrip().endswith("="):
            close = html.find(stop.group(), at + 1)
            if close < 0:
                return html.find(">", at)
            at = close
        at += 1
    return -1


def _tag(html: str, found: re.Match[str], end: int) -> Tag:
    name, closing = found.group(1).lower(), html[found.start() + 1] == "/"
    if closing or end == found.end():
        return Tag(name, closing)
    attributes: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(html, found.end(), end):
        attributes.setdefault(key.lower(), _text(double or single or bare))
    return Tag(name, closing, attributes)
