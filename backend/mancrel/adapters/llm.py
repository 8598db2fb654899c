"""Any OpenAI-compatible server, as a writer of typed answers."""

from functools import cache
from importlib import import_module
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from mancrel.settings import Settings, settings

MAX_ANSWER_CHARS = 20_000
MAX_TOKENS = 1200
RETRIES = 1

# What an answer of another shape than the protocol's makes of itself.
UNUSABLE = (ValidationError, ValueError, IndexError, AttributeError, TypeError)

log = structlog.get_logger()
ShapeT = TypeVar("ShapeT", bound=BaseModel)


class LlmFailed(Exception):
    """The server refused, timed out, or answered something that cannot be used."""


class Llm:
    """One model behind one server; it only ever returns a value of the shape it was asked for."""

    def __init__(self, config: Settings) -> None:
        """Use this server."""
        # Half a second of import that an installation without a language model does not pay for.
        openai: Any = import_module("openai")
        self.model = config.llm_model
        self._failures: tuple[type[Exception], ...] = (openai.OpenAIError, *UNUSABLE)
        self._client = openai.OpenAI(
            base_url=config.llm_base_url,
            api_key=config.llm_api_key.get_secret_value(),
            timeout=config.llm_timeout_s,
            max_retries=RETRIES,
        )

    def ask(self, system: str, user: str, shape: type[ShapeT]) -> tuple[ShapeT, int]:
        """Ask for a value of a shape; returns it and the tokens used.

        Raises:
            LlmFailed: whatever went wrong; the caller falls back to the built-in writer.

        """
        try:
            answer = self._client.chat.completions.create(
                model=self.model,
                messages=[
                    {"role": "system", "content": system},
                    {"role": "user", "content": user},
                ],
                temperature=0,
                max_tokens=MAX_TOKENS,
                response_format={"type": "json_object"},
            )
            content = answer.choices[0].message.content or ""
            if len(content) > MAX_ANSWER_CHARS:
                message = "the answer is too long"
                raise LlmFailed(message)
            tokens = answer.usage.total_tokens if answer.usage else 0
            return shape.model_validate_json(content), tokens
        except self._failures as error:
            log.warning("llm.failed", error=type(error).__name__)
            raise LlmFailed(type(error).__name__) from error


@cache
def llm() -> Llm | None:
    """Return the configured model, or None: then the built-in writer writes."""
    return Llm(settings()) if settings().llm_base_url else None
