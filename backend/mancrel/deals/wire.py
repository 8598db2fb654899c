"""From deals to the shapes on the wire."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.contacts import custom_values
from mancrel.deals import leaving
from mancrel.deals.models import Deal, DealItem, DealStageChange, Pipeline
from mancrel.deals.schemas import DealDetail, DealOut, ItemOut, LeavingOut, PipelineOut, StageOut, StayOut
from mancrel.kit.db import find, may_change
from mancrel.kit.schema import Ref


def fields(session: Session, one: Deal) -> dict[str, Any]:
    """Describe a deal; who is in the bin is not shown with it."""
    shown = {name: getattr(one, name) for name in DealOut.model_fields if name != "editable"}
    for name in ("contact", "company"):
        if shown[name] and shown[name].deleted_at:
            shown[name] = None
    shown["custom"] = custom_values.shown(session, "deal", one.custom)
    return {**shown, "editable": may_change(session, one)}


def deal(session: Session, one: Deal) -> DealOut:
    """Describe a deal as a card or a row."""
    return DealOut.model_validate(fields(session, one))


def fresh(session: Session, deal_id: UUID) -> DealDetail:
    """Describe a deal as the database now has it."""
    session.flush()
    session.expire_all()
    return detail(session, find(session, Deal, deal_id))


def detail(session: Session, one: Deal) -> DealDetail:
    """Describe a deal with its lines and its way through the stages."""
    stays = (
        select(DealStageChange)
        .where(DealStageChange.deal_id == one.id)
        .order_by(DealStageChange.entered_at.desc(), DealStageChange.id.desc())
    )
    lines = select(DealItem).where(DealItem.deal_id == one.id).order_by(DealItem.created_at, DealItem.id)
    return DealDetail.model_validate(
        {
            **fields(session, one),
            "items": [_item(each) for each in session.scalars(lines)],
            "history": [_stay(each) for each in session.scalars(stays)],
        }
    )


def pipeline(session: Session, one: Pipeline) -> PipelineOut:
    """Describe a pipeline, and what is still under way of a change of its stages."""
    named = {stage.id: stage for stage in one.stages}
    fields = {name: getattr(one, name) for name in PipelineOut.model_fields.keys() - {"stages", "leaving"}}
    gone = [
        LeavingOut(
            id=stage.id,
            name=stage.name,
            into=Ref.model_validate(named[stage.into_id]),
            left=leaving.waiting(session, stage.id),
        )
        for stage in one.leaving
        if stage.into_id
    ]
    stages = [StageOut.model_validate(stage) for stage in one.staying]
    return PipelineOut(**fields, stages=stages, leaving=gone)


def _item(one: DealItem) -> ItemOut:
    known = {name: getattr(one, name) for name in ItemOut.model_fields if name != "total"}
    return ItemOut.model_validate({**known, "total": one.unit_price * one.quantity})


def _stay(one: DealStageChange) -> StayOut:
    known = {name: getattr(one, name) for name in StayOut.model_fields if name != "seconds"}
    until = one.left_at or datetime.now(UTC)
    return StayOut.model_validate({**known, "seconds": max(0, int((until - one.entered_at).total_seconds()))})
