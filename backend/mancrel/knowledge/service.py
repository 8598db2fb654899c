"""Articles: publish, change, bring an old version back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mancrel.kit import bins, events
from mancrel.kit.db import uuid7, viewer_of
from mancrel.kit.errors import Conflict, NotFound
from mancrel.knowledge.models import Article, ArticleVersion
from mancrel.knowledge.schemas import ArticleIn

TEXTS = ("title", "body", "language")


class AlreadyInForce(Conflict):
    """This version is the one in force."""


def create(session: Session, body: ArticleIn) -> Article:
    """Publish an article."""
    article = Article(id=uuid7(), **body.model_dump(), version=1)
    session.add(article)
    session.flush()
    _publish(session, article)
    return article


def change(
    session: Session, article: Article, values: dict[str, Any], restored_from: int | None = None
) -> Article:
    """Publish a new version; the former ones stay."""
    _keep_former(session, article)
    for name, value in values.items():
        setattr(article, name, value)
    article.version += 1
    session.flush()
    _publish(session, article, restored_from)
    return article


def _keep_former(session: Session, article: Article) -> None:
    """Keep what is in force now, where it was not published here (sample data)."""
    kept = versions(article.id).where(ArticleVersion.version == article.version)
    if session.scalars(kept).first() is None:
        texts = {name: getattr(article, name) for name in TEXTS}
        former = ArticleVersion(id=uuid7(), article_id=article.id, version=article.version, **texts)
        former.created_at = article.updated_at
        session.add(former)


def _publish(session: Session, article: Article, restored_from: int | None = None) -> None:
    """Keep what is published as a version, with its author, and tell."""
    session.add(
        ArticleVersion(
            id=uuid7(),
            article_id=article.id,
            version=article.version,
            **{name: getattr(article, name) for name in TEXTS},
            restored_from=restored_from,
            author_id=viewer_of(session).user_id,
        )
    )
    session.flush()
    events.record(session, "article.changed", article, key=f"index:{article.id}")


def versions(article_id: UUID) -> Select[ArticleVersion]:
    """Return the query of an article's versions."""
    return select(ArticleVersion).where(ArticleVersion.article_id == article_id)


def restore_version(session: Session, article: Article, version: int) -> Article:
    """Publish an old version again, as a new one.

    Raises:
        NotFound: the article never had this version.
        AlreadyInForce: it is what is published now.

    """
    old = session.scalars(versions(article.id).where(ArticleVersion.version == version)).one_or_none()
    if old is None:
        message = f"This article has no version {version}."
        raise NotFound(message)
    if version == article.version:
        raise AlreadyInForce
    return change(session, article, {name: getattr(old, name) for name in TEXTS}, restored_from=version)


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
    query = select(Article).where(Article.deleted_at.is_(None)).order_by(Article.created_at, Article.id)
    return list(session.scalars(query))
