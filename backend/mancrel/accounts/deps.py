"""What routes ask for: who is looking, a session opened for them, and their permission.

What only looks at the request is ``async``: a plain function would cost a change of threads each.
Every path below /api/ is shut by ``Gate`` unless it is on the list of public ones.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Annotated, Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Query, Request
from sqlalchemy import ColumnElement
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from mancrel.accounts import keys, service, tokens
from mancrel.accounts.permissions import GRANTS, Role
from mancrel.accounts.turns import Turn
from mancrel.kit import bins, conditions, idempotency, rates
from mancrel.kit.bins import Binned
from mancrel.kit.db import session_for
from mancrel.kit.errors import Forbidden, MancrelError, TooMany, Unauthenticated, Unavailable
from mancrel.kit.http import problem_response, with_headers
from mancrel.kit.visibility import Viewer
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
CACHE_S = 2.0

# Who is let in is asked on threads of its own, so that it never waits for requests that are in already.
looking_up = CapacityLimiter(4)
CACHE_SIZE = 10_000


def is_public(path: str) -> bool:
    """Whether a stranger may ask for this path."""
    return not path.startswith("/api/") or path in PUBLIC_PATHS or path.startswith(PUBLIC_PREFIXES)


class TooManyRequests(TooMany):
    """This API key has used up its requests of a minute; please wait a little."""


class SessionNeeded(Forbidden):
    """An API key cannot do this; sign in."""


@dataclass(frozen=True)
class Caller:
    """Who came with a good token; with ``must_enrol`` they get no further than sign-in's own paths.

    ``access`` is the token of a session; a program came with a key instead.
    """

    viewer: Viewer
    access: tokens.Access | None
    must_enrol: bool
    key_id: UUID | None = None


Proof = tokens.Access | str
"""A checked access token, or the digest of an API key."""


class Viewers:
    """The callers of checked tokens, remembered for two seconds: a revoked one is out within that."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: dict[Proof, tuple[float, Caller]] = {}
        self._lock = Lock()

    def recall(self, proof: Proof) -> Caller | None:
        """Return the caller if they were looked up a moment ago."""
        found = self._known.get(proof)
        return found[1] if found and found[0] > time.monotonic() else None

    def look_up(self, proof: Proof) -> Caller:
        """Return the caller from the database."""
        caller = _caller_of_key(proof) if isinstance(proof, str) else _caller_of_access(proof)
        if caller.must_enrol:  # not remembered: what they set up counts at once, in every process
            return caller
        with self._lock:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[proof] = (time.monotonic() + CACHE_S, caller)
        return caller


def _caller_of_access(access: tokens.Access) -> Caller:
    user = service.user_of_access(access)
    return Caller(service.viewer_for(user), access, service.must_enrol(user))


def _caller_of_key(token_digest: str) -> Caller:
    owner, viewer, key_id = keys.viewer_of_key(token_digest)
    return Caller(viewer, None, service.must_enrol(owner), key_id)


viewers = Viewers()


async def viewer_of_token(token: str) -> Viewer:
    """Return who an access token stands for; an API key is not one.

    Raises:
        Unauthenticated: the token is bad or its session has ended.
        SecondFactorMissing: they must first set one up.

    """
    caller = await caller_of_token(token)
    if caller.access is None:
        raise Unauthenticated
    if caller.must_enrol:
        raise service.SecondFactorMissing
    return caller.viewer


async def caller_of_token(token: str) -> Caller:
    """Return who came with an access token or an API key.

    Raises:
        Unauthenticated: the token is bad, or its session or key has ended.

    """
    proof = keys.digest_of(token) if token.startswith(keys.MARK) else tokens.read_access(token)
    known = viewers.recall(proof)
    if known is not None:
        return known
    looked_up: Caller = await to_thread.run_sync(viewers.look_up, proof, limiter=looking_up)
    return looked_up


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


async def current_caller(request: Request) -> Caller:
    """Return whom ``Gate`` let in."""
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller):
        raise Unauthenticated
    return caller


async def current_viewer(caller: Annotated[Caller, Depends(current_caller)]) -> Viewer:
    """Return on whose behalf a request works."""
    return caller.viewer


async def current_access(caller: Annotated[Caller, Depends(current_caller)]) -> tokens.Access:
    """Return the token that a request came with: whose it is, and of which session.

    Raises:
        SessionNeeded: a key came; what is a person's own is not for programs.

    """
    if caller.access is None:
        raise SessionNeeded
    return caller.access


CurrentViewer = Annotated[Viewer, Depends(current_viewer)]
CurrentAccess = Annotated[tokens.Access, Depends(current_access)]


async def asked_once(request: Request) -> idempotency.Asked | None:
    """Return what a POST with an Idempotency-Key asks, None for all others.

    Raises:
        KeyUnclear: the header is malformed.

    """
    keys_given = request.headers.getlist(idempotency.HEADER) if request.method == "POST" else []
    if not keys_given:
        return None
    # An upload went to the disk as it came, and says itself what it was.
    body = getattr(request.state, "body_digest", None) or hashlib.sha256(await request.body()).hexdigest()
    address = f"{request.url.path}?{request.url.query}"
    request.state.asked = asked = idempotency.asked(keys_given, request.method, address, body)
    return asked


AskedOnce = Annotated[idempotency.Asked | None, Depends(asked_once)]


def open_session(viewer: CurrentViewer, asked: AskedOnce, request: Request, _turn: Turn) -> Iterator[Session]:
    """One transaction for a request; it commits before the response is sent."""
    with session_for(viewer) as session, session.begin():
        request.state.session = session  # for what holds for every route (``kit/routing.py``)
        if_match = None if request.method == "GET" else ", ".join(request.headers.getlist("if-match"))
        conditions.begin(session, request.path_params, if_match or None)
        if asked:
            idempotency.begin(session, asked)
        yield session


# FastAPI's default scope would send the response before this commits.
Db = Annotated[Session, Depends(open_session, scope="function")]


def may(permission: str) -> Any:
    """Ask for a permission from the table in ``permissions.py``."""
    if permission not in GRANTS[Role.ADMIN]:
        message = f"no role has the permission {permission}"
        raise ValueError(message)

    async def check(viewer: CurrentViewer) -> None:
        if permission not in viewer.permissions:
            raise Forbidden

    return Depends(_named(check, permission))


def shelf(model: type[Binned], permission: str) -> Any:
    """Let a client choose with ``deleted`` whether a list shows what is there or what is in the bin."""

    async def rows(
        viewer: CurrentViewer,
        *,
        deleted: Annotated[bool, Query(description="The bin instead: what was deleted in 30 days.")] = False,
    ) -> ColumnElement[bool]:
        return bins.shelf(viewer, model, permission) if deleted else model.deleted_at.is_(None)

    return Depends(rows)


def _named(check: Callable[..., Any], permission: str) -> Callable[..., Any]:
    check.__name__ = permission
    return check
