"""HTTP of the search."""

from typing import Annotated

from fastapi import Query

from mancrel.accounts.deps import CurrentViewer, DbAsOne, may
from mancrel.kit.routing import Router
from mancrel.kit.schema import Text
from mancrel.search import service as finding
from mancrel.search.schemas import Hits
from mancrel.search.service import KINDS, Kind

router = Router(prefix="/api/v1", tags=["search"])


@router.get("/search", dependencies=[may("search:read")])
def search(
    session: DbAsOne,
    viewer: CurrentViewer,
    q: Annotated[Text, Query(min_length=1, max_length=200)],
    kinds: Annotated[list[Kind] | None, Query(max_length=len(KINDS))] = None,
    limit: Annotated[int, Query(ge=1, le=20)] = 6,
) -> Hits:
    """Find records of every kind, or of those named; ``limit`` of each."""
    allowed = [kind for kind in kinds or KINDS if f"{kind}:read" in viewer.permissions]
    return Hits.model_validate({"items": finding.search(session, q, allowed, limit)})
