"""Mails built for the tests."""

import base64
from collections.abc import Sequence

CRLF = "\r\n"


def mail(body: str | bytes = "Hello\r\n", **headers: str | Sequence[str]) -> bytes:
    """Return a mail; `content_type="x"` writes `Content-Type: x`, `from_` From, a list a header often."""
    given: dict[str, str | Sequence[str]] = {
        "from": "Tom <tom@example.org>",
        "to": "shop@shop.example",
        "subject": "A question",
        "message_id": "<1@example.org>",
        "date": "Tue, 16 Jan 2024 15:45:00 +0100",
        **{name.rstrip("_"): value for name, value in headers.items()},
    }
    lines: list[str] = []
    for name, values in given.items():
        title = name.replace("_", "-").title()
        lines += [f"{title}: {value}" for value in ([values] if isinstance(values, str) else values)]
    head = CRLF.join(lines).encode("utf-8", "surrogateescape")
    return head + b"\r\n\r\n" + (body.encode() if isinstance(body, str) else body)


def part(content: str | bytes, content_type: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    """Return one part of a multipart; bytes are encoded as base64."""
    lines = [f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    if isinstance(content, bytes):
        lines.append("Content-Transfer-Encoding: base64")
        content = base64.encodebytes(content).decode("ascii")
    return CRLF.join([*lines, "", content]).encode()


def multipart(
    *parts: bytes, kind: str = "mixed", boundary: str = "b1", **headers: str | Sequence[str]
) -> bytes:
    """Return a mail of several parts."""
    content_type = f'multipart/{kind}; boundary="{boundary}"'
    return mail(inner(*parts, boundary=boundary), content_type=content_type, **headers)


def inner(*parts: bytes, boundary: str) -> bytes:
    """Return the body of a multipart."""
    mark = b"--" + boundary.encode()
    return b"".join(mark + b"\r\n" + one + b"\r\n" for one in parts) + mark + b"--\r\n"


def nested(depth: int, leaf: bytes = b"deep") -> bytes:
    """Return a mail of multiparts in multiparts."""
    body = b"Content-Type: text/plain\r\n\r\n" + leaf
    for level in range(depth):
        boundary = f"b{level}"
        head = f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()
        body = head + inner(body, boundary=boundary)
    return b"From: a@b.example\r\nSubject: nested\r\nMIME-Version: 1.0\r\n" + body
