"""Pipelines and their stages."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.deals import leaving
from mancrel.deals.models import Deal, Pipeline, Stage
from mancrel.deals.schemas import PipelineIn, StageIn
from mancrel.kit import bins, events
from mancrel.kit.db import system_in, uuid7
from mancrel.kit.errors import Conflict, Invalid, NotFound

DEFAULT = "Sales"
USUAL = (
    StageIn(name="Lead", probability=10, stale_after_days=14),
    StageIn(name="Qualified", probability=25, stale_after_days=14),
    StageIn(name="Proposal", probability=50, stale_after_days=10),
    StageIn(name="Negotiation", probability=75, stale_after_days=7),
    StageIn(name="Won", probability=100, outcome="won"),
    StageIn(name="Lost", probability=0, outcome="lost"),
)


class NoPipeline(Conflict):
    """There is no pipeline yet; add one first."""


class PipelineInUse(Conflict):
    """Deals are in this pipeline; move or delete them first."""


class StageInUse(Conflict):
    """Deals are in this stage; move them first."""


class StagesIncomplete(Invalid):
    """A pipeline needs an open stage, one stage for what is won and one for what is lost."""


class UnknownMove(Invalid):
    """Deals go from a stage that is left out to one that stays and has the same outcome."""


class UnknownStage(Invalid):
    """There is no such stage in this pipeline."""


def ensure_default(session: Session) -> None:
    """Add the usual pipeline where there has never been one."""
    if session.scalars(select(Pipeline.id).limit(1)).first() is None:
        create(session, PipelineIn(name=DEFAULT))


def first(session: Session) -> Pipeline:
    """Return the oldest pipeline.

    Raises:
        NoPipeline: all are in the bin.

    """
    query = select(Pipeline).where(Pipeline.deleted_at.is_(None)).order_by(Pipeline.created_at, Pipeline.id)
    pipeline = session.scalars(query.limit(1)).first()
    if pipeline is None:
        raise NoPipeline
    return pipeline


def create(session: Session, body: PipelineIn) -> Pipeline:
    """Add a pipeline."""
    pipeline = Pipeline(id=uuid7(), name=body.name, stages=[])
    session.add(pipeline)
    _set_stages(session, pipeline, list(USUAL) if body.stages is None else body.stages)
    session.flush()
    events.record(session, "pipeline.created", pipeline)
    return pipeline


def change(
    session: Session,
    pipeline: Pipeline,
    name: str | None,
    stages: list[StageIn] | None,
    moves: dict[UUID, UUID],
) -> None:
    """Rename a pipeline, or change, order, add and remove its stages.

    Raises:
        StageInUse: deals are in a stage that goes, and ``moves`` does not say where they go.
        UnknownMove: from a stage that stays, or to one that goes or ends otherwise.

    """
    if name is not None:
        pipeline.name = name
    if moves:
        _move_deals(session, pipeline, {one.id: one.outcome for one in stages or []}, moves)
    if stages is not None:
        _set_stages(session, pipeline, stages)
    session.flush()
    events.record(session, "pipeline.changed", pipeline)


def _move_deals(
    session: Session, pipeline: Pipeline, kept: dict[UUID | None, str], moves: dict[UUID, UUID]
) -> None:
    known = {stage.id: stage for stage in pipeline.stages}
    for from_id, to_id in moves.items():
        stage, into = known.get(from_id), known.get(to_id)
        if stage is None or into is None or from_id in kept or kept.get(to_id) != stage.outcome:
            raise UnknownMove(field=f"moves.{from_id}")
        leaving.leave(session, pipeline, stage, into)


def _set_stages(session: Session, pipeline: Pipeline, wanted: list[StageIn]) -> None:
    outcomes = [one.outcome for one in wanted]
    if "open" not in outcomes or outcomes.count("won") != 1 or outcomes.count("lost") != 1:
        raise StagesIncomplete(field="stages")
    known = {stage.id: stage for stage in pipeline.staying}
    kept = [one.id for one in wanted if one.id]
    if not set(kept) <= set(known) or len(kept) != len(set(kept)):
        raise UnknownStage(field="stages")
    for id_ in set(known) - set(kept):
        _refuse_if_taken(session, pipeline, known[id_])
    stages = [
        _stage(session, pipeline, known.get(one.id) if one.id else None, one, place)
        for place, one in enumerate(wanted)
    ]
    pipeline.stages = [*stages, *pipeline.leaving]


def _stage(session: Session, pipeline: Pipeline, stage: Stage | None, one: StageIn, place: int) -> Stage:
    if stage is None:
        stage = Stage(id=uuid7())
    elif stage.outcome != one.outcome:
        _refuse_if_taken(session, pipeline, stage)
    stage.name, stage.position, stage.probability = one.name, place, one.probability
    stage.outcome, stage.stale_after_days = one.outcome, one.stale_after_days
    return stage


def _refuse_if_taken(session: Session, pipeline: Pipeline, stage: Stage) -> None:
    """Refuse while deals are in a stage, or on their way into it."""
    _refuse_if_used(session, Deal.stage_id == stage.id, StageInUse)
    if any(one.into_id == stage.id for one in pipeline.leaving):
        raise StageInUse


def _refuse_if_used(session: Session, where: Any, error: type[Conflict]) -> None:
    """Refuse while deals are there, also those that the viewer does not see, and those in the bin."""
    with system_in(session) as system:
        used = system.scalar(select(Deal.id).where(where).limit(1))
    if used is not None:
        raise error


def remove(session: Session, pipeline: Pipeline) -> None:
    """Move a pipeline to the bin, if no deal is in it.

    Raises:
        PipelineInUse: deals are in it.

    """
    _refuse_if_used(session, (Deal.pipeline_id == pipeline.id) & Deal.deleted_at.is_(None), PipelineInUse)
    bins.discard(pipeline)
    events.record(session, "pipeline.deleted", pipeline)


def restore(session: Session, pipeline_id: UUID) -> Pipeline:
    """Take a pipeline out of the bin."""
    pipeline = bins.restore(session, Pipeline, pipeline_id)
    session.flush()
    events.record(session, "pipeline.restored", pipeline)
    return pipeline


def stage_of(pipeline: Pipeline, stage_id: UUID | None) -> Stage:
    """Return a stage of a pipeline, its first by default.

    Raises:
        UnknownStage: it is not one of this pipeline.

    """
    if stage_id is None:
        return pipeline.staying[0]
    stage = next((one for one in pipeline.staying if one.id == stage_id), None)
    if stage is None:
        raise UnknownStage(field="stage_id")
    return stage


def ending(pipeline: Pipeline, outcome: str) -> Stage:
    """Return the stage of what is won, or of what is lost."""
    return next(one for one in pipeline.staying if one.outcome == outcome)


def find_stage(session: Session, stage_id: UUID) -> Stage:
    """Return a stage, locked, so that two cards never take the same place in it.

    Raises:
        NotFound: there is none, or it is being removed, or its pipeline is in the bin.

    """
    within = Stage.pipeline_id == Pipeline.id
    query = select(Stage).join(Pipeline, within).where(Stage.id == stage_id, Stage.into_id.is_(None))
    query = query.where(Pipeline.deleted_at.is_(None))
    stage = session.scalars(query.with_for_update(of=Stage, key_share=True)).one_or_none()
    if stage is None:
        raise NotFound("There is no such stage.")
    return stage
