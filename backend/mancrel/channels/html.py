"""HTML of strangers made harmless to show (R56).

Two steps: an own linear pass writes the document anew, balanced, at most 250 levels deep and without
remote images (nh3 alone needs 9.5 s for 50,000 nested divs); then nh3 decides what may stay.
"""

from html import escape

import nh3

from mancrel.channels.markup import VOID, Tag, tokens

LONGEST = 524_288
DEEPEST = 250
MOST_REPEATED = 100_000
"""Formatting elements that a browser may have to open again, summed over all tags."""

_FORMATTING = frozenset("a b big code del em font i ins q s small span strike strong sub sup tt u".split())
_TABLE = frozenset("table caption colgroup col thead tbody tfoot tr td th".split())
_BLOCKS = frozenset(
    "abbr blockquote br center cite dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre ul".split()
)
TAGS = _FORMATTING | _TABLE | _BLOCKS
_CELL = {"align", "valign", "colspan", "rowspan", "width"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color"},
    "ol": {"start", "type"},
    "table": {"align", "border", "cellpadding", "cellspacing", "width"},
    "td": _CELL,
    "th": _CELL,
}
_LINKS = ("http://", "https://", "mailto:", "tel:")
_IMAGES = ("cid:", *(f"data:image/{kind};base64," for kind in ("png", "jpeg", "jpg", "gif", "webp")))


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Return an attribute's value if it may stay."""
    if attribute == "href":
        return value if value.strip().lower().startswith(_LINKS) else None
    if attribute == "src":
        return value if tag == "img" and value.strip().lower().startswith(_IMAGES) else None
    return value[:300]


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style", "svg", "math", "title", "template", "iframe", "object"},
    attributes=ATTRIBUTES,
    attribute_filter=_allowed,
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
)


def sanitise(html: str) -> str:
    """Return HTML that shows nothing remote and runs nothing; empty if nothing is left to see."""
    clean = _CLEANER.clean(_rewritten(html[:LONGEST])[: 2 * LONGEST])
    return clean if _shows(clean) else ""


def _shows(html: str) -> bool:
    return "<img" in html or any(isinstance(token, str) and token.strip() for token in tokens(html))


class _Writer:
    """Writes tags and text back, balanced, never deeper than DEEPEST."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.stack: list[str] = []
        self.formatting = 0
        self.repeated = 0

    def open(self, tag: Tag) -> None:
        name = tag.name
        attributes = _attributes(tag)
        if name == "img" and "src" not in attributes:
            self.out.append(escape(f"[{tag.attributes['alt']}]") if tag.attributes.get("alt") else "")
            return
        if name in VOID:
            self.out.append(_written(name, attributes))
            return
        self.repeated += self.formatting
        if len(self.stack) >= DEEPEST or self.repeated > MOST_REPEATED:
            return
        self.stack.append(name)
        self.formatting += name in _FORMATTING
        self.out.append(_written(name, attributes))

    def close(self, name: str) -> None:
        """Close an element and what was left open in it, but nothing outside the table cell."""
        wall = ("td", "th", "table") if name not in _TABLE else ("table",)
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth] == name:
                self.close_to(depth)
                return
            if self.stack[depth] in wall:
                return

    def close_to(self, depth: int) -> None:
        while len(self.stack) > depth:
            name = self.stack.pop()
            self.formatting -= name in _FORMATTING
            self.out.append(f"</{name}>")


def _attributes(tag: Tag) -> dict[str, str]:
    may = ATTRIBUTES["*"] | ATTRIBUTES.get(tag.name, set())
    kept = {key: _allowed(tag.name, key, value) for key, value in tag.attributes.items() if key in may}
    return {key: value for key, value in kept.items() if value is not None}


def _written(name: str, attributes: dict[str, str]) -> str:
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>"


def _rewritten(html: str) -> str:
    """Return the same document with allowed tags only, each closed where it was opened."""
    writer = _Writer()
    for token in tokens(html):
        if isinstance(token, str):
            writer.out.append(escape(token, quote=False))
        elif token.name not in TAGS:
            continue
        elif token.closing:
            writer.close(token.name)
        else:
            writer.open(token)
    writer.close_to(0)
    return "".join(writer.out)
