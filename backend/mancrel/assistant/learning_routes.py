"""HTTP of replays: what is active, what would change, and who let it act."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from mancrel.accounts.deps import Db, may
from mancrel.assistant import activation, candidates, replays, shipped_evaluation, writers
from mancrel.assistant.learning_models import Replay
from mancrel.assistant.schemas import ModelOut, ReplayIn, ReplayOut
from mancrel.kit.db import find
from mancrel.kit.pages import Order, Page, PageOf, page
from mancrel.kit.schema import changes

router = APIRouter(prefix="/api/v1/assistant", tags=["assistant"])
READ = may("settings:read")


@router.get("/model", dependencies=[READ])
def get_model(session: Db) -> ModelOut:
    """Return what writes and decides now, and which riskier changes were let through."""
    now = candidates.present(session)
    shown: dict[str, Any] = {
        "fingerprint": now.fingerprint,
        "writer": now.writer,
        "built_in": now.built_in,
        "configured": writers.configured(),
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


@router.post("/replays", status_code=202, dependencies=[may("settings:write")])
def start_replay(body: ReplayIn, session: Db) -> ReplayOut:
    """Try a configuration on what people decided last; a job does it and sends nothing."""
    before = candidates.present(session)
    replay = replays.ask(session, before, candidates.changed(before, changes(body)))
    session.refresh(replay)
    return ReplayOut.model_validate(replay)


@router.get("/replays", dependencies=[READ])
def list_replays(session: Db, paging: PageOf) -> Page[ReplayOut]:
    """List replays, newest first."""
    order = Order(Replay.created_at, Replay.id, descending=True)
    found = page(session, select(Replay), order, paging)
    items = [ReplayOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/replays/{replay_id}", dependencies=[READ])
def get_replay(replay_id: UUID, session: Db) -> ReplayOut:
    """Return a replay with what would change."""
    return ReplayOut.model_validate(find(session, Replay, replay_id))
