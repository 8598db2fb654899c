"""Articles: what the shop has decided to tell its customers."""

from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.bins import Binned
from mancrel.kit.db import Base
from mancrel.kit.visibility import OpenToAll


class Article(Binned, OpenToAll, Base):
    """A policy or an answer; each change is a new version."""

    __tablename__ = "articles"

    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="1")
