"""`mancrel evaluate-replies`: an empty PostgreSQL, the evaluation's shop in it, and every case against it."""

import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Filter, vectors
from mancrel.assistant import evaluation, retrieval, shipped_evaluation, writer
from mancrel.assistant.facts import Question
from mancrel.assistant.retrieval import ARTICLES
from mancrel.catalogue import search
from mancrel.catalogue.models import Product, Source
from mancrel.embedded import Postgres
from mancrel.kit.db import transaction, uuid7
from mancrel.knowledge.models import Article
from mancrel.migrate import upgrade

DATA = Path(__file__).parents[1] / "evaluation"


@contextmanager
def database() -> Iterator[str]:
    """Start an empty PostgreSQL for as long as the evaluation runs; yields its URL."""
    with tempfile.TemporaryDirectory(prefix="mancrel-evaluation-", ignore_cleanup_errors=True) as name:
        root = Path(name)
        root.chmod(0o755)
        postgres = Postgres(root, durable=False)
        child = postgres.start()
        try:
            yield postgres.url
        finally:
            child.stop()


def evaluate(data: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Answer every case with the real retrieval; the settings must name an empty database."""
    upgrade()
    shop = load(data / "shop.toml")
    cases = evaluation.read(data / "cases.jsonl")
    with transaction() as session:

        def find(question: Question) -> Question:
            return retrieval.with_facts(session, question, retrieval.meaning_of(question))

        outcomes = [evaluation.answer(case, shop, find, writer.write) for case in cases]
    seen = [one for one in outcomes if not one.case.held_out]
    hidden = [one for one in outcomes if one.case.held_out]
    result = {"seen": evaluation.figures(seen), "held_out": evaluation.figures(hidden)}
    say(json.dumps(result, indent=2))
    say("\n".join(["", "Intents taken for others (all cases):", *evaluation.confusion(outcomes)]))
    say("\n".join(["", "The worst cases (of those not held out):", *evaluation.worst(seen)]))
    return {
        "writer": f"{writer.MODEL}-{writer.VERSION}",
        **result,
        **shipped_evaluation.packed(outcomes),
    }


def load(path: Path) -> str:
    """Load the evaluation's shop into the database; returns its name."""
    shop = tomllib.loads(path.read_text(encoding="utf-8"))
    with transaction() as session:
        source = session.scalars(select(Source)).one()
        products = [
            _product(source.id, family, one) for family in shop["family"] for one in family["variants"]
        ]
        articles = [_article(one) for one in shop["article"]]
        session.add_all([*products, *articles])
        session.flush()
        rows = [(search.COLLECTION, one.id, search.text_of(one)) for one in products]
        rows += [(ARTICLES, one.id, f"{one.title}. {one.body}"[:2000]) for one in articles]
        for (where, id_, _), vector in zip(rows, embedder().embed([text for *_, text in rows]), strict=True):
            vectors(session).put(Filter(where), id_, vector)
    return str(shop["name"])


def _product(source_id: UUID, family: dict[str, Any], one: dict[str, Any]) -> Product:

    return Product(
        id=uuid7(),
        source_id=source_id,
        external_id=one["sku"],
        sku=one["sku"],
        title=family["title"],
        description=family["description"],
        category=family["category"],
        url=family.get("url"),
        price=Decimal(one["price"]),
        currency="EUR",
        stock=one["stock"],
        delivery_days=one["days"],
        attributes=family["attributes"],
        group=family.get("group"),
        options=one.get("options", {}),
        synced_at=datetime.now(UTC),
    )


def _article(one: dict[str, Any]) -> Article:

    body = one["body"].strip()
    return Article(id=uuid7(), title=one["title"], body=body, language=one.get("language", "en"), version=1)
