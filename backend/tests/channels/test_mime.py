"""What a mail says, read from its bytes."""

from datetime import UTC, datetime

import pytest

from mancrel.channels.mail import Address, Unparsable
from mancrel.channels.mime import parse, read_date
from tests.channels.builders import inner, mail, multipart, nested, part

PNG = b"\x89PNG\r\n"


def test_parse_reads_the_plain_facts() -> None:
    parsed = parse(mail("Hello,\r\nis the lamp in stock?\r\n", cc="Ann <ann@example.org>, bob@example.org"))
    assert parsed.message_id == "<1@example.org>"
    assert parsed.from_ == Address("Tom", "tom@example.org")
    assert parsed.to == (Address("", "shop@shop.example"),)
    assert [one.email for one in parsed.cc] == ["ann@example.org", "bob@example.org"]
    assert parsed.subject == "A question"
    assert parsed.date == datetime(2024, 1, 16, 14, 45, tzinfo=UTC)
    assert parsed.text == "Hello,\nis the lamp in stock?\n"
    assert (parsed.html, parsed.attachments, parsed.automated, parsed.bounce) == (None, (), None, None)


def test_parse_prefers_the_text_part() -> None:
    raw = multipart(part("plain"), part("<p>rich</p>", "text/html; charset=utf-8"), kind="alternative")
    parsed = parse(raw)
    assert (parsed.text.strip(), parsed.html) == ("plain", "<p>rich</p>")


@pytest.mark.parametrize("plain", ["", "  \r\n \r\n"])
def test_parse_turns_html_into_text_when_the_text_part_is_blank(plain: str) -> None:
    page = "<p>Hello <a href='https://shop.example/lamp'>lamp</a></p><table><tr><td>Red</td><td>3</td></tr></table>"
    parsed = parse(multipart(part(plain), part(page, "text/html; charset=utf-8"), kind="alternative"))
    assert parsed.text == "Hello lamp <https://shop.example/lamp>\n\nRed | 3"


def test_parse_joins_texts_around_an_image() -> None:
    image = part(PNG, "image/png", content_id="<logo@x>", content_disposition="inline")
    parsed = parse(multipart(part("above"), image, part("below")))
    assert parsed.text.split() == ["above", "below"]
    (found,) = parsed.attachments
    assert (found.name, found.content_id, found.inline, found.size) == (
        "attachment.png",
        "logo@x",
        True,
        len(PNG),
    )


def test_parse_keeps_a_forwarded_mail_as_a_file() -> None:
    forwarded = part(mail("secret").decode(), "message/rfc822")
    parsed = parse(multipart(part("see below"), forwarded))
    assert parsed.text.strip() == "see below"
    assert [(one.name, one.content_type) for one in parsed.attachments] == [
        ("attachment.eml", "message/rfc822")
    ]


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="..\\\\..\\\\boot.ini"', "boot.ini"),
        ("attachment; filename*=utf-8''na%C3%AFve.txt", "naïve.txt"),
        ('attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        ('attachment; filename="a\u202efdp.exe"', "afdp.exe"),
        ("attachment; filename*0=one; filename*1=two.txt", "onetwo.txt"),
        (f'attachment; filename="{"n" * 400}.pdf"', "n" * 196 + ".pdf"),
    ],
)
def test_parse_cleans_file_names(declared: str, name: str) -> None:
    parsed = parse(multipart(part("hi"), part(b"x", "application/pdf", content_disposition=declared)))
    assert parsed.attachments[0].name == name


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("grüße".encode("latin-1"), "iso-8859-1", "grüße"),
        ("grüße".encode("latin-1"), "utf-8", "grüße"),
        ("grüße – ja".encode("cp1252"), "iso-8859-1", "grüße – ja"),
        ("grüße".encode(), "us-ascii", "grüße"),
        ("grüße".encode(), "klingon", "grüße"),
        ("привет".encode("koi8-r"), "koi8-r", "привет"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        ("你好".encode("gb18030"), "gb2312", "你好"),
        (b"a\x00b", "utf-8", "ab"),
    ],
)
def test_parse_survives_lying_charsets(body: bytes, charset: str, text: str) -> None:
    assert parse(mail(body, content_type=f"text/plain; charset={charset}")).text == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<abc@x>", "<abc@x>"),
        ("<abc\r\n def@x>", "<abcdef@x>"),
        ("abc@x", "<abc@x>"),
        ("<[abc>", "<[abc>"),
        ("<[abc", "<[abc>"),
        ("", None),
        ("<>", None),
    ],
)
def test_parse_reads_odd_message_ids(value: str, expected: str | None) -> None:
    assert parse(mail(message_id=value)).message_id == expected


def test_parse_unfolds_and_caps_references() -> None:
    ids = [f"<{number}@x>" for number in range(300)]
    parsed = parse(mail(references="\r\n ".join([*ids, ids[0]]), in_reply_to="\r\n <299\r\n @x> (yes)"))
    assert parsed.in_reply_to == "<299@x>"
    assert parsed.references == (ids[0], *ids[-99:])


@pytest.mark.parametrize(
    ("value", "name", "email"),
    [
        ('"Doe, Jane" <jane@Shop.Example>', "Doe, Jane", "jane@shop.example"),
        ("=?utf-8?q?J=C3=BCrgen?= <j@x.example>", "Jürgen", "j@x.example"),
        ("=?utf-8?b?SsO8?= =?utf-8?b?cmdlbg==?= <j@x.example>", "Jürgen", "j@x.example"),
        ("jane@x.example (Jane)", "Jane", "jane@x.example"),
        ("jane@x.example", "", "jane@x.example"),
        ('"real@bank.example" <thief@x.example>', "real@bank.example", "thief@x.example"),
        ("=?utf-8?q?a=2C_b_=3Cz=40z.example=3E?= <j@x.example>", "a, b <z@z.example>", "j@x.example"),
        ("(comment <a@b.example>) Jane <j@x.example>", "Jane", "j@x.example"),
        ("Friends: a@x.example, b@x.example;", "", "a@x.example"),
        ("Nobody", "Nobody", ""),
    ],
)
def test_parse_reads_senders(value: str, name: str, email: str) -> None:
    assert parse(mail(from_=value)).from_ == Address(name, email)


def test_parse_reads_a_multibyte_letter_cut_between_two_words() -> None:
    assert parse(mail(subject="=?utf-8?b?w7w=?= =?utf-8?q?=C3?=\r\n =?utf-8?q?=A4?=")).subject == "üä"


def test_parse_leaves_no_line_end_in_headers() -> None:
    parsed = parse(mail(subject="=?utf-8?q?one=0D=0ABcc:_evil=40x.example=00?=", x_note="a\r\n b"))
    assert parsed.subject == "one Bcc: evil@x.example"
    assert parsed.headers["x-note"] == ["a b"]
    assert "bcc" not in parsed.headers


def test_parse_keeps_authentication_results_undecoded() -> None:
    value = "mx.example; =?utf-8?q?dmarc=3Dpass?="
    assert parse(mail(authentication_results=value)).headers["authentication-results"] == [value]


def test_parse_splits_off_the_quote() -> None:
    parsed = parse(mail("Yes.\r\n\r\nOn Tue, 16 Jan 2024 at 15:45, Jane <j@x.example> wrote:\r\n> Red?\r\n"))
    assert parsed.new_text == "Yes."
    assert "> Red?" in parsed.quoted_text


def test_parse_undoes_flowed_lines() -> None:
    body = "This is one \r\nline.\r\n> quoted \r\n> too\r\n-- \r\nTom"
    parsed = parse(mail(body, content_type="text/plain; format=flowed"))
    assert parsed.text == "This is one line.\n> quoted too\n-- \nTom"


def test_parse_names_a_calendar_answer() -> None:
    invitation = part("BEGIN:VCALENDAR", "text/calendar; method=REPLY")
    assert parse(multipart(part("accepted"), invitation, kind="alternative")).automated == "calendar"


def test_parse_accepts_50_levels_and_no_more() -> None:
    assert parse(nested(50)).text == "deep"
    with pytest.raises(Unparsable) as refused:
        parse(nested(51))
    assert refused.value.reason == "nested_too_deeply"


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"hello world", b"\x00\x01", b"X-Only: a\r\n\r\nb"])
def test_parse_refuses_what_is_no_mail(raw: bytes) -> None:
    with pytest.raises(Unparsable) as refused:
        parse(raw)
    assert refused.value.reason == "no_mail"


@pytest.mark.parametrize("ends", [b"\n", b"\r", b"\r\n"])
def test_parse_reads_every_line_end(ends: bytes) -> None:
    raw = multipart(part("hello"), part("<p>x</p>", "text/html")).replace(b"\r\n", ends)
    assert parse(raw).text.split() == ["hello", "x"]


def test_parse_forgives_a_missing_end_and_similar_boundaries() -> None:
    body = inner(part("one"), boundary="b") + b"--b\r\n\r\nnever read"
    similar = b"--bb\r\n\r\nlookalike\r\n" + body
    parsed = parse(mail(similar, content_type="multipart/mixed; boundary=b"))
    assert parsed.text.strip() == "one"


@pytest.mark.parametrize("value", ["", "yesterday", "Tue, 99 Foo 2024", "1" * 5000])
def test_read_date_answers_none_for_no_date(value: str) -> None:
    assert read_date(value) is None
