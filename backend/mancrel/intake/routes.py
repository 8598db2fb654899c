"""HTTP of intake: the doors that others post to."""

import re

import orjson
from fastapi import Request, Response

from mancrel.intake.doors import Door, find_door
from mancrel.intake.schemas import Receipt
from mancrel.intake.store import Answer, intake
from mancrel.kit.errors import Invalid, MancrelError, TooLarge, Unauthenticated
from mancrel.kit.routing import Router

router = Router(tags=["webhooks"])

NAME = re.compile(r"[a-z0-9-]{1,64}")

RESPONSES: dict[int | str, dict[str, object]] = {
    200: {"model": Receipt, "description": "The same delivery again; nothing changes"},
    401: {"description": "Wrong signature, stale timestamp, or no such endpoint"},
    413: {"description": "Body too large"},
    422: {"description": "Malformed; the field is named and the delivery is kept"},
    503: {"description": "Not stored; try again after Retry-After"},
}
JSON = {"application/json": {"schema": {"type": "object"}}}
MAIL = {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}}


class BadSignature(Unauthenticated):
    """The delivery could not be authenticated."""


class MalformedDelivery(Invalid):
    """The delivery's body cannot be used."""


class EncodedBody(Invalid):
    """Content-Encoding is not accepted; send the body as it is."""


async def _read(request: Request, limit: int) -> bytes:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise EncodedBody(field="content-encoding")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:18]) > limit:
        raise TooLarge
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)


async def _take(door: Door | None, name: str, request: Request) -> Response:
    if door is None or not NAME.fullmatch(name):
        raise BadSignature
    body = await _read(request, door.max_bytes)
    answer = await intake.take(door, name, request.scope["headers"], body)
    error = _error(answer)
    if error or answer.id is None:
        raise error or BadSignature
    receipt = {"id": answer.id, "status": answer.verdict.status}
    return Response(orjson.dumps(receipt), answer.verdict.status_code, media_type="application/json")


def _error(answer: Answer) -> MancrelError | None:
    verdict = answer.verdict
    if verdict.status == "refused":
        return BadSignature()
    if verdict.status == "invalid":
        return MalformedDelivery(verdict.reason, field=verdict.field)
    return None


@router.post(
    "/webhook/catalog",
    status_code=202,
    response_model=Receipt,
    responses=RESPONSES,
    openapi_extra={"requestBody": {"required": True, "content": JSON}},
)
async def take_default_catalog(request: Request) -> Response:
    """Take a delivery of the catalogue source ``default``."""
    return await _take(find_door("catalog"), "default", request)


@router.post(
    "/api/v1/webhooks/{kind}/{name}",
    status_code=202,
    response_model=Receipt,
    responses=RESPONSES,
    openapi_extra={"requestBody": {"required": True, "content": {**JSON, **MAIL}}},
)
async def take(kind: str, name: str, request: Request) -> Response:
    """Take a signed delivery: ``kind`` is ``catalog`` or ``email``."""
    return await _take(find_door(kind), name, request)
