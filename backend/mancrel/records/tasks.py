"""What changes of many records do in the background: the next slice, and forgetting old ones."""

from datetime import timedelta

from mancrel.accounts import service as accounts
from mancrel.kit.db import transaction
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job
from mancrel.records import bulk
from mancrel.records.models import BulkChange
from mancrel.transfers import kinds

GAVE_UP = "Mancrel could not go on, several times; an admin finds the reason among the dead letters."
LOCKED_OUT = "Whoever made this change may no longer sign in."


@on("bulk_change.advanced", leases=2, max_attempts=5)
def advance_change(job: Job) -> None:
    """Do one slice, in the name and with the rights of whoever made the change."""
    with transaction() as session:
        viewer = accounts.viewer_of_user(session, session.get_one(BulkChange, job.subject_id).by_id)
    if viewer is None:
        with job.completing() as session:
            bulk.fail(session, job.subject_id, LOCKED_OUT)
        return
    try:
        with job.completing(kinds.acting(viewer)) as session:
            bulk.advance(session, viewer, job.subject_id, int(job.event.facts["turn"]))
    finally:
        if job.is_last_try and not job.done:
            with transaction() as session:
                bulk.fail(session, job.subject_id, GAVE_UP)


@every(timedelta(hours=12))
def purge_changes(job: Job) -> None:
    """Forget the rows of changes that can no longer be undone."""
    with job.completing() as session:
        bulk.purge(session)
