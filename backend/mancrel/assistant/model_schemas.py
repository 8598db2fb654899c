"""Shapes of the language model's set-up on the wire."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from mancrel.catalogue.schemas import Money, Price
from mancrel.kit.schema import WHOLE, In, Name, Number, Out

LONGEST_URL = 500
HOST = r"([A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*|\[[0-9A-Fa-f:.]{2,45}\])"
PORT = r"(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?"
BASE_URL = rf"^https?://{HOST}{PORT}(/[A-Za-z0-9._~%+/-]*)?$"


def _base_url(value: Any) -> Any:
    if isinstance(value, str) and len(value) <= LONGEST_URL and re.fullmatch(BASE_URL, value, re.ASCII):
        return value
    message = "must be the base address of a server, such as https://llm.example.com/v1"
    raise ValueError(message)


BaseUrl = Annotated[
    str,
    BeforeValidator(_base_url),
    WithJsonSchema({"type": "string", "pattern": BASE_URL, "maxLength": LONGEST_URL}),
]
Key = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,500}$")]
Output = Literal["json_schema", "json_object"]
Seconds = Annotated[Number, Field(ge=0.1, le=60)]
Tokens = Annotated[int, Field(ge=0, le=1_000_000_000_000), WHOLE]
Source = Literal["app", "environment", "default"]
Setting = Literal[
    "base_url", "model", "output", "timeout_s", "daily_tokens", "daily_cost", "price_in", "price_out"
]


class LanguageModelPatch(In):
    """Changes to the set-up; null brings the environment's value back, and of the key it takes it away.

    Time-out, budgets, prices and the key hold at once; another address, model or output mode writes only
    after it was activated (`PATCH /settings/assistant`). A key goes only to the server it was given for.
    """

    base_url: BaseUrl | None = None
    model: Name | None = None
    output: Output | None = None
    timeout_s: Seconds | None = None
    daily_tokens: Tokens | None = None
    daily_cost: Price | None = None
    price_in: Price | None = None
    price_out: Price | None = None
    key: Key | None = None


class ModelKey(Out):
    """Whether there is a key for the server that is set up, and by which end one knows it; never the key."""

    is_set: bool
    end: str | None
    source: Literal["app", "environment"] | None
    set_at: datetime | None


class ModelTrial(Out):
    """The last try of what is set up: what came back, in how many seconds, for how many tokens."""

    status: Literal["pending", "worked", "failed"]
    asked_at: datetime
    said: str
    answer: str | None
    seconds: float | None
    tokens_in: int | None
    tokens_out: int | None


class ModelUse(Out):
    """What was used of the budgets since midnight (UTC)."""

    tokens: int
    cost: Money
    calls: int


class ModelPlace(Out):
    """A language model and where it is."""

    base_url: str
    model: str
    output: Output


class LanguageModelOut(Out):
    """The language model that is set up, where each value comes from, and the one that writes.

    ``configured`` and ``writer`` are what is set up and what is active; ``writing`` is the active language
    model, null while the built-in writer writes. ``shut_until``: it kept failing and is left alone so long.
    """

    base_url: str | None
    model: str
    output: Output
    timeout_s: float
    daily_tokens: int
    daily_cost: Money
    price_in: Money
    price_out: Money
    sources: dict[Setting, Source]
    key: ModelKey
    configured: str
    writer: str
    writing: ModelPlace | None
    trial: ModelTrial | None
    used: ModelUse
    shut_until: datetime | None
