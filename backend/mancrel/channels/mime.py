"""A mail's raw bytes to a ParsedMail; every hostile mail ends in a value or in Unparsable (R26)."""

import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.utils import parsedate_to_datetime

from mancrel.channels import bodies, bounces, quotes
from mancrel.channels.addresses import read as read_addresses
from mancrel.channels.automated import why_automated
from mancrel.channels.charsets import clean_line, decode_words
from mancrel.channels.html import sanitise
from mancrel.channels.mail import NOBODY, Address, Attachment, Bounce, ParsedMail, Unparsable
from mancrel.channels.tree import Part
from mancrel.channels.tree import read as read_tree

__all__ = ["Address", "Attachment", "Bounce", "ParsedMail", "Unparsable", "parse"]

LARGEST = 41_943_040
MOST_REFERENCES = 100
LONGEST_SUBJECT = 1_000
LONGEST_HEADER = 16_384

_ID = re.compile(r"<([^<>]{1,500})>")
_MAIL_HEADERS = frozenset(
    "from to subject date message-id received return-path content-type mime-version "
    "delivered-to sender".split()
)
_RAW_HEADERS = frozenset({"authentication-results", "received", "dkim-signature", "from", "content-type"})
"""Headers kept as they came: decoding their words first would let a sender write their syntax."""

# What the standard library still raises on hostile values (dates out of range, odd parameters),
# although every known case is handled where it happens: an unknown one must not stop a worker.
READ_ERRORS = (
    AttributeError, IndexError, LookupError, MessageError, OverflowError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip


def parse(raw: bytes) -> ParsedMail:
    """Return what a mail says; raise Unparsable(reason) when it can't be read."""
    if len(raw) > LARGEST:
        raise Unparsable("too_large")
    try:
        return _parsed(read_tree(raw.lstrip(b"\r\n")))
    except MemoryError:
        raise Unparsable("too_much_memory") from None
    except READ_ERRORS as error:
        raise Unparsable("unreadable") from error


def _parsed(root: Part) -> ParsedMail:
    if not any(name in _MAIL_HEADERS for name, _ in root.headers):
        raise Unparsable("no_mail")
    found = bodies.collect(root)
    headers = _headers(root)
    text, page = found.text(), found.html()
    from_ = (read_addresses(root.header("from")) or (NOBODY,))[0]
    new_text, quoted_text = quotes.split(text)
    bounce = bounces.find(root, headers, from_, text)
    return ParsedMail(
        message_id=_message_id(root.header("message-id")),
        in_reply_to=next(iter(_ids(root.header("in-reply-to"))), None),
        references=_references(root.all("references")),
        from_=from_,
        reply_to=next(iter(_mailboxes(root, "reply-to")), None),
        to=_mailboxes(root, "to"),
        cc=_mailboxes(root, "cc"),
        subject=decode_words(root.header("subject"))[:LONGEST_SUBJECT],
        date=read_date(root.header("date")),
        text=text,
        html=(sanitise(page) or None) if page else None,
        new_text=new_text,
        quoted_text=quoted_text,
        attachments=tuple(found.attachments),
        automated=_automated(root, headers, from_, bounce),
        bounce=bounce,
        headers=headers,
    )


def _automated(
    root: Part, headers: dict[str, list[str]], from_: Address, bounce: Bounce | None
) -> str | None:
    """Return why the mail is a machine's, as far as it says so itself (own addresses come later)."""
    if bounce:
        return "bounce"
    answers = any(
        part.content_type == "text/calendar" and part.parameters.get("method", "").lower() == "reply"
        for part in bounces.leaves(root)
    )
    return "calendar" if answers else why_automated(headers, from_)


def _headers(root: Part) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in root.headers:
        read = clean_line if name in _RAW_HEADERS else decode_words
        headers.setdefault(name, []).append(read(value[:LONGEST_HEADER]))
    return headers


def _mailboxes(root: Part, name: str) -> tuple[Address, ...]:
    found = [address for value in root.all(name)[:5] for address in read_addresses(value) if address.email]
    return tuple(found[:200])


def _ids(value: str) -> list[str]:
    """Return the Message-IDs in a value, unfolded."""
    return [f"<{clean}>" for inner in _ID.findall(value) if (clean := clean_line("".join(inner.split())))]


def _message_id(value: str) -> str | None:
    """Return a mail's own id; one without angle brackets gets them, an empty one is None."""
    found = _ids(value)
    if found:
        return found[0]
    bare = clean_line("".join(value.split()).strip("<>"))[:500]
    return f"<{bare}>" if bare else None


def _references(values: list[str]) -> tuple[str, ...]:
    """Return each id once, in order: the first (the thread's root) and the newest 99."""
    found = list(dict.fromkeys(one for value in values for one in _ids(value)))
    return tuple(found if len(found) <= MOST_REFERENCES else [found[0], *found[1 - MOST_REFERENCES :]])


def read_date(value: str) -> datetime | None:
    """Return a Date header in UTC; None when it is missing or no date."""
    try:
        date = parsedate_to_datetime(value[:200])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
