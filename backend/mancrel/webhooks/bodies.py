"""What is sent: the record behind an event as its own GET answers it, but for what concerns a viewer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from mancrel.activities import wire as activities
from mancrel.activities.models import Activity
from mancrel.catalogue.models import Product
from mancrel.catalogue.schemas import ProductOut
from mancrel.contacts import shown as shown_contacts
from mancrel.contacts import wire as companies
from mancrel.contacts.models import Company, Contact
from mancrel.conversations import wire as conversations
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.deals import wire as deals
from mancrel.deals.models import Deal
from mancrel.kit.db import Row
from mancrel.kit.jobs import Cause
from mancrel.kit.live import singular
from mancrel.knowledge.models import Article
from mancrel.knowledge.schemas import ArticleOut

MAX_BYTES = 200_000
HIDDEN = {"editable", "html", "quoted_text"}
"""What holds for a viewer only, and what only repeats a message at length."""

Shown = Callable[[Session, Any], BaseModel]
RECORDS: dict[str, tuple[type[Row], Shown]] = {
    "contact": (Contact, lambda session, one: shown_contacts.of(session, [one.id])[one.id]),
    "company": (Company, companies.company),
    "deal": (Deal, deals.deal),
    "activity": (Activity, activities.activity),
    "product": (Product, lambda _session, one: ProductOut.model_validate(one)),
    "article": (Article, lambda _session, one: ArticleOut.model_validate(one)),
    "conversation": (Conversation, lambda _session, one: conversations.row(one)),
    "message": (Message, lambda _session, one: conversations.message(one)),
    "suggestion": (Suggestion, conversations.suggestion),
}


def of_event(session: Session, cause: Cause, at: datetime) -> str:
    """Write the body for an event."""
    object_ = singular(cause.subject_type or "")
    data = {
        "object": object_,
        "id": cause.subject_id,
        "actor_id": cause.actor_id,
        "changed": cause.facts.get("fields"),
        "record": record(session, object_, cause.subject_id),
    }
    body = written(cause.event_type, at, data)
    if len(body.encode()) <= MAX_BYTES:
        return body
    return written(cause.event_type, at, {**data, "record": None})


def of_test(subscription_id: UUID, name: str, at: datetime, type_: str) -> str:
    """Write the body of a test."""
    data = {
        "object": "webhook_subscription",
        "id": subscription_id,
        "actor_id": None,
        "changed": None,
        "record": {"id": subscription_id, "name": name},
    }
    return written(type_, at, data)


def record(session: Session, object_: str, id_: UUID | None) -> dict[str, Any] | None:
    """Describe a record; None when it is gone for good."""
    model, shown = RECORDS[object_]
    query = select(model).where(model.id == id_)
    if model is Message:
        query = query.options(selectinload(Message.attachments))
    one = session.scalars(query).unique().one_or_none()
    return None if one is None else shown(session, one).model_dump(mode="json", exclude=HIDDEN)


def written(type_: str, at: datetime, data: dict[str, Any]) -> str:
    """Write a body."""
    moment = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return orjson.dumps({"type": type_, "timestamp": moment, "data": data}).decode()
