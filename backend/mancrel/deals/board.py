"""A pipeline as a board, and its forecast: three questions to the database, however many deals there are."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, select, true
from sqlalchemy.orm import Session

from mancrel.contacts.related import in_brief
from mancrel.deals import wire
from mancrel.deals.models import OPEN, Deal, Pipeline, Stage
from mancrel.deals.schemas import BoardOut, ColumnOut, Forecast, ForecastMonth, StageOut, Total
from mancrel.kit.cursors import encode
from mancrel.kit.orders import Order

PLACES = Order(Deal.order_key, Deal.id, descending=False)


def of(session: Session, pipeline: Pipeline, narrowed: Sequence[ColumnElement[bool]], limit: int) -> BoardOut:
    """Return the columns of a pipeline with their totals and their first cards, narrowed by conditions."""
    rules = [Deal.pipeline_id == pipeline.id, Deal.deleted_at.is_(None), *narrowed]
    counts, totals = _totals(session, rules)
    cards = _cards(session, pipeline, rules, limit + 1)
    columns = [
        _column(
            session, stage, counts.get(stage.id, 0), totals.get(stage.id, []), cards.get(stage.id, []), limit
        )
        for stage in pipeline.stages
        if stage.into_id is None or stage.id in counts
    ]
    return BoardOut(pipeline=wire.pipeline(session, pipeline), columns=columns)


def _column(
    session: Session, stage: Stage, count: int, totals: list[Total], cards: list[Deal], limit: int
) -> ColumnOut:
    shown = cards[:limit]
    more = encode(PLACES.name, shown[-1].order_key, shown[-1].id) if len(cards) > limit else None
    return ColumnOut(
        stage=StageOut.model_validate(stage),
        count=count,
        totals=totals,
        items=[wire.deal(session, one) for one in shown],
        next_cursor=more,
    )


def _totals(session: Session, rules: list[Any]) -> tuple[dict[UUID, int], dict[UUID, list[Total]]]:
    query = (
        select(Deal.stage_id, Deal.currency, Stage.probability, func.count(), func.sum(Deal.amount))
        .join(Stage, Stage.id == Deal.stage_id)
        .where(*rules)
        .group_by(Deal.stage_id, Deal.currency, Stage.probability)
        .order_by(Deal.currency)
    )
    counts: dict[UUID, int] = {}
    totals: dict[UUID, list[Total]] = {}
    for stage_id, currency, percent, count, amount in session.execute(query):
        counts[stage_id] = counts.get(stage_id, 0) + count
        weighted = _cents(amount * percent / 100)
        totals.setdefault(stage_id, []).append(Total(currency=currency, amount=amount, weighted=weighted))
    return counts, totals


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _cards(session: Session, pipeline: Pipeline, rules: list[Any], limit: int) -> dict[UUID, list[Deal]]:
    """Return the first cards of each column: the few of each are read by the index of its places."""
    few = select(Deal.id).where(*rules, Deal.stage_id == Stage.id).order_by(*PLACES.by()).limit(limit)
    firsts = few.correlate(Stage).lateral("firsts")
    of_columns = select(firsts.c.id).select_from(Stage).join(firsts, true())
    ids = session.scalars(of_columns.where(Stage.pipeline_id == pipeline.id)).all()
    query = select(Deal).where(Deal.id.in_(ids)).order_by(*PLACES.by()).options(*in_brief(Deal))
    cards: dict[UUID, list[Deal]] = {}
    for deal in session.scalars(query).unique():
        cards.setdefault(deal.stage_id, []).append(deal)
    return cards


def forecast(session: Session, pipeline_id: UUID | None, narrowed: Sequence[ColumnElement[bool]]) -> Forecast:
    """Return open deals by the month in which they are expected to close, weighted by their stages."""
    month = cast(func.date_trunc("month", Deal.expected_close_on), Date)
    worth = func.sum(Deal.amount * Stage.probability / 100)
    query = (
        select(month, Deal.currency, func.count(), func.sum(Deal.amount), worth)
        .join(Stage, Stage.id == Deal.stage_id)
        .where(Deal.status == OPEN, Deal.deleted_at.is_(None), *narrowed)
        .group_by(month, Deal.currency)
        .order_by(month.asc().nulls_last(), Deal.currency)
    )
    if pipeline_id:
        query = query.where(Deal.pipeline_id == pipeline_id)
    months: dict[date | None, ForecastMonth] = {}
    for day, currency, count, amount, weighted in session.execute(query):
        known = months.setdefault(day, ForecastMonth(month=day, count=0, totals=[]))
        known.count += count
        known.totals.append(Total(currency=currency, amount=amount, weighted=_cents(weighted)))
    return Forecast(months=list(months.values()))
