"""One conformance suite for both vector indexes; Qdrant in its client's local mode."""

import uuid
from collections.abc import Iterator

import numpy as np
import pytest
from qdrant_client import QdrantClient

from mancrel.adapters.qdrant import QdrantVectors
from mancrel.adapters.vectors import DIMENSIONS, Embedding, Filter, NoFilter, PgVectors, Vectors
from mancrel.kit.db import transaction

PRODUCTS = Filter("products")


@pytest.fixture(params=["pgvector", "qdrant"])
def index(request: pytest.FixtureRequest, database: None) -> Iterator[Vectors]:
    if request.param == "qdrant":
        yield QdrantVectors(QdrantClient(":memory:"))
        return
    with transaction() as session:
        yield PgVectors(session)


def pointing(*axes: int) -> Embedding:
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[list(axes)] = 1.0
    return vector / np.linalg.norm(vector)


def test_search_returns_the_nearest_first(index: Vectors):
    near, middle, far = (uuid.uuid4() for _ in range(3))
    index.put(PRODUCTS, far, pointing(5))
    index.put(PRODUCTS, near, pointing(0))
    index.put(PRODUCTS, middle, pointing(0, 1))
    hits = index.search(PRODUCTS, pointing(0), 3)
    assert [hit.id for hit in hits] == [near, middle, far]
    assert [round(hit.score, 2) for hit in hits] == [1.0, 0.71, 0.0]
    assert len(index.search(PRODUCTS, pointing(0), 1)) == 1


def test_put_replaces(index: Vectors):
    one = uuid.uuid4()
    index.put(PRODUCTS, one, pointing(0))
    index.put(PRODUCTS, one, pointing(1))
    (hit,) = index.search(PRODUCTS, pointing(1), 5)
    assert (hit.id, round(hit.score, 2)) == (one, 1.0)


def test_search_never_leaves_its_filter(index: Vectors):
    public, private, article = (uuid.uuid4() for _ in range(3))
    index.put(PRODUCTS, public, pointing(0))
    index.put(Filter("products", "team-a"), private, pointing(0))
    index.put(Filter("articles"), article, pointing(0))
    assert [hit.id for hit in index.search(PRODUCTS, pointing(0), 9)] == [public]
    assert [hit.id for hit in index.search(Filter("products", "team-a"), pointing(0), 9)] == [private]
    assert [hit.id for hit in index.search(Filter("articles"), pointing(0), 9)] == [article]
    assert index.search(Filter("products", "team-b"), pointing(0), 9) == []


def test_remove_forgets(index: Vectors):
    one, other = uuid.uuid4(), uuid.uuid4()
    index.put(PRODUCTS, one, pointing(0))
    index.put(PRODUCTS, other, pointing(1))
    index.remove(PRODUCTS, [one, uuid.uuid4()])
    assert [hit.id for hit in index.search(PRODUCTS, pointing(0), 9)] == [other]


def test_a_search_without_a_filter_raises(index: Vectors):
    index.put(PRODUCTS, uuid.uuid4(), pointing(0))
    with pytest.raises(TypeError):
        index.search(embedding=pointing(0), limit=1)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        index.search(None, pointing(0), 1)  # type: ignore[arg-type]
    for collection, scope in (("", "public"), ("products", "")):
        with pytest.raises(NoFilter):
            Filter(collection, scope)
