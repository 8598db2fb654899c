"""Shapes of the search on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from mancrel.kit.schema import Out
from mancrel.search.service import Kind, Matched


class HitOut(Out):
    """A record that fits; ``matched`` tells by what."""

    kind: Kind
    id: UUID
    title: str
    subtitle: str | None
    score: Annotated[float, Field(ge=0, le=1)]
    matched: Matched


class Hits(Out):
    """What was found, best first."""

    items: list[HitOut]
