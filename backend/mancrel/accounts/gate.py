"""The gate before all routes: every path below /api/ is shut unless it is on the list of public ones."""

from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from mancrel.accounts import service
from mancrel.accounts.callers import caller_of_token
from mancrel.kit import rates
from mancrel.kit.errors import MancrelError, TooMany, Unauthenticated, Unavailable
from mancrel.kit.http import problem_response, with_headers
from mancrel.settings import settings

PUBLIC_PATHS = frozenset(
    {
        "/api/v1/auth/login",
        "/api/v1/auth/refresh",
        "/api/v1/auth/logout",
        "/api/v1/auth/password-reset",
        "/api/v1/live",
    }
)
PUBLIC_PREFIXES = (
    "/api/v1/auth/invitations/",
    "/api/v1/auth/password-reset/",
    "/api/v1/calendar/",
    "/api/v1/webhooks/",
)
SIGN_IN_PATHS = "/api/v1/auth/"


def is_public(path: str) -> bool:
    """Whether a stranger may ask for this path."""
    return not path.startswith("/api/") or path in PUBLIC_PATHS or path.startswith(PUBLIC_PREFIXES)


class TooManyRequests(TooMany):
    """This API key has used up its requests of a minute; please wait a little."""


class Gate:
    """Refuse strangers before anything else is looked at: body, ids and parameters included."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer 401 (503 while the database is away)."""
        if scope["type"] != "http" or is_public(scope["path"]):
            await self.app(scope, receive, send)
            return
        try:
            caller = await caller_of_token(_bearer(scope))
            if caller.must_enrol and not scope["path"].startswith(SIGN_IN_PATHS):
                raise service.SecondFactorMissing
        except MancrelError as error:
            await problem_response(error)(scope, receive, send)
            return
        except (OperationalError, InterfaceError, PoolTimeout):
            await problem_response(Unavailable(retry_after=5))(scope, receive, send)
            return
        scope.setdefault("state", {})["caller"] = caller
        if caller.key_id is None:
            await self.app(scope, receive, send)
        else:
            await self._metered(caller.key_id, scope, receive, send)

    async def _metered(self, key_id: UUID, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a key's request pass within its rate, and tell how much of it is left."""
        most = settings().api_key_requests_per_minute
        allowance = await run_in_threadpool(rates.take, f"key:{key_id}", most)
        if allowance is None:
            await self.app(scope, receive, send)
            return
        send = with_headers(send, allowance.headers())
        if allowance.granted:
            await self.app(scope, receive, send)
        else:
            refusal = problem_response(TooManyRequests(retry_after=allowance.reset_s))
            await refusal(scope, receive, send)


def _bearer(scope: Scope) -> str:
    values = [value for name, value in scope["headers"] if name == b"authorization"]
    if len(values) != 1:
        raise Unauthenticated
    kind, _, token = values[0].decode("latin-1").partition(" ")
    if kind.lower() != "bearer" or not token.isascii():
        raise Unauthenticated
    return str(token)
