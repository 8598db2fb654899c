"""What one line of a mail is: text, quote, header of a quoted mail, delimiter or device signature.

Every check is a look-up or a search in a line cut at 400 characters, so the time is linear.
"""

import re
from html import unescape

from mancrel.channels.quote_words import (
    BELOW,
    DEVICE_SIGNATURES,
    DEVICES,
    FIELDS,
    FORWARDED,
    GREETINGS,
    INTRODUCTIONS,
    ORIGINAL,
    WEEKDAYS,
    WROTE,
    WROTE_INSIDE,
)

LONGEST = 400
GREETING_WORDS = 5
WINDOW = 7
"""So many lines can one `On … wrote:` be broken over, blank ones included."""

_DELIMITER = re.compile(r"[-_=+~#*·•—–ᐧ]{2,}|[—ᐧ]")
_PREFIX = re.compile(r"[ \t]*(?:[>|][ \t]?)+|[ \t]*\w{1,12}>(?:[ \t]|$)")
_TIME = re.compile(r"\d{1,2}[:.h時点]\s?\d{2}|下午|上午|午前|午後")
_DATED_START = re.compile(r"\W{0,3}(?:\d{4}[-/.年]|\d{1,2}[-/. ]\s?(?:\d|\w{3,12}\b)|\d{1,2}:\d{2})")
_DATE = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ADDRESS = re.compile(r"<[^<>]{0,20}[^\s<>@]{1,100}@[^\s<>]{1,100}|\[mailto:|[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_FIELD = re.compile(r"([^\s:：][^:：]{0,24}?)\s?[:：](?!//)")
_MARKED = re.compile(r"^[\s*_>\u200e\u200f\u202a-\u202e\ufeff]+")


def bare(line: str) -> str:
    """Return a line for comparing: cut, without quote marks, bold marks and odd blanks, lower case."""
    line = line[:LONGEST]
    if "&" in line:
        line = unescape_short(line)
    return _MARKED.sub("", line.replace("\xa0", " ")).rstrip(" *_\t\r").lower()


def unescape_short(line: str) -> str:
    """Return a line with the entities resolved that broken mailers leave in plain text."""
    return unescape(line) if any(mark in line for mark in ("&lt;", "&gt;", "&quot;")) else line


def is_quoted(line: str) -> bool:
    """Say whether a line carries a quote mark (`>`, `|` or `Name>`)."""
    if line[:1] == ">":
        return True
    found = _PREFIX.match(line[:40])
    if found is None:
        return line.strip() == "|"
    return "|" not in found.group() or not line.rstrip().endswith("|") or line.strip() == "|"


def delimiter(line: str) -> str:
    """Return the character a delimiter line is made of, or an empty string."""
    text = line[:LONGEST].strip()
    if not text or not _DELIMITER.fullmatch(text):
        return ""
    return text[0]


def field_kind(line: str) -> str:
    """Return from, date, to, cc, subject or other for a header line of a quoted mail."""
    if ":" not in line and "：" not in line:
        return ""
    text = bare(line)
    found = _FIELD.match(text.replace("*", ""))
    return FIELDS.get(found.group(1).strip(), "") if found else ""


def is_original_mark(line: str) -> bool:
    """Say whether a line is `-----Original Message-----` in some language."""
    text = line[:LONGEST].strip().strip("*>_ \t")
    core = text.strip("-_=—–* \t:：").lower()
    if len(text) - len(core) >= 2 and text[:1] in "-_=—–" and 0 < len(core) < 60:
        return core in ORIGINAL or core.startswith(("forwarded by ", "forwarded message"))
    return core.startswith(FORWARDED)


def may_close_introduction(line: str) -> bool:
    """Say cheaply whether a line could be the last one of `On … wrote:`."""
    text = line[-60:].rstrip(" \t\r*_")
    return text.endswith((":", "：", ">", "wrote", "----", "---")) or "GMT" in line[:LONGEST]


def may_open_introduction(text: str) -> bool:
    """Say whether a bare line could be the first one of `On … wrote:`."""
    return "@" in text or any(mark.isdigit() for mark in text[:60])


def _starts_introduction(text: str) -> bool:
    """Say whether a text begins as an announcement does: `On 3`, `Am 3.`, `2024-01-03`, `Tue,`."""
    if _DATED_START.match(text) or text.startswith("-"):
        return True
    if not text.startswith(INTRODUCTIONS):
        return text.split(" ", 1)[0].strip(".,") in WEEKDAYS
    return any(mark.isdigit() for mark in text[:40])


def may_be_broken(text: str) -> bool:
    """Say whether a bare line could be the first of several of an announcement."""
    return _starts_introduction(text) or "<" in text


def continued(line: str, *, quoted: bool) -> str:
    """Return a following line of an announcement; a lone `>` may close an address there."""
    if quoted:
        return bare(line)
    return line[:LONGEST].replace("\xa0", " ").strip(" *_\t\r").lower()


def starts_anew(before: str, text: str) -> bool:
    """Say whether a line cannot go on with the announcement that the line before belongs to."""
    before = before.strip()
    if not before:
        return bool(text) and text[0] not in "<>[" and not text.startswith(("mailto:", *WROTE))
    if before[-1] in "?!:;…":
        return True
    ended = before[-1] in ".)" or len(before) > 60
    return ended and _starts_introduction(text)


def is_introduction(text: str) -> bool:
    """Say whether joined bare lines are `On <date>, <someone> wrote:` or a relative of it."""
    text = text[:LONGEST]
    core = text.rstrip(" -:：")
    has_address, has_time = bool(_ADDRESS.search(text)), bool(_TIME.search(text))
    dated = has_time or bool(_DATE.search(text))
    starts = _starts_introduction(text)
    if core.endswith(WROTE) and text[-1:] in ":：-" and (has_address or (starts and dated)):
        return True
    if core.endswith(WROTE) and has_address and starts:
        return True
    if text[-1:] in ":：" and len(text) < 300:
        inside = any(word in text for word in WROTE_INSIDE)
        when = has_time and bool(_YEAR.search(text))
        return (inside and dated and (has_address or starts or when)) or (
            has_time and has_address and dated_list(text)
        )
    return bool(_DATED_START.match(text)) and (
        (" gmt" in text and has_time) or (core.endswith(">") and has_address)
    )


def dated_list(text: str) -> bool:
    """Say whether a line without a verb ends with its address: `30 Apr 2025, 15:19, Jo <jo@x.y>:`."""
    return text.rstrip(": ：").endswith((">", ")", "]"))


def is_device_signature(line: str) -> bool:
    """Say whether a phone or a mail program wrote this line (`Sent from my iPhone`)."""
    if len(line) > 200:
        return False
    text = bare(line).strip("<>()[]. ").replace("[", "")
    if not text.startswith(DEVICE_SIGNATURES):
        return text.endswith(
            (" gesendet", "から送信", " 傳送", " gönderildi", "에서 보냄")
        ) and _names_device(text)
    before, _, after = text.partition(", ")
    if after and not after.startswith(("please", "excuse", "sorry", "bitte", "pardon")):
        return False
    words = re.split(r"\s*[(<]?(?:https?|mailto):", before)[0].split()
    return len(words) <= 12 and (_names_device(text) or len(words) <= 7)


def _names_device(text: str) -> bool:
    return any(device in text for device in DEVICES)


def is_greeting(line: str) -> bool:
    """Say whether a line is only a greeting (`Hi Jane,`) and no clause more."""
    text = bare(line)
    core = text.rstrip(" ,!:.")
    if len(core.split()) > GREETING_WORDS or any(mark in core for mark in ",;:.!?"):
        return False
    return core.startswith(GREETINGS) or text.endswith(",")


def points_below(line: str) -> bool:
    """Say whether a line announces answers below the quote (`see inline`, `siehe unten`)."""
    text = bare(line)
    return len(text) < 120 and any(word in text for word in BELOW)
