"""Events become deliveries, deliveries are sent, and what failed is sent again."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from mancrel.kit.db import transaction, uuid7
from mancrel.kit.events import Event
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job
from mancrel.webhooks import bodies, sending
from mancrel.webhooks import service as webhooks
from mancrel.webhooks.models import WebhookDelivery
from mancrel.webhooks.types import NAMES, matches


@on(*NAMES, gated=True)
def fan_out(job: Job) -> None:
    """Make one delivery of an event for each subscription that wants it."""
    with job.completing() as session:
        type_, everyone = job.event.event_type, session.scalars(webhooks.active()).all()
        wanting = [one for one in everyone if matches(one.types, type_)]
        if not wanting or job.event.event_id is None:
            return
        at = session.scalars(select(Event.created_at).where(Event.id == job.event.event_id)).one()
        body = bodies.of_event(session, job.event, at)
        for one in wanting:
            row = insert(WebhookDelivery).values(
                id=uuid7(),
                subscription_id=one.id,
                event_id=job.event.event_id,
                type=type_,
                body=body,
            )
            made = session.scalar(row.on_conflict_do_nothing().returning(WebhookDelivery.id))
            if made:
                webhooks.send(session, session.get_one(WebhookDelivery, made))


@on("webhook_delivery.queued", queue="outbound", leases=2)
def deliver_webhook(job: Job) -> None:
    """Send a delivery: claim and commit, call, record. The receiver knows a second time by its id."""
    with transaction() as session:
        plan = sending.claim(session, job.subject_id, manual=job.event.facts["manual"])
    if plan is None:
        return
    outcome = sending.call(plan)
    with job.completing() as session:
        sending.record(session, plan, outcome)


@on("webhook_delivery.failed")
def send_again(job: Job) -> None:
    """Send a delivery again, at the time that was planned."""
    with job.completing() as session:
        sending.due_again(session, job.subject_id, job.event.facts["attempts"])


@every(timedelta(hours=1))
def purge_webhooks(job: Job) -> None:
    """Drop what was delivered long ago."""
    with job.completing() as session:
        webhooks.purge(session)
