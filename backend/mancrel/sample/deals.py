"""The deals of the sample shop, with their lines and their way through the stages."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mancrel.catalogue.models import Product
from mancrel.contacts.models import Contact
from mancrel.conversations.models import Message
from mancrel.deals import items, pipelines, places
from mancrel.deals.models import LOST, OPEN, Deal, DealItem, DealStageChange, Pipeline, Stage
from mancrel.kit import events
from mancrel.kit.db import transaction, uuid7
from mancrel.sample import script
from mancrel.sample.catalogue import CHANNEL
from mancrel.sample.clock import playing
from mancrel.sample.script import Chance, id_of

STAY = timedelta(days=6)


def load(now: datetime) -> None:
    """Load the deals that are missing, where their contacts are."""
    with transaction() as session, playing(session, now):
        pipelines.ensure_default(session)
        pipeline = pipelines.first(session)
        talks = {talk.id: talk.external_id(0) for talk in script.talks()}
        for chance in script.chances():
            contact = session.get(Contact, id_of("contact", chance.contact))
            stage = next((one for one in pipeline.stages if one.name == chance.stage), None)
            if contact and stage and session.get(Deal, id_of("deal", chance.title)) is None:
                thread = _thread(session, talks.get(chance.talk))
                _enter(session, chance, contact, stage, pipeline, now, thread)


def _thread(session: Session, external_id: str | None) -> UUID | None:
    query = select(Message.conversation_id)
    return session.scalar(query.where(Message.channel_id == CHANNEL, Message.external_id == external_id))


def _enter(
    session: Session,
    chance: Chance,
    contact: Contact,
    stage: Stage,
    pipeline: Pipeline,
    now: datetime,
    thread: UUID | None,
) -> None:
    entered = now - timedelta(days=chance.age, hours=1)
    deal = Deal(id=id_of("deal", chance.title), title=chance.title, version=1, conversation_id=thread)
    deal.pipeline_id, deal.stage_id = pipeline.id, stage.id
    deal.contact_id, deal.company_id = contact.id, contact.company_id
    deal.owner_id, deal.team_id = contact.owner_id, contact.team_id
    deal.amount, deal.currency, deal.status = chance.amount, "EUR", stage.outcome
    deal.stage_entered_at = deal.touched_at = deal.updated_at = entered
    deal.closed_at = None if stage.outcome == OPEN else entered
    deal.lost_reason = chance.lost_reason if stage.outcome == LOST else None
    deal.expected_close_on = (now + timedelta(days=chance.closes)).date() if chance.closes else None
    last = select(func.max(Deal.order_key)).where(Deal.stage_id == stage.id)
    deal.order_key = places.between(session.scalar(last), None)
    deal.created_at = _walk(session, deal, stage, pipeline, entered)
    session.add(deal)
    session.flush()
    _fill(session, deal, chance)
    events.record(session, "deal.created", deal, at=deal.created_at)


def _walk(session: Session, deal: Deal, stage: Stage, pipeline: Pipeline, entered: datetime) -> datetime:
    """Enter the stays up to the present stage; returns when the first began."""
    way = [one for one in pipeline.stages if one.outcome == OPEN and one.position < stage.position]
    began = entered - STAY * len(way)
    for place, one in enumerate([*way, stage]):
        at = began + STAY * place
        left = at + STAY if one is not stage else None
        stay = DealStageChange(id=uuid7(), deal_id=deal.id, stage_id=one.id, stage_name=one.name)
        stay.entered_at, stay.left_at, stay.by_id = at, left, deal.owner_id
        session.add(stay)
    return began


def _fill(session: Session, deal: Deal, chance: Chance) -> None:
    wanted = select(Product).where(Product.sku.in_(chance.items), Product.deleted_at.is_(None))
    amount = Decimal(0)
    for product in session.scalars(wanted.order_by(Product.sku)):
        quantity = chance.items[product.sku or ""]
        item = DealItem(id=uuid7(), deal_id=deal.id, product_id=product.id, quantity=quantity)
        item.title, item.unit_price, item.currency = items.name_of(product), product.price, product.currency
        session.add(item)
        amount += product.price * quantity
    if amount:
        deal.amount = amount
