"""What is new in a reply and what is quoted (R27): by lines, in linear time, never losing text."""

from dataclasses import dataclass, field

from mancrel.channels import quote_lines as lines_of
from mancrel.channels.charsets import clean_text

MOST_LINES = 3_000
"""Lines looked at; what follows goes with the last of them."""

FEW = 7
"""Fewer lines of text than this below a quote are a signature, not an answer."""

SHORT_TAIL = 15
"""A delimiter with at most so many lines below it parts a signature or footer."""

WRAPPED = 50
"""A quoted line at least so long may have been broken by a mail program."""

GREETING_LINES = 3

MOST_TRIES = 800
"""Candidates for `On … wrote:` looked at closely; a long thread has some dozens."""

EMPTY, TEXT, QUOTE, MARK, FIELD, RULE, DEVICE = "etqmhrs"


@dataclass
class _Mail:
    """The lines of a mail and the kind of each (one letter a line)."""

    lines: list[str]
    kinds: list[str] = field(default_factory=list)
    tries: int = 0

    def drop(self, start: int, end: int | None = None) -> None:
        """Turn lines into nothing."""
        for at in range(start, len(self.kinds) if end is None else end):
            self.kinds[at] = ""

    def first(self, kind: str, start: int = 0) -> int:
        """Return where the next line of a kind stands, or -1."""
        try:
            return self.kinds.index(kind, start)
        except ValueError:
            return -1


def split(text: str) -> tuple[str, str]:
    """Return the new text and the rest (quotes, announcements, signatures) of a mail's text.

    Answers between quotes keep those quotes, for without them they mean nothing. Never returns an
    empty new text for a mail that says something, even if all of it is quoted.
    """
    text = clean_text(text)
    lines = text.split("\n", MOST_LINES)
    rest = lines.pop() if len(lines) > MOST_LINES else ""
    mail = _Mail(lines)
    _classify(mail)
    if rest:
        mail.lines.append(rest)
        mail.kinds.append(next((kind for kind in reversed(mail.kinds) if kind != EMPTY), TEXT))
    _mend_wrapped_quotes(mail)
    original = list(mail.kinds)
    _drop_header_block(mail)
    _drop_signature(mail)
    _drop_quotes(mail)
    new = _joined(mail, kept=True)
    if not new.strip("> |\n\t"):
        mail.kinds = ["" if kind == MARK else kind for kind in original]
        new = _joined(mail, kept=True)
        if not new.strip("> |\n\t"):
            return "", text
    return new, _joined(mail, kept=False)


def _joined(mail: _Mail, *, kept: bool) -> str:
    chosen = [line for line, kind in zip(mail.lines, mail.kinds, strict=True) if bool(kind) is kept]
    while chosen and not chosen[0].strip():
        del chosen[0]
    return "\n".join(chosen).rstrip()


def _classify(mail: _Mail) -> None:
    """Give every line its letter."""
    fenced = False
    for at, line in enumerate(mail.lines):
        if at < len(mail.kinds):
            continue
        fence = line.startswith("```")
        if fence or fenced:
            fenced = fenced is not fence
            mail.kinds.append(TEXT)
        elif not line.strip(" \t\r\xa0\u200b\ufeff"):
            mail.kinds.append(EMPTY)
        else:
            end = _introduction_end(mail, at)
            mail.kinds.extend([MARK] * (end - at) if end > at else [_kind(line)])


def _mend_wrapped_quotes(mail: _Mail) -> None:
    """Count a line as quoted when it is the broken end of the long quoted line above it."""
    for at in range(1, len(mail.kinds) - 1):
        if mail.kinds[at - 1 : at + 2] == [QUOTE, TEXT, QUOTE]:
            above, line = mail.lines[at - 1].rstrip(), mail.lines[at][:1]
            if len(above) >= WRAPPED and above[-1] not in ".?!:" and line.islower():
                mail.kinds[at] = QUOTE


def _kind(line: str) -> str:
    if lines_of.is_original_mark(line):
        return MARK
    if lines_of.is_quoted(line):
        return QUOTE
    if lines_of.delimiter(line):
        return RULE
    if lines_of.field_kind(line):
        return FIELD
    return DEVICE if lines_of.is_device_signature(line) else TEXT


def _introduction_end(mail: _Mail, at: int) -> int:
    """Return the line after an `On … wrote:` that starts here, else `at`."""
    lines = mail.lines
    first = lines_of.bare(lines[at])
    if not first or len(lines[at]) > lines_of.LONGEST or not lines_of.may_open_introduction(first):
        return at
    joined = ""
    for end in range(at, min(len(lines), at + lines_of.WINDOW)):
        line = lines[end]
        piece = first if end == at else lines_of.continued(line, quoted=lines_of.is_quoted(lines[at]))
        if end > at and lines_of.starts_anew(lines[end - 1], piece):
            return at
        joined = f"{joined} {piece}".strip()
        if len(joined) > lines_of.LONGEST:
            return at
        if mail.tries < MOST_TRIES and lines_of.may_close_introduction(line):
            mail.tries += 1
            if lines_of.is_introduction(joined):
                return end + 1
        if end == at and not lines_of.may_be_broken(first):
            return at
    return at


def _drop_header_block(mail: _Mail) -> None:
    """Drop everything from a quoted mail's `From: / Sent: / To: / Subject:` on, if text stands above.

    A web form's mail has such lines too, but no `To:`; it is kept.
    """
    at = mail.first(FIELD)
    while at >= 0:
        kinds, end = _block(mail, at)
        whole = len(kinds) >= 3 and {"from", "to"} <= kinds
        if whole or ("from" in kinds and len(kinds) >= 2 and _marked_before(mail, at)):
            quoted = range(at, end)
            address = any("@" in mail.lines[line] for line in quoted)
            if "subject" in kinds or address:
                _drop_block(mail, at, end)
                return
        at = mail.first(FIELD, max(end, at + 1))


def _block(mail: _Mail, at: int) -> tuple[set[str], int]:
    """Return the kinds of header in a block that starts here, and where it ends."""
    kinds: set[str] = set()
    strange = 0
    end = at
    for line in range(at, min(len(mail.lines), at + 24)):
        kind = lines_of.field_kind(mail.lines[line]) if mail.kinds[line] == FIELD else ""
        strange = 0 if kind else strange + 1
        if strange > 2:
            break
        if kind:
            kinds.add(kind)
            end = line + 1
    return kinds, end


def _marked_before(mail: _Mail, at: int) -> bool:
    above = [kind for kind in mail.kinds[max(0, at - 3) : at] if kind != EMPTY]
    return above[-1:] in ([MARK], [RULE])


def _drop_block(mail: _Mail, at: int, end: int) -> None:
    above = any(kind in {TEXT, QUOTE} for kind in mail.kinds[:at])
    if above:
        mail.drop(at)
    else:
        mail.drop(0, end)
    for line in range(at - 1, -1, -1):
        if mail.kinds[line] not in {EMPTY, RULE, MARK}:
            break
        mail.kinds[line] = ""


def _drop_signature(mail: _Mail) -> None:
    """Drop a signature under its delimiter (up to the next quote) and lines that devices added."""
    size = len(mail.kinds)
    text_below, quote_at = [0] * (size + 1), [size] * (size + 1)
    for at in range(size - 1, -1, -1):
        quoted = mail.kinds[at] in {MARK, QUOTE}
        quote_at[at] = at if quoted else quote_at[at + 1]
        text_below[at] = 0 if quoted else text_below[at + 1] + (mail.kinds[at] in {TEXT, FIELD})
    said, until = False, 0
    for at, kind in enumerate(list(mail.kinds)):
        said = said or kind == TEXT
        if at < until or kind == DEVICE:
            mail.kinds[at] = ""
        elif (
            kind == RULE
            and said
            and _parts_signature(
                mail.lines[at], text_below[at], blank_below=EMPTY in mail.kinds[at + 1 : at + 2]
            )
        ):
            until = quote_at[at]
            mail.kinds[at] = ""


def _parts_signature(line: str, below: int, *, blank_below: bool) -> bool:
    """Say whether a delimiter with so many lines of text below it starts a signature."""
    if below == 0 or line.strip() == "--":
        return below == 0 or line.rstrip("\r").endswith("-- ") or not blank_below
    return below <= SHORT_TAIL and lines_of.delimiter(line) in {"_", "—", "–"}


def _drop_quotes(mail: _Mail) -> None:
    """Drop the quotes around the new text; where answers stand between quotes, only the announcements."""
    mark = mail.first(MARK)
    if mark >= 0:
        _drop_marked(mail, mark)
    _drop_trailing_quote(mail)
    for at, kind in enumerate(mail.kinds):
        if kind == MARK:
            mail.kinds[at] = ""


def _drop_marked(mail: _Mail, mark: int) -> None:
    """Handle the first announced quote: all above it is the answer, or all below, or it is mixed."""
    size = len(mail.kinds)
    above = _texts(mail, 0, mark)
    end = _quote_end(mail, mark)
    below = _texts(mail, end, size)
    if not above:
        if below and QUOTE in mail.kinds[mark:end] and QUOTE not in mail.kinds[end:]:
            mail.drop(0, end)
        return
    quoted = QUOTE in mail.kinds[mark:end]
    if not quoted and _only_greets(mail, mark):
        # "Hello, / On 3 May at 10:30 your colleague wrote: …": the writer tells it, no program quotes it.
        mail.kinds[mark:] = [TEXT if kind == MARK else kind for kind in mail.kinds[mark:]]
        return
    inline = QUOTE in mail.kinds[end:] and MARK not in mail.kinds[end:]
    footer = not inline and below < FEW and not _only_greets(mail, mark)
    if not quoted or not below or footer:
        mail.drop(mark)


def _texts(mail: _Mail, start: int, end: int) -> int:
    return sum(kind in {TEXT, FIELD, RULE} for kind in mail.kinds[start:end])


def _only_greets(mail: _Mail, mark: int) -> bool:
    """Say whether what stands above the quote only greets or points below."""
    said = [line for line, kind in zip(mail.lines[:mark], mail.kinds[:mark], strict=True) if kind == TEXT]
    return 0 < len(said) <= GREETING_LINES and (
        all(lines_of.is_greeting(line) for line in said) or lines_of.points_below(said[-1])
    )


def _quote_end(mail: _Mail, mark: int) -> int:
    """Return where the first run of quoted lines after an announcement ends."""
    at = mark
    while at < len(mail.kinds) and mail.kinds[at] in {MARK, EMPTY, ""}:
        at += 1
    last = at
    while at < len(mail.kinds) and mail.kinds[at] in {MARK, EMPTY, QUOTE, ""}:
        at += 1
        if mail.kinds[at - 1] == QUOTE:
            last = at
    return last


def _drop_trailing_quote(mail: _Mail) -> None:
    """Drop a quote that ends the mail, if some text stands above it."""
    at = len(mail.kinds)
    while at > 0 and mail.kinds[at - 1] in {EMPTY, QUOTE, MARK, ""}:
        at -= 1
    if TEXT in mail.kinds[:at] or FIELD in mail.kinds[:at]:
        mail.drop(at)
