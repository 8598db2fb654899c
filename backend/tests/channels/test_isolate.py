"""The parser's own process: killed when late, gone with its parent, safe with forks and threads."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mancrel.channels import isolate
from mancrel.channels.isolate import Parser, ParserUnavailable, parse_isolated
from mancrel.channels.mail import Unparsable
from mancrel.channels.mime import parse
from tests.channels.builders import mail, multipart, part

SMALL = mail("Hello")


@pytest.fixture
def parser() -> Iterator[Parser]:
    parser = Parser(seconds=10)
    yield parser
    parser.close()


def wait_for_end(pid: int) -> bool:
    """Wait until a process is gone, at most 20 s."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(descriptor) as ended:
        return bool(select.select([ended], [], [], 20)[0])


def test_parse_isolated_answers_like_parse() -> None:
    raw = multipart(
        part("Hi\r\n\r\nOn 1 Jan 2024, at 10:00, A <a@b.example> wrote:\r\n> old"),
        part(b"\x00\xff", "image/png", content_id="<a>"),
        part(b"", 'application/pdf; name="empty.pdf"'),
        part("b" * 3_000, 'text/csv; name="b.csv"'),
        cc="C <c@d.example>",
        reply_to="r@s.example",
        references="<1@x> <2@x>",
    )
    assert parse_isolated(raw) == parse(raw)


def test_parse_isolated_answers_a_bounce_like_parse() -> None:
    status = part(
        "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1", "message/delivery-status"
    )
    raw = multipart(part("sorry"), status, kind="report; report-type=delivery-status")
    assert parse_isolated(raw) == parse(raw)
    assert parse(raw).bounce is not None


def test_parser_keeps_one_process_for_many_mails(parser: Parser) -> None:
    parser.parse(SMALL)
    first = parser.pid
    for _ in range(20):
        parser.parse(SMALL)
    assert parser.pid == first


def test_parser_kills_a_process_that_takes_too_long() -> None:
    parser = Parser(seconds=0.05)
    try:
        parser.start()
        late = parser.pid
        assert late
        os.kill(late, signal.SIGSTOP)
        with pytest.raises(Unparsable) as refused:
            parser.parse(SMALL)
        assert refused.value.reason == "took_too_long"
        assert parser.pid is None
        assert wait_for_end(late)
    finally:
        parser.close()


def test_parser_starts_again_after_its_process_died(parser: Parser) -> None:
    parser.parse(SMALL)
    assert parser.pid
    os.kill(parser.pid, signal.SIGKILL)
    assert wait_for_end(parser.pid)
    assert parser.parse(SMALL).text == "Hello"


def test_parser_gives_up_on_a_mail_that_kills_twice(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    once = (
        "import socket, sys; sys.path[:] = sys.argv[2:]; from mancrel.channels import parser_child; "
        "parser_child.answer_one(socket.socket(fileno=int(sys.argv[1])))"
    )
    monkeypatch.setattr(isolate, "_START", once)
    with pytest.raises(Unparsable) as refused:
        parser.parse(SMALL)
    assert refused.value.reason == "parser_died"


def test_parser_blames_no_mail_when_it_cannot_start(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolate, "_START", "import sys; sys.exit(1)")
    with pytest.raises(ParserUnavailable):
        parser.parse(SMALL)


@pytest.mark.parametrize(
    "answer",
    [
        b"{}",
        b"[]",
        b"not json",
        b'{"message_id": 1}',
        b"[" * 100_000,
    ],
)
def test_parser_takes_no_nonsense_from_its_process(answer: bytes) -> None:
    with pytest.raises(isolate.Gone):
        isolate.mail_of(answer, b"")


def test_parser_process_is_limited(parser: Parser) -> None:
    parser.parse(SMALL)
    limits = Path(f"/proc/{parser.pid}/limits").read_text(encoding="ascii").splitlines()
    memory = next(int(line.split()[3]) for line in limits if line.startswith("Max address space"))
    size = int(Path(f"/proc/{parser.pid}/statm").read_text(encoding="ascii").split()[0]) * os.sysconf(
        "SC_PAGESIZE"
    )
    assert 0 < memory - size <= 300 * 1_048_576
    assert Path(f"/proc/{parser.pid}/environ").read_bytes().count(b"MANCREL") == 0


def test_parser_ends_with_a_killed_parent() -> None:
    code = (
        "from mancrel.channels import isolate; import time\n"
        "parser = isolate.Parser(); parser.start(); print(parser.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    assert wait_for_end(child)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_parser_is_not_shared_with_a_fork(parser: Parser) -> None:
    parser.parse(SMALL)
    ours = parser.pid
    forked = os.fork()
    if forked == 0:
        status = 1
        try:
            same = parser.parse(SMALL).text == "Hello" and parser.pid != ours
            parser.close()
            status = 0 if same else 2
        finally:
            os._exit(status)
    assert os.waitpid(forked, 0)[1] == 0
    assert parser.parse(SMALL).text == "Hello"
    assert parser.pid == ours


def test_parser_serves_threads(parser: Parser) -> None:
    raws = [mail(f"number {number}") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        texts = [parsed.text for parsed in pool.map(parser.parse, raws)]
    assert texts == [f"number {number}" for number in range(40)]
