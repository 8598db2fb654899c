"""A language model's server on loopback that speaks the protocol, and misbehaves on demand."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


def completion(content: str | None, **more: Any) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    answer = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    return json.dumps({**answer, "usage": USAGE, **more}).encode()


@dataclass
class Behaviour:
    """What the server does next, and what it was asked.

    ``says`` writes the content from a request; ``hung_up``: the other side closed while we dripped;
    ``wants``: the only key that is let in; ``keys``: those that came.
    """

    status: int = 200
    wants: str | None = None
    keys: list[str] = field(default_factory=list)
    content: str | None = ""
    says: Callable[[dict[str, Any]], str] | None = None
    raw: bytes | None = None
    usage: dict[str, int] | None = field(default_factory=lambda: USAGE)
    headers: dict[str, str] = field(default_factory=lambda: {"retry-after-ms": "1"})
    hang: bool = False
    drip: bool = False
    close: bool = False
    statuses: list[int] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)


class LlmServer(ThreadingHTTPServer):
    """The server's address, and its behaviour, which a test may replace."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        self.behaviour = Behaviour()


@contextmanager
def serving() -> Iterator[LlmServer]:
    server = LlmServer()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.behaviour.ended.set()
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    server: LlmServer

    def do_POST(self) -> None:
        does = self.server.behaviour
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        does.requests.append(asked)
        key = self.headers["authorization"].removeprefix("Bearer ")
        does.keys.append(key)
        if does.hang:
            does.ended.wait(5)
        if does.hang or does.close:
            self.close_connection = True
            return
        content = does.says(asked) if does.says else does.content
        body = does.raw if does.raw is not None else completion(content, usage=does.usage)
        status = does.statuses.pop(0) if does.statuses else does.status
        self.send_response(status if does.wants in {None, key} else 401)
        for name, value in {"content-type": "application/json", **does.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if does.drip:
            self._drip(does, body)
        else:
            self.wfile.write(body)

    def _drip(self, does: Behaviour, body: bytes) -> None:
        try:
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
                if does.ended.wait(0.02):
                    return
        except OSError:
            does.hung_up.set()

    def log_message(self, *_: Any) -> None:
        pass
