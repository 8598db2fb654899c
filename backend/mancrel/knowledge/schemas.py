"""Shapes of knowledge on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from mancrel.kit.schema import Body, In, Name, Out, Ref, Timed, example

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class ArticleIn(
    In,
    json_schema_extra=example(title="Returns", body="Goods can be returned within 30 days.", language="en"),
):
    """A new article; it is published at once."""

    title: Name
    body: Body
    language: Language = "en"


class ArticlePatch(In):
    """Changes to an article; they make a new version."""

    title: Name = ""
    body: Body = ""
    language: Language = "en"


class ArticleOut(Timed):
    """A policy or an answer of the shop."""

    id: UUID
    title: str
    body: str
    language: str
    version: int


class VersionOut(Out):
    """An article as it was published once, by whom and when."""

    version: int
    title: str
    body: str
    language: str
    restored_from: int | None
    author: Ref | None
    created_at: datetime
