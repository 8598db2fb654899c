"""The vector index: one protocol, pgvector by default and Qdrant when configured.

Every search takes a filter as its first argument, so that nobody forgets who is asking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from pgvector.sqlalchemy import Vector
from sqlalchemy import Index, bindparam, delete, select
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


_INSERT = insert(VectorRow)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=["collection", "id"],
    set_={"scope": _INSERT.excluded.scope, "embedding": _INSERT.excluded.embedding},
)
_DISTANCE = VectorRow.embedding.cosine_distance(bindparam("embedding", type_=Vector(DIMENSIONS)))
_NEAREST = (
    select(VectorRow.id, _DISTANCE)
    .where(VectorRow.collection == bindparam("collection"), VectorRow.scope == bindparam("scope"))
    .order_by(_DISTANCE)
    .limit(bindparam("most"))
)


class NoFilter(ValueError):
    """A search by meaning needs a collection and a scope."""


@dataclass(frozen=True)
class Filter:
    """What a search may find: one collection, and one scope (``public`` or a team's or user's id)."""

    collection: str
    scope: str = "public"

    def __post_init__(self) -> None:
        """Refuse what would leave a search open.

        Raises:
            NoFilter: the collection or the scope has no name.

        """
        if not self.collection or not self.scope:
            raise NoFilter


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
        self._session.connection().execute(_PUT, row)

    def search(self, filter_: Filter, embedding: Embedding, limit: int) -> list[Hit]:
        """Return the nearest records, best first."""
        values = {
            "collection": filter_.collection,
            "scope": filter_.scope,
            "embedding": embedding,
            "most": limit,
        }
        return [Hit(id_, 1.0 - float(far)) for id_, far in self._session.execute(_NEAREST, values)]

    def remove(self, filter_: Filter, ids: Sequence[UUID]) -> None:
        """Forget records."""
        self._session.execute(
            delete(VectorRow).where(VectorRow.collection == filter_.collection, VectorRow.id.in_(ids))
        )


@cache
def _qdrant() -> Vectors:
    # A second of import that an installation without Qdrant does not pay for.
    connected: Vectors = import_module("mancrel.adapters.qdrant").connect(settings())
    return connected


def vectors(session: Session) -> Vectors:
    """Return the configured index."""
    return _qdrant() if settings().qdrant_url else PgVectors(session)
