"""Mails that broke somebody's parser (R26), made here and named after what they do."""

import base64
import os

from tests.channels.builders import inner, mail, multipart, nested, part

MEGABYTE = 1_000_000


def corpus() -> dict[str, bytes]:
    """Return the hostile mails by name."""
    return {**_headers(), **_structures(), **_texts(), **_pages(), **_files()}


def _headers() -> dict[str, bytes]:
    return {
        "from_of_parentheses": mail(from_="(" * 2_000),
        "from_of_many_parentheses": mail(from_="(" * 100_000),
        "from_of_angles": mail(from_="<" * 100_000),
        "from_of_quotes": mail(from_='"' * 100_001),
        "from_of_backslashes": mail(from_='"' + "\\" * 100_001),
        "from_of_commas": mail(from_="," * 100_000),
        "from_of_colons": mail(from_="a:" * 50_000),
        "from_missing": b"Subject: nobody\r\n\r\nhello\r\n",
        "from_twice": mail(from_=["a@a.example", "b@b.example"]),
        "from_empty": mail(from_=""),
        "message_id_bracket": mail(message_id="<[abc>"),
        "message_id_missing": mail(message_id=""),
        "message_id_folded": mail(message_id="<1234567890\r\n 1234567890@example.org>"),
        "message_id_huge": mail(message_id="<" + "a" * 100_000 + "@b>"),
        "to_20000": mail(to=", ".join(f"a{number}@b.example" for number in range(20_000))),
        "references_20000": mail(references=" ".join(f"<{number}@b.example>" for number in range(20_000))),
        "subject_newline": mail(subject="=?utf-8?q?one=0D=0ABcc:_x@y.example?="),
        "subject_nul": mail(subject="a\x00b"),
        "subject_bad_words": mail(subject="=?utf-8?b?!!!?= =?x?q?y =?utf-8?z?a?="),
        "subject_open_words": mail(subject="=?a?q?" * 20_000),
        "subject_unknown_charset": mail(subject="=?klingon?q?hello?="),
        "subject_megabyte": mail(subject="s" * 900_000),
        "subject_8bit": b"From: a@b.example\r\nSubject: caf\xe9 \xff\xfe\r\n\r\nhello\r\n",
        "header_without_colon": b"From: a@b.example\r\nno colon here\r\nSubject: x\r\n\r\nhello\r\n",
        "header_without_end": b"From: a@b.example\r\nSubject: x",
        "headers_100000": b"From: a@b.example\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\nhello",
        "headers_2_megabytes": b"From: a@b.example\r\nX-A: " + b"b" * 2 * MEGABYTE + b"\r\n\r\nhello",
        "headers_folded": b"From: a@b.example\r\nX-A: b\r\n" + b" c\r\n" * 200_000 + b"\r\nhello",
        "date_absurd": mail(date="Tue, 99 Foo 99999999999 99:99:99 +9999999999"),
        "date_overflow": mail(date="Mon, 01 Jan 0001 00:00:00 +2359"),
        "content_type_garbage": mail(content_type="; ; ;;;=\"'//\\"),
        "content_type_parameters": mail(content_type="text/plain; " + 'a=";' * 20_000),
        "content_type_rfc2231": mail(
            content_type="text/plain; name*99999999999999999999*=utf-8''a; name*x=1"
        ),
        "encoding_unknown": mail(content_transfer_encoding="x-zip"),
    }


def _structures() -> dict[str, bytes]:
    same = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    return {
        "empty": b"",
        "blank": b"\r\n\r\n",
        "binary": os.urandom(4096),
        "nul_bytes": b"\x00" * 100_000,
        "nested_2000": nested(2_000),
        "nested_500": nested(500),
        "nested_49": nested(49),
        "parts_20000": multipart(*[part("a")] * 20_000),
        "parts_same_boundary": b"From: a@b.example\r\n" + same * 200 + b"hello",
        "boundary_missing": mail("--x\r\n\r\nhello\r\n--x--", content_type="multipart/mixed"),
        "boundary_never_used": mail("hello", content_type="multipart/mixed; boundary=x"),
        "boundary_of_dashes": mail("-" * MEGABYTE, content_type='multipart/mixed; boundary="-"'),
        "boundary_lookalikes": mail("\n--xy" * 200_000, content_type="multipart/mixed; boundary=x"),
        "truncated": multipart(part("hello"), part(b"x" * 10_000, "image/png"))[:600],
        "rfc822_nested": _rfc822(200),
        "alternative_empty": mail("--x--", content_type="multipart/alternative; boundary=x"),
        "digest": multipart(b"\r\nFrom: a@b.example\r\n\r\nhi", kind="digest"),
    }


def _rfc822(depth: int) -> bytes:
    body = b"From: a@b.example\r\nSubject: core\r\n\r\ncore"
    for _ in range(depth):
        body = b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + body
    return body


def _texts() -> dict[str, bytes]:
    return {
        "charset_unknown": mail("hello", content_type="text/plain; charset=klingon"),
        "charset_lie": mail("caf\xe9".encode("latin-1"), content_type="text/plain; charset=utf-8"),
        "charset_utf16_lie": mail(b"abc", content_type="text/plain; charset=utf-16"),
        "charset_codec": mail(b"x\x9cK", content_type="text/plain; charset=zlib"),
        "charset_punycode": mail("a-" * 50_000, content_type="text/plain; charset=punycode"),
        "charset_nul": mail("hello", content_type="text/plain; charset=a\x00b"),
        "charset_path": mail("hello", content_type="text/plain; charset=../../etc/passwd"),
        "body_8bit": mail(bytes(range(256)) * 100),
        "body_nul": mail(b"a\x00b" * 1000),
        "base64_broken": mail("####=A==B", content_transfer_encoding="base64"),
        "quoted_printable_broken": mail("=\r\n=ZZ=4" * 1000, content_transfer_encoding="quoted-printable"),
        "uuencode_broken": mail("begin 644 x\r\n#####\r\nend", content_transfer_encoding="x-uuencode"),
        "line_on_a": mail("On a " * 200_000),
        "line_quotes": mail(">" * MEGABYTE),
        "lines_on": mail("On 1 <x@y.example>\r\n" * 50_000),
        "lines_blank": mail("\r\n" * 500_000),
        "flowed": mail("> > a \r\n" * 50_000, content_type="text/plain; format=flowed; delsp=yes"),
    }


def _pages() -> dict[str, bytes]:
    pages = {
        "divs": "<div>" * 50_000 + "x",
        "comments": "<!--" * 100_000,
        "quotes": "<a b=\"><a c='>" * 30_000,
        "fonts": "".join(f"<font color={number}>" for number in range(400)) + "<p>" * 100_000,
        "tables": "<table><a>" * 50_000,
        "entities": "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" * 14_000,
        "number": "&#" + "9" * 400_000 + ";",
        "scripts": "<script>" * 60_000,
        "meta": "<meta charset=klingon>hello",
    }
    return {f"html_{name}": mail(page, content_type="text/html") for name, page in pages.items()}


def _files() -> dict[str, bytes]:
    big = base64.encodebytes(b"\x00" * 18 * MEGABYTE).replace(b"\n", b"\r\n")
    head = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    whole = inner(part("see file"), head + big, boundary="b")
    attachment = 'attachment; filename="../../../etc/pass\x07wd"'
    return {
        "file_25_megabytes": mail(whole, content_type="multipart/mixed; boundary=b"),
        "file_path": multipart(part(b"x", "text/x-sh", content_disposition=attachment)),
        "file_name_long": multipart(part(b"x", f'image/png; name="{"n" * 3_000}.png"')),
        "winmail": multipart(
            part("hi"), part(b"\x78\x9f\x3e\x22", 'application/ms-tnef; name="winmail.dat"')
        ),
        "text_30_megabytes": mail("a " * 15 * MEGABYTE),
        "too_large": b"From: a@b.example\r\n\r\n" + b"a" * 42 * MEGABYTE,
    }
