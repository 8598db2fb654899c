"""The process in which hostile mail is parsed: it holds nothing, may use little, and can be killed.

Protocol on one socket. Question: 8 bytes of length, the raw mail. Answer: 4 bytes of JSON's length,
8 bytes of the files' length, the JSON, the files one after another. JSON and no pickle, so that a
subverted child can only lie about one mail.
"""

import dataclasses
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
from pathlib import Path

from mancrel.channels.mail import ParsedMail, Unparsable
from mancrel.channels.mime import parse

QUESTION = struct.Struct("!Q")
ANSWER = struct.Struct("!IQ")
MEMORY = 268_435_456
"""Bytes above what the process needs to live."""

CPU_SECONDS = 2.5
LOOK_FOR_PARENT_MS = 2_000


def main(descriptor: int) -> None:
    """Answer mails until the other side closes or the parent is gone."""
    with socket.socket(fileno=descriptor) as link:
        _limit()
        parent = os.getppid()
        poll = select.poll()
        poll.register(link, select.POLLIN)
        while os.getppid() == parent:
            if poll.poll(LOOK_FOR_PARENT_MS) and not answer_one(link):
                return


def _limit() -> None:
    """Give up what a parser needs not: memory, files, processes, core dumps."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def answer_one(link: socket.socket) -> bool:
    """Read one question and answer it; False when the other side is gone."""
    head = _read(link, QUESTION.size)
    if head is None:
        return False
    raw = _read(link, QUESTION.unpack(head)[0])
    if raw is None:
        return False
    # SIGVTALRM ends the process when one mail burns its CPU time and the parent sleeps or is gone.
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    text, files = _parsed(raw)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    link.sendall(ANSWER.pack(len(text), sum(map(len, files))) + text)
    for data in files:
        link.sendall(data)
    return True


def _parsed(raw: bytes) -> tuple[bytes, list[bytes]]:
    try:
        mail = parse(raw)
        return json.dumps(as_json(mail)).encode("ascii"), [one.data for one in mail.attachments]
    except Unparsable as error:
        return json.dumps({"unparsable": error.reason}).encode("ascii"), []
    except MemoryError:
        return b'{"unparsable": "too_much_memory"}', []


def as_json(mail: ParsedMail) -> dict[str, object]:
    """Return a mail's values without the bytes of its files."""
    shown: dict[str, object] = {}
    for field in dataclasses.fields(mail):
        value = getattr(mail, field.name)
        if field.name == "attachments":
            value = [{**_fields(one), "data": None} for one in value]
        elif field.name in {"to", "cc"}:
            value = [_fields(one) for one in value]
        elif dataclasses.is_dataclass(value):
            value = _fields(value)
        elif field.name == "date" and value is not None:
            value = value.isoformat()
        shown[field.name] = value
    return shown


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}  # type: ignore[attr-defined]


def _read(link: socket.socket, size: int) -> bytes | None:
    """Return exactly `size` bytes, None when the other side is gone."""
    data = bytearray(size)
    view = memoryview(data)
    at = 0
    while at < size:
        count = link.recv_into(view[at:], min(size - at, 1_048_576))
        if not count:
            return None
        at += count
    return bytes(data)


if __name__ == "__main__":
    main(int(sys.argv[1]))
