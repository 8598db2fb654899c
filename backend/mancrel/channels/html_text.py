"""HTML turned into the text a person would read: for mails without a text part."""

import re

from mancrel.channels.markup import Tag, tokens

LONGEST = 2_097_152
RULE = "_" * 32
"""What Outlook writes for a line across the page, above a quoted mail."""

_BLANK = re.compile(r"[\s\u200b\u200c\u00ad\ufeff]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_BLOCKS = frozenset(
    "address article aside center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header li main "
    "nav ol p pre section table tbody tfoot thead tr ul blockquote caption".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre".split())
_QUOTED_CLASSES = frozenset({"yahoo_quoted", "protonmail_quote", "zmail_extra_hr"})
_QUOTED_IDS = frozenset({"OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container"})
DEEPEST_QUOTE = 10


def to_text(html: str) -> str:
    """Return the visible text; links follow their words, quotes start with `> `, cells part by ` | `."""
    writer = _Lines()
    for token in tokens(html[:LONGEST]):
        if isinstance(token, Tag):
            writer.tag(token)
        elif not writer.hidden:
            writer.text(token)
    return writer.finish()


class _Lines:
    """Collects the lines of the text while the tags pass by."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes: list[tuple[str, bool]] = []
        self.lists: list[int] = []
        self.link: tuple[str, int] | None = None
        self.hidden: list[str] = []
        self.cell = False
        self.pre = 0

    def text(self, text: str) -> None:
        if self.pre:
            first, *others = text.split("\n")
            self._add(first)
            for line in others:
                self.end_line(keep=True)
                self._add(line)
            return
        words = _BLANK.sub(" ", text)
        if not self.line or self.line[-1].endswith(" "):
            words = words.lstrip(" ")
        self._add(words)

    def _add(self, words: str) -> None:
        if not words:
            return
        if self.cell and words.strip() and self.line:
            self.line.append("" if self.line[-1].endswith((" | ", "- ")) else " | ")
        self.cell = self.cell and not words.strip()
        self.line.append(words)

    def tag(self, tag: Tag) -> None:
        if self.hidden or (not tag.closing and _HIDDEN.search(tag.attributes.get("style", "").lower())):
            self._hide(tag)
            return
        if tag.name in _BLOCKS or tag.name in {"br", "hr"}:
            self.end_line(keep=tag.name == "br")
            if tag.name in _SPACED and not tag.closing:
                self.blank()
        if tag.name in {"td", "th"} and not tag.closing:
            self.cell = True
        if tag.closing:
            self._closed(tag)
            if tag.name in _SPACED:
                self.blank()
        else:
            self._opened(tag)

    def _hide(self, tag: Tag) -> None:
        """Skip an invisible element up to its own closing tag."""
        if not self.hidden:
            if tag.name in _BLOCKS:
                self.end_line()
            self.hidden = [tag.name] if tag.name in _BLOCKS or tag.name in {"span", "td", "font"} else []
        elif tag.name == self.hidden[0]:
            if tag.closing:
                self.hidden.pop()
            else:
                self.hidden.append(tag.name)

    def _opened(self, tag: Tag) -> None:
        if tag.name in {"blockquote", "div", "span"}:
            self._push_quote(tag)
        elif tag.name == "a":
            self.link = (tag.attributes.get("href", "").strip(), len(self.line))
        elif tag.name == "hr":
            self.lines.append(self._prefix() + RULE)
        elif tag.name == "img" and tag.attributes.get("alt", "").strip():
            self.text(f"[{tag.attributes['alt'].strip()[:200]}]")
        elif tag.name in {"ul", "ol"}:
            self.lists.append(0 if tag.name == "ol" else -1)
        elif tag.name == "li":
            self.line.append(self._bullet())
        elif tag.name == "pre":
            self.pre += 1

    def _closed(self, tag: Tag) -> None:
        if tag.name in {"blockquote", "div", "span"}:
            self._pop_quote(tag.name)
        elif tag.name == "a" and self.link:
            self._end_link(*self.link)
        elif tag.name in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag.name == "pre":
            self.pre = max(0, self.pre - 1)

    def _end_link(self, href: str, start: int) -> None:
        self.link = None
        words = "".join(self.line[start:]).strip()
        if words and href.lower().startswith(("http://", "https://")):
            shown = words.lower().removesuffix("/")
            if not shown.startswith("http") and href.lower().removesuffix("/").partition("//")[2] != shown:
                self.line.append(f" <{href[:500]}>")

    def _bullet(self) -> str:
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"{self.lists[-1]}. "
        return "- "

    def _push_quote(self, tag: Tag) -> None:
        classes = set(tag.attributes.get("class", "").split()[:20])
        quoted = (
            tag.name == "blockquote"
            or bool(classes & _QUOTED_CLASSES)
            or tag.attributes.get("id") in _QUOTED_IDS
        )
        if quoted:
            self.end_line()
        self.quotes.append((tag.name, quoted))

    def _pop_quote(self, name: str) -> None:
        """Leave the innermost element of that name; stray closing tags are ignored."""
        for depth in range(len(self.quotes) - 1, max(-1, len(self.quotes) - 50), -1):
            if self.quotes[depth][0] == name:
                if any(quoted for _, quoted in self.quotes[depth:]):
                    self.end_line()
                del self.quotes[depth:]
                return

    def _prefix(self) -> str:
        depth = 0
        for _, quoted in self.quotes[:200]:
            depth += quoted
        return "> " * min(depth, DEEPEST_QUOTE)

    def end_line(self, *, keep: bool = False) -> None:
        """Finish the current line; an empty one only counts when the document asked for it."""
        line = "".join(self.line)
        line = line.rstrip() if self.pre else line.strip()
        self.line, self.cell, self.link = [], False, None
        if line or keep:
            self.lines.append((self._prefix() + line).rstrip())

    def blank(self) -> None:
        """Leave one empty line, unless there is one."""
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("")
        if self.lines:
            self.lines[-1] = self._prefix().rstrip()

    def finish(self) -> str:
        self.end_line()
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(self.lines)).strip("\n")
