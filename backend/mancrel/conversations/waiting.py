"""The order of the approval queue: what waiting costs, most first.

    cost = stake x urgency x pressure

* ``stake``: what the customer may spend. The catalogue prices of the products that the draft is about, or
  the greatest total it computes, whichever is more, and at least 10; times 1.1 for each earlier thread of
  the contact, counted up to five. Amounts are compared as they are, currencies are not converted.
* ``urgency``: by priority (urgent 8, high 4, normal 2, low 1), times what the intent adds (a wish to buy 2,
  a price question or a complaint 1.5, else 1).
* ``pressure``: patience / time left. Patience is by priority (1, 4, 24 and 72 hours) and runs from when the
  customer began to wait; the time left counts for at least a tenth of it, so the pressure grows from 1 to 10.
  Past the end it goes on growing by 1 for each further patience.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    ScalarSelect,
    Select,
    Uuid,
    bindparam,
    cast,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from mancrel.catalogue.models import Product
from mancrel.contacts.models import Contact
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit import totals
from mancrel.kit.canonical import same_as
from mancrel.kit.cursors import decode, encode
from mancrel.kit.pages import BadCursor, Paging, Slice

LEAST_STAKE = 10.0
PER_THREAD, MOST_THREADS = 0.1, 5
URGENCY = {"urgent": 8.0, "high": 4.0, "normal": 2.0, "low": 1.0}
INTENT = {"purchase": 2.0, "price_quote": 1.5, "complaint": 1.5}
PATIENCE_S = {"urgent": 3600, "high": 4 * 3600, "normal": 24 * 3600, "low": 72 * 3600}
MOST_PRESSURE = 10.0


@dataclass(frozen=True)
class Cost:
    """What waiting costs, and the three factors that make it."""

    cost: float
    stake: float
    urgency: float
    pressure: float
    due_in_s: int


def weigh(session: Session, conversation: Conversation, message: Message, suggestion: Suggestion) -> None:
    """Note on a suggestion what orders it in the queue."""
    priority = conversation.priority or "normal"
    suggestion.stake = _stake(session, conversation, suggestion)
    suggestion.urgency = URGENCY.get(priority, 2.0) * INTENT.get(conversation.intent or "", 1.0)
    suggestion.patience_s = PATIENCE_S.get(priority, PATIENCE_S["normal"])
    suggestion.waits_since = conversation.waiting_since or message.created_at


def _stake(session: Session, conversation: Conversation, suggestion: Suggestion) -> float:
    """Return what is at stake; the value of a deal belongs here too, beside that of the products."""
    ids = {UUID(str(one["id"])) for one in suggestion.sources if one["kind"] == "product"}
    values = {"products": list(ids), "contact": conversation.contact_id, "thread": conversation.id}
    price, threads = session.execute(_STAKE, values).one()
    value = max(LEAST_STAKE, float(price or 0), _greatest_total(suggestion.claims))
    return value * (1 + PER_THREAD * threads)


def _greatest_total(claims: list[dict[str, Any]]) -> float:
    totals = [_amount(one["value"]) for one in claims if one["kind"] == "figure" and one["ok"]]
    return max(totals, default=0.0)


def _amount(value: str) -> float:
    try:
        amount = float(Decimal(value.split(" ", maxsplit=1)[0]))
    except InvalidOperation:
        return 0.0
    return amount if math.isfinite(amount) else 0.0


def _earlier_threads() -> ScalarSelect[int]:
    """Count the other threads of the same person, up to as many as matter."""
    contact = bindparam("contact", type_=Uuid())
    earlier = select(Conversation.id).where(
        same_as(Contact, Conversation.contact_id, contact), Conversation.id != bindparam("thread")
    )
    return select(func.count()).select_from(earlier.limit(MOST_THREADS).subquery()).scalar_subquery()


_STAKE = select(
    select(func.sum(Product.price))
    .where(Product.id.in_(bindparam("products", expanding=True)))
    .scalar_subquery(),
    _earlier_threads(),
)


def cost_of(suggestion: Suggestion, at: datetime) -> Cost:
    """Compute what waiting costs by the formula above."""
    patience = float(suggestion.patience_s)
    waited = (at - (suggestion.waits_since or suggestion.created_at)).total_seconds()
    left = patience - waited
    pressure = patience / max(left, patience / MOST_PRESSURE) + max(0.0, -left) / patience
    cost = suggestion.stake * suggestion.urgency * pressure
    return Cost(cost, suggestion.stake, suggestion.urgency, pressure, int(left))


def _cost(at: datetime) -> ColumnElement[float]:
    """Return the same formula in SQL."""
    patience = cast(Suggestion.patience_s, Float)
    since = func.coalesce(Suggestion.waits_since, Suggestion.created_at)
    left = patience - cast(func.extract("epoch", literal(at) - since), Float)
    pressure = patience / func.greatest(left, patience / MOST_PRESSURE)
    overdue = func.greatest(0.0, -left) / patience
    return cast(Suggestion.stake * Suggestion.urgency * (pressure + overdue), Float)


def by_cost(
    session: Session, query: Select[Suggestion], paging: Paging
) -> tuple[Slice[Suggestion], datetime]:
    """Return a page of the queue and the time at which its order holds: that of the first page.

    Raises:
        BadCursor: the cursor was not made by this list.

    """
    at, edge = _edge(paging.cursor)
    cost = _cost(at)
    total = None
    if edge is None:
        total = totals.total(session, query, Suggestion.id, paging.of)
    else:
        query = query.where(tuple_(cost, Suggestion.id) < tuple_(literal(edge[0], Float), literal(edge[1])))
    ordered = query.add_columns(cost).order_by(cost.desc(), Suggestion.id.desc()).limit(paging.limit + 1)
    found = session.execute(ordered).unique().all()
    following = None
    if len(found) > paging.limit:
        last, its_cost = found[paging.limit - 1]
        following = encode(at.isoformat(), its_cost, last.id)
    return Slice([row for row, _ in found[: paging.limit]], following, total), at


def _edge(cursor: str | None) -> tuple[datetime, tuple[float, UUID] | None]:
    if cursor is None:
        return datetime.now(UTC), None
    try:
        at, cost, id_ = decode(cursor)
        return datetime.fromisoformat(at).astimezone(UTC), (float(cost), UUID(id_))
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadCursor(field="cursor") from error
