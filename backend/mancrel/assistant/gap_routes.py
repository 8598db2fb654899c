"""HTTP of knowledge gaps."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.assistant import gap_help, gaps
from mancrel.assistant.gap_models import Gap, GapQuestion
from mancrel.assistant.gap_schemas import GapArticle, GapOut, GapPatch, GapQuestionOut, GapStatus
from mancrel.conversations.schemas import Intent
from mancrel.kit.db import find, find_to_change
from mancrel.kit.errors import Invalid
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes
from mancrel.knowledge.models import Article
from mancrel.knowledge.schemas import ArticleIn, ArticleOut, Language

router = Router(prefix="/api/v1/gaps", tags=["gaps"])
EXAMPLES = 3


class ArticleMissing(Invalid):
    """Say which article answers it."""


def _out(session: Session, found: Sequence[Gap], examples: int = EXAMPLES) -> list[GapOut]:
    ids = [one.id for one in found]
    asked, count = gaps.questions(session, ids, examples), gaps.counts(session, ids)
    return [_shown(one, asked[one.id], count[one.id]) for one in found if one.id in asked]


def _shown(gap: Gap, asked: Sequence[GapQuestion], count: int) -> GapOut:
    article = gap.article if gap.article and gap.article.deleted_at is None else None
    return GapOut.model_validate(
        {
            "id": gap.id,
            "question": asked[0].text,
            "intent": gap.intent,
            "language": asked[0].language,
            "status": gap.status,
            "for_a_person": gap_help.for_a_person(asked[0].intent, asked[0].text),
            "count": count,
            "examples": [GapQuestionOut.model_validate(one) for one in asked],
            "article": GapArticle.model_validate(article) if article else None,
            "first_asked_at": gap.created_at,
            "last_asked_at": gap.last_asked_at,
            "updated_at": gap.updated_at,
            "answered_at": gap.answered_at,
            "reopened_at": gap.reopened_at,
        }
    )


@router.get("", dependencies=[may("articles:read")])
def list_gaps(
    session: Db,
    paging: PageOf,
    status: GapStatus | None = None,
    intent: Intent | None = None,
    language: Annotated[Language | None, Query()] = None,
) -> Page[GapOut]:
    """List questions that could not be answered, asked last first, with what the caller may see of them."""
    query = gaps.listing(status, intent, language)
    found = page(session, query, Order(Gap.last_asked_at, Gap.id), paging)
    return Page(items=_out(session, found.rows), next_cursor=found.next_cursor, total=found.total)


@router.get("/{gap_id}", dependencies=[may("articles:read")])
def get_gap(gap_id: UUID, session: Db) -> GapOut:
    """Return a gap with its newest questions."""
    return _out(session, [find(session, Gap, gap_id)], examples=20)[0]


@router.patch("/{gap_id}", dependencies=[may("articles:write")])
def change_gap(gap_id: UUID, body: GapPatch, session: Db) -> GapOut:
    """Dismiss a gap, open it again, or say which article answers it."""
    gap = find_to_change(session, Gap, gap_id)
    if body.article_id:
        find(session, Article, body.article_id)
    elif body.status == "answered":
        raise ArticleMissing(field="article_id")
    gaps.change(session, gap, changes(body))
    session.refresh(gap)
    return _out(session, [gap])[0]


@router.post("/{gap_id}/article", status_code=201, dependencies=[may("articles:write")])
def answer_gap(gap_id: UUID, body: ArticleIn, session: Db) -> ArticleOut:
    """Publish an article that answers a gap."""
    article = gaps.answer(session, find_to_change(session, Gap, gap_id), body)
    session.refresh(article)
    return ArticleOut.model_validate(article)
