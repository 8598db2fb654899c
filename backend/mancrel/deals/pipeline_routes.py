"""HTTP of pipelines, and of the board that each of them is."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy import ColumnElement, select

from mancrel.accounts.deps import Db, may, shelf
from mancrel.deals import board, pipelines, wire
from mancrel.deals.lists_asked import Narrowing
from mancrel.deals.models import Pipeline
from mancrel.deals.schemas import BoardOut, PipelineIn, PipelineOut, PipelinePatch
from mancrel.kit.db import find, find_to_change
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Text

router = Router(prefix="/api/v1/pipelines", tags=["pipelines"])
READ = may("pipelines:read")
WRITE = may("pipelines:write")
PipelineRows = Annotated[ColumnElement[bool], shelf(Pipeline, "pipelines:write")]
PipelineOrder = Annotated[
    Order, sorting(Pipeline.id, "created_at", Pipeline.name, Pipeline.created_at, Pipeline.updated_at)
]


@router.get("", dependencies=[READ])
def list_pipelines(
    session: Db,
    paging: PageOf,
    rows: PipelineRows,
    order: PipelineOrder,
    q: Annotated[Text | None, Query(max_length=200)] = None,
) -> Page[PipelineOut]:
    """List pipelines with their stages, oldest first."""
    query = select(Pipeline).where(rows)
    if q:
        query = query.where(Pipeline.name.icontains(q, autoescape=True))
    found = page(session, query, order, paging)
    items = [wire.pipeline(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("", status_code=201, dependencies=[WRITE])
def create_pipeline(body: PipelineIn, session: Db) -> PipelineOut:
    """Add a pipeline."""
    pipeline = pipelines.create(session, body)
    session.refresh(pipeline)
    return wire.pipeline(session, pipeline)


@router.get("/{pipeline_id}", dependencies=[READ])
def get_pipeline(pipeline_id: UUID, session: Db) -> PipelineOut:
    """Return a pipeline with its stages."""
    return wire.pipeline(session, find(session, Pipeline, pipeline_id))


@router.get("/{pipeline_id}/board", dependencies=[may("deals:read")])
def get_board(
    pipeline_id: UUID,
    session: Db,
    narrowed: Narrowing,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> BoardOut:
    """Return the columns with count, totals and first cards; ``limit`` is that of each column."""
    return board.of(session, find(session, Pipeline, pipeline_id), narrowed(), limit)


@router.patch("/{pipeline_id}", dependencies=[WRITE])
def change_pipeline(pipeline_id: UUID, body: PipelinePatch, session: Db) -> PipelineOut:
    """Rename a pipeline, or replace its stages; more than 200 deals of one that goes move on afterwards."""
    pipeline = find_to_change(session, Pipeline, pipeline_id)
    named = body.model_fields_set
    pipelines.change(
        session,
        pipeline,
        name=body.name if "name" in named else None,
        stages=body.stages if "stages" in named else None,
        moves=body.moves,
    )
    session.refresh(pipeline)
    return wire.pipeline(session, pipeline)


@router.delete("/{pipeline_id}", status_code=204, dependencies=[WRITE])
def delete_pipeline(pipeline_id: UUID, session: Db) -> None:
    """Move a pipeline without deals to the bin."""
    pipelines.remove(session, find_to_change(session, Pipeline, pipeline_id))


@router.post("/{pipeline_id}/restore", dependencies=[WRITE])
def restore_pipeline(pipeline_id: UUID, session: Db) -> PipelineOut:
    """Take a pipeline out of the bin."""
    pipeline = pipelines.restore(session, pipeline_id)
    session.refresh(pipeline)
    return wire.pipeline(session, pipeline)
