"""What articles quote of a person: addresses, what they wrote, and their name beside one of these."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mancrel.contacts.personal import Person
from mancrel.kit import events
from mancrel.kit.traces import ERASED, Counts, blanked, named_in
from mancrel.knowledge.models import Article, ArticleVersion

RUN = 7
"""So many words in a row are a quotation; fewer are anybody's, as "when will my order arrive" is."""
TEXTS = ("title", "body")
WORD = re.compile(r"\w+")

Said = dict[str, datetime]
"""Each run of words that somebody wrote, and when they first did."""


@dataclass(frozen=True)
class Text:
    """An article as it is or once was, and since when."""

    model: Any
    id: UUID
    article_id: UUID
    since: datetime
    values: tuple[str, str]


def runs_of(said: Iterable[tuple[str, datetime]]) -> Said:
    """Return what messages, each a text and its time, say in runs of seven words."""
    found: Said = {}
    for text, at in said:
        for run, _ in _runs(text):
            found[run] = min(at, found.get(run, at))
    return found


def _runs(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    words = [(one[0].lower(), one.span()) for one in WORD.finditer(text)]
    for place in range(len(words) - RUN + 1):
        run = words[place : place + RUN]
        yield " ".join(word for word, _ in run), (run[0][1][0], run[-1][1][1])


def erase(session: Session, person: Person, said: Said, about: Collection[UUID]) -> tuple[set[UUID], Counts]:
    """Take a person out of all articles, former versions and those in the bin too; no history is kept of it.

    Addresses and what they wrote go everywhere, but what an article said before them is the shop's own. The
    name goes where one of these stood, and out of articles ``about`` the person's questions. Elsewhere
    somebody else may be called the same: such articles are only counted, for whoever erases to look at.
    Returns the articles that were changed, and how many.
    """
    texts = list(_texts(session))
    theirs = _without_the_shops(texts, said)
    quoting = {one.article_id for one in texts if _quotes(one, person, theirs)}
    named = _naming(session, person)
    touched = quoting | (named & set(about))
    for one in texts:
        if one.article_id in touched:
            values = [_unquoted(value, theirs) for value in one.values]
            less = dict(zip(TEXTS, blanked(values, person.words), strict=True))
            session.execute(update(one.model).where(one.model.id == one.id).values(**less))
    session.execute(update(Article).where(Article.id.in_(touched)).values(version=Article.version + 1))
    return touched, {"articles": len(touched), "articles_to_check": len(named - touched)}


def tell(session: Session, ids: Collection[UUID]) -> None:
    """Have those of some records that are articles indexed anew, and replies that quote them looked at."""
    for article in session.scalars(select(Article).where(Article.id.in_(ids))):
        events.record(session, "article.changed", article, key=f"index:{article.id}")


def _columns(model: Any) -> list[Any]:
    return [getattr(model, name) for name in TEXTS]


def _naming(session: Session, person: Person) -> set[UUID]:
    now = select(Article.id).where(named_in(_columns(Article), person.names))
    once = select(ArticleVersion.article_id).where(named_in(_columns(ArticleVersion), person.names))
    return {*session.scalars(now), *session.scalars(once)}


def _texts(session: Session) -> Iterator[Text]:
    """Yield all articles and their versions; an article without versions is as it was made."""
    version, known = ArticleVersion, set()
    query = select(version.id, version.article_id, version.created_at, *_columns(version))
    for id_, article_id, since, title, body in session.execute(query):
        known.add(article_id)
        yield Text(version, id_, article_id, since, (title, body))
    now = select(Article.id, Article.created_at, Article.updated_at, *_columns(Article))
    for id_, made, changed, title, body in session.execute(now):
        yield Text(Article, id_, id_, changed if id_ in known else made, (title, body))


def _without_the_shops(texts: Sequence[Text], said: Said) -> Said:
    """Leave out what stood in an article before it was said."""
    own = {
        run
        for one in texts
        for value in one.values
        for run, _ in _runs(value)
        if run in said and one.since < said[run]
    }
    return {run: at for run, at in said.items() if run not in own}


def _quotes(text: Text, person: Person, said: Said) -> bool:
    named = blanked(list(text.values), person.addresses) != list(text.values)
    return named or any(run in said for value in text.values for run, _ in _runs(value))


def _unquoted(value: str, said: Said) -> str:
    """Return a text without what somebody wrote; runs that overlap are one."""
    spans: list[tuple[int, int]] = []
    for run, (start, end) in _runs(value):
        if run in said and spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        elif run in said:
            spans.append((start, end))
    for start, end in reversed(spans):
        value = f"{value[:start]}{ERASED}{value[end:]}"
    return value
