"""What the assistant learnt from a person's messages, and whom it asked about them."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mancrel.assistant import gaps
from mancrel.assistant.gap_models import Gap, GapQuestion
from mancrel.assistant.learning_models import LabelCorrection, Lesson, LessonExample, Replay
from mancrel.assistant.models import Judgement, LlmCall
from mancrel.contacts.personal import Person
from mancrel.conversations.personal import threads_of
from mancrel.kit.traces import Counts, mentions, rows

LEARNT: dict[str, Any] = {
    "judgements": Judgement,
    "unanswered_questions": GapQuestion,
    "label_corrections": LabelCorrection,
    "lesson_examples": LessonExample,
}


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return what was learnt from the person's threads, and the calls of language models about them."""
    found = {}
    for kind, model in LEARNT.items():
        query = select(model).where(model.conversation_id.in_(threads_of(person)))
        found[kind] = rows(session.scalars(query).unique())
    calls = select(LlmCall).where(LlmCall.contact_id.in_(person.ids))
    return {**found, "language_model_calls": rows(session.scalars(calls))}


def articles_about(session: Session, person: Person) -> set[UUID]:
    """Return the articles that answer questions of the person."""
    asked = select(GapQuestion.gap_id).where(GapQuestion.conversation_id.in_(threads_of(person)))
    query = select(Gap.article_id).where(Gap.id.in_(asked), Gap.article_id.is_not(None))
    return {one for one in session.scalars(query) if one}


def erase(session: Session, person: Person) -> Counts:
    """Forget what rests on the person's words; a gap goes on with what others asked."""
    threads = list(session.scalars(threads_of(person)))
    asked = select(GapQuestion.gap_id).where(GapQuestion.conversation_id.in_(threads))
    touched = set(session.scalars(asked))
    counts = {kind: _forget(session, model, threads) for kind, model in LEARNT.items()}
    for gap in session.scalars(select(Gap).where(Gap.id.in_(touched))).unique():
        _mend(session, gap)
    # A rule that nobody accepted and nothing rests on any more, or one that names the person.
    left = select(LessonExample.id).where(LessonExample.lesson_id == Lesson.id)
    bare = ~left.exists() & Lesson.status.in_(("noticed", "proposed"))
    named = or_(mentions(Lesson.before, person.words), mentions(Lesson.after, person.words))
    session.execute(delete(Lesson).where(or_(bare, named)).execution_options(synchronize_session=False))
    session.execute(delete(LlmCall).where(LlmCall.contact_id.in_(person.ids)))
    _forget_words(session, {str(id_) for id_ in threads})
    session.flush()
    return counts


def _forget(session: Session, model: Any, threads: list[UUID]) -> int:
    ids = list(session.scalars(select(model.id).where(model.conversation_id.in_(threads))))
    session.execute(delete(model).where(model.id.in_(ids)))
    return len(ids)


def _forget_words(session: Session, threads: set[str]) -> None:
    """Let replays keep no word of what they drafted for these threads."""
    for id_ in threads:
        tried = select(Replay).where(Replay.cases.contains([{"conversation_id": id_}]))
        for replay in session.scalars(tried.with_for_update(of=Replay)):
            replay.cases = [
                {**one, "unconfirmed": []} if one["conversation_id"] == id_ else one for one in replay.cases
            ]


def _mend(session: Session, gap: Gap) -> None:
    """Let a gap mean what the first of its remaining questions means; without one it is no gap."""
    first = select(GapQuestion.text).where(GapQuestion.gap_id == gap.id).order_by(GapQuestion.id).limit(1)
    text = session.scalar(first)
    if text is None:
        session.delete(gap)
    else:
        gap.model, gap.embedding = gaps.meaning_of(text)
