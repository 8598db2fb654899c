"""Errors that carry their HTTP status; the class name is the code, the docstring the default message."""

from http import HTTPStatus
from typing import Any, ClassVar

from pydantic import BaseModel


class FieldError(BaseModel):
    """What is wrong with one field of a request; ``field`` is a dotted path."""

    field: str
    message: str


class MancrelError(Exception):
    """Something expected went wrong."""

    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(
        self,
        detail: str | None = None,
        *,
        field: str | None = None,
        retry_after: int | None = None,
        current: dict[str, Any] | None = None,
    ) -> None:
        """Keep the message (default: the docstring's first line), and the field or record it is about."""
        self.detail = detail or (type(self).__doc__ or "").strip().splitlines()[0]
        self.errors = [FieldError(field=field, message=self.detail)] if field else []
        self.retry_after = retry_after
        self.current = current
        super().__init__(self.detail)

    @property
    def code(self) -> str:
        """The stable name a client can switch on."""
        return type(self).__name__


class Unauthenticated(MancrelError):
    """Please sign in."""

    status = HTTPStatus.UNAUTHORIZED


class Forbidden(MancrelError):
    """You may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(MancrelError):
    """There is no such record."""

    status = HTTPStatus.NOT_FOUND


class Conflict(MancrelError):
    """This was already changed or already exists."""

    status = HTTPStatus.CONFLICT


class Invalid(MancrelError):
    """A field has a value that cannot be used."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooLarge(MancrelError):
    """The body is larger than this door accepts."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class TooMany(MancrelError):
    """Too many attempts; please wait a little."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class Unavailable(MancrelError):
    """A part of Mancrel is not reachable right now; please try again."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class Problem(BaseModel):
    """The wire shape of an error: ``application/problem+json`` (RFC 9457).

    ``current``: how the record is now, where somebody else was faster.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError]
    current: dict[str, Any] | None = None


def problem(error: MancrelError) -> Problem:
    """Describe an error for a client."""
    return Problem(
        type="about:blank",
        title=error.status.phrase,
        status=error.status,
        code=error.code,
        detail=error.detail,
        errors=error.errors,
        current=error.current,
    )
