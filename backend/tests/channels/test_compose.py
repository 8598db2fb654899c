"""Mails that leave: marked, threaded, and without a way to smuggle headers in (R31, R36)."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mancrel.channels.compose import Uncomposable, compose, mailbox, recipients, reply_subject
from mancrel.channels.mail import Address, Attachment, Outgoing
from mancrel.channels.mime import parse

REPLY = Outgoing(
    message_uuid=UUID("12345678-1234-5678-1234-567812345678"),
    message_id="<a.b@shop.example>",
    from_=Address("Shop", "shop@shop.example"),
    to=(Address("Tom", "tom@example.org"),),
    subject="Lamp",
    text="Yes, it is in stock.\n\nKind regards\nJane",
    date=datetime(2024, 1, 16, 15, 45, tzinfo=UTC),
    automatic=False,
    in_reply_to="<1@example.org>",
    references=("<0@example.org>",),
)
ALWAYS = {
    "From", "To", "Subject", "Date", "Message-ID", "X-Mancrel-Message", "In-Reply-To", "References",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip
FILE = Attachment("offer.pdf", "application/pdf", 4, b"\x00\x01\xff\n", None, inline=False)


def read(raw: bytes) -> Message:
    return email.message_from_bytes(raw)


def test_compose_writes_a_reply() -> None:
    raw = compose(REPLY)
    message = read(raw)
    assert set(message.keys()) == ALWAYS
    assert message["From"] == '"Shop" <shop@shop.example>'
    assert message["To"] == '"Tom" <tom@example.org>'
    assert message["Subject"] == "Re: Lamp"
    assert message["In-Reply-To"] == "<1@example.org>"
    assert message["References"].split() == ["<0@example.org>", "<1@example.org>"]
    assert message["X-Mancrel-Message"] == str(REPLY.message_uuid)
    assert message["Date"] == "Tue, 16 Jan 2024 15:45:00 +0000"
    assert parse(raw).text.rstrip("\n") == REPLY.text
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_compose_marks_what_no_person_approved() -> None:
    message = read(compose(replace(REPLY, automatic=True)))
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert parse(compose(replace(REPLY, automatic=True))).automated == "own_mail"


def test_compose_leaves_a_new_subject_alone() -> None:
    message = read(compose(replace(REPLY, in_reply_to=None, references=())))
    assert message["Subject"] == "Lamp"
    assert "In-Reply-To" not in message
    assert "References" not in message


def test_compose_writes_every_letter() -> None:
    text = "Grüße – 你好 😄\n.dot\nFrom here\n" + "long " * 400 + "\n" + "x" * 3_000 + "\ntrailing  "
    name = 'Müller, Jürgen "JJ" (Köln) 😄'
    mail = replace(REPLY, text=text, subject="Größe 😄 " * 20, from_=Address(name, "shop@shop.example"))
    raw = compose(mail)
    parsed = parse(raw)
    assert parsed.text.rstrip("\n") == text
    assert parsed.from_ == Address(name, "shop@shop.example")
    assert parsed.subject == f"Re: {'Größe 😄 ' * 20}".strip()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    parsed_by_library = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed_by_library, EmailMessage)
    assert parsed_by_library["Subject"] == f"Re: {'Größe 😄 ' * 20}".strip()


def test_compose_writes_a_text_of_another_script() -> None:
    text = "こんにちは。ランプは在庫があります。\n" * 50
    assert parse(compose(replace(REPLY, text=text))).text == text


def test_compose_attaches_files() -> None:
    second = replace(FILE, name="../große Preisliste\r\nX: y.csv", content_type="text/csv")
    third = replace(FILE, name="x.eml", content_type="message/rfc822")
    parsed = parse(compose(replace(REPLY, attachments=(FILE, second, third))))
    assert [one.data for one in parsed.attachments] == [FILE.data] * 3
    assert [one.name for one in parsed.attachments] == ["offer.pdf", "große Preisliste X y.csv", "x.eml"]
    assert parsed.attachments[2].content_type == "application/octet-stream"
    assert parsed.text.rstrip() == REPLY.text


def test_compose_caps_references() -> None:
    ids = tuple(f"<{number}@x>" for number in range(100))
    found = read(compose(replace(REPLY, references=ids)))["References"].split()
    assert found == [*ids[:20], *ids[-19:], "<1@example.org>"]


@pytest.mark.parametrize("bad", ["<a b@x>", "no brackets", "<a@b>\r\nX: y", "<a\x00@b>", "<é@x>", ""])
def test_compose_leaves_out_ids_that_are_none(bad: str) -> None:
    message = read(compose(replace(REPLY, in_reply_to=bad, references=("<0@x>", bad))))
    assert "In-Reply-To" not in message
    assert message["References"] == "<0@x>"
    assert "X" not in message


@pytest.mark.parametrize(
    "subject",
    [
        "Lamp",
        "Re: Lamp",
        "RE: re: Lamp",
        "AW: Lamp",
        "SV: VS: Lamp",
        "Re[2]: Lamp",
        "Antw.: Lamp",
        "回复：Lamp",
    ],
)
def test_reply_subject_says_re_once(subject: str) -> None:
    assert reply_subject(subject) in {"Re: Lamp", "Re: Antw.: Lamp"}


@pytest.mark.parametrize(
    ("email_", "written"),
    [
        ("tom@example.org", "tom@example.org"),
        ("tom@Größe.example", "tom@xn--gre-6ka8i.example"),
        ("tom@例え.jp", "tom@xn--r8jz45g.jp"),
        ("jürgen@example.org", "jürgen@example.org"),
        ("tom@under_score.example", "tom@under_score.example"),
    ],
)
def test_mailbox_writes_addresses(email_: str, written: str) -> None:
    assert mailbox(Address("", email_)) == f"<{written}>"


@pytest.mark.parametrize(
    "email_",
    [
        "",
        "tom",
        '"a b"@example.org',
        "a b@example.org",
        '"a"@example.org',
        "@x",
        "tom@",
        "a@b@c d",
        "tom@x\r\nBcc: y",
        "tom@exa mple.org",
        "t@" + "x" * 400,
        'a"@b<c>@x',
        "ü<@x.de",
    ],
)
def test_compose_refuses_addresses_that_are_none(email_: str) -> None:
    with pytest.raises(Uncomposable):
        compose(replace(REPLY, to=(Address("", email_),)))


def test_compose_refuses_mail_to_nobody_and_a_broken_own_id() -> None:
    with pytest.raises(Uncomposable):
        compose(replace(REPLY, to=()))
    with pytest.raises(Uncomposable):
        compose(replace(REPLY, message_id="<a@b>\r\nBcc: x@y.example"))


def test_recipients_are_named_once() -> None:
    mail = replace(REPLY, cc=(Address("", "tom@example.org"), Address("", "ann@example.org")))
    assert recipients(mail) == ["tom@example.org", "ann@example.org"]


ANY = st.text(st.characters(codec=None), max_size=120)
NASTY = st.lists(
    st.sampled_from(
        ["\r", "\n", "\0", "\r\n", "Bcc: x@y.example", "=?utf-8?q?", "?=", '"', "<", ">", ",", ";", " ",
         "\u2028", "ü", "😄", "\x85", "(", "\\", "\ud800"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
STRINGS = st.one_of(ANY, NASTY, st.tuples(ANY, NASTY).map("".join))


@settings(max_examples=1_000, deadline=None)
@given(subject=STRINGS, name=STRINGS, text=STRINGS, reference=STRINGS, file=STRINGS, kind=STRINGS)
def test_compose_lets_no_header_in(  # noqa: PLR0913, PLR0917 - one argument for each thing a stranger writes
    subject: str, name: str, text: str, reference: str, file: str, kind: str
) -> None:
    mail = replace(
        REPLY,
        subject=subject,
        from_=Address(name, "shop@shop.example"),
        to=(Address(name, "tom@example.org"),),
        text=text,
        in_reply_to=reference,
        references=(reference, "<0@x>"),
        attachments=(replace(FILE, name=file, content_type=kind),),
    )
    raw = compose(mail)
    head = raw.partition(b"\r\n\r\n")[0]
    names = {line.split(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith(b" ")}
    assert names <= ALWAYS
    parsed = parse(raw)
    assert [one.email for one in parsed.to] == ["tom@example.org"]
    assert parsed.cc == ()
    assert parsed.from_.email == "shop@shop.example"
    assert [one.data for one in parsed.attachments] == [FILE.data]
    assert head.isascii()
    strict = email.message_from_bytes(raw, policy=email.policy.default)
    assert [one.addr_spec for one in strict["To"].addresses] == ["tom@example.org"]
    assert len(strict["From"].addresses) == 1


@settings(max_examples=1_000, deadline=None)
@given(email_=STRINGS)
def test_compose_answers_or_refuses_any_address(email_: str) -> None:
    try:
        raw = compose(replace(REPLY, to=(Address("x", email_),)))
    except Uncomposable:
        return
    parsed = parse(raw)
    assert len(parsed.to) == 1
    assert set(parsed.headers) <= {name.lower() for name in ALWAYS}


@settings(max_examples=300, deadline=None)
@given(subject=STRINGS, body=STRINGS)
def test_compose_answers_what_parse_read(subject: str, body: str) -> None:
    raw = (
        b"From: a@b.example\r\nSubject: "
        + subject.encode("utf-8", "replace")
        + b"\r\n\r\n"
        + body.encode("utf-8", "replace")
    )
    parsed = parse(raw)
    answer = compose(
        replace(REPLY, subject=parsed.subject, in_reply_to=parsed.message_id, to=(parsed.from_,))
    )
    assert set(read(answer).keys()) <= ALWAYS
