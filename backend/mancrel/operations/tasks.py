"""Timed housekeeping."""

from datetime import timedelta

from mancrel.kit import events, idempotency
from mancrel.kit.jobs import every
from mancrel.kit.runner import Job
from mancrel.operations import service as operations


@every(timedelta(hours=1))
def purge_jobs(job: Job) -> None:
    """Drop jobs that were done long ago."""
    with job.completing() as session:
        operations.purge(session)


@every(timedelta(hours=1))
def purge_answers(job: Job) -> None:
    """Drop the answers of yesterday that were kept for their idempotency keys."""
    with job.completing() as session:
        idempotency.purge(session)


@every(timedelta(hours=12))
def make_partitions(job: Job) -> None:
    """Create the coming months' partitions of events."""
    with job.completing() as session:
        events.make_partitions(session)
