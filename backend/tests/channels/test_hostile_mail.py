"""Hostile mails end in a value or in Unparsable, in this process and in the parser's own (R26)."""

from collections.abc import Iterator

import pytest

from mancrel.channels.isolate import Parser
from mancrel.channels.mail import ParsedMail, Unparsable
from mancrel.channels.mime import parse
from tests.channels.hostile import corpus

CORPUS = corpus()
REFUSED = {
    "empty": "no_mail",
    "blank": "no_mail",
    "binary": "no_mail",
    "nul_bytes": "no_mail",
    "nested_2000": "nested_too_deeply",
    "nested_500": "nested_too_deeply",
    "parts_20000": "too_many_parts",
    "boundary_lookalikes": "too_many_parts",
    "headers_2_megabytes": "headers_too_large",
    "too_large": "too_large",
}


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    parser = Parser(seconds=30)
    yield parser
    parser.close()


def test_corpus_holds_at_least_60_mails() -> None:
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("name", CORPUS)
def test_parse_ends_well_for(name: str, parser: Parser) -> None:
    direct = _tried(parse, CORPUS[name])
    assert direct == _tried(parser.parse, CORPUS[name])
    if isinstance(direct, str):
        assert direct == REFUSED[name]
        return
    assert name not in REFUSED
    values = [
        direct.subject,
        direct.from_.name,
        direct.from_.email,
        direct.message_id or "",
        *direct.references,
    ]
    values += [value for given in direct.headers.values() for value in given]
    assert not any(mark in value for value in values for mark in "\r\n\0")
    assert "\0" not in direct.text
    assert len(direct.text) <= 2_000_000
    assert len(direct.to) <= 200
    assert all("/" not in one.name and len(one.name) <= 200 for one in direct.attachments)
    assert not direct.text.strip() or direct.new_text.strip("> ") or not direct.text.strip("> \n\r")


def _tried(parse_one: object, raw: bytes) -> ParsedMail | str:
    assert callable(parse_one)
    try:
        parsed = parse_one(raw)
    except Unparsable as error:
        return error.reason
    assert isinstance(parsed, ParsedMail)
    return parsed
