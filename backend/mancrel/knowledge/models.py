"""Articles: what the shop has decided to tell its customers."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import OpenToAll


class Article(Row, OpenToAll, Base):
    """A policy or an answer; each change is a new version."""

    __tablename__ = "articles"

    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="1")
    deleted_at: Mapped[datetime | None]
