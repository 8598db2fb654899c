"""Timed work of intake."""

from datetime import timedelta

from mancrel.intake import service
from mancrel.kit.jobs import every
from mancrel.kit.runner import Job


@every(timedelta(hours=1))
def purge_refused(job: Job) -> None:
    """Drop all but the newest refused deliveries."""
    with job.completing() as session:
        service.purge_refused(session)
