"""What routes ask for: who is looking, a session opened for them, and their permission.

What only looks at the request is ``async``: a plain function would cost a change of threads each.
"""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from mancrel.accounts import tokens
from mancrel.accounts.callers import Caller
from mancrel.accounts.permissions import GRANTS, Role
from mancrel.kit import bins, idempotency, routing
from mancrel.kit.bins import Binned
from mancrel.kit.errors import Forbidden, Unauthenticated
from mancrel.kit.visibility import Viewer


class SessionNeeded(Forbidden):
    """An API key cannot do this; sign in."""


def _caller(request: Request) -> Caller:
    """Return whom ``Gate`` let in."""
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller):
        raise Unauthenticated
    return caller


async def current_viewer(request: Request) -> Viewer:
    """Return on whose behalf a request works."""
    return _caller(request).viewer


async def current_access(request: Request) -> tokens.Access:
    """Return the token that a request came with: whose it is, and of which session.

    Raises:
        SessionNeeded: a key came; what is a person's own is not for programs.

    """
    access = _caller(request).access
    if access is None:
        raise SessionNeeded
    return access


CurrentViewer = Annotated[Viewer, Depends(current_viewer)]
CurrentAccess = Annotated[tokens.Access, Depends(current_access)]


async def _asked_once(request: Request) -> idempotency.Asked | None:
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
    return idempotency.asked(keys_given, request.method, address, body)


async def open_session(request: Request) -> Session:
    """One transaction for a change, none for what only reads; ``kit/routing.py`` commits and closes it."""
    viewer, reading = _caller(request).viewer, request.method in routing.SAFE
    return await routing.open_session(request, viewer, await _asked_once(request), reading=reading)


async def open_transaction(request: Request) -> Session:
    """One transaction for what reads, too: for settings of the database that hold as long as it lasts."""
    return await routing.open_session(request, _caller(request).viewer, None, reading=False)


Db = Annotated[Session, Depends(open_session)]
DbAsOne = Annotated[Session, Depends(open_transaction)]


def may(permission: str) -> Any:
    """Ask for a permission from the table in ``permissions.py``."""
    if permission not in GRANTS[Role.ADMIN]:
        message = f"no role has the permission {permission}"
        raise ValueError(message)

    async def check(request: Request) -> None:
        if permission not in _caller(request).viewer.permissions:
            raise Forbidden

    return Depends(_named(check, permission))


def shelf(model: type[Binned], permission: str) -> Any:
    """Let a client choose with ``deleted`` whether a list shows what is there or what is in the bin."""
    there = model.deleted_at.is_(None)

    async def rows(
        viewer: CurrentViewer,
        *,
        deleted: Annotated[bool, Query(description="The bin instead: what was deleted in 30 days.")] = False,
    ) -> ColumnElement[bool]:
        return bins.shelf(viewer, model, permission) if deleted else there

    return Depends(rows)


def _named(check: Callable[..., Any], permission: str) -> Callable[..., Any]:
    check.__name__ = permission
    return check
