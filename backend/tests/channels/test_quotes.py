"""New text and quoted text told apart (R27)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mancrel.channels.quotes import split
from tests.channels.replies import Reply, all_replies

REPLIES = list(all_replies())
MEGABYTE = 1_000_000
ANNOUNCED = "On Tue, 16 Jan 2024 at 15:45, Jane <j@x.example> wrote:"


def words(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_replies_are_many_and_of_many_languages() -> None:
    assert len(REPLIES) >= 200
    assert len({reply.name.split()[1] for reply in REPLIES}) >= 6


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.name)
def test_split_finds_the_new_text_of(reply: Reply) -> None:
    new, quoted = split(reply.text)
    assert words(new) == words(reply.new)
    assert "order has been sent" in quoted


def test_split_loses_no_line() -> None:
    for reply in REPLIES:
        new, quoted = split(reply.text)
        assert sorted(words(new) + words(quoted)) == sorted(words(reply.text))


@pytest.mark.parametrize(
    "text",
    [
        "Just text.",
        "On the one hand, 3 lamps.\nOn the other hand, wrote I: no.",
        "I called you on 3 May at 10:30 and nobody answered:\nplease call back.",
        "From: Berlin\nTo: Paris\nDate: 3 May\n\nWhat is the shipping cost?",
        "Hello,\n\nOrder: 4711\nDate: 2024-01-05\nTo: my office\n\nwhere is it?",
        "Hi,\n- one\n- two\n\n----\n\nmore\n\n====\n\nand more",
        "I sent this from my iPhone app, it was sent from my phone.",
        "Sent from my desk, is much easier than my phone.",
        "see https://x.example/on-monday-someone-wrote: there",
        "> a quote without an announcement\n\nmy answer",
        "My answers:\n\n> What colour?\nred\n> What size?\nlarge",
        "> only quoted",
        "```\n-- \nOn 1.1.2024 at 10:00 A <a@b.example> wrote:\n> x\n```\nEnd.",
        "Material | Price\nWood | 3",
        "Hello,\n\nOn 12.05.2024 at 10:30 your colleague wrote:\nwe will refund you\nbut nothing came.",
        "New enquiry from the form\n\nFrom: Tom <t@x.example>\nSubject: Lamp\nDate: 1 May\n\nIs it in stock?",
        "Please ship to:\n\nTom\n\n--\n\nAlso add a second lamp.",
        "Please ship:\n---\ntwo lamps\n***\nand a chair",
    ],
)
def test_split_keeps_all_of(text: str) -> None:
    assert words(split(text)[0]) == words(text)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (f"Hi,\n\n{ANNOUNCED}\n> Red or blue?\n\nBlue please.", "Hi,\n> Red or blue?\nBlue please."),
        (f"See my answers below.\n\n{ANNOUNCED}\n> Red?\n\nYes.", "See my answers below.\n> Red?\nYes."),
        (f"{ANNOUNCED}\n> Red?\n\nYes.\n\n> Big?\n\nNo.", "> Red?\nYes.\n> Big?\nNo."),
        (f"{ANNOUNCED}\n\n> Red?\n>\n> Jane\n\nYes.\n\n-- \nTom", "Yes."),
        (f"Yes.\n\n{ANNOUNCED}\n> Red?\n\n-- \nTom\nShop", "Yes."),
        (f"Yes.\n\n{ANNOUNCED}\n> Red?\n\nVirus-free. www.avast.example", "Yes."),
        ("Yes.\n--\nTom", "Yes."),
        ("Yes.\n\n—\nTom\nCEO", "Yes."),
        ("Yes.\n__\nlist footer\nhttp://list.example", "Yes."),
        ("Yes.\n\nGet Outlook for Android<https://aka.ms/x>", "Yes."),
        ("Yes.\n\nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "Yes."),
        ("Yes.\n\n> Begin forwarded message:\n>\n> From: A <a@b.example>\n> Subject: x\n>\n> old", "Yes."),
        ("Yes.\n\nFrom: A <a@b.example>\nSent: Monday\nTo: B\nSubject: x\n\nold", "Yes."),
        ("------- Forwarded message ------\nFrom: A <a@b.example>\nDate: x\nSubject: y\nTo: b\n\nold", "old"),
        (f"{ANNOUNCED}\n\nunquoted old text", "unquoted old text"),
        ("Yes.\r\n\r\nOn 1 Jan 2024,\r\nat 10:18,\r\nJane <j@x.example> wrote:\r\n\r\n> old", "Yes."),
        ("Yes.\n> On 22 Aug 2024, at 19:21, A <a@b.example> wrote:\n>\n> Hi", "Yes."),
        ("", ""),
        ("\n \n", ""),
        (f"> {ANNOUNCED}\n>\n>> {ANNOUNCED}", ""),
    ],
)
def test_split_finds(text: str, new: str) -> None:
    assert words(split(text)[0]) == words(new)


@pytest.mark.parametrize(
    "line",
    [
        "On a " * (MEGABYTE // 5),
        "On 1 <x@y.example> a:\n" * (MEGABYTE // 22),
        "On 1 jan <\n" * (MEGABYTE // 11),
        "On 1 Jan 2020, 10:10, a <a@b.example>\n" * (MEGABYTE // 38),
        ">" * MEGABYTE,
        "> a\n" * (MEGABYTE // 4),
        "a\n> b\n" * (MEGABYTE // 6),
        "\n" * MEGABYTE,
        "--\n" * (MEGABYTE // 3),
        "x\n____\n" * (MEGABYTE // 7),
        "From: a@b\nTo: c\n" * (MEGABYTE // 16),
        "&lt;1@&gt;:\n" * (MEGABYTE // 12),
        "1 GMT 1:1\n" * (MEGABYTE // 10),
        "Sent from my iPhone\n" * (MEGABYTE // 20),
        ("1 " + "a@" * 180 + ":\n") * (MEGABYTE // 364),
        "```\n" * (MEGABYTE // 4),
    ],
)
def test_split_finishes_a_megabyte_of(line: str) -> None:
    new, quoted = split(line)
    assert len(new) + len(quoted) <= len(line) + 1


LINES = st.sampled_from(
    [
        "", "text", "> quoted", ANNOUNCED, "-- ", "From: a@b.example", "To: c", "Subject: d", "____", "Hi,",
        "Sent from my iPhone", "-----Original Message-----", "On 3 May", "wrote:", ">", "```", "| a",
        "12:30 <a@b.c>:",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_split_answers_any_order_of_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    new, quoted = split(text)
    assert len(words(new)) + len(words(quoted)) <= len(words(text))
    if "text" in lines:
        assert new.strip()
