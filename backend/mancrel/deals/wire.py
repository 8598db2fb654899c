"""From deals to the shapes on the wire."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.contacts import custom_values
from mancrel.deals.models import Deal, DealItem, DealStageChange
from mancrel.deals.schemas import DealDetail, DealOut, ItemOut, StayOut
from mancrel.kit.db import find, may_change


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


def _item(one: DealItem) -> ItemOut:
    known = {name: getattr(one, name) for name in ItemOut.model_fields if name != "total"}
    return ItemOut.model_validate({**known, "total": one.unit_price * one.quantity})


def _stay(one: DealStageChange) -> StayOut:
    known = {name: getattr(one, name) for name in StayOut.model_fields if name != "seconds"}
    until = one.left_at or datetime.now(UTC)
    return StayOut.model_validate({**known, "seconds": max(0, int((until - one.entered_at).total_seconds()))})
