"""The result of the shipped evaluation: it stands in while a shop has few decisions of its own.

It keeps the questions too, with the facts that the retrieval found, so that another writer can be tried on
them without a database.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from mancrel.assistant.evaluation import ALL_HELD_OUT, PARTS, Case, Outcome
from mancrel.assistant.facts import ArticleFact, Near, Passage, ProductFact, Question, Turn

RESULT = Path(__file__).parent / "shipped_evaluation.json"
FIGURES = ("writer", *PARTS, ALL_HELD_OUT)


@dataclass(frozen=True)
class Shipped:
    """One case of the evaluation as the built-in writer answered it."""

    id: str
    kind: str
    intent: str
    decision: str
    confidence: float
    held: bool
    written: bool
    right: bool
    wrong: bool


def packed(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Pack outcomes and questions; each product and article is kept once."""
    products: dict[UUID, dict[str, Any]] = {}
    articles: dict[UUID, dict[str, Any]] = {}
    cases = []
    for one in outcomes:
        if one.question is None:
            continue
        products |= {each.id: _plain(each) for each in one.question.products}
        articles |= {each.id: _plain(each) for each in one.question.articles}
        cases.append({**_outcome(one), "asked": _asked(one, one.question)})
    return {"cases": cases, "products": list(products.values()), "articles": list(articles.values())}


def _outcome(one: Outcome) -> dict[str, Any]:
    shipped = Shipped(
        one.case.id,
        one.case.kind,
        one.intent,
        one.case.decision,
        one.confidence,
        bool(one.held),
        one.body is not None,
        one.case.decision == "auto_send" and not one.missing and not one.wrong,
        bool(one.wrong),
    )
    return asdict(shipped)


def _asked(one: Outcome, question: Question) -> dict[str, Any]:
    return {
        "shop": question.shop_name,
        "of": one.case.of,
        "text": question.text,
        "subject": question.subject,
        "language": question.language,
        "intents": question.intents,
        "confidence": question.intent_confidence,
        "thread": [[turn.direction, turn.text] for turn in question.thread],
        "must": one.case.must,
        "never": one.case.never,
        "products": [[str(each.id), round(each.similarity, 4)] for each in question.products],
        "articles": [[str(each.id), round(each.similarity, 4)] for each in question.articles],
        "passages": [
            [one.asked, str(one.article_id), one.text, *_rounded(one.similarity, one.ahead, one.above)]
            for one in question.passages
        ],
        "properties": [_near(one) for one in question.properties],
    }


def _near(one: Near) -> list[Any]:
    measured = _rounded(one.above, one.ahead, one.similarity)
    return [one.asked, str(one.product_id), one.fact, *measured]


def _rounded(*measured: float) -> list[float]:
    return [round(value, 5) for value in measured]


def _plain(fact: ProductFact | ArticleFact) -> dict[str, Any]:
    return {name: value for name, value in asdict(fact).items() if name != "similarity"}


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8"))
    return found


def figures() -> dict[str, Any]:
    """Return the figures of the cases that were mended on, and of those held out."""
    return {name: _read()[name] for name in FIGURES if name in _read()}


@cache
def cases() -> tuple[Shipped, ...]:
    """Return every case with what the built-in writer made of it."""
    return outcomes_in(_read()["cases"])


def outcomes_in(rows: Sequence[dict[str, Any]]) -> tuple[Shipped, ...]:
    """Return packed cases without their questions."""
    return tuple(Shipped(**{name: value for name, value in row.items() if name != "asked"}) for row in rows)


@cache
def questions() -> dict[str, tuple[Case, Question]]:
    """Return the labelled questions with their facts, by case."""
    products = {row["id"]: _product(row) for row in _read()["products"]}
    articles = {row["id"]: ArticleFact(**{**row, "id": UUID(row["id"])}) for row in _read()["articles"]}
    return {row["id"]: (_case(row), _question(row, products, articles)) for row in _read()["cases"]}


def _product(row: dict[str, Any]) -> ProductFact:
    synced_at = datetime.fromisoformat(row["synced_at"])
    return ProductFact(
        **{**row, "id": UUID(row["id"]), "price": Decimal(row["price"]), "synced_at": synced_at}
    )


def _case(row: dict[str, Any]) -> Case:
    asked = row["asked"]
    return Case(
        row["id"],
        row["kind"],
        asked["language"],
        row["intent"],
        row["decision"],
        asked["text"],
        asked["subject"],
        must=tuple(asked["must"]),
        never=tuple(asked["never"]),
        of=asked["of"],
    )


def _question(
    row: dict[str, Any], products: dict[str, ProductFact], articles: dict[str, ArticleFact]
) -> Question:
    asked = row["asked"]
    return Question(
        subject=asked["subject"],
        text=asked["text"],
        language=asked["language"],
        intent=row["intent"],
        intents=tuple((name, sure) for name, sure in asked["intents"]),
        intent_confidence=asked["confidence"],
        contact_name="Robin Carter",
        thread=tuple(Turn(*turn) for turn in asked["thread"]),
        products=tuple(replace(products[id_], similarity=near) for id_, near in asked["products"]),
        articles=tuple(replace(articles[id_], similarity=near) for id_, near in asked["articles"]),
        passages=tuple(
            Passage(said, UUID(id_), text, *measured) for said, id_, text, *measured in asked["passages"]
        ),
        properties=tuple(
            Near(said, UUID(id_), fact, *measured) for said, id_, fact, *measured in asked["properties"]
        ),
        shop_name=asked["shop"],
    )
