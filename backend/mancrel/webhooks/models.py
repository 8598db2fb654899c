"""Subscriptions of other systems, what is to be delivered to them, and every attempt to do so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly


class WebhookSubscription(Audited, Binned, AdminsOnly, Base):
    """Where events of some types are told.

    ``secrets``: as of an endpoint, all live ones sign. ``failing_since``: the first failure after the last
    success. ``silent`` counts attempts in a row that nobody answered; past three the next waits until
    ``quiet_until``, so that a receiver that hangs does not keep the workers busy.
    """

    __tablename__ = "webhook_subscriptions"
    audited = ("name", "url", "types", "is_active", "deleted_at")

    name: Mapped[str]
    url: Mapped[str]
    types: Mapped[list[str]]
    secrets: Mapped[list[dict[str, Any]]]
    is_active: Mapped[bool] = mapped_column(server_default="true", default=True)
    disabled_because: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    silent: Mapped[int] = mapped_column(server_default="0", default=0)
    quiet_until: Mapped[datetime | None]


class WebhookDelivery(Row, AdminsOnly, Base):
    """One event for one subscription, with the body that every attempt sends.

    ``status``: pending, sending, delivered, failed (all attempts used up) or cancelled. ``attempts`` counts
    those of the schedule; what a person asked for comes on top.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("subscription_id", "event_id"),
        Index(None, "subscription_id", "created_at", "id"),
        Index(None, "created_at"),
    )

    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_subscriptions.id", ondelete="CASCADE"))
    event_id: Mapped[UUID]
    type: Mapped[str]
    body: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="pending", default="pending")
    attempts: Mapped[int] = mapped_column(server_default="0", default=0)
    next_attempt_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    subscription: Mapped[WebhookSubscription] = relationship(lazy="joined", innerjoin=True)


class WebhookAttempt(Row, AdminsOnly, Base):
    """One attempt: when it began, what was answered (its first 1 KiB) or why nothing was."""

    __tablename__ = "webhook_attempts"

    delivery_id: Mapped[UUID] = mapped_column(
        ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), index=True
    )
    manual: Mapped[bool] = mapped_column(server_default="false", default=False)
    began_at: Mapped[datetime]
    status_code: Mapped[int | None]
    ms: Mapped[int | None]
    answer: Mapped[str | None]
    error: Mapped[str | None]
