"""The sentences of articles by their meaning: how a question finds a rule in other words, in any language.

The index of whole articles rests on an English model. Here every sentence has a vector of the multilingual
one, under its title; where that model cannot run (it exists for Linux on x86-64), nothing is kept or found.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from uuid import UUID, uuid5

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.adapters.embeddings import MULTILINGUAL, Vectors, available, embedder
from mancrel.adapters.vectors import Embedding, Filter, vectors
from mancrel.assistant.delivery_rules import LANDS
from mancrel.assistant.facts import Passage, Question
from mancrel.assistant.sentences import written
from mancrel.assistant.understanding_pieces import is_question
from mancrel.assistant.understanding_places import in_countries
from mancrel.assistant.understanding_rest import frame
from mancrel.assistant.understanding_text import sentences, terms, words
from mancrel.assistant.writer_countries import name_of
from mancrel.knowledge.models import Article

PASSAGES = "passages"
MOST = 60
"""Sentences of one article; what stands behind them is found by its words only."""

MOST_ASKED = 6
FOLLOWERS = 5
SHORTEST = 2
OF_ALL_KINDS = (
    "How heavy is it?",
    "What does it cost?",
    "Is it in stock?",
    "Can I wash it?",
    "What is it made of?",
    "How long does it take?",
    "Do you have it in red?",
    "Is it suitable for children?",
    "Where is my parcel?",
    "Was kostet das?",
    "Wie lange dauert das?",
    "Habt ihr das auf Lager?",
    "Ist es wasserdicht?",
    "Combien ça coûte ?",
    "Est-ce possible ?",
    "Quand est-ce que ça arrive ?",
    "¿Cuánto cuesta?",
    "¿Es posible?",
    "¿Cuándo llega?",
    "Do you offer that?",
    "Can I come by?",
    "Who can help me?",
    "Is there a discount?",
    "What are the rules?",
)
_JOINT = re.compile(r",\s+|\s(?=(?:and|und|et|y)\s)|[:;]\s")


def texts_of(title: str, body: str) -> list[str]:
    """Return what is embedded of an article: each of its sentences, under its title."""
    return [f"{title}. {span.text}" for span in sentences(body)][:MOST]


def embedded(texts: Sequence[str]) -> list[Embedding]:
    """Embed sentences of articles; none where the model cannot run."""
    if not texts or not available(MULTILINGUAL):
        return []
    return list(embedder(MULTILINGUAL).embed_passages(texts))


def keep(session: Session, article_id: UUID, language: str, embeddings: Sequence[Embedding]) -> None:
    """Store the sentences of an article in place of those before; none forgets it."""
    ids = ids_of(article_id)
    index = vectors(session)
    index.remove(Filter(PASSAGES), ids)
    for id_, embedding in zip(ids, embeddings, strict=False):
        index.put(Filter(PASSAGES, scope=language), id_, embedding)


@lru_cache(maxsize=10_000)
def ids_of(article_id: UUID) -> tuple[UUID, ...]:
    """Return the ids under which the sentences of an article are kept, in their order."""
    return tuple(uuid5(article_id, str(place)) for place in range(MOST))


def nearest(session: Session, question: Question) -> tuple[Passage, ...]:
    """Return for each sentence of a message those of the articles that lie before the rest, one a language.

    Sentences in the language of the question lie nearer by that alone, so each language is ranked by itself.
    """
    rows = session.execute(select(Article.id, Article.language).where(Article.deleted_at.is_(None))).all()
    if not rows or not available(MULTILINGUAL):
        return ()
    homes = {id_: (row.id, place) for row in rows for place, id_ in enumerate(ids_of(row.id))}
    languages = sorted({row.language for row in rows})
    asking = _asking(question)
    found = []
    for text, meaning in zip(asking, embedder(MULTILINGUAL).embed(asking), strict=True):
        each = (_nearest(session, text, meaning, language, homes) for language in languages)
        found += sorted((one for one in each if one), key=lambda one: -one.ahead)
    return tuple(found)


def _asking(question: Question) -> list[str]:
    """Return the sentences of a message that may ask for something, questions first."""
    spans = [span.text for span in sentences(written(question.text)) if not frame(span.text)]
    spans = [piece for text in spans for piece in _pieces(text)]
    long = [text for text in spans if len(words(text)) >= SHORTEST]
    asked = sorted(long, key=lambda text: "?" not in text)[:MOST_ASKED]
    return [*asked, *_on_sending(question)]


def _on_sending(question: Question) -> list[str]:
    """Return what brings the rules on sending to the country that a message names."""
    lands = sorted(terms(in_countries(question.text)) & LANDS)
    names = [name for land in lands[:1] if (name := name_of(land, "en"))]
    asked = ("What does shipping to {} cost?", "How many working days longer does delivery to {} take?")
    return [one.format(name) for name in names for one in asked]


def _pieces(text: str) -> list[str]:
    """Return the questions that one sentence puts together ("how long …, and do you …?"), else itself."""
    found = [piece.strip(" ,") for piece in _JOINT.split(text)]
    asked = [piece for piece in found if is_question(piece) or piece.endswith("?")]
    return asked if len(asked) > 1 else [text]


def _nearest(
    session: Session, text: str, meaning: Embedding, language: str, homes: dict[UUID, tuple[UUID, int]]
) -> Passage | None:
    hits = vectors(session).search(Filter(PASSAGES, scope=language), meaning, FOLLOWERS + 1)
    hits = [hit for hit in hits if hit.id in homes]
    if len(hits) <= FOLLOWERS:
        return None  # too few to tell what is near from what is merely nearest
    article_id, place = homes[hits[0].id]
    article = session.get(Article, article_id)
    listed = sentences(article.body) if article else ()
    if place >= len(listed) or listed[place].text.endswith("?"):
        return None
    behind = sum(hit.score for hit in hits[1:]) / len(hits[1:])
    usual = _usual(texts_of(article.title, article.body)[place]) if article else 0.0
    first = hits[0].score
    return Passage(text, article_id, listed[place].text, first, first - behind, first - usual)


@lru_cache(maxsize=20_000)
def _usual(text: str) -> float:
    """Return how near a sentence of an article lies to questions of all kinds."""
    return float(np.mean(_of_all_kinds() @ embedded([text])[0]))


@cache
def _of_all_kinds() -> Vectors:
    return embedder(MULTILINGUAL).embed(OF_ALL_KINDS)
