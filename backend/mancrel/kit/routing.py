"""Routes of the API: what holds for every one of them, between its work and the commit.

An endpoint works on a thread, and each change of threads costs a tenth of a short request. So what comes
before it runs on the event loop (``query_of``, ``later``), and what comes after it (its answer as JSON, the
commit) happens where it has worked.
"""

import inspect
from collections.abc import Callable, Coroutine
from functools import cache, cached_property, partial, wraps
from typing import Any, TypeVar

import orjson
from fastapi import APIRouter, Depends
from fastapi.datastructures import DefaultPlaceholder
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from mancrel.kit import conditions, idempotency, turns
from mancrel.kit.db import session_for
from mancrel.kit.visibility import Viewer

SAFE = frozenset({"GET", "HEAD"})
TAGGED = SAFE | {"PATCH"}
WITHOUT_BODY = 204
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


async def open_session(
    request: Request, viewer: Viewer, asked: idempotency.Asked | None, *, reading: bool
) -> Session:
    """Open the transaction of a request to one of our routes: it begins with the first statement.

    ``reading``: without a transaction, for what only reads.

    Raises:
        Unavailable: the database is busy with others.
        Replayed: a request with this key was answered before.

    """
    await turns.take(request.app.state.turns)
    request.state.session = session = session_for(viewer, reading=reading)
    if_match = None if request.method in SAFE else ", ".join(request.headers.getlist("if-match"))
    known = ", ".join(request.headers.getlist("if-none-match"))
    conditions.begin(session, request.path_params, if_match or None, known or None)
    if asked:
        await run_in_threadpool(idempotency.begin, session, asked)
        session.info["asked"] = asked
    return session


def as_json(told: dict[str, Any]) -> Response:
    """Answer with what has the shape of the route's ``response_model``, without checking it again."""
    written = orjson.dumps(told, option=orjson.OPT_UTC_Z)
    return Response(written, media_type="application/json")


class Route(APIRoute):
    """A route with entity tags, conditions and idempotency keys.

    The answer is there and the transaction still open: what is kept or refused here commits or falls with it.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Let an endpoint end its transaction on the thread that it worked on."""
        methods = frozenset(options["methods"])
        tagged = path.endswith("}") and methods <= TAGGED
        self.settle = partial(_settle, safe=methods <= SAFE, tagged=tagged)
        if "session" in inspect.signature(endpoint).parameters and not inspect.iscoroutinefunction(endpoint):
            model = options.get("response_model")
            endpoint = _settled(
                endpoint,
                self.settle,
                options.get("status_code"),
                None if isinstance(model, DefaultPlaceholder) else model,
            )
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                response = await handle(request)
                session = getattr(request.state, "session", None)
                if session is not None and "settled" not in session.info:
                    response = await run_in_threadpool(self.settle, session, response)
            except idempotency.Replayed as before:
                response = before.response
            finally:
                await _let_go(request)
            return response

        return answer


class Router(APIRouter):
    """The router of every room."""

    def __init__(self, **options: Any) -> None:
        """Let each route be one of ours."""
        super().__init__(route_class=Route, **options)

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(_place(getattr(route, "path", "")) for route in self.routes)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Pass by the routes of a room that the path does not lead to, without trying each."""
        return super().matches(scope) if _place(scope["path"]) in self._places else (Match.NONE, {})


def _place(path: str) -> str:
    """Return what a path leads to: ``/api/v1/contacts/{id}`` to contacts, and others to themselves."""
    parts = path.split("/", 4)
    return parts[3] if path.startswith("/api/") and len(parts) > 3 else path


async def _let_go(request: Request) -> None:
    """Give back what ``open_session`` took."""
    session = getattr(request.state, "session", None)
    if session is None:
        return
    try:
        if session.in_transaction():
            await run_in_threadpool(session.close)
    finally:
        request.app.state.turns.release()


def _settled(
    endpoint: Callable[..., T],
    settle: Callable[[Session, Response], Response],
    status: int | None,
    model: Any,
) -> Callable[..., Response]:
    """Let an endpoint that is given a session answer in JSON, commit and close the session.

    ``model``: the shape of its answers, if that is another than the one it is annotated with.
    """

    @cache
    def shape() -> TypeAdapter[Any]:
        return TypeAdapter(model or inspect.signature(endpoint, eval_str=True).return_annotation)

    @wraps(endpoint)
    def work(**given: Any) -> Response:
        session: Session = given["session"]
        with session:
            answer = endpoint(**given)
            if isinstance(answer, Response):
                return settle(session, answer)
            if status == WITHOUT_BODY:
                return settle(session, Response(status_code=status))
            told = shape().dump_json(shape().validate_python(answer, from_attributes=True))
            return settle(session, Response(told, status or 200, media_type="application/json"))

    return work


def _settle(session: Session, response: Response, *, safe: bool, tagged: bool) -> Response:
    """Commit, with what is kept of the answer to a change; return it with its tag."""
    with session:
        session.info["settled"] = True
        if safe:
            session.commit()
            return _read(session, response) if tagged else response
        _keep(session, response, tagged=tagged)
        session.commit()
        return response


def _read(session: Session, response: Response) -> Response:
    """Tag what was read; 304 if the client has it already."""
    condition = conditions.of(session)
    if condition is None or condition.updated_at is None:
        return response
    tag = conditions.tag_of(condition.updated_at, bytes(getattr(response, "body", b"")))
    response.headers["ETag"] = tag
    if condition.has_already(tag):
        return Response(status_code=304, headers={"ETag": tag})
    return response


def _keep(session: Session, response: Response, *, tagged: bool) -> None:
    """Tag what was changed, and keep the answer with it if the request came with a key."""
    conditions.refuse_unheld(session)
    condition = conditions.of(session)
    if tagged and condition and condition.model:
        changed_at = conditions.version_now(session, condition)
        if changed_at:
            response.headers["ETag"] = conditions.tag_of(changed_at, bytes(response.body))
    asked = session.info.get("asked")
    if asked is not None:
        idempotency.keep(session, asked, response)
