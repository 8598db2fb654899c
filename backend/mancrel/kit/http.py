"""HTTP at the edge: problem responses, security headers and request metrics."""

import time
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mancrel.kit.errors import MancrelError, problem
from mancrel.kit.telemetry import REQUESTS
from mancrel.settings import settings

CSP = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
MAX_BODY_BYTES = 1024 * 1024
UPLOADS = "/api/v1/imports"
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def problem_response(error: MancrelError) -> Response:
    """Answer an error as ``application/problem+json``."""
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        problem(error).model_dump_json(exclude_none=True),
        status_code=error.status,
        media_type="application/problem+json",
        headers=headers,
    )


def with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """Return what sends an answer with some headers more."""
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *raw]
        await send(message)

    return answer


_RAW_HEADERS = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
_NO_STORE = (b"cache-control", b"no-store")


def _complete(headers: list[tuple[bytes, bytes]], path: str) -> None:
    """Add the headers that an answer has not set itself."""
    present = {name for name, _ in headers}
    headers += [one for one in _RAW_HEADERS if one[0] not in present]
    if path.startswith("/api/") and _NO_STORE[0] not in present:
        headers.append(_NO_STORE)


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Let a body be read up to the limit; doors for deliveries have limits of their own.

    It is judged as it is read, so that who may not come in at all is still told that first.
    """
    if scope["path"].startswith(("/api/v1/webhooks/", "/webhook/")):
        return receive
    stated = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    size = int(stated[:18]) if stated.isdigit() else 0
    limit = settings().import_max_bytes if scope["path"] == UPLOADS else MAX_BODY_BYTES
    read = 0

    async def count() -> Message:
        nonlocal read
        if size > limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return count


class Edge:
    """Add security headers to every answer, limit bodies, and count requests."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _complete(message["headers"], scope["path"])
            await send(message)

        try:
            await self.app(scope, _limited(scope, receive), answer)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            took = time.perf_counter() - started
            REQUESTS.labels(scope["method"], route, status).observe(took)
