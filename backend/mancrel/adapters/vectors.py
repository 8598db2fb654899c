"""The vector index: one protocol, pgvector by default and Qdrant when configured.

Every search takes a filter as its first argument, so that nobody forgets who is asking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from pgvector.sqlalchemy import Vector
from qdrant_client import QdrantClient
from qdrant_client import models as qm
from sqlalchemy import Index, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from mancrel.kit.db import Base
from mancrel.kit.visibility import OpenToAll
from mancrel.settings import settings

DIMENSIONS = 384
Embedding = np.ndarray[Any, np.dtype[np.float32]]


class VectorRow(OpenToAll, Base):
    """One embedded record of the pgvector index; it holds ids only, never text."""

    __tablename__ = "vectors"
    __table_args__ = (
        Index(
            "vectors_nearest_idx",
            "embedding",
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"},
        ),
    )

    collection: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    scope: Mapped[str]
    embedding: Mapped[Any] = mapped_column(Vector(DIMENSIONS))


@dataclass(frozen=True)
class Filter:
    """What a search may find: one collection, and one scope (``public`` or a team's or user's id)."""

    collection: str
    scope: str = "public"


@dataclass(frozen=True)
class Hit:
    """A record found by meaning; ``score`` is the cosine similarity."""

    id: UUID
    score: float


class Vectors(Protocol):
    """Where embeddings are kept and searched."""

    def put(self, filter_: Filter, id_: UUID, embedding: Embedding) -> None:
        """Store or replace the embedding of a record."""

    def search(self, filter_: Filter, embedding: Embedding, limit: int) -> list[Hit]:
        """Return the nearest records, best first."""

    def remove(self, filter_: Filter, ids: Sequence[UUID]) -> None:
        """Forget records; unknown ids are ignored."""


class PgVectors:
    """pgvector, inside the transaction of the session it is given."""

    def __init__(self, session: Session) -> None:
        """Work in this session."""
        self._session = session

    def put(self, filter_: Filter, id_: UUID, embedding: Embedding) -> None:
        """Store or replace the embedding of a record."""
        row = {
            "collection": filter_.collection,
            "id": id_,
            "scope": filter_.scope,
            "embedding": embedding,
        }
        upsert = insert(VectorRow).values(row)
        changed = {"scope": filter_.scope, "embedding": embedding}
        self._session.execute(upsert.on_conflict_do_update(index_elements=["collection", "id"], set_=changed))

    def search(self, filter_: Filter, embedding: Embedding, limit: int) -> list[Hit]:
        """Return the nearest records, best first."""
        distance = VectorRow.embedding.cosine_distance(embedding)
        query = (
            select(VectorRow.id, distance)
            .where(VectorRow.collection == filter_.collection, VectorRow.scope == filter_.scope)
            .order_by(distance)
            .limit(limit)
        )
        return [Hit(id_, 1.0 - float(far)) for id_, far in self._session.execute(query)]

    def remove(self, filter_: Filter, ids: Sequence[UUID]) -> None:
        """Forget records."""
        self._session.execute(
            delete(VectorRow).where(VectorRow.collection == filter_.collection, VectorRow.id.in_(ids))
        )


class QdrantVectors:
    """Qdrant; each collection is made on first use, with an index on the scope."""

    def __init__(self, client: QdrantClient) -> None:
        """Work through this client."""
        self._client = client
        self._ready: set[str] = set()

    def _ensure(self, collection: str) -> None:
        if collection in self._ready:
            return
        if not self._client.collection_exists(collection):
            size = qm.VectorParams(size=DIMENSIONS, distance=qm.Distance.COSINE)
            self._client.create_collection(collection, vectors_config=size)
        self._ready.add(collection)

    def put(self, filter_: Filter, id_: UUID, embedding: Embedding) -> None:
        """Store or replace the embedding of a record."""
        self._ensure(filter_.collection)
        point = qm.PointStruct(id=str(id_), vector=embedding.tolist(), payload={"scope": filter_.scope})
        self._client.upsert(filter_.collection, [point])

    def search(self, filter_: Filter, embedding: Embedding, limit: int) -> list[Hit]:
        """Return the nearest records, best first."""
        self._ensure(filter_.collection)
        scope = qm.FieldCondition(key="scope", match=qm.MatchValue(value=filter_.scope))
        found = self._client.query_points(
            filter_.collection,
            query=embedding.tolist(),
            query_filter=qm.Filter(must=[scope]),
            limit=limit,
        )
        return [Hit(UUID(str(point.id)), point.score) for point in found.points]

    def remove(self, filter_: Filter, ids: Sequence[UUID]) -> None:
        """Forget records."""
        self._ensure(filter_.collection)
        points = qm.PointIdsList(points=[str(one) for one in ids])
        self._client.delete(filter_.collection, points_selector=points)


@cache
def _qdrant() -> QdrantVectors:
    key = settings().qdrant_api_key
    client = QdrantClient(
        url=settings().qdrant_url, api_key=key.get_secret_value() if key else None, timeout=10
    )
    return QdrantVectors(client)


def vectors(session: Session) -> Vectors:
    """Return the configured index."""
    return _qdrant() if settings().qdrant_url else PgVectors(session)
