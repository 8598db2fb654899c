"""The HTTP entrance: wiring only."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

import structlog
from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException

import mancrel.rooms  # noqa: F401 - registers every subscriber
from mancrel import __version__, bell
from mancrel.accounts import key_routes as api_keys
from mancrel.accounts import routes as accounts
from mancrel.accounts import second_factor_routes as second_factor
from mancrel.accounts import sign_in_routes as sign_in
from mancrel.accounts.gate import Gate, is_public
from mancrel.activities import feed_routes as calendar
from mancrel.activities import routes as activities
from mancrel.assistant import edit_routes
from mancrel.assistant import gap_routes as gaps
from mancrel.assistant import learning_routes as learning
from mancrel.assistant import model_routes as language_model
from mancrel.assistant import quality_routes as quality
from mancrel.assistant import routes as assistant
from mancrel.catalogue import doors as _catalogue_doors  # noqa: F401 - registers the door
from mancrel.catalogue import routes as catalogue
from mancrel.channels import doors as _channels_doors  # noqa: F401 - registers the door
from mancrel.channels import routes as channels
from mancrel.contacts import company_routes as companies
from mancrel.contacts import custom_field_routes as custom_fields
from mancrel.contacts import merge_routes as merges
from mancrel.contacts import routes as contacts
from mancrel.conversations import deal_routes
from mancrel.conversations import ledger_routes as corrections
from mancrel.conversations import routes as conversations
from mancrel.deals import pipeline_routes as pipelines
from mancrel.deals import routes as deals
from mancrel.intake import routes as intake_routes
from mancrel.intake.store import intake
from mancrel.kit import contract, memory, static, telemetry
from mancrel.kit.engines import engine
from mancrel.kit.errors import (
    Conflict,
    FieldError,
    Invalid,
    MancrelError,
    NotFound,
    TooLarge,
    Unavailable,
)
from mancrel.kit.http import Edge, problem_response
from mancrel.knowledge import routes as knowledge
from mancrel.notifications import routes as notifications
from mancrel.operations import live
from mancrel.operations import routes as operations
from mancrel.privacy import routes as privacy
from mancrel.records import bulk_routes as bulk_changes
from mancrel.records import routes as views
from mancrel.search import routes as search
from mancrel.settings import settings
from mancrel.timeline import routes as timeline
from mancrel.transfers import export_routes as exports
from mancrel.transfers import routes as imports
from mancrel.webhooks import routes as webhooks
from mancrel.webhooks.schemas import WebhookEvent

log = structlog.get_logger()
INTEGRATORS = Path(__file__).with_name("integrators.md")
FRONTEND = Path(__file__).parents[2] / "frontend" / "dist"

Handler = Callable[[Request, Exception], Awaitable[Response]]


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    telemetry.configure()
    bell.connect()
    to_thread.current_default_thread_limiter().total_tokens = settings().request_threads
    await intake.open()
    live.hub.open()
    memory.settle()
    yield
    await live.hub.close()
    await intake.close()


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, MancrelError):
        raise error
    return problem_response(error)


def _field(error: dict[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return "body"  # what FastAPI names here is a position in the text
    return ".".join(str(part) for part in error["loc"][1:]) or "body"


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    allowed = _methods(request)
    if allowed and request.method not in allowed:
        # A word of ours was taken for an id: PATCH /products/search is no change of the product "search".
        return await _http(request, HTTPException(HTTPStatus.METHOD_NOT_ALLOWED))
    refusal = Invalid("Some fields cannot be used.")
    refusal.errors = [FieldError(field=_field(one), message=one["msg"]) for one in error.errors()]
    return problem_response(refusal)


async def _bad_data(_request: Request, error: Exception) -> Response:
    # A value that passed validation but not the database: a number too large, say.
    log.warning("database.refused_value", error=str(error)[:500])
    return problem_response(Invalid("A value cannot be stored."))


async def _conflict(_request: Request, error: Exception) -> Response:
    # Two requests wrote what can be there only once, or named what was removed meanwhile.
    log.warning("database.conflict", error=str(error)[:500])
    return problem_response(Conflict())


async def _database_away(_request: Request, error: Exception) -> Response:
    log.error("database.away", error=str(error)[:500])
    return problem_response(Unavailable(retry_after=5))


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem_response(NotFound("There is no such page."))
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem_response(Invalid("The body cannot be read.", field="body"))
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return problem_response(TooLarge())
    refusal = MancrelError(str(error.detail))
    refusal.__class__ = type(
        HTTPStatus(error.status_code).name.title().replace("_", ""),
        (MancrelError,),
        {"status": HTTPStatus(error.status_code)},
    )
    response = problem_response(refusal)
    response.headers.update(error.headers or {})
    allowed = _methods(request)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and allowed:
        # Starlette names the methods of one route only, but a path has as many routes as methods.
        response.headers["Allow"] = ", ".join(allowed)
    return response


def _methods(request: Request) -> list[str]:
    app = request.app
    return app.methods.of(request.url.path) if isinstance(app, Api) else []


class Api(FastAPI):
    """FastAPI with a document that says what can be refused."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = contract.complete(super().openapi(), is_public)
        return self.openapi_schema

    @cached_property
    def methods(self) -> contract.Methods:
        """The methods of each path."""
        return contract.Methods(self.openapi())


class PagePath(PathConvertor):
    """Any path but those of the API: there, an unknown one is unknown and a wrong method is named so."""

    regex = "(?!api/|webhook/).*"


register_url_convertor("page", PagePath())


def create_app() -> FastAPI:
    """Build the application."""
    app = Api(
        title="Mancrel",
        version=__version__,
        description=INTEGRATORS.read_text(),
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.turns = asyncio.Semaphore(settings().db_pool_size)
    handlers: dict[type[Exception], Handler] = {
        MancrelError: _refused,
        RequestValidationError: _invalid,
        DataError: _bad_data,
        IntegrityError: _conflict,
        OperationalError: _database_away,
        InterfaceError: _database_away,
        PoolTimeout: _database_away,
        HTTPException: _http,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
    rooms = (
        # Deliveries first, then what people ask most: routes are tried in order (and /contacts/duplicates is
        # no contact).
        intake_routes, merges, contacts, conversations, activities, deals, search, timeline, companies,
        notifications, sign_in, accounts, second_factor, api_keys, custom_fields, catalogue, knowledge,
        pipelines, calendar, deal_routes, corrections, channels, assistant, edit_routes, gaps, quality,
        learning, language_model, imports, exports, views, bulk_changes, webhooks, privacy, operations, live,
    )  # fmt: skip
    for room in rooms:
        app.include_router(room.router)
    _describe_webhooks(app)
    _add_health(app)
    _add_frontend(app)
    app.add_middleware(Gate)
    app.add_middleware(Edge)
    return app


def _describe_webhooks(app: FastAPI) -> None:
    @app.webhooks.post("event", summary="An event that a subscription asked for", tags=["outgoing webhooks"])
    def event(body: WebhookEvent) -> None:
        """Come to your address, signed; answer 2xx. `GET …/event-types` lists the types."""


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", tags=["health"])
    def healthz() -> dict[str, str]:
        """Say that the process is alive."""
        return {"status": "ok"}

    @app.get("/readyz", tags=["health"])
    def readyz() -> dict[str, str]:
        """Say that the database answers."""
        with engine().connect() as connection:
            connection.execute(text("SELECT 1"))
        return {"status": "ok"}

    @app.get("/metrics", tags=["health"], response_class=PlainTextResponse)
    def metrics() -> Response:
        """Return metrics for Prometheus."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    for path, answer in (("/healthz", healthz), ("/readyz", readyz), ("/metrics", metrics)):
        app.add_api_route(path, answer, methods=["HEAD"], include_in_schema=False)


def _add_frontend(app: FastAPI) -> None:
    directory = (settings().frontend_dir or FRONTEND).resolve()

    @app.api_route("/{path:page}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(path: str, request: Request) -> Response:
        """Serve a file of the SPA, or its page for every address of its own."""
        try:
            file = static.find(directory, path)
        except (OSError, ValueError) as error:  # a name that no file can have
            raise NotFound("There is no such page.") from error
        if file:
            named = path.startswith("assets/")  # by a hash of what they hold
            return static.serve(file, request.headers, cached=static.FOREVER if named else "no-cache")
        index = directory / "index.html"
        if not index.is_file():
            return PlainTextResponse("The SPA is not built: run `make setup`.", status_code=404)
        return static.serve(index, request.headers, cached="no-cache")
