"""Articles: what the shop has decided to tell its customers."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import OpenToAll


class Article(Audited, Binned, OpenToAll, Base):
    """A policy or an answer; each change is a new version."""

    __tablename__ = "articles"
    audited = ("title", "body", "language", "deleted_at")

    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="1")


class ArticleVersion(Row, OpenToAll, Base):
    """An article as it was published once; ``restored_from`` names the version that was brought back."""

    __tablename__ = "article_versions"
    __table_args__ = (UniqueConstraint("article_id", "version"),)

    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    version: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str]
    restored_from: Mapped[int | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    author: Mapped[User | None] = relationship(lazy="joined")
