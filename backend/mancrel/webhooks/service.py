"""Subscriptions of other systems: who is told what, and where."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.kit import addresses, bins, events
from mancrel.kit.db import find, uuid7
from mancrel.kit.errors import Invalid
from mancrel.kit.jobs import Wanted
from mancrel.kit.secrets import entry, new_signing_secret, rotated
from mancrel.webhooks import bodies
from mancrel.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookSubscription
from mancrel.webhooks.schemas import SubscriptionIn
from mancrel.webhooks.types import NAMES, TEST, matches

FAN_OUT = "webhooks.fan_out"
LOCK = 0x3EB_0000
KEPT = timedelta(days=30)


class AddressRefused(Invalid):
    """Mancrel does not call this address."""


def create(session: Session, body: SubscriptionIn) -> tuple[WebhookSubscription, str]:
    """Subscribe an address; returns the subscription and its secret, which is shown once.

    Raises:
        AddressRefused: not an http or https address of the public internet.

    """
    _refuse_bad(body.url)
    secret = new_signing_secret()
    one = WebhookSubscription(id=uuid7(), name=body.name, url=body.url, types=_in_order(body.types))
    one.secrets = [entry(secret)]
    session.add(one)
    session.flush()
    listen(session)
    events.record(session, "webhook.created", one)
    session.refresh(one)
    return one, secret


def _refuse_bad(url: str) -> None:
    try:
        addresses.target_of(url)
    except addresses.Blocked as reason:
        raise AddressRefused(str(reason), field="url") from reason


def _in_order(types: list[str]) -> list[str]:
    return list(dict.fromkeys(types))


def change(session: Session, one: WebhookSubscription, values: dict[str, Any]) -> WebhookSubscription:
    """Change a subscription; only the named fields."""
    fields = sorted(values)
    if "url" in values:
        _refuse_bad(values["url"])
    if "types" in values:
        values["types"] = _in_order(values["types"])
    if values.get("is_active"):
        one.disabled_because = one.failing_since = one.quiet_until = None
        one.silent = 0
    for name, value in values.items():
        setattr(one, name, value)
    session.flush()
    listen(session)
    events.record(session, "webhook.changed", one, fields=fields)
    session.refresh(one)
    return one


def disable(session: Session, one: WebhookSubscription, because: str) -> None:
    """Stop telling a subscription anything, and let admins know."""
    one.is_active, one.disabled_because = False, because
    session.flush()
    listen(session)
    events.record(session, "webhook.disabled", one)


def remove(session: Session, one: WebhookSubscription) -> None:
    """Move a subscription to the bin; what still waits for it is not sent."""
    bins.discard(one)
    session.flush()
    listen(session)
    events.record(session, "webhook.deleted", one)


def restore(session: Session, subscription_id: UUID) -> WebhookSubscription:
    """Take a subscription out of the bin."""
    one = bins.restore(session, WebhookSubscription, subscription_id)
    session.flush()
    listen(session)
    events.record(session, "webhook.restored", one)
    session.refresh(one)
    return one


def rotate(session: Session, one: WebhookSubscription) -> tuple[str, datetime]:
    """Give a subscription a new secret; until the end of the overlap both sign."""
    secret = new_signing_secret()
    one.secrets, until = rotated(one.secrets, secret)
    session.flush()
    events.record(session, "webhook.rotated", one)
    return secret, until


def active() -> Select[WebhookSubscription]:
    """Return the query of subscriptions that are told of events."""
    return select(WebhookSubscription).where(
        WebhookSubscription.is_active, WebhookSubscription.deleted_at.is_(None)
    )


def listen(session: Session) -> None:
    """Let exactly those events make a job that some subscription wants; two changes at once take turns."""
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    wanted = [type_ for one in session.scalars(active()) for type_ in NAMES if matches(one.types, type_)]
    session.execute(delete(Wanted).where(Wanted.subscriber == FAN_OUT, Wanted.event_type.not_in(wanted)))
    for type_ in dict.fromkeys(wanted):
        row = insert(Wanted).values(subscriber=FAN_OUT, event_type=type_)
        session.execute(row.on_conflict_do_nothing())


def test(session: Session, one: WebhookSubscription) -> WebhookDelivery:
    """Send a test event to a subscription, active or not."""
    body = bodies.of_test(one.id, one.name, datetime.now(UTC), TEST)
    delivery = WebhookDelivery(id=uuid7(), subscription_id=one.id, event_id=uuid7(), type=TEST, body=body)
    session.add(delivery)
    session.flush()
    send(session, delivery, manual=True)
    session.refresh(delivery)
    return delivery


def redeliver(session: Session, delivery_id: UUID) -> WebhookDelivery:
    """Send a delivery once more, now: the same body under the same id."""
    delivery = find(session, WebhookDelivery, delivery_id)
    send(session, delivery, manual=True)
    return delivery


def send(session: Session, delivery: WebhookDelivery, *, manual: bool = False) -> None:
    """Let a delivery be sent; of one subscription one at a time, however many attempts deep this is."""
    events.record(
        session,
        "webhook_delivery.queued",
        delivery,
        key=f"webhook:{delivery.subscription_id}",
        depth=1,
        manual=manual,
    )


def attempts_of(session: Session, delivery_id: UUID) -> list[WebhookAttempt]:
    """Return the attempts at a delivery, newest first."""
    query = select(WebhookAttempt).where(WebhookAttempt.delivery_id == delivery_id)
    return list(session.scalars(query.order_by(WebhookAttempt.began_at.desc(), WebhookAttempt.id.desc())))


def purge(session: Session) -> None:
    """Drop what was delivered long ago, and listen to what newer versions can tell."""
    old = datetime.now(UTC) - KEPT
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.created_at < old))
    listen(session)
