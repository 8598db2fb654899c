"""Any OpenAI-compatible server, as a writer of typed answers within one deadline."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

import httpx
import structlog
from pydantic import BaseModel, Field, ValidationError

from mancrel.settings import Settings, settings

MAX_ANSWER_BYTES = 200_000
MAX_TOKENS = 1200
RETRIES = 2
FIRST_PAUSE_S = 0.5
ASKED_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
MILLION = 1_000_000

log = structlog.get_logger()
ShapeT = TypeVar("ShapeT", bound=BaseModel)


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

    ``answered`` tells whether it wrote an answer at all; ``usage`` is None when nobody knows what it used.
    """

    def __init__(self, reason: str, *, answered: bool = False, usage: Usage | None = None) -> None:
        """Say what went wrong."""
        super().__init__(reason)
        self.answered, self.usage = answered, usage


class _Refused(Exception):
    """The server answered with an error."""

    def __init__(self, response: httpx.Response) -> None:
        """Keep what it says about asking again."""
        super().__init__(f"it answered {response.status_code}")
        self.again = response.status_code in ASKED_AGAIN
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

    def __init__(self, config: Settings) -> None:
        """Use this server."""
        self.model = config.llm_model
        self.server = f"{config.llm_base_url} {config.llm_model}"
        self._config = config
        self._tls = httpx.create_ssl_context()

    def cost(self, usage: Usage) -> Decimal:
        """Return what tokens cost by the configured prices."""
        paid_in = usage.tokens_in * self._config.llm_price_in
        return (paid_in + usage.tokens_out * self._config.llm_price_out) / MILLION

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
        if self._config.llm_output == "json_object":
            return {"type": "json_object"}
        schema = {"name": shape.__name__.lower(), "strict": True, "schema": _strict(shape)}
        return {"type": "json_schema", "json_schema": schema}

    def _fetched(self, asked: dict[str, Any]) -> bytes:
        try:
            # A loop of its own, because cancelling is what really ends a call: a time-out of a socket
            # counts from byte to byte, and a server that drips never meets it.
            return asyncio.run(self._fetch(asked))
        except TimeoutError as error:
            message = f"no answer within {self._config.llm_timeout_s:g} s"
            raise LlmFailed(message) from error
        except _TooLong as error:
            raise LlmFailed("the answer is too long", answered=True) from error
        except _Refused as error:
            raise LlmFailed(str(error), usage=Usage()) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise LlmFailed("no connection", usage=Usage()) from error

    async def _fetch(self, asked: dict[str, Any]) -> bytes:
        """Ask, and ask again what was refused or not connected, as long as the deadline allows it."""
        async with asyncio.timeout(self._config.llm_timeout_s) as limit, self._client() as client:
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
        key = self._config.llm_api_key.get_secret_value()
        return httpx.AsyncClient(
            base_url=self._config.llm_base_url or "",
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


@cache
def llm() -> Llm | None:
    """Return the configured model, or None: then the built-in writer writes."""
    return Llm(settings()) if settings().llm_base_url else None
