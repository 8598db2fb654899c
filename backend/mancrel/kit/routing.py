"""Routes of the API: what holds for every one of them, between its work and the commit.

An endpoint works on a thread, and each change of threads costs a tenth of a short request. So what comes
before it runs on the event loop (``query_of``, ``later``), and what only reads commits where it has read.
"""

import inspect
from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, TypeVar

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mancrel.kit import conditions, idempotency

SAFE = frozenset({"GET", "HEAD"})
T = TypeVar("T")


def query_of(model: type[Any]) -> Any:
    """Let the fields of a dataclass be query parameters."""
    return _taking(model, model)


def later(build: Callable[..., T]) -> Any:
    """Let an endpoint call what FastAPI would call before it, with the same parameters (``Later``)."""
    return _taking(build, partial(partial, build))


def _taking(named: Callable[..., Any], call: Callable[..., Any]) -> Any:
    async def take(**given: Any) -> Any:
        return call(**given)

    take.__signature__ = inspect.signature(named)  # type: ignore[attr-defined] # what FastAPI asks for
    return Depends(take)


class Route(APIRoute):
    """A route with entity tags, conditions and idempotency keys.

    The answer is there and the transaction still open: what is kept or refused here commits or falls with it.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Let what only reads end its transaction on the thread that it worked on."""
        if SAFE.issuperset(options["methods"]) and not inspect.iscoroutinefunction(endpoint):
            endpoint = _reading(endpoint)
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()
        names_one = self.path.endswith("}")

        async def answer(request: Request) -> Response:
            try:
                response = await handle(request)
            except idempotency.Replayed as before:
                return before.response
            session = getattr(request.state, "session", None)
            if session is None:
                return response
            if request.method not in SAFE:
                await run_in_threadpool(_keep, session, request, response, tagged=names_one)
                return response
            if session.in_transaction():
                await run_in_threadpool(_end, session)
            return _read(session, request, response) if names_one else response

        return answer


class Router(APIRouter):
    """The router of every room."""

    def __init__(self, **options: Any) -> None:
        """Let each route be one of ours."""
        super().__init__(route_class=Route, **options)


def _read(session: Session, request: Request, response: Response) -> Response:
    """Tag what was read; 304 if the client has it already."""
    condition = conditions.of(session)
    if condition is None or condition.updated_at is None:
        return response
    tag = conditions.tag_of(condition.updated_at, bytes(getattr(response, "body", b"")))
    response.headers["ETag"] = tag
    known = conditions.tags(", ".join(request.headers.getlist("if-none-match")))
    if known & {conditions.ANY, tag.strip('"')}:
        return Response(status_code=304, headers={"ETag": tag})
    return response


def _keep(session: Session, request: Request, response: Response, *, tagged: bool) -> None:
    """Commit a change with what is kept of its answer, and tag that."""
    with session:
        conditions.refuse_unheld(session)
        condition = conditions.of(session)
        if tagged and condition and condition.model and request.method == "PATCH":
            changed_at = conditions.version_now(session, condition)
            if changed_at:
                response.headers["ETag"] = conditions.tag_of(changed_at, bytes(response.body))
        asked = getattr(request.state, "asked", None)
        if asked is not None:
            idempotency.keep(session, asked, response)
        session.commit()


def _end(session: Session) -> None:
    with session:
        session.commit()


def _reading(endpoint: Callable[..., T]) -> Callable[..., T]:
    """Let an endpoint that is given a session commit and close it as soon as it has its answer."""
    named = inspect.signature(endpoint).parameters
    if "session" not in named:
        return endpoint

    @wraps(endpoint)
    def work(**given: Any) -> T:
        with given["session"] as session:
            answer = endpoint(**given)
            session.commit()
            return answer

    return work
