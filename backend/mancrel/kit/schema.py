"""Shapes on the wire that every room shares."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

FIRST_YEAR, LAST_YEAR = 1970, 9998  # so that no time zone carries it out of what can be stored and shown


def _storable(value: str) -> str:
    if "\x00" in value:
        message = "must not contain NUL"
        raise ValueError(message)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        message = "must not contain lone surrogates"
        raise ValueError(message) from error
    return value


def _written(value: Any) -> Any:
    if not isinstance(value, (str, datetime)) or (isinstance(value, str) and "-" not in value[1:]):
        message = "must be a date and time as text (RFC 3339)"
        raise ValueError(message)
    return value


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        message = "must have a time zone (RFC 3339)"
        raise ValueError(message)
    try:
        value = value.astimezone(UTC)
    except OverflowError as error:
        message = "is out of range"
        raise ValueError(message) from error
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        message = f"must be between the years {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(message)
    return value


def _whole(value: Any) -> Any:
    if not isinstance(value, bool) and isinstance(value, (int, float)):
        return value
    message = "must be a whole number"
    raise ValueError(message)


def _day(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        message = "must be a date as text (2026-11-22)"
        raise ValueError(message)
    return value


def _in_range(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        message = f"must be between the years {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(message)
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        message = "must be the name of a time zone (Europe/Berlin)"
        raise ValueError(message)
    return value


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_in_range)]
Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_utc)]
STORABLE = AfterValidator(_storable)  # last of the parts of a type, or its schema loses the others
Text = Annotated[str, STORABLE]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_storable),
]
Line = Annotated[  # no longer than an index can hold
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_storable),
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1000),
    AfterValidator(_storable),
]
Body = Annotated[str, StringConstraints(min_length=1, max_length=100_000), AfterValidator(_storable)]
TimeZone = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_zone)]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=254,
        pattern=r"^[^@\s\x85<>\",;:\\\x00-\x1f]+@[^@\s\x85<>\",;:\\\x00-\x1f]+\.[^@\s\x85<>\",;:\\\x00-\x1f]+$",
    ),
    AfterValidator(_storable),
]
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^https?://", max_length=2000), AfterValidator(_storable)
]
Link = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https?://[^\s/?#\\@]+([/?#]\S*)?$"),
    AfterValidator(_storable),
]
# In a JSON body "yes" is no boolean and "5" no number, but 5.0 is as whole as 5.
Flag = Annotated[bool, Field(strict=True)]
WHOLE = BeforeValidator(_whole)
Number = Annotated[float, Field(strict=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
Tags = Annotated[list[Name], Field(max_length=50)]


def example(**fields: Any) -> dict[str, Any]:
    """Show in the API's document what a body looks like: ``class X(In, json_schema_extra=example(…))``."""
    return {"examples": [fields]}


class In(BaseModel):
    """A request body: unknown fields are refused, so a typo does not pass unseen."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """What a client gets back; no defaults, so every field is always there."""

    model_config = ConfigDict(from_attributes=True)


class Ref(Out):
    """A record by id and name."""

    id: UUID
    name: str


class Timed(Out):
    """The times most records carry; ``deleted_at`` is null but in the bin."""

    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


def changes(body: BaseModel) -> dict[str, Any]:
    """Return only the fields that a PATCH names."""
    return body.model_dump(exclude_unset=True)
