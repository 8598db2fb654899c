"""HTTP at the edge: problem responses, security headers and request metrics."""

import time
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mancrel.kit.errors import MancrelError, problem
from mancrel.kit.telemetry import REQUESTS

CSP = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
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
        problem(error).model_dump_json(),
        status_code=error.status,
        media_type="application/problem+json",
        headers=headers,
    )


_RAW_HEADERS = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
_NO_STORE = (b"cache-control", b"no-store")


def _complete(headers: list[tuple[bytes, bytes]], path: str) -> None:
    """Add the headers that an answer has not set itself."""
    present = {name for name, _ in headers}
    headers += [one for one in _RAW_HEADERS if one[0] not in present]
    if path.startswith("/api/") and _NO_STORE[0] not in present:
        headers.append(_NO_STORE)


class Edge:
    """Add security headers to every answer, and count requests."""

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
            await self.app(scope, receive, answer)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            took = time.perf_counter() - started
            REQUESTS.labels(scope["method"], route, status).observe(took)
