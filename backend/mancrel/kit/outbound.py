"""The one way out to addresses that users wrote down (webhooks, feeds).

A name is looked up once and the connection goes to that very address, so that a second answer of a name
server changes nothing. Only addresses of the public internet are called; a redirect is judged like a new
address. One deadline holds for the whole call, and an answer is decoded step by step up to a limit.
"""

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

import httpx

from mancrel.kit import addresses
from mancrel.kit.addresses import Blocked, Ip, Target

TIMEOUT_S = 10.0
MAX_REDIRECTS = 3
MAX_BYTES = 20 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 1024 * 1024
STEP = 64 * 1024
GZIP_OR_ZLIB = 47
REDIRECTS = (301, 302, 303, 307, 308)


class Unreachable(Exception):
    """Nobody answered, or nothing that can be read; the message says what went wrong."""


class TooLarge(Exception):
    """The answer is larger than Mancrel reads, or packed in a way that only bombs are."""


@dataclass(frozen=True)
class Answer:
    """What was answered, decoded."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Call:
    """What is asked; ``keep``: read no more than this of the answer, and do not mind that there is more."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    redirects: int = MAX_REDIRECTS
    keep: int | None = None


def get(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Read an address, following up to three redirects.

    Raises:
        Blocked: it, or where it leads to, is not an address of the public internet.
        Unreachable: no answer within 10 s.
        TooLarge: the answer is more than 20 MiB, or packed more than a hundredfold.

    """
    return run(Call("GET", url, headers or {}))


def post(url: str, content: bytes, headers: Mapping[str, str], keep: int) -> Answer:
    """Post to an address; a redirect is an answer like any other.

    Raises:
        Blocked: it is not an address of the public internet.
        Unreachable: no answer within 10 s.

    """
    return run(Call("POST", url, headers, content, redirects=0, keep=keep))


def run(call: Call) -> Answer:
    """Make a call."""
    try:
        # A loop of its own: cancelling is what really ends a call (``adapters/llm.py``).
        return asyncio.run(_follow(call))
    except TimeoutError as error:
        message = f"no answer within {TIMEOUT_S:g} s"
        raise Unreachable(message) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError) as error:
        raise Unreachable(_reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "this name is not known"
    return f"{type(error).__name__}: {error}"[:300]


async def _follow(call: Call) -> Answer:
    async with asyncio.timeout(TIMEOUT_S):
        url = call.url
        for _ in range(call.redirects + 1):
            target = addresses.target_of(url)
            address = addresses.pinned(target, await asyncio.wrap_future(addresses.ask(target)))
            answer = await _once(call, target, address)
            leads_to = answer.headers.get("location")
            if answer.status not in REDIRECTS or not leads_to or not call.redirects:
                return answer
            url = str(target.url.join(leads_to))
        message = f"more than {call.redirects} redirects"
        raise Unreachable(message)


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


async def _once(call: Call, target: Target, address: Ip) -> Answer:
    async with httpx.AsyncClient(verify=_tls(), trust_env=False, timeout=TIMEOUT_S) as client:
        request = client.build_request(
            call.method,
            target.url.copy_with(host=str(address), fragment=None),
            content=call.content,
            headers={
                "user-agent": "Mancrel",
                **call.headers,
                "host": target.url.netloc.decode("ascii"),
                "accept-encoding": "gzip",
            },
            extensions=_named(target, address),
        )
        response = await client.send(request, stream=True)
        try:
            is_redirect = call.redirects and response.status_code in REDIRECTS
            body = b"" if is_redirect else await _read(response, call.keep)
            return Answer(response.status_code, dict(response.headers), body)
        finally:
            await response.aclose()


def _named(target: Target, address: Ip) -> dict[str, str]:
    """Let TLS ask for the name, not for the address we connect to."""
    return {} if target.host.strip("[]") == str(address) else {"sni_hostname": target.host}


async def _read(response: httpx.Response, keep: int | None) -> bytes:
    body = bytearray()
    async for piece, ratio in _decoded(response):
        body += piece
        if keep is not None and len(body) >= keep:
            return bytes(body[:keep])
        if len(body) > MAX_BYTES or (len(body) > RATIO_FROM and ratio > MAX_RATIO):
            raise TooLarge("The answer is too large.")
    return bytes(body)


async def _decoded(response: httpx.Response) -> AsyncIterator[tuple[bytes, float]]:
    """Return an answer in small steps, each with how much larger all of it is than what was sent."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        message = f"the answer is encoded as {encoding[:50]}"
        raise Unreachable(message)
    unpack = zlib.decompressobj(GZIP_OR_ZLIB) if encoding not in {"", "identity"} else None
    came = gave = 0
    async for chunk in response.aiter_raw(STEP):
        came += len(chunk)
        rest = chunk
        while rest:
            piece, rest = _unpacked(unpack, rest) if unpack else (rest, b"")
            gave += len(piece)
            yield piece, gave / max(1, came - len(rest))


def _unpacked(unpack: "zlib._Decompress", packed: bytes) -> tuple[bytes, bytes]:
    try:
        return unpack.decompress(packed, STEP), unpack.unconsumed_tail
    except zlib.error as error:
        raise Unreachable("the answer cannot be unpacked") from error


def is_success(status: int) -> bool:
    """Whether an answer says that all is well; a redirect does not."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


__all__ = ["Answer", "Blocked", "Call", "TooLarge", "Unreachable", "get", "is_success", "post", "run"]
