"""The sample shop of the house as facts: its whole catalogue and all its articles, read from their files."""

import tomllib
from functools import cache
from pathlib import Path

import mancrel.sample
from mancrel.assistant.facts import ArticleFact, ProductFact, Question
from tests.assistant.writer_shop import article, ask, product

DATA = Path(mancrel.sample.__file__).parent / "data"


@cache
def sample_products() -> tuple[ProductFact, ...]:
    return tuple(
        product(
            one["sku"],
            family["title"],
            one["price"],
            one["stock"],
            days=one["days"],
            category=family["category"],
            brand=family.get("brand"),
            description=family["description"],
            attributes=family.get("attributes", {}) | one.get("attributes", {}),
            group=family["group"],
            options=one["options"],
        )
        for family in tomllib.loads((DATA / "products.toml").read_text())["family"]
        for one in family["variants"]
    )


@cache
def sample_articles() -> tuple[ArticleFact, ...]:
    listed = tomllib.loads((DATA / "articles.toml").read_text())["article"]
    return tuple(article(one["title"], one["body"].strip(), one.get("language", "en")) for one in listed)


def asked(text: str, language: str = "en", **more: object) -> Question:
    """Return a message to the sample shop."""
    return ask(text, language, **{"products": sample_products(), "articles": sample_articles(), **more})
