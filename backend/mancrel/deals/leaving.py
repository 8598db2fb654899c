"""Stages that go: their deals move on to another one, few at once, many a slice at a time.

Each slice is a job and a transaction that locks the pipeline: one that died left nothing, and one that is
told twice goes on where the last one ended. Until it is empty the stage keeps its place, and takes no deals.
"""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.deals import stays
from mancrel.deals.models import Deal, Pipeline, Stage
from mancrel.kit import events, jobs
from mancrel.kit.db import system_in

SLICE = 200


def leave(session: Session, pipeline: Pipeline, stage: Stage, into: Stage) -> None:
    """Let a stage of a locked pipeline go, its deals to another one: now if they are few, else by jobs."""
    for one in pipeline.leaving:
        if one.into_id == stage.id:
            one.into_id = into.id
    if stage.into_id is None and waiting(session, stage.id) <= SLICE:
        session.flush()
        stays.move_on(session, stage, into, SLICE)
        return
    begins, stage.into_id = stage.into_id is None, into.id
    session.flush()
    if begins:
        _go_on(session, stage)


def waiting(session: Session, stage_id: UUID) -> int:
    """Return how many deals are in a stage, also those that are hidden or in the bin."""
    with system_in(session) as system:
        counted = select(func.count()).select_from(Deal).where(Deal.stage_id == stage_id)
        return system.scalar(counted) or 0


def _go_on(session: Session, stage: Stage) -> None:
    depth = max(jobs.current_depth(), 1)  # however many slices, they are no deeper
    events.record(session, "stage.emptying", stage, depth=depth)


def advance(session: Session, stage_id: UUID) -> None:
    """Move the next deals of a stage that goes, and take it out when it is empty."""
    stage = session.get(Stage, stage_id)
    if stage is None:
        return
    # As new deals need it, the pipeline's key stays free: else they and this would wait in a ring.
    lock = (
        select(Pipeline).where(Pipeline.id == stage.pipeline_id).with_for_update(of=Pipeline, key_share=True)
    )
    pipeline = session.scalars(lock.execution_options(populate_existing=True)).one()
    session.refresh(stage)
    if stage.into_id is None:
        return
    into = session.get_one(Stage, stage.into_id)
    if stays.move_on(session, stage, into, SLICE) == SLICE:
        _go_on(session, stage)
        return
    pipeline.stages.remove(stage)
    session.flush()
    events.record(session, "pipeline.changed", pipeline, depth=max(jobs.current_depth(), 1))
