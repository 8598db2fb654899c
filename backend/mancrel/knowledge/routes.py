"""HTTP of knowledge."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from sqlalchemy import ColumnElement, or_, select

from mancrel.accounts.deps import Db, may, shelf
from mancrel.kit.db import find, find_to_change
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Text, changes
from mancrel.knowledge import service as knowledge
from mancrel.knowledge.models import Article, ArticleVersion
from mancrel.knowledge.schemas import ArticleIn, ArticleOut, ArticlePatch, VersionOut

router = Router(prefix="/api/v1/articles", tags=["articles"])
ArticleRows = Annotated[ColumnElement[bool], shelf(Article, "articles:write")]
ArticleOrder = Annotated[
    Order,
    sorting(
        Article.id, "-updated_at", Article.title, Article.language, Article.created_at, Article.updated_at
    ),
]


@router.get("", dependencies=[may("articles:read")])
def list_articles(
    session: Db,
    paging: PageOf,
    rows: ArticleRows,
    order: ArticleOrder,
    q: Annotated[Text | None, Query(max_length=200)] = None,
) -> Page[ArticleOut]:
    """List articles, last changed first."""
    query = select(Article).where(rows)
    if q:
        query = query.where(
            or_(
                Article.title.icontains(q, autoescape=True),
                Article.body.icontains(q, autoescape=True),
            )
        )
    found = page(session, query, order, paging)
    items = [ArticleOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("", status_code=201, dependencies=[may("articles:write")])
def create_article(body: ArticleIn, session: Db) -> ArticleOut:
    """Publish an article."""
    article = knowledge.create(session, body)
    session.refresh(article)
    return ArticleOut.model_validate(article)


@router.get("/{article_id}", dependencies=[may("articles:read")])
def get_article(article_id: UUID, session: Db) -> ArticleOut:
    """Return an article."""
    return ArticleOut.model_validate(find(session, Article, article_id))


@router.patch("/{article_id}", dependencies=[may("articles:write")])
def change_article(article_id: UUID, body: ArticlePatch, session: Db) -> ArticleOut:
    """Publish a new version of an article."""
    article = knowledge.change(session, find_to_change(session, Article, article_id), changes(body))
    session.refresh(article)
    return ArticleOut.model_validate(article)


@router.delete("/{article_id}", status_code=204, dependencies=[may("articles:write")])
def delete_article(article_id: UUID, session: Db) -> None:
    """Move an article to the bin."""
    knowledge.remove(session, find_to_change(session, Article, article_id))


@router.post("/{article_id}/restore", dependencies=[may("articles:write")])
def restore_article(article_id: UUID, session: Db) -> ArticleOut:
    """Take an article out of the bin; it is in force again."""
    article = knowledge.restore(session, article_id)
    return ArticleOut.model_validate(article)


@router.get("/{article_id}/versions", dependencies=[may("articles:read")])
def list_versions(article_id: UUID, session: Db, paging: PageOf) -> Page[VersionOut]:
    """List an article's versions, the one in force first."""
    find(session, Article, article_id)
    order = Order(ArticleVersion.version, ArticleVersion.id)
    found = page(session, knowledge.versions(article_id), order, paging)
    items = [VersionOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/{article_id}/versions/{version}/restore", dependencies=[may("articles:write")])
def restore_version(
    article_id: UUID, version: Annotated[int, Path(ge=1, le=2**31 - 1)], session: Db
) -> ArticleOut:
    """Publish an old version again; it becomes a new version."""
    article = knowledge.restore_version(session, find_to_change(session, Article, article_id), version)
    session.refresh(article)
    return ArticleOut.model_validate(article)
