"""How a delivery of a generic catalogue source is judged at the door."""

from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from mancrel.catalogue.schemas import CatalogEvent, Ordered, Removed, Upserted
from mancrel.intake.doors import MIB, Malformed, door

MAX_DEPTH = 64

_events: TypeAdapter[Upserted | Removed | Ordered] = TypeAdapter(CatalogEvent)


def _depth_over(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            child
            for one in level
            if isinstance(one, (dict, list))
            for child in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def parse(body: bytes) -> Upserted | Removed | Ordered:
    """Read an event of the contract.

    Raises:
        Malformed: no JSON object, or a field is missing or wrong; the first such field is named.

    """
    try:
        value = orjson.loads(body)
    except ValueError as error:
        raise Malformed("body", f"is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Malformed("body", "must be a JSON object")
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth_over(value, MAX_DEPTH):
        raise Malformed("body", f"is nested more than {MAX_DEPTH} levels deep")
    try:
        return _events.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = [str(part) for part in first["loc"] if part not in _TAGS]
        if path[1:2] in (["attributes"], ["options"]):
            path = path[:3]  # past the name it is only which of the allowed types did not fit
        raise Malformed(".".join(path) or "type", first["msg"]) from error


_TAGS = frozenset({"product.upserted", "product.deleted", "order.created", "order.updated"})


@door("catalog", max_bytes=MIB)
def judge(body: bytes) -> str | None:
    """Check an event; those of one product are worked on in the order they came."""
    return parse(body).data.external_id
