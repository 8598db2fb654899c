"""What a reply may rest on: catalogue rows and articles as plain values, and the draft itself.

Nothing here reads the database: writers and the guard are pure, so they can be tested and replayed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True)
class Triage:
    """What was understood of one message; `intents` are sorted by confidence, the main one first."""

    intent: str
    confidence: float
    intents: tuple[tuple[str, float], ...]
    sentiment: str
    priority: str
    language: str
    model: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class ProductFact:
    """A product of the catalogue at one version; ``similarity`` to the question, 0 to 1."""

    id: UUID
    external_id: str
    sku: str | None
    title: str
    description: str
    category: str | None
    brand: str | None
    price: Decimal
    currency: str
    stock: int
    delivery_days: str | None
    url: str | None
    attributes: dict[str, Any]
    group: str | None
    options: dict[str, str]
    version: int
    synced_at: datetime
    similarity: float = 0.0


@dataclass(frozen=True)
class ArticleFact:
    """An article at one version; ``similarity`` to the question, 0 to 1."""

    id: UUID
    title: str
    body: str
    language: str
    version: int
    similarity: float = 0.0


@dataclass(frozen=True)
class Passage:
    """The sentence of an article that lies nearest to a sentence of the customer's, in whatever language.

    ``ahead``: how much nearer than the sentences behind it, on average; ``above``: than to questions of all
    kinds.
    """

    asked: str
    article_id: UUID
    text: str
    similarity: float
    ahead: float
    above: float = 0.0


@dataclass(frozen=True)
class Near:
    """The fact of a product that lies nearest to what is asked of it.

    ``above``: how much nearer than to questions of all kinds; ``ahead``: how far before the second by all
    that is compared; ``similarity``: to what is asked.
    """

    asked: str
    product_id: UUID
    fact: str
    above: float
    ahead: float
    similarity: float = 0.0


@dataclass(frozen=True)
class Turn:
    """An earlier message of the thread, oldest first."""

    direction: Literal["in", "out"]
    text: str


@dataclass(frozen=True)
class Question:
    """A customer's message with all that a reply may rest on: public facts and their own thread.

    ``newest``: its own words, where earlier ones that nobody answered stand before them in ``text``.
    ``shop_name``: how the channel signs; ``shop_names``: what else the shop is called.
    """

    subject: str
    text: str
    language: str
    intent: str
    intents: tuple[tuple[str, float], ...]
    intent_confidence: float
    contact_name: str
    thread: tuple[Turn, ...] = ()
    products: tuple[ProductFact, ...] = ()
    articles: tuple[ArticleFact, ...] = ()
    passages: tuple[Passage, ...] = ()
    properties: tuple[Near, ...] = ()
    shop_name: str = ""
    shop_names: tuple[str, ...] = ()
    newest: str = ""


@dataclass(frozen=True)
class Source:
    """A catalogue row or article that a draft rests on."""

    kind: Literal["product", "article"]
    id: UUID
    title: str
    version: int
    detail: str


@dataclass(frozen=True)
class Claim:
    """A statement of fact in a draft: code points ``start:end`` of its body.

    ``facts`` are the catalogue fields it rests on, compared again at the moment of sending:
    ``{product_id, field, value, version}`` and for prices ``currency``; ``at_least`` for stock words.
    """

    kind: Literal["price", "stock", "delivery", "variant", "attribute", "policy", "link", "figure"]
    text: str
    start: int
    end: int
    value: str
    expected: str | None
    ok: bool
    source_id: UUID | None = None
    formula: str | None = None
    facts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Draft:
    """What a writer proposes. ``complete``: every part of the message is answered from the facts.

    ``asks_back`` marks a question to the customer; ``missing`` says what a person has to take.
    ``support`` is how well the facts carry the answer, 0 to 1. ``held``: why a person has to see it anyway.
    """

    body: str | None
    sources: tuple[Source, ...] = ()
    complete: bool = False
    asks_back: bool = False
    missing: tuple[str, ...] = ()
    support: float = 0.0
    notes: tuple[str, ...] = ()
    model: str = "mancrel-writer"
    version: str = "1"
    inputs: dict[str, Any] = field(default_factory=dict)
    held: tuple[str, ...] = ()
