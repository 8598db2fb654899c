"""Another system that takes webhooks: a real server on loopback, told what to answer."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import standardwebhooks


@dataclass
class Received:
    """One request that came."""

    headers: dict[str, str]
    body: str
    at: float


@dataclass
class Receiver:
    """What came, and what is answered next: (status, headers, body), 200 when nothing is planned."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    always: tuple[int, dict[str, str], bytes] = (200, {}, b"thanks")
    wait_s: float = 0

    def verified(self, secret: str, place: int = -1) -> Any:
        """Return the body of what came, checked by the reference library."""
        one = self.received[place]
        return standardwebhooks.Webhook(secret).verify(one.body, one.headers)


@contextmanager
def receiving() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.received.append(Received(headers, body.decode(), time.time()))
            time.sleep(told.wait_s)
            status, extra, said = told.answers.pop(0) if told.answers else told.always
            self.send_response(status)
            for name, value in {"Content-Length": str(len(said)), **extra}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
