"""Knowledge gaps: questions that could not be answered, grouped by meaning until an article answers them."""

import re
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from mancrel.adapters.embeddings import ENGLISH, MULTILINGUAL, available, embedder
from mancrel.adapters.vectors import Embedding
from mancrel.assistant import gap_help
from mancrel.assistant.gap_models import Gap, GapQuestion
from mancrel.conversations.models import Message, Suggestion
from mancrel.kit import events
from mancrel.kit.db import uuid7
from mancrel.kit.errors import Conflict
from mancrel.knowledge import service as knowledge
from mancrel.knowledge.models import Article
from mancrel.knowledge.schemas import ArticleIn

NEAREST = {ENGLISH: 0.52, MULTILINGUAL: 0.89}
"""From this likeness on two questions mean the same: 16 of 19 paraphrases of ten shop questions in four
languages were joined by `e5` (14 by `minilm`), and no two different ones."""
WRITABLE = frozenset(
    {
        "product_question",
        "price_quote",
        "purchase",
        "shipping",
        "return_refund",
        "billing",
        "account",
        "other",
    }
)
"""Intents that an article can answer; the state of an order or a complaint is no gap in knowledge."""
LONGEST = 300
ONE_AT_A_TIME = 7_020_001
_LACKING = re.compile(
    r"\b(missing|lacks?|lacking|no|not enough|unknown)\b[^.]{0,40}\b(knowledge|articles?|facts?|information|"
    r"answer)\b|\b(knowledge|articles?|facts?|information)\b[^.]{0,40}\b(missing|lacking|unknown)\b|"
    r"\b(wissen|artikel|angaben?)\b[^.]{0,40}\bfehl",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\S+\s+\S+\s+\S+")


class NotWaiting(Conflict):
    """This gap was answered already."""


def tell_unanswered(session: Session, suggestion: Suggestion) -> None:
    """Record that a suggestion leaves a question open, unless no article could answer it."""
    if is_writable(suggestion):
        events.record(
            session, "question.unanswered", suggestion, conversation_id=str(suggestion.conversation_id)
        )


def is_writable(suggestion: Suggestion) -> bool:
    """Whether an article could answer what was asked."""
    return suggestion.inputs.get("intent") in WRITABLE


def lacks_knowledge(reason: str) -> bool:
    """Whether a person rejected a draft because something is written down nowhere."""
    return _LACKING.search(reason) is not None


def question_in(suggestion: Suggestion, message: Message) -> str:
    """Return what was asked and not answered, in the customer's words."""
    named = [one for one in suggestion.inputs.get("missing", []) if _WORDS.search(one)]
    asked = named or [one.strip() for one in re.findall(r"[^.!?\n]{8,}\?", message.new_text)]
    text = " ".join(_once(asked)) or f"{message.subject or ''}. {message.new_text}"
    text = " ".join(text.split()).lstrip(",;:.–- ")[:LONGEST]
    return text[:1].upper() + text[1:]


def _once(asked: list[str]) -> list[str]:
    """Leave out a part that stands in a longer one: "And where is my order?" beside the whole question."""
    said = [re.sub(r"^(?:and|also|und|et|y|e|en)\s+", "", one.casefold()).strip(" ,;:.?!–-") for one in asked]
    return [
        one
        for place, one in enumerate(asked)
        if not any(
            said[place] in other and (len(other) > len(said[place]) or at < place)
            for at, other in enumerate(said)
            if at != place
        )
    ]


def meaning_of(text: str) -> tuple[str, Embedding]:
    """Return the model and the meaning of a question: in a hundred languages where the machine can."""
    model = MULTILINGUAL if available(MULTILINGUAL) else ENGLISH
    found: Embedding = embedder(model).embed([text])[0]
    return model, found


def intent_of(text: str, message: Message) -> str:
    """Return what a question is about, which may be something else than its message."""
    # The model's libraries take seconds to import: workers pay for that, the API does not.
    found = import_module("mancrel.assistant.triage").triager().triage("", text, None)
    said = str((message.triage or {}).get("intent", "other"))
    return gap_help.kind_of(found.intent, found.confidence, said)


def file(session: Session, suggestion: Suggestion, message: Message, text: str, why: str) -> Gap | None:
    """Put a question with those that mean the same, or open a new gap; each message counts once."""
    intent = intent_of(text, message)
    session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))  # else two open the same gap at once
    if session.scalars(select(GapQuestion.id).where(GapQuestion.message_id == message.id)).first():
        return None
    language = (message.triage or {}).get("language", "en")
    model, meaning = meaning_of(text)
    gap = _nearest(session, model, meaning)
    if gap is None:
        gap = Gap(id=uuid7(), model=model, embedding=meaning, intent=intent, language=language, status="open")
        session.add(gap)
        session.flush()
    _count(gap)
    session.add(
        GapQuestion(
            id=uuid7(),
            conversation_id=suggestion.conversation_id,
            gap_id=gap.id,
            message_id=message.id,
            text=text,
            intent=intent,
            language=language,
            why=why[:LONGEST],
        )
    )
    session.flush()
    events.record(session, "gap.asked", gap)
    return gap


def _nearest(session: Session, model: str, meaning: Embedding) -> Gap | None:
    far = Gap.embedding.cosine_distance(meaning)
    query = select(Gap).where(Gap.model == model, far <= 1 - NEAREST[model]).order_by(far).limit(1)
    return session.scalars(query.with_for_update(of=Gap)).one_or_none()


def _count(gap: Gap) -> None:
    """Note that it was asked now; what an article was to have answered is open again."""
    gap.last_asked_at = datetime.now(UTC)
    if gap.status == "answered":
        gap.status, gap.reopened_at = "open", gap.last_asked_at


def listing(status: str | None, intent: str | None, language: str | None) -> Select[Gap]:
    """Return the query of gaps that still have a question which the viewer sees."""
    query = select(Gap).where(Gap.id.in_(select(GapQuestion.gap_id)))
    wanted: list[ColumnElement[bool]] = []
    if status:
        wanted.append(Gap.status == status)
    if intent:
        wanted.append(Gap.intent == intent)
    if language:
        wanted.append(Gap.language == language)
    return query.where(*wanted)


def questions(session: Session, gap_ids: list[UUID], most: int) -> dict[UUID, list[GapQuestion]]:
    """Return the newest questions of gaps that the viewer sees, at most so many of each."""
    place = func.row_number().over(partition_by=GapQuestion.gap_id, order_by=GapQuestion.created_at.desc())
    ranked = select(GapQuestion.id, place.label("place")).where(GapQuestion.gap_id.in_(gap_ids)).subquery()
    query = (
        select(GapQuestion)
        .join(ranked, ranked.c.id == GapQuestion.id)
        .where(ranked.c.place <= most)
        .order_by(GapQuestion.created_at.desc())
    )
    found: dict[UUID, list[GapQuestion]] = {}
    for one in session.scalars(query):
        found.setdefault(one.gap_id, []).append(one)
    return found


def counts(session: Session, gap_ids: list[UUID]) -> dict[UUID, int]:
    """Return how often each gap was asked, as far as the viewer sees."""
    query = select(GapQuestion.gap_id, func.count()).where(GapQuestion.gap_id.in_(gap_ids))
    return dict(session.execute(query.group_by(GapQuestion.gap_id)).all())


def answer(session: Session, gap: Gap, body: ArticleIn) -> Article:
    """Publish an article that answers a gap.

    Raises:
        NotWaiting: somebody was faster.

    """
    if gap.status == "answered":
        raise NotWaiting
    article = knowledge.create(session, body)
    change(session, gap, {"status": "answered", "article_id": article.id})
    return article


def change(session: Session, gap: Gap, values: dict[str, Any]) -> Gap:
    """Dismiss a gap, open it again, or mark it as answered by an article."""
    for name, value in values.items():
        setattr(gap, name, value)
    if values.get("status") == "answered":
        gap.answered_at = datetime.now(UTC)
    session.flush()
    events.record(session, "gap.changed", gap)
    return gap
