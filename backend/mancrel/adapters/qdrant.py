"""Qdrant as the vector index; loaded only where it is configured, because its client is large."""

from collections.abc import Sequence
from uuid import UUID

from qdrant_client import QdrantClient
from qdrant_client import models as qm

from mancrel.adapters.vectors import DIMENSIONS, Embedding, Filter, Hit
from mancrel.settings import Settings


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


def connect(config: Settings) -> QdrantVectors:
    """Return the configured Qdrant."""
    key = config.qdrant_api_key.get_secret_value() if config.qdrant_api_key else None
    return QdrantVectors(QdrantClient(url=config.qdrant_url, api_key=key, timeout=10))
