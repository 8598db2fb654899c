"""Articles: publish, change, find by meaning."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.kit import bins, events
from mancrel.kit.db import uuid7
from mancrel.knowledge.models import Article
from mancrel.knowledge.schemas import ArticleIn


def create(session: Session, body: ArticleIn) -> Article:
    """Publish an article."""
    article = Article(id=uuid7(), **body.model_dump(), version=1)
    session.add(article)
    session.flush()
    events.record(session, "article.changed", article, key=f"index:{article.id}")
    return article


def change(session: Session, article: Article, values: dict[str, Any]) -> Article:
    """Publish a new version."""
    for name, value in values.items():
        setattr(article, name, value)
    article.version += 1
    session.flush()
    events.record(session, "article.changed", article, key=f"index:{article.id}")
    return article


def remove(session: Session, article: Article) -> None:
    """Move an article to the bin; it is quoted no more."""
    bins.discard(article)
    article.version += 1
    events.record(session, "article.changed", article, key=f"index:{article.id}")


def restore(session: Session, article_id: UUID) -> Article:
    """Take an article out of the bin; it is in force again."""
    article = bins.restore(session, Article, article_id)
    article.version += 1
    session.flush()
    events.record(session, "article.changed", article, key=f"index:{article.id}")
    return article


def published(session: Session) -> list[Article]:
    """Return all articles in force, oldest first."""
    query = select(Article).where(Article.deleted_at.is_(None)).order_by(Article.created_at)
    return list(session.scalars(query))
