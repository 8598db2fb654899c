"""What other systems were told of a person."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.orm import Session

from mancrel.contacts.personal import Person
from mancrel.kit.traces import ERASED, Counts, mentions, rows
from mancrel.webhooks.models import WebhookAttempt, WebhookDelivery

WAITING = ("pending", "sending")


def _told(ids: Collection[UUID], person: Person) -> ColumnElement[bool]:
    return mentions(WebhookDelivery.body, [*person.words, *map(str, ids)])


def export(session: Session, person: Person, ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Return what was told of the person; ``ids``: their records."""
    told = select(WebhookDelivery).where(_told(ids, person))
    return {"webhook_deliveries": rows(session.scalars(told).unique())}


def erase(session: Session, person: Person, ids: Collection[UUID]) -> Counts:
    """Empty what was told and what was answered; what still waits is not told any more."""
    told = set(session.scalars(select(WebhookDelivery.id).where(_told(ids, person))))
    answered = or_(
        WebhookAttempt.delivery_id.in_(told),
        mentions(WebhookAttempt.answer, person.words),
        mentions(WebhookAttempt.error, person.words),
    )
    session.execute(update(WebhookAttempt).where(answered).values(answer=None, error=None))
    waits = WebhookDelivery.status.in_(WAITING)
    emptied = {
        "body": ERASED, "next_attempt_at": None,
        "status": case((waits, "cancelled"), else_=WebhookDelivery.status),
    }  # fmt: skip
    session.execute(update(WebhookDelivery).where(WebhookDelivery.id.in_(told)).values(**emptied))
    return {"webhook_deliveries": len(told)}
