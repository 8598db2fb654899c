"""A slice of long work, by a job in the name of whoever began it: imports, and changes of many records."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.kit.db import transaction
from mancrel.kit.runner import Job
from mancrel.kit.visibility import Viewer
from mancrel.transfers import kinds

GAVE_UP = "Mancrel could not go on, several times; an admin finds the reason among the dead letters."

Advance = Callable[[Session, Viewer, UUID, int], None]
Fail = Callable[[Session, UUID, str], None]


def take(
    job: Job, viewer_of: Callable[[Session, UUID], Viewer | None], advance: Advance, fail: Fail, left: str
) -> None:
    """Do the slice that a job is about, with the rights of whoever began the work.

    ``left`` is why it fails when they may no longer sign in; it fails as well when it cannot go on.
    """
    with transaction() as session:
        viewer = viewer_of(session, job.subject_id)
    if viewer is None:
        with job.completing() as session:
            fail(session, job.subject_id, left)
        return
    try:
        with job.completing(kinds.acting(viewer)) as session:
            advance(session, viewer, job.subject_id, int(job.event.facts["turn"]))
    finally:
        if job.is_last_try and not job.done:
            with transaction() as session:
                fail(session, job.subject_id, GAVE_UP)
