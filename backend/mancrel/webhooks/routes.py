"""HTTP of outgoing webhooks; only admins."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may, shelf
from mancrel.kit.db import find, find_to_change
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes
from mancrel.kit.secrets import live
from mancrel.webhooks import service as webhooks
from mancrel.webhooks.models import WebhookDelivery, WebhookSubscription
from mancrel.webhooks.schemas import (
    AttemptOut,
    NewSubscription,
    RotatedSecret,
    Status,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionPatch,
    TypeOut,
    TypesOut,
    WebhookDeliveryDetail,
    WebhookDeliveryOut,
)
from mancrel.webhooks.types import TYPES

router = Router(prefix="/api/v1", tags=["outgoing webhooks"])
READ = may("webhooks:read")
WRITE = may("webhooks:write")
Rows = Annotated[ColumnElement[bool], shelf(WebhookSubscription, "webhooks:write")]
SubscriptionOrder = Annotated[
    Order,
    sorting(WebhookSubscription.id, "created_at", WebhookSubscription.name, WebhookSubscription.created_at),
]


def _out(one: WebhookSubscription) -> SubscriptionOut:
    fields = {name: getattr(one, name) for name in SubscriptionOut.model_fields if name != "secrets"}
    return SubscriptionOut.model_validate({**fields, "secrets": live(one.secrets)})


@router.get("/webhook-subscriptions", dependencies=[READ])
def list_subscriptions(
    session: Db, paging: PageOf, rows: Rows, order: SubscriptionOrder
) -> Page[SubscriptionOut]:
    """List who is told of what happens."""
    found = page(session, select(WebhookSubscription).where(rows), order, paging)
    items = [_out(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/webhook-subscriptions", status_code=201, dependencies=[WRITE])
def create_subscription(body: SubscriptionIn, session: Db) -> NewSubscription:
    """Subscribe an address to events; its secret is shown this once."""
    one, secret = webhooks.create(session, body)
    return NewSubscription.model_validate({**_out(one).model_dump(), "secret": secret})


@router.get("/webhook-subscriptions/event-types", dependencies=[READ])
def list_event_types() -> TypesOut:
    """Return the event types that can be subscribed to."""
    return TypesOut(items=[TypeOut.model_validate(one) for one in TYPES])


@router.get("/webhook-subscriptions/{subscription_id}", dependencies=[READ])
def get_subscription(subscription_id: UUID, session: Db) -> SubscriptionOut:
    """Return a subscription."""
    return _out(find(session, WebhookSubscription, subscription_id))


@router.patch("/webhook-subscriptions/{subscription_id}", dependencies=[WRITE])
def change_subscription(subscription_id: UUID, body: SubscriptionPatch, session: Db) -> SubscriptionOut:
    """Change a subscription, switch it off or on."""
    one = find_to_change(session, WebhookSubscription, subscription_id)
    return _out(webhooks.change(session, one, changes(body)))


@router.delete("/webhook-subscriptions/{subscription_id}", status_code=204, dependencies=[WRITE])
def delete_subscription(subscription_id: UUID, session: Db) -> None:
    """Move a subscription to the bin."""
    webhooks.remove(session, find_to_change(session, WebhookSubscription, subscription_id))


@router.post("/webhook-subscriptions/{subscription_id}/restore", dependencies=[WRITE])
def restore_subscription(subscription_id: UUID, session: Db) -> SubscriptionOut:
    """Take a subscription out of the bin."""
    return _out(webhooks.restore(session, subscription_id))


@router.post("/webhook-subscriptions/{subscription_id}/rotate", dependencies=[WRITE])
def rotate_subscription_secret(subscription_id: UUID, session: Db) -> RotatedSecret:
    """Give a subscription a new secret; until the end of the overlap both sign."""
    one = find_to_change(session, WebhookSubscription, subscription_id)
    secret, until = webhooks.rotate(session, one)
    return RotatedSecret(secret=secret, overlap_until=until)


@router.post("/webhook-subscriptions/{subscription_id}/test", status_code=202, dependencies=[WRITE])
def send_test_event(subscription_id: UUID, session: Db) -> WebhookDeliveryOut:
    """Send a test event, which no record is behind."""
    one = find_to_change(session, WebhookSubscription, subscription_id)
    return WebhookDeliveryOut.model_validate(webhooks.test(session, one))


@router.get("/webhook-subscriptions/{subscription_id}/deliveries", dependencies=[READ])
def list_subscription_deliveries(
    subscription_id: UUID,
    session: Db,
    paging: PageOf,
    status: Annotated[Status | None, Query(description="Only those that stand like this.")] = None,
) -> Page[WebhookDeliveryOut]:
    """List what a subscription was told, newest first; kept for 30 days."""
    one = find(session, WebhookSubscription, subscription_id)
    query = select(WebhookDelivery).where(WebhookDelivery.subscription_id == one.id)
    if status:
        query = query.where(WebhookDelivery.status == status)
    found = page(session, query, Order(WebhookDelivery.created_at, WebhookDelivery.id), paging)
    items = [WebhookDeliveryOut.model_validate(row) for row in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/webhook-deliveries/{delivery_id}", dependencies=[READ])
def get_webhook_delivery(delivery_id: UUID, session: Db) -> WebhookDeliveryDetail:
    """Return a delivery with its body and every attempt."""
    return _detail(session, find(session, WebhookDelivery, delivery_id))


@router.post("/webhook-deliveries/{delivery_id}/redeliver", status_code=202, dependencies=[WRITE])
def redeliver_webhook(delivery_id: UUID, session: Db) -> WebhookDeliveryDetail:
    """Send a delivery once more, now; success ends its schedule."""
    return _detail(session, webhooks.redeliver(session, delivery_id))


def _detail(session: Session, delivery: WebhookDelivery) -> WebhookDeliveryDetail:
    log = [AttemptOut.model_validate(one) for one in webhooks.attempts_of(session, delivery.id)]
    shown = {name: getattr(delivery, name) for name in WebhookDeliveryDetail.model_fields if name != "log"}
    return WebhookDeliveryDetail.model_validate({**shown, "log": log})
