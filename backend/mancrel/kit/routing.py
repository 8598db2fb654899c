"""Routes of the API: what holds for every one of them, between its work and the commit."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mancrel.kit import conditions, idempotency

SAFE = ("GET", "HEAD")


class Route(APIRoute):
    """A route with entity tags, conditions and idempotency keys.

    The answer is there and the transaction still open: what is kept or refused here commits or falls with it.
    """

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
            if request.method in SAFE:
                return _read(session, request, response) if names_one else response
            return await _changed(session, request, response, tagged=names_one)

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


async def _changed(session: Session, request: Request, response: Response, *, tagged: bool) -> Response:
    conditions.refuse_unheld(session)
    condition = conditions.of(session)
    if tagged and condition and condition.model and request.method == "PATCH":
        changed_at = await run_in_threadpool(conditions.version_now, session, condition)
        if changed_at:
            response.headers["ETag"] = conditions.tag_of(changed_at, bytes(response.body))
    asked = getattr(request.state, "asked", None)
    if asked is not None:
        await run_in_threadpool(idempotency.keep, session, asked, response)
    return response
