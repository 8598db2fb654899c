"""What changes of many records do in the background: the next slice, and forgetting old ones."""

from datetime import timedelta

from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job
from mancrel.records import bulk
from mancrel.transfers import turns

LOCKED_OUT = "Whoever made this change may no longer sign in."


@on("bulk_change.advanced", leases=2, max_attempts=5)
def advance_change(job: Job) -> None:
    """Do one slice, in the name and with the rights of whoever made the change."""
    turns.take(job, bulk.viewer_for, bulk.advance, bulk.fail, LOCKED_OUT)


@every(timedelta(hours=12))
def purge_changes(job: Job) -> None:
    """Forget the rows of changes that can no longer be undone."""
    with job.completing() as session:
        bulk.purge(session)
