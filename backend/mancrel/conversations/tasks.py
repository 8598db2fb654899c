"""What conversations do by themselves."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.catalogue.heeding import heeds_products
from mancrel.conversations import corrections, outbox, service
from mancrel.kit.db import transaction
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job


@every(timedelta(minutes=1))
def wake_snoozed(job: Job) -> None:
    """Reopen conversations whose snooze has ended."""
    with job.completing() as session:
        service.wake(session)


@every(timedelta(seconds=15))
def watch_quotes(job: Job) -> None:
    """Find the open conversations that were told what has changed since; one short transaction each."""
    with transaction() as session:
        doubted = corrections.doubted(session)
    for conversation_id in doubted:
        with transaction() as session:
            corrections.review_locked(session, conversation_id)
    with job.completing():
        pass


@heeds_products
def withdraw_what_changed(session: Session, product_id: UUID) -> None:
    """Withdraw automatic replies that state of a product what is no longer so, before their time to leave."""
    outbox.withdraw_stating(session, product_id=product_id)


@on("message.failed")
def reopen_failed(job: Job) -> None:
    """A correction that could not be sent is due again."""
    _reopen(job)


@on("message.withdrawn")
def reopen_withdrawn(job: Job) -> None:
    """A correction that was taken back before it left is due again."""
    _reopen(job)


@on("message.bounced")
def reopen_bounced(job: Job) -> None:
    """A correction that came back is due again."""
    _reopen(job)


def _reopen(job: Job) -> None:
    with job.completing() as session:
        corrections.reopen(session, job.subject_id)
