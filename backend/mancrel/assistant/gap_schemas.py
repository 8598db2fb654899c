"""Shapes of knowledge gaps on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from mancrel.conversations.schemas import Intent
from mancrel.kit.schema import In, Out

GapStatus = Literal["open", "answered", "dismissed"]


class GapQuestionOut(Out):
    """One time that it was asked."""

    conversation_id: UUID
    text: str
    language: str
    why: str
    created_at: datetime


class GapArticle(Out):
    """The article that was written to answer it."""

    id: UUID
    title: str


class GapOut(Out):
    """A question that could not be answered, with how often and where it was asked last.

    ``for_a_person``: why no article can answer it; null where one can.
    """

    id: UUID
    question: str
    intent: Intent
    language: str
    status: GapStatus
    for_a_person: str | None
    count: int
    examples: list[GapQuestionOut]
    article: GapArticle | None
    first_asked_at: datetime
    last_asked_at: datetime
    updated_at: datetime
    answered_at: datetime | None
    reopened_at: datetime | None


class GapPatch(In):
    """What becomes of a gap; ``answered`` names the article that answers it."""

    status: GapStatus
    article_id: UUID | None = None
