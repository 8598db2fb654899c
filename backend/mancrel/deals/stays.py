"""The stays of deals in stages: begun by a move, and moved on together when a stage goes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mancrel.deals import places
from mancrel.deals.models import Deal, DealStageChange, Stage
from mancrel.kit import events
from mancrel.kit.db import uuid7, viewer_of
from mancrel.kit.visibility import Scope


def begin(session: Session, deal: Deal, stage: Stage, now: datetime, left_place: str | None = None) -> None:
    """Begin a stay in a stage, and end the one before, where the deal stood at ``left_place``."""
    session.execute(
        update(DealStageChange)
        .where(DealStageChange.deal_id == deal.id, DealStageChange.left_at.is_(None))
        .values(left_at=now, left_place=left_place)
    )
    stay = DealStageChange(id=uuid7(), deal_id=deal.id, stage_id=stage.id, stage_name=stage.name)
    stay.entered_at, stay.by_id = now, viewer_of(session).user_id
    session.add(stay)


def last_entered(session: Session, deal: Deal, stage_id: UUID) -> datetime | None:
    """Return when a deal came into a stage the last time; none if it never was there."""
    entered = select(func.max(DealStageChange.entered_at))
    return session.scalar(
        entered.where(DealStageChange.deal_id == deal.id, DealStageChange.stage_id == stage_id)
    )


def last_place(session: Session, deal: Deal, stage_id: UUID) -> str | None:
    """Return where a deal stood in a stage when it left it the last time, if that is known."""
    left = select(DealStageChange.left_place).where(
        DealStageChange.deal_id == deal.id,
        DealStageChange.stage_id == stage_id,
        DealStageChange.left_at.is_not(None),
    )
    return session.scalar(left.order_by(DealStageChange.left_at.desc()).limit(1))


def move_on(session: Session, stage: Stage, into: Stage, most: int) -> int:
    """Move deals of a stage behind those of another with the same outcome, in their order; returns how many.

    Also those that the viewer does not see and those in the bin: it is their stage that goes.
    """
    everyone = replace(viewer_of(session), scope=Scope.ALL)
    with Session(session.connection(), info={"viewer": everyone}) as all_deals:
        locked = select(Stage.id).where(Stage.id.in_((stage.id, into.id))).order_by(Stage.id)
        all_deals.execute(locked.with_for_update())
        last = all_deals.scalar(select(func.max(Deal.order_key)).where(Deal.stage_id == into.id))
        moving = select(Deal).where(Deal.stage_id == stage.id).order_by(Deal.order_key).limit(most)
        deals = all_deals.scalars(moving.with_for_update(of=Deal)).unique().all()
        for deal in deals:
            last = deal.order_key = places.between(last, None)
        _move(session, all_deals, deals, into)
        all_deals.flush()
    return len(deals)


def _move(session: Session, all_deals: Session, deals: Sequence[Deal], into: Stage) -> None:
    now, by_id = datetime.now(UTC), viewer_of(session).user_id
    ended = update(DealStageChange).where(DealStageChange.deal_id.in_([deal.id for deal in deals]))
    all_deals.execute(ended.where(DealStageChange.left_at.is_(None)).values(left_at=now))
    for deal in deals:
        before = deal.stage_id
        deal.stage_id, deal.stage_entered_at, deal.touched_at = into.id, now, now
        deal.version += 1
        stay = DealStageChange(id=uuid7(), deal_id=deal.id, stage_id=into.id, stage_name=into.name)
        stay.entered_at, stay.by_id = now, by_id
        all_deals.add(stay)
        left = str(before)
        events.record(session, "deal.moved", deal, from_stage_id=left, stage_id=str(into.id), together=True)
