"""A reply as the bytes that go to the mail server (RFC 5322, R31, R36).

Headers are written here and not by email.message: Python 3.11.7 has open header injections
(CVE-2024-6923, CVE-2026-1299), and every value of ours passes through one function that
leaves it without CR, LF, NUL or any other control character.
"""

import base64
import binascii
import re
import secrets
from email.utils import format_datetime
from urllib.parse import quote

import idna

from mancrel.channels.charsets import clean_line, clean_text
from mancrel.channels.mail import Address, Attachment, Outgoing
from mancrel.channels.names import clean_name

FIRST_REFERENCES = 20
LAST_REFERENCES = 20
LONGEST_SUBJECT = 500
LONGEST_NAME = 120
MOST_RECIPIENTS = 100
LINE = 76
WORD_BYTES = 42
"""Bytes of text in one encoded word: 42 become 56 letters, 68 with their marks."""

_SAFE_TEXT = re.compile(r"[\x20-\x7e]*")
_SAFE_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_ATOM_MARKS = frozenset("!#$%&'*+/=?^_`{|}~.-")
_REPLY_WORDS = "re|aw|antw|antwort|sv|vs|odp|ref|rif|ris|res|r|回复|答复|回覆"
_REPLY_MARK = re.compile(
    rf"(?:(?:{_REPLY_WORDS})\s?(?:\[\d{{1,3}}\]|\(\d{{1,3}}\))?\s?[:：]\s*)+", re.IGNORECASE
)
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,500}>")
_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,60}")


class Uncomposable(ValueError):
    """A mail that cannot be written: an address or a Message-ID is none."""


def compose(mail: Outgoing) -> bytes:
    """Return the mail; non-ASCII bytes in its headers mean that the server must know SMTPUTF8."""
    text = clean_text(mail.text)
    if not mail.attachments:
        headers, body = _text_part(text)
        return _joined([*_headers(mail), ("MIME-Version", "1.0"), *headers], body)
    boundary = f"=_{secrets.token_hex(16)}"
    parts = [_joined(*_text_part(text)), *(_joined(*_file_part(one)) for one in mail.attachments)]
    mark = boundary.encode()
    body = b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"
    kind = ("Content-Type", f'multipart/mixed; boundary="{boundary}"')
    return _joined([*_headers(mail), ("MIME-Version", "1.0"), kind], body)


def recipients(mail: Outgoing) -> list[str]:
    """Return the envelope's addresses, each once, domains in ASCII."""
    return list(dict.fromkeys(ascii_address(address.email) for address in (*mail.to, *mail.cc)))


def _joined(headers: list[tuple[str, str]], body: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("utf-8") + b"\r\n" + body


def _headers(mail: Outgoing) -> list[tuple[str, str]]:
    if not mail.to or len(mail.to) + len(mail.cc) > MOST_RECIPIENTS:
        raise Uncomposable("recipients")
    headers = [
        ("From", mailbox(mail.from_)),
        ("To", ",\r\n ".join(mailbox(address) for address in mail.to)),
        ("Subject", unstructured(reply_subject(mail.subject) if mail.in_reply_to else mail.subject)),
        ("Date", format_datetime(mail.date)),
        ("Message-ID", _own_id(mail.message_id)),
        ("X-Mancrel-Message", str(mail.message_uuid)),
    ]
    if mail.cc:
        headers.insert(2, ("Cc", ",\r\n ".join(mailbox(address) for address in mail.cc)))
    if mail.reply_to:
        headers.append(("Reply-To", mailbox(mail.reply_to)))
    headers += _thread(mail)
    if mail.automatic:
        headers += [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
    return headers


def _own_id(message_id: str) -> str:
    if not _ID.fullmatch(message_id):
        raise Uncomposable("message_id")
    return message_id


def _thread(mail: Outgoing) -> list[tuple[str, str]]:
    """Return In-Reply-To and References; ids that are none (a stranger wrote them) are left out."""
    parent = mail.in_reply_to if mail.in_reply_to and _ID.fullmatch(mail.in_reply_to) else None
    known = [one for one in mail.references if _ID.fullmatch(one) and one != parent]
    chain = list(dict.fromkeys([*known, parent] if parent else known))
    if len(chain) > FIRST_REFERENCES + LAST_REFERENCES:
        chain = [*chain[:FIRST_REFERENCES], *chain[-LAST_REFERENCES:]]
    headers = [("In-Reply-To", parent)] if parent else []
    return [*headers, ("References", "\r\n ".join(chain))] if chain else headers


def reply_subject(subject: str) -> str:
    """Return `Re: ` and the subject without the reply marks it already has."""
    plain = clean_line(subject)[:LONGEST_SUBJECT]
    found = _REPLY_MARK.match(plain)
    return f"Re: {plain[found.end() :] if found else plain}".strip()


def unstructured(text: str) -> str:
    """Return a header value for free text: as it is when short ASCII, else as encoded words."""
    text = clean_line(text)[:LONGEST_SUBJECT]
    if _SAFE_TEXT.fullmatch(text) and "=?" not in text and len(text) <= LINE - len("Subject: "):
        return text
    return _encoded_words(text)


def _encoded_words(text: str) -> str:
    """Return RFC 2047 words, one a line, never cutting a letter."""
    words: list[str] = []
    piece = b""
    for letter in text:
        encoded = letter.encode("utf-8", "replace")
        if len(piece) + len(encoded) > WORD_BYTES:
            words.append(_encoded_word(piece))
            piece = b""
        piece += encoded
    return "\r\n ".join([*words, _encoded_word(piece)])


def _encoded_word(piece: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(piece).decode('ascii')}?="


def mailbox(address: Address) -> str:
    """Return `"Name" <local@domain>` for a header."""
    email = ascii_address(address.email)
    name = clean_line(address.name)[:LONGEST_NAME]
    if not name:
        return f"<{email}>"
    if _SAFE_PHRASE.fullmatch(name) and "=?" not in name and len(name) <= 60:
        return f'"{name}" <{email}>'
    return f"{_encoded_words(name)}\r\n <{email}>"


def ascii_address(email: str) -> str:
    """Return an address with its domain in ASCII; raise Uncomposable when it is none.

    A quoted local part (`"a b"@x`) is refused: people have none, header injections do.
    """
    local, _, domain = clean_line(email).rpartition("@")
    if not local or not domain or len(email) > 320:
        raise Uncomposable("address")
    if not all(mark.isalnum() or mark in _ATOM_MARKS for mark in local):
        raise Uncomposable("address")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except (idna.IDNAError, UnicodeError):
        if not re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9._-]{0,250}[A-Za-z0-9_])?", domain):
            raise Uncomposable("address") from None
        return f"{local}@{domain}"


def _text_part(text: str) -> tuple[list[tuple[str, str]], bytes]:
    """Return headers and body of a UTF-8 text: quoted-printable, or base64 when that is shorter."""
    data = text.replace("\n", "\r\n").encode("utf-8")
    if not data.endswith(b"\r\n"):
        data += b"\r\n"
    kind = ("Content-Type", "text/plain; charset=utf-8")
    if sum(byte > 126 for byte in data) * 4 > len(data):
        return [kind, ("Content-Transfer-Encoding", "base64")], _base64(data)
    body = binascii.b2a_qp(data, istext=True)
    return [kind, ("Content-Transfer-Encoding", "quoted-printable")], body


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _file_part(file: Attachment) -> tuple[list[tuple[str, str]], bytes]:
    kind = file.content_type if _TYPE.fullmatch(file.content_type) else "application/octet-stream"
    if kind.lower().startswith(("multipart/", "message/")):
        kind = "application/octet-stream"
    name = clean_name(clean_line(file.name), kind)
    disposition = f"attachment; {_filename(name)}"
    headers = [
        ("Content-Type", kind),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", disposition),
    ]
    return headers, _base64(file.data)


def _filename(name: str) -> str:
    """Return the parameter for a file name: plain when ASCII, else RFC 2231."""
    if re.fullmatch(r"[A-Za-z0-9 ._+@=,()-]{1,60}", name):
        return f'filename="{name}"'
    encoded = quote(name, safe="", errors="replace")
    pieces = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,20}", encoded)
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";\r\n ".join(f"filename*{number}*={piece}" for number, piece in enumerate(pieces))
