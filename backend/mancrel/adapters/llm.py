"""Any OpenAI-compatible server, as a writer of typed answers within one deadline."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

import httpx
import structlog
from pydantic import BaseModel, Field, SecretStr, ValidationError

MAX_ANSWER_BYTES = 200_000
MAX_TOKENS = 1200
RETRIES = 2
FIRST_PAUSE_S = 0.5
ASKED_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
MILLION = 1_000_000
NO_KEY = SecretStr("none")  # some servers want any word, as a rule those on the shop's own machines

log = structlog.get_logger()
ShapeT = TypeVar("ShapeT", bound=BaseModel)


@dataclass(frozen=True)
class Connection:
    """One model behind one server, and how it is asked; prices are for a million tokens."""

    base_url: str
    model: str
    output: str = "json_schema"
    key: SecretStr = NO_KEY
    timeout_s: float = 30
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)

    @property
    def server(self) -> str:
        """Return by which name its failures are counted."""
        return f"{self.base_url} {self.model}"


@dataclass(frozen=True)
class Usage:
    """Tokens that went in and came out."""

    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.tokens_in + self.tokens_out


class LlmFailed(Exception):
    """The server refused, was too slow, or answered something that cannot be used.

    ``answered`` tells whether it wrote an answer at all; ``usage`` is None when nobody knows what it used;
    ``status``: of HTTP, where it refused.
    """

    def __init__(
        self, reason: str, *, answered: bool = False, usage: Usage | None = None, status: int | None = None
    ) -> None:
        """Say what went wrong."""
        super().__init__(reason)
        self.answered, self.usage, self.status = answered, usage, status


class _Refused(Exception):
    """The server answered with an error."""

    def __init__(self, response: httpx.Response) -> None:
        """Keep what it says about asking again."""
        super().__init__(f"it answered {response.status_code}")
        self.status = response.status_code
        self.again = self.status in ASKED_AGAIN
        self.headers = response.headers


class _TooLong(Exception):
    """The answer goes on and on."""


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message


class _Used(BaseModel):
    prompt_tokens: int = Field(default=0, ge=0)
    completion_tokens: int = Field(default=0, ge=0)


class _Completion(BaseModel):
    """What the protocol says an answer looks like, as far as it is read here."""

    choices: list[_Choice] = Field(min_length=1)
    usage: _Used | None = None


class Llm:
    """One model behind one server; it only ever returns a value of the shape it was asked for."""

    def __init__(self, connection: Connection) -> None:
        """Use this server."""
        self.connection = connection
        self.model, self.server = connection.model, connection.server
        self._tls = httpx.create_ssl_context()

    def cost(self, usage: Usage) -> Decimal:
        """Return what tokens cost by the configured prices."""
        paid_in = usage.tokens_in * self.connection.price_in
        return (paid_in + usage.tokens_out * self.connection.price_out) / MILLION

    def ask(self, system: str, user: str, shape: type[ShapeT]) -> tuple[ShapeT, Usage | None]:
        """Ask for a value of a shape; returns it and what was used, None when the server does not say.

        Raises:
            LlmFailed: whatever went wrong; the caller falls back to the built-in writer.

        """
        asked = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
            "response_format": self._format(shape),
        }
        try:
            return _read(self._fetched(asked), shape)
        except LlmFailed as failure:
            log.warning("llm.failed", reason=str(failure), answered=failure.answered)
            raise

    def _format(self, shape: type[BaseModel]) -> dict[str, Any]:
        """Hold the server to the shape; some servers know no schemas, only that JSON is wanted."""
        if self.connection.output == "json_object":
            return {"type": "json_object"}
        schema = {"name": shape.__name__.lower(), "strict": True, "schema": _strict(shape)}
        return {"type": "json_schema", "json_schema": schema}

    def _fetched(self, asked: dict[str, Any]) -> bytes:
        try:
            # A loop of its own, because cancelling is what really ends a call: a time-out of a socket
            # counts from byte to byte, and a server that drips never meets it.
            return asyncio.run(self._fetch(asked))
        except TimeoutError as error:
            message = f"no answer within {self.connection.timeout_s:g} s"
            raise LlmFailed(message) from error
        except _TooLong as error:
            raise LlmFailed("the answer is too long", answered=True) from error
        except _Refused as error:
            raise LlmFailed(str(error), usage=Usage(), status=error.status) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise LlmFailed("no connection", usage=Usage()) from error

    async def _fetch(self, asked: dict[str, Any]) -> bytes:
        """Ask, and ask again what was refused or not connected, as long as the deadline allows it."""
        async with asyncio.timeout(self.connection.timeout_s) as limit, self._client() as client:
            for attempt in range(RETRIES):
                try:
                    return await _once(client, asked)
                except (httpx.TransportError, _Refused) as error:
                    pause = _pause(error, attempt)
                    now = asyncio.get_running_loop().time()
                    if pause is None or now + pause >= (limit.when() or 0):
                        raise
                await asyncio.sleep(pause)
            return await _once(client, asked)

    def _client(self) -> httpx.AsyncClient:
        key = self.connection.key.get_secret_value()
        return httpx.AsyncClient(
            base_url=self.connection.base_url,
            headers={"authorization": f"Bearer {key}", "accept-encoding": "identity"},
            timeout=None,  # noqa: S113 - the deadline of the whole call is the only one
            verify=self._tls,
        )


def _strict(shape: type[BaseModel]) -> dict[str, Any]:
    """Describe a flat shape as strict servers want it: every field required, no other, no limits."""
    fields = {
        name: {key: one[key] for key in ("type", "items") if key in one}
        for name, one in shape.model_json_schema()["properties"].items()
    }
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


async def _once(client: httpx.AsyncClient, asked: dict[str, Any]) -> bytes:
    async with client.stream("POST", "chat/completions", json=asked) as response:
        if not response.is_success:
            raise _Refused(response)
        body = bytearray()
        async for chunk in response.aiter_bytes(65_536):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise _TooLong
    return bytes(body)


def _pause(error: httpx.TransportError | _Refused, attempt: int) -> float | None:
    """Return how long to wait: what the server asks for, else half a second and growing; None for never."""
    if isinstance(error, _Refused):
        if not error.again:
            return None
        for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
            try:
                return max(0.0, float(error.headers[name]) * unit)
            except (KeyError, ValueError):
                continue
    return float(FIRST_PAUSE_S * 2**attempt)


def _read(raw: bytes, shape: type[ShapeT]) -> tuple[ShapeT, Usage | None]:
    try:
        completion = _Completion.model_validate_json(raw)
    except ValidationError as error:
        raise LlmFailed("the answer is no completion", answered=True) from error
    used = completion.usage
    usage = Usage(used.prompt_tokens, used.completion_tokens) if used else None
    try:
        return shape.model_validate_json(completion.choices[0].message.content or ""), usage
    except ValidationError as error:
        raise LlmFailed("the answer has another shape", answered=True, usage=usage) from error


@lru_cache(maxsize=8)
def llm(connection: Connection) -> Llm:
    """Return the client of a connection: another one when anything of it changes."""
    return Llm(connection)
