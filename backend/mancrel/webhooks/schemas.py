"""Shapes of outgoing webhooks on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from mancrel.kit.schema import Flag, In, Name, Out, Text, Timed, example
from mancrel.webhooks.types import ALL, CHOICES

Status = Literal["pending", "sending", "delivered", "failed", "cancelled"]


def _known(value: str) -> str:
    if value not in CHOICES:
        message = f"must be one of {', '.join(CHOICES)}"
        raise ValueError(message)
    return value


Known = Annotated[str, Field(json_schema_extra={"enum": list(CHOICES)})]
EventType = Annotated[Known, AfterValidator(_known)]
EventTypes = Annotated[list[EventType], Field(min_length=1, max_length=len(CHOICES))]
Url = Annotated[Text, Field(min_length=8, max_length=2000, json_schema_extra={"format": "uri"})]


class SubscriptionIn(
    In,
    json_schema_extra=example(
        name="ERP", url="https://erp.example.com/hooks", types=["deal.*", "contact.created"]
    ),
):
    """A new subscription; ``types`` are event types, ``deal.*`` for all of a kind, or ``*``."""

    name: Name
    url: Url
    types: EventTypes


class SubscriptionPatch(In):
    """Changes to a subscription; activating it begins anew with a clean slate."""

    name: Name = ""
    url: Url = ""
    types: EventTypes = [ALL]
    is_active: Flag = True


class SecretOut(Out):
    """A secret without itself: when it was made, and until when it still signs."""

    id: str
    created_at: datetime
    expires_at: datetime | None


class SubscriptionOut(Timed):
    """Where events are told, and how well that goes."""

    id: UUID
    name: str
    url: str
    types: list[Known]
    is_active: bool
    disabled_because: str | None
    failing_since: datetime | None
    last_success_at: datetime | None
    secrets: list[SecretOut]


class NewSubscription(SubscriptionOut):
    """A new subscription with its secret, shown this once."""

    secret: str


class RotatedSecret(Out):
    """A new secret, shown this once; until the end of the overlap the old one signs too."""

    secret: str
    overlap_until: datetime


class TypeOut(Out):
    """An event type that can be subscribed to."""

    type: Known
    object: str
    description: str


class TypesOut(Out):
    """All event types."""

    items: list[TypeOut]


class AttemptOut(Out):
    """One attempt at a delivery; ``manual``: a person asked for it."""

    id: UUID
    manual: bool
    began_at: datetime
    status_code: int | None
    ms: int | None
    answer: str | None
    error: str | None


class WebhookDeliveryOut(Out):
    """One event for one subscription; its id is the header ``webhook-id`` of every attempt."""

    id: UUID
    subscription_id: UUID
    type: str
    status: Status
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    delivered_at: datetime | None


class WebhookDeliveryDetail(WebhookDeliveryOut):
    """A delivery with what is sent and every attempt, newest first."""

    body: str
    log: list[AttemptOut]


class WebhookData(Out):
    """What happened to which record.

    ``object`` and ``id`` name it, ``actor_id`` the user who did it (null: nobody in particular), ``changed``
    the fields that were named in a change. ``record`` is the record as its own GET answers it, when the
    message was written; null once it is gone, or where it is larger than 200 kB.
    """

    object: str
    id: UUID
    actor_id: UUID | None
    changed: list[str] | None
    record: dict[str, Any] | None


class WebhookEvent(Out):
    """The body of a webhook."""

    type: str
    timestamp: datetime
    data: WebhookData
