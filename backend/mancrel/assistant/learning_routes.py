"""HTTP of what the assistant learns: replays, lessons from edits, corrected labels."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.assistant import (
    activation,
    candidates,
    lesson_trials,
    lessons,
    losses,
    relabelling,
    replays,
    shipped_evaluation,
    writers,
)
from mancrel.assistant.learning_models import Lesson, Replay
from mancrel.assistant.learning_schemas import (
    LessonOut,
    LessonPatch,
    LessonStatus,
    ModelOut,
    ReplayIn,
    ReplayOut,
    TriagePatch,
)
from mancrel.conversations import wire
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.conversations.schemas import MessageOut
from mancrel.kit.db import find
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes

FIRST_WORDS = 100
router = Router(prefix="/api/v1", tags=["assistant"])
READ = may("settings:read")
COMPUTED = {"warning", "unconfirmed"}


@router.get("/assistant/model", dependencies=[READ])
def get_model(session: Db) -> ModelOut:
    """Return what writes and decides now, and which riskier changes were let through."""
    now = candidates.present(session)
    shown: dict[str, Any] = {
        "fingerprint": now.fingerprint,
        "writer": now.writer,
        "built_in": now.built_in,
        "configured": writers.configured(session),
        "confidence": now.confidence,
        "lessons": len(now.lessons),
        "auto_threshold": now.auto_threshold,
        "review_threshold": now.review_threshold,
        "decided": len(replays.decided(session)),
        "enough": replays.ENOUGH,
        "evaluation": shipped_evaluation.figures(),
        "activations": activation.history(session),
    }
    return ModelOut.model_validate(shown)


@router.post("/assistant/replays", status_code=202, dependencies=[may("settings:write")])
def start_replay(body: ReplayIn, session: Db) -> ReplayOut:
    """Try a configuration on what people decided last; a job does it and sends nothing."""
    before = candidates.present(session)
    replay = replays.ask(session, before, candidates.changed(session, before, changes(body)))
    session.refresh(replay)
    return _replay(session, replay)


@router.get("/assistant/replays", dependencies=[READ])
def list_replays(session: Db, paging: PageOf) -> Page[ReplayOut]:
    """List replays, newest first."""
    order = Order(Replay.created_at, Replay.id, descending=True)
    found = page(session, select(Replay), order, paging)
    items = [_replay(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/assistant/replays/{replay_id}", dependencies=[READ])
def get_replay(replay_id: UUID, session: Db) -> ReplayOut:
    """Return a replay with what would change."""
    return _replay(session, find(session, Replay, replay_id))


def _replay(session: Session, one: Replay) -> ReplayOut:
    """Describe a replay; of its cases those whose threads the viewer sees, and the evaluation's."""
    ids = {UUID(case["conversation_id"]) for case in one.cases if case["conversation_id"]}
    seen = {str(id_) for id_ in session.scalars(select(Conversation.id).where(Conversation.id.in_(ids)))}
    shown = {name: getattr(one, name) for name in ReplayOut.model_fields if name not in COMPUTED}
    if replays.gave_up(session, one):
        shown["status"] = "dead"
    cases = [case for case in one.cases if case["conversation_id"] is None or case["conversation_id"] in seen]
    # A replay kept before words were has none.
    asked = _asked(session, [UUID(case["id"]) for case in cases if case["conversation_id"]])
    cases = [{"unconfirmed": [], "question": asked.get(case["id"]), **case} for case in cases]
    computed = {"warning": losses.of_replay(one.counts), "unconfirmed": replays.unconfirmed(cases)}
    return ReplayOut.model_validate({**shown, **computed, "cases": cases})


def _asked(session: Session, suggestions: list[UUID]) -> dict[str, str]:
    """Return the first words of what suggestions answer; they are read, not kept with the replay."""
    query = select(Suggestion.id, Message.new_text).join(Message, Message.id == Suggestion.message_id)
    found = session.execute(query.where(Suggestion.id.in_(suggestions)))
    return {str(id_): shorten(text, FIRST_WORDS, placeholder=" …") for id_, text in found}


@router.get("/assistant/lessons", dependencies=[READ])
def list_lessons(session: Db, paging: PageOf, status: LessonStatus | None = None) -> Page[LessonOut]:
    """List what people changed at least three times, newest first."""
    query = select(Lesson).where(Lesson.status != "noticed")
    if status:
        query = query.where(Lesson.status == status)
    found = page(session, query, Order(Lesson.created_at, Lesson.id, descending=True), paging)
    items = _lessons(session, found.rows)
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.patch("/assistant/lessons/{lesson_id}", dependencies=[may("settings:write")])
def decide_lesson(lesson_id: UUID, body: LessonPatch, session: Db) -> LessonOut:
    """Accept or dismiss a lesson, or switch it off; accepting needs a replay of it that passed."""
    one = activation.decide(session, lesson_id, changes(body))
    return _lessons(session, [one])[0]


def _lessons(session: Session, found: Sequence[Lesson]) -> list[LessonOut]:
    """Describe lessons with the edits that they rest on and their newest trials."""
    ids = [one.id for one in found]
    edits, trials = lessons.examples(session, ids), lesson_trials.newest(session, ids)
    names = LessonOut.model_fields.keys() - {"examples", "trial"}
    shown = []
    for one in found:
        trial = _replay(session, trials[one.id]) if one.id in trials else None
        fields = {name: getattr(one, name) for name in names}
        shown.append(LessonOut.model_validate({**fields, "examples": edits[one.id], "trial": trial}))
    return shown


@router.patch("/messages/{message_id}/triage", dependencies=[may("conversations:write")])
def correct_triage(message_id: UUID, body: TriagePatch, session: Db) -> MessageOut:
    """Correct how a message was understood; messages that say the same follow."""
    message = relabelling.correct(session, message_id, changes(body))
    session.refresh(message, ["attachments"])
    return wire.message(message)
