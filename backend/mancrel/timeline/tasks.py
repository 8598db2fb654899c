"""Timed work on the chain of changes."""

from datetime import timedelta

from mancrel.kit.jobs import every
from mancrel.kit.runner import Job
from mancrel.timeline import chain


@every(timedelta(seconds=15))
def link_changes(job: Job) -> None:
    """Link new changes to the chain, and anchor its end."""
    with job.completing() as session:
        end = chain.seal(session)
    if end:
        chain.anchor(end)
