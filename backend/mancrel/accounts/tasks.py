"""Timed work of accounts."""

from datetime import timedelta

from mancrel.accounts import service
from mancrel.kit.jobs import every
from mancrel.kit.runner import Job


@every(timedelta(hours=1))
def purge_accounts(job: Job) -> None:
    """Drop what sign-in no longer needs."""
    with job.completing() as session:
        service.purge(session)
