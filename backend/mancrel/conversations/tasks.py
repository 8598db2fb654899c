"""What conversations do by themselves."""

from datetime import timedelta

from mancrel.conversations import service
from mancrel.kit.jobs import every
from mancrel.kit.runner import Job


@every(timedelta(minutes=1))
def wake_snoozed(job: Job) -> None:
    """Reopen conversations whose snooze has ended."""
    with job.completing() as session:
        service.wake(session)
