"""Lessons: the same edit three times is proposed as a rule, and a person decides whether it becomes one."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, lazyload

from mancrel.accounts.models import User
from mancrel.assistant.learning_models import Lesson, LessonExample
from mancrel.assistant.lesson_rules import Edit, Rule, Rules, alike, edits
from mancrel.conversations.models import Conversation, Suggestion
from mancrel.kit import events
from mancrel.kit.db import find_to_change, uuid7, viewer_of
from mancrel.kit.errors import Conflict

ENOUGH = 3
LOCK = 7_263_548
ALLOWED = {
    "proposed": {"accepted", "dismissed"},
    "accepted": {"off"},
    "off": {"accepted", "dismissed"},
    "dismissed": {"accepted"},
}


class NotProposed(Conflict):
    """This lesson cannot be decided like that."""


def notice(session: Session, suggestion_id: UUID) -> None:
    """Compare what was sent with its draft, and count each change of words."""
    suggestion = session.get(Suggestion, suggestion_id)
    if suggestion is None or not suggestion.original_body or not suggestion.body:
        return
    # One at a time: two edits of the same kind must not each begin a lesson.
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    thread = session.get_one(Conversation, suggestion.conversation_id)
    titles = [one["title"] for one in suggestion.sources if one["kind"] == "product"]
    for edit in edits(suggestion.original_body, suggestion.body, titles, thread.contact.name.split()):
        _count(session, suggestion, edit)


def _count(session: Session, suggestion: Suggestion, edit: Edit) -> None:
    intent = str(suggestion.inputs.get("intent", "other"))
    language = str(suggestion.inputs.get("language", "en"))
    query = select(Lesson).where(Lesson.intent == intent, Lesson.language == language)
    known = [one for one in session.scalars(query) if alike(edit, one.kind, one.before, one.after)]
    lesson = known[0] if known else None
    if lesson is None:
        lesson = Lesson(
            id=uuid7(),
            intent=intent,
            language=language,
            kind=edit.kind,
            before=edit.before,
            after=edit.after,
            status="noticed",
        )
        session.add(lesson)
        session.flush()
    elif any(one.suggestion_id == suggestion.id for one in examples(session, [lesson.id])[lesson.id]):
        return
    session.add(
        LessonExample(
            id=uuid7(),
            conversation_id=suggestion.conversation_id,
            suggestion_id=suggestion.id,
            lesson_id=lesson.id,
            said=edit.said,
            wanted=edit.wanted,
        )
    )
    session.flush()
    if lesson.status == "noticed" and len(examples(session, [lesson.id])[lesson.id]) >= ENOUGH:
        lesson.status = "proposed"
        events.record(session, "lesson.proposed", lesson)


def examples(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[LessonExample]]:
    """Return the edits that each lesson rests on, as far as the viewer sees their threads."""
    found: dict[UUID, list[LessonExample]] = {id_: [] for id_ in ids}
    query = select(LessonExample).where(LessonExample.lesson_id.in_(ids))
    for one in session.scalars(query.order_by(LessonExample.created_at, LessonExample.id)):
        found[one.lesson_id].append(one)
    return found


def decide(session: Session, lesson_id: UUID, status: str) -> Lesson:
    """Accept or dismiss a lesson, or switch it off.

    Raises:
        NotProposed: it stands otherwise.

    """
    lesson = find_to_change(session, Lesson, lesson_id)
    if status not in ALLOWED.get(lesson.status, set()):
        message = f"This lesson is {lesson.status}, so it cannot become {status}."
        raise NotProposed(message)
    user_id = viewer_of(session).user_id
    lesson.status = status
    lesson.decided_at = datetime.now(UTC)
    lesson.decided_by = session.get(User, user_id) if user_id else None
    session.flush()
    events.record(session, f"lesson.{status}" if status != "off" else "lesson.stopped", lesson)
    return lesson


_RULES = (
    select(Lesson)
    .where(
        Lesson.status == "accepted",
        Lesson.intent == bindparam("intent"),
        Lesson.language == bindparam("language"),
    )
    .options(lazyload("*"))
    .order_by(Lesson.created_at, Lesson.id)
)


def accepted(session: Session, intent: str, language: str) -> Rules:
    """Return the accepted lessons for an intent and a language, oldest first."""
    found = session.scalars(_RULES, {"intent": intent, "language": language})
    return {(intent, language): [_rule(one) for one in found]}


def rules_of(session: Session, ids: Collection[str]) -> Rules:
    """Return lessons, accepted or not, by intent and language, oldest first."""
    found: dict[tuple[str, str], list[Rule]] = {}
    query = select(Lesson).where(Lesson.id.in_(map(UUID, ids))).order_by(Lesson.created_at, Lesson.id)
    for one in session.scalars(query):
        found.setdefault((one.intent, one.language), []).append(_rule(one))
    return found


def _rule(one: Lesson) -> Rule:
    return Rule(str(one.id), one.kind, one.before, one.after)
