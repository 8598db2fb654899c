"""`mancrel evaluate-replies`: an empty PostgreSQL, the evaluation's shop in it, and every case against it."""

import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.llm import Llm
from mancrel.adapters.vectors import Filter, VectorRow, vectors
from mancrel.assistant import (
    drafting,
    evaluation,
    evaluation_report,
    passages,
    retrieval,
    risk_report,
    shipped_evaluation,
    writer,
)
from mancrel.assistant.evaluation import Case, Outcome
from mancrel.assistant.facts import Draft, Question
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


def evaluate(
    data: Path, say: Callable[[str], None], *, every: int = 1, model: Llm | None = None
) -> dict[str, Any]:
    """Answer cases with the real retrieval; the settings must name an empty database.

    ``every``: take the first of so many cases. ``model``: the language model that writes, if not the
    built-in writer.
    """
    upgrade()
    drafts: list[Draft] = []
    outcomes = answered(data, cases_of(data)[::every], _kept(drafts, model))
    result = evaluation.by_part(outcomes)
    seen = [one for one in outcomes if one.case.part == evaluation.SEEN]
    say(json.dumps(result, indent=2))
    if model:
        failed = sum("not_by_the_model" in one.inputs for one in drafts)
        say(f"{len(drafts)} drafts asked of {model.model}; it failed in {failed}, the built-in writer wrote.")
    say(
        "\n".join(
            ["", "Answerable and answered by itself (all cases):", *evaluation_report.by_language(outcomes)]
        )
    )
    say("\n".join(["", "Intents taken for others (all cases):", *evaluation_report.confusion(outcomes)]))
    say("\n".join(["", "The worst cases (of those not held out):", *evaluation_report.worst(seen)]))
    packed = shipped_evaluation.packed(outcomes)
    ranked = risk_report.figures(shipped_evaluation.outcomes_in(packed["cases"]))
    say(f"\nWhat the confidence lets pass, of the drafts that no rule holds: {json.dumps(ranked)}")
    return {"writer": f"{writer.MODEL}-{writer.VERSION}", **result, **packed}


def _kept(drafts: list[Draft], model: Llm | None) -> Callable[[Question], Draft]:
    """Return what writes, and keeps each draft."""

    def write(question: Question) -> Draft:
        draft = drafting.ask(model, question).draft if model else writer.write(question)
        drafts.append(draft)
        return draft

    return write


def cases_of(data: Path) -> list[Case]:
    """Read the cases of every part."""
    later = {
        "near_misses.jsonl": evaluation.SEEN,
        "held_out.jsonl": evaluation.SECOND,
        "third_seen.jsonl": evaluation.THIRD_SEEN,
        "third_held_out.jsonl": evaluation.THIRD,
        "fourth.jsonl": evaluation.FOURTH,
        "fifth.jsonl": evaluation.FIFTH,
        "sixth.jsonl": evaluation.SIXTH,
        "seventh.jsonl": evaluation.SEVENTH,
        "beside.jsonl": evaluation.BESIDE,
        "beside_second.jsonl": evaluation.BESIDE_SECOND,
    }
    found = [(data / name, part) for name, part in later.items()]
    more = [one for path, part in found if path.exists() for one in evaluation.read(path, part)]
    return [*evaluation.read(data / "cases.jsonl"), *more]


def answered(data: Path, cases: Sequence[Case], write: evaluation.Writer = writer.write) -> list[Outcome]:
    """Answer the cases of one shop after the other."""
    outcomes: list[Outcome] = []
    for shop in dict.fromkeys(one.shop for one in cases):
        name = load(data / f"{shop}.toml")
        with transaction() as session:

            def find(question: Question, session: Session = session) -> Question:
                return retrieval.with_facts(session, question, retrieval.meaning_of(question))

            outcomes += [evaluation.answer(one, name, find, write) for one in cases if one.shop == shop]
    return outcomes


def load(path: Path) -> str:
    """Load a shop of the evaluation into the database, in place of the one before; returns its name."""
    shop = tomllib.loads(path.read_text(encoding="utf-8"))
    with transaction() as session:
        for table in (VectorRow, Product, Article):
            session.execute(delete(table))
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
        for one in articles:
            said = passages.embedded(passages.texts_of(one.title, one.body))
            passages.keep(session, one.id, one.language, said)
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
