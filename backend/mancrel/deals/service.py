"""Deals: create, change, move, win and lose."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mancrel.contacts import custom_fields, custom_values
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Company
from mancrel.deals import pipelines, places, stays, wire
from mancrel.deals.models import LOST, OPEN, WON, Deal, DealItem, Pipeline, Stage
from mancrel.deals.schemas import DealIn, Move
from mancrel.kit import bins, events, live
from mancrel.kit.db import find, lock_to_change, system_in, uuid7
from mancrel.kit.errors import Conflict, Invalid

custom_fields.holds("deal")(Deal)


class Moved(Conflict):
    """Somebody else has moved this deal meanwhile."""


class ReasonMissing(Invalid):
    """Say why the deal was lost."""


class AmountFollowsItems(Conflict):
    """The amount of this deal is the sum of its items; change those."""


def create(session: Session, body: DealIn, conversation_id: UUID | None = None) -> Deal:
    """Add a deal at the end of its stage; a contact's company is the deal's unless another is named.

    One made of a conversation may lack custom fields that are required: they are filled in later.
    """
    pipeline = find(session, Pipeline, body.pipeline_id) if body.pipeline_id else pipelines.first(session)
    stage = pipelines.stage_of(pipeline, body.stage_id)
    if stage.outcome == LOST:
        raise ReasonMissing("A new deal is not lost yet.", field="stage_id")
    now = datetime.now(UTC)
    deal = Deal(id=uuid7(), conversation_id=conversation_id, version=1, touched_at=now)
    deal.title, deal.amount, deal.currency = body.title, body.amount, body.currency
    deal.expected_close_on = body.expected_close_on
    deal.pipeline_id = pipeline.id
    complete = conversation_id is None
    deal.custom = custom_values.checked(session, "deal", body.custom, {}, complete=complete)
    _link(session, deal, body.contact_id, body.company_id)
    contacts.own(session, deal, body.owner_id)
    _place(session, deal, pipelines.find_stage(session, stage.id), None, None, now)
    session.add(deal)
    session.flush()
    stays.begin(session, deal, stage, now)
    session.flush()
    events.record(session, "deal.created", deal, stage_id=str(stage.id))
    return deal


def _link(session: Session, deal: Deal, contact_id: UUID | None, company_id: UUID | None) -> None:
    contact = contacts.named(session, contact_id) if contact_id else None
    deal.contact_id = contact.id if contact else None
    deal.company_id = find(session, Company, company_id).id if company_id else None
    employer = contact.shown.company_row if contact else None
    if deal.company_id is None and employer and employer.deleted_at is None:
        deal.company_id = employer.id


def change(session: Session, deal: Deal, values: dict[str, Any]) -> Deal:
    """Change a deal; only the named fields.

    Raises:
        AmountFollowsItems: amount or currency is named, and there are items.

    """
    fields = sorted(values)
    if {"amount", "currency"} & set(values) and _has_items(session, deal):
        raise AmountFollowsItems(field="amount" if "amount" in values else "currency")
    if "owner_id" in values:
        contacts.assign(session, deal, values.pop("owner_id"))
    if values.get("contact_id"):
        contacts.named(session, values["contact_id"])
    if values.get("company_id"):
        find(session, Company, values["company_id"])
    if "custom" in values:
        deal.custom = custom_values.checked(session, "deal", values.pop("custom"), deal.custom)
    for name, value in values.items():
        setattr(deal, name, value)
    told(session, deal, "deal.changed", fields=fields)
    return deal


def _has_items(session: Session, deal: Deal) -> bool:
    return session.scalar(select(DealItem.id).where(DealItem.deal_id == deal.id).limit(1)) is not None


def told(session: Session, deal: Deal, type_: str, **facts: Any) -> None:
    """Note that something happened to a deal, and tell."""
    deal.touched_at = datetime.now(UTC)
    session.flush()
    events.record(session, type_, deal, **facts)


def move(session: Session, deal_id: UUID, body: Move, *, together: bool = False) -> Deal:
    """Put a deal to a place in a stage of its own or another pipeline; won and lost follow from the stage.

    ``together``: with many others, so that nobody is told of each.

    Raises:
        Moved: somebody moved it since the version that the mover saw.
        ReasonMissing: the stage is that of lost deals.

    """
    deal = _as_seen(session, deal_id, body.version)
    stage = pipelines.find_stage(session, body.stage_id)
    before = deal.stage_id
    now = datetime.now(UTC)
    if stage.outcome == LOST and deal.status != LOST and not body.lost_reason:
        raise ReasonMissing(field="lost_reason")
    left = deal.order_key
    if body.back:
        _place_again(session, deal, stage, now)
    else:
        _place(session, deal, stage, body.after_id, body.before_id, now)
    deal.pipeline_id, deal.version = stage.pipeline_id, deal.version + 1
    if stage.id != before:
        stays.begin(session, deal, stage, now, left)
    kind = _close(deal, stage, body.lost_reason, now)
    facts = {"from_stage_id": str(before), "stage_id": str(stage.id)}
    told(session, deal, f"deal.{kind}", **facts, **({"together": True} if together else {}))
    return deal


def move_back(session: Session, deal: Deal, stage_id: UUID, reason: str | None) -> None:
    """Take a move of many back: a deal is in its stage again, in its place, as if it had never left."""
    if deal.stage_id != stage_id:
        entered_at = stays.last_entered(session, deal, stage_id)
        body = Move(stage_id=stage_id, version=deal.version, lost_reason=reason, back=True)
        move(session, deal.id, body, together=True)
        deal.stage_entered_at = entered_at or deal.stage_entered_at
        session.flush()


def _as_seen(session: Session, deal_id: UUID, version: int) -> Deal:
    find(session, Deal, deal_id)
    deal = lock_to_change(session, Deal, deal_id)
    if deal.version != version:
        said = f"Somebody else has moved this deal meanwhile: it is in {deal.stage.name}."
        raise Moved(said, field="version", current=wire.deal(session, deal).model_dump(mode="json"))
    return deal


def _close(deal: Deal, stage: Stage, reason: str | None, now: datetime) -> str:
    """Let the status follow the stage; returns what happened."""
    if deal.status == stage.outcome:
        return "moved"
    deal.status = stage.outcome
    deal.closed_at = None if stage.outcome == OPEN else now
    deal.lost_reason = reason if stage.outcome == LOST else None
    return "moved" if stage.outcome == OPEN else stage.outcome


def win(session: Session, deal_id: UUID, version: int) -> Deal:
    """Move a deal to the won ones."""
    return _end(session, deal_id, version, WON, None)


def lose(session: Session, deal_id: UUID, version: int, reason: str) -> Deal:
    """Move a deal to the lost ones."""
    return _end(session, deal_id, version, LOST, reason)


def _end(session: Session, deal_id: UUID, version: int, outcome: str, reason: str | None) -> Deal:
    stage = pipelines.ending(find(session, Deal, deal_id).pipeline, outcome)
    return move(session, deal_id, Move(stage_id=stage.id, version=version, lost_reason=reason))


def _place(
    session: Session, deal: Deal, stage: Stage, after_id: UUID | None, before_id: UUID | None, now: datetime
) -> None:
    """Give a deal its place in a locked stage; a neighbour that has left it does not count."""
    after = _key_of(session, stage, after_id)
    before = None if after else _key_of(session, stage, before_id)
    with system_in(session) as system:  # places of hidden and deleted deals are taken too
        others = select(Deal.order_key).where(Deal.stage_id == stage.id, Deal.id != deal.id)
        if after:
            before = system.scalar(
                others.with_only_columns(func.min(Deal.order_key)).where(Deal.order_key > after)
            )
        else:
            last = others.with_only_columns(func.max(Deal.order_key))
            after = system.scalar(last.where(Deal.order_key < before) if before else last)
    _enter(deal, stage, places.between(after, before), now)


def _place_again(session: Session, deal: Deal, stage: Stage, now: datetime) -> None:
    """Give a deal the place that it left in a locked stage; behind whoever has it by now, or at the end.

    The others of the column keep their keys, so the old one is still between those who stayed.
    """
    key = stays.last_place(session, deal, stage.id)
    if key is None:
        _place(session, deal, stage, None, None, now)
        return
    with system_in(session) as system:
        others = select(Deal.order_key).where(Deal.stage_id == stage.id, Deal.id != deal.id)
        if system.scalar(others.where(Deal.order_key == key).limit(1)):
            following = others.with_only_columns(func.min(Deal.order_key)).where(Deal.order_key > key)
            key = places.between(key, system.scalar(following))
    _enter(deal, stage, key, now)


def _enter(deal: Deal, stage: Stage, key: str, now: datetime) -> None:
    deal.order_key = key
    if deal.stage_id != stage.id:
        deal.stage_entered_at = now
    deal.stage_id = stage.id


def _key_of(session: Session, stage: Stage, deal_id: UUID | None) -> str | None:
    if deal_id is None:
        return None
    return session.scalar(select(Deal.order_key).where(Deal.id == deal_id, Deal.stage_id == stage.id))


def plan(session: Session, deal_id: UUID, next_at: datetime | None) -> None:
    """Note when the next activity of a deal is due; whoever has one to do need not see the deal."""
    with system_in(session) as system:
        system.execute(
            update(Deal)
            .where(Deal.id == deal_id)
            .values(next_activity_at=next_at, touched_at=datetime.now(UTC), updated_at=func.now())
        )
    live.announce(session, "deal.changed", Deal.__tablename__, deal_id)


def remove(session: Session, deal: Deal) -> None:
    """Move a deal to the bin."""
    bins.discard(deal)
    events.record(session, "deal.deleted", deal)


def restore(session: Session, deal_id: UUID) -> Deal:
    """Take a deal out of the bin; its place is still its own.

    Raises:
        PipelineInUse: its pipeline was deleted meanwhile.

    """
    deal = bins.restore(session, Deal, deal_id)
    if deal.pipeline.deleted_at is not None:
        raise pipelines.PipelineInUse("The pipeline of this deal is in the bin; restore that first.")
    session.flush()
    events.record(session, "deal.restored", deal)
    return deal
