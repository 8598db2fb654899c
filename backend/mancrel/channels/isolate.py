"""Parsing in a process of its own that can be killed: 2 s, 256 MB, and the worker lives on (R26)."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mancrel.channels.mail import Address, Attachment, Bounce, ParsedMail, Unparsable
from mancrel.channels.mime import LARGEST
from mancrel.channels.parser_child import ANSWER, QUESTION

SECONDS = 2.0
START_SECONDS = 20.0
"""How long the first answer of a new process may take: imports on a busy machine."""

TRIES = 2
"""A parser that dies may have been killed for another's sake; one that dies twice dies of this mail."""

LONGEST_JSON = 67_108_864
# What reading a lying answer raises: broken JSON (ValueError), missing or odd values.
ANSWER_ERRORS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)

_START = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from mancrel.channels.parser_child import main; main(int(sys.argv[1]))"
)
_HELLO = b"Subject: hello\r\n\r\n"


class Gone(Exception):
    """The parser process ended before it answered."""


class ParserUnavailable(RuntimeError):
    """No parser can be started on this machine now; no mail is to blame, so try again later."""


@dataclass
class _Process:
    """A running parser and the socket to it."""

    child: "subprocess.Popen[bytes]"
    link: socket.socket


class Parser:
    """A parser process that is started when needed, killed when late, and shared by threads."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Start nothing yet; `seconds` is what one mail may take."""
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._pid = os.getpid()

    def parse(self, raw: bytes) -> ParsedMail:
        """Return what a mail says; raise Unparsable when it can't be read, takes too long or too much.

        Raises ParserUnavailable when not even a harmless mail could be parsed.
        """
        if len(raw) > LARGEST:
            raise Unparsable("too_large")
        with self._lock:
            self._forget_if_forked()
            for _ in range(TRIES):
                process = self._running()
                try:
                    return self._answer(process, raw, self._seconds)
                except TimeoutError:
                    self._stop()
                    raise Unparsable("took_too_long") from None
                except (Gone, OSError):
                    self._stop()
        raise Unparsable("parser_died")

    def start(self) -> None:
        """Start the process now, so that the first mail need not wait for it."""
        with self._lock:
            self._forget_if_forked()
            self._running()

    def close(self) -> None:
        """End the process; the next mail starts a new one."""
        with self._lock:
            self._forget_if_forked()
            self._stop()

    @property
    def pid(self) -> int | None:
        """Return the process id of the running parser, if there is one."""
        return self._process.child.pid if self._process else None

    def after_fork(self) -> None:
        """Let go, in a forked child, of a process that belongs to the parent."""
        self._lock = threading.Lock()
        self._forget_if_forked()

    def _forget_if_forked(self) -> None:
        if self._pid != os.getpid():
            if self._process:
                self._process.link.close()
                self._process.child.returncode = 0
            self._process, self._pid = None, os.getpid()

    def _running(self) -> _Process:
        if self._process is None or self._process.child.poll() is not None:
            self._stop()
            try:
                self._process = _started()
                self._answer(self._process, _HELLO, START_SECONDS)
            except (OSError, Gone) as error:
                self._stop()
                raise ParserUnavailable from error
        return self._process

    def _stop(self) -> None:
        if self._process:
            self._process.child.kill()
            self._process.child.wait()
            self._process.link.close()
        self._process = None

    def _answer(self, process: _Process, raw: bytes, seconds: float) -> ParsedMail:
        link, deadline = process.link, time.monotonic() + seconds
        link.settimeout(seconds)
        link.sendall(QUESTION.pack(len(raw)))
        link.sendall(raw)
        text_size, files_size = ANSWER.unpack(_read(link, ANSWER.size, deadline))
        if text_size > LONGEST_JSON or files_size > 2 * len(raw) + 65_536:
            raise Gone
        text = _read(link, text_size, deadline)
        return mail_of(text, _read(link, files_size, deadline))


def _started() -> _Process:
    """Start a parser: a new interpreter, never a fork of a process with threads."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-c", _START, str(theirs.fileno()), *sys.path]
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=_environment(),
        )
    return _Process(child, ours)


def _environment() -> dict[str, str]:
    """Return an empty environment: the parser of strangers' mail gets no secret of ours."""
    return {"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


def _read(link: socket.socket, size: int, deadline: float) -> bytes:
    data = bytearray(size)
    view, at = memoryview(data), 0
    while at < size:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        link.settimeout(left)
        count = link.recv_into(view[at:])
        if not count:
            raise Gone
        at += count
    return bytes(data)


def mail_of(text: bytes, files: bytes) -> ParsedMail:
    """Return the mail of an answer; anything that does not fit is a broken parser."""
    try:
        given = json.loads(text)
        if "unparsable" in given:
            raise Unparsable(str(given["unparsable"])[:100])
        return _from_json(given, files)
    except ANSWER_ERRORS as error:
        raise Gone from error


def _from_json(given: dict[str, Any], files: bytes) -> ParsedMail:
    at, attachments = 0, []
    for one in given.pop("attachments"):
        size = int(one["size"])
        attachments.append(Attachment(**{**one, "data": files[at : at + size]}))
        at += size
    return ParsedMail(
        **{
            **given,
            "references": tuple(given["references"]),
            "from_": Address(**given["from_"]),
            "reply_to": Address(**given["reply_to"]) if given["reply_to"] else None,
            "to": tuple(Address(**one) for one in given["to"]),
            "cc": tuple(Address(**one) for one in given["cc"]),
            "date": datetime.fromisoformat(given["date"]) if given["date"] else None,
            "attachments": tuple(attachments),
            "bounce": Bounce(**given["bounce"]) if given["bounce"] else None,
        }
    )


_parser = Parser()
atexit.register(_parser.close)
os.register_at_fork(after_in_child=_parser.after_fork)


def parse_isolated(raw: bytes) -> ParsedMail:
    """Return what a mail says, parsed in this process's own parser process."""
    return _parser.parse(raw)
