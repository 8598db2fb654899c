"""What exports, erasures and retention do in the background."""

from datetime import timedelta

import structlog

from mancrel.accounts import service as accounts
from mancrel.kit.db import transaction
from mancrel.kit.errors import NotFound
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job
from mancrel.privacy import erasing, exporting, retention
from mancrel.privacy import service as privacy
from mancrel.privacy.models import PersonExport

GAVE_UP = "Mancrel could not go on, several times; an admin finds the reason among the dead letters."
LOCKED_OUT = "Whoever asked for this file may no longer sign in."

log = structlog.get_logger()


@on("person.export_asked", leases=20, max_attempts=3)
def write_export(job: Job) -> None:
    """Write everything about a person to a file, as far as whoever asked sees it."""
    with transaction() as session:
        export = session.get(PersonExport, job.subject_id)
        if export is None:
            return
        viewer = accounts.viewer_of_user(session, export.by_id)
        contact_id, name = export.contact_id, export.file
    if viewer is None:
        with job.completing() as session:
            privacy.fail_export(session, job.subject_id, LOCKED_OUT)
        return
    try:
        made = exporting.make(viewer, contact_id, name)
        with job.completing() as session:
            if not privacy.finish_export(session, job.subject_id, made):
                exporting.drop(name)
    except NotFound as error:
        with job.completing() as session:
            privacy.fail_export(session, job.subject_id, error.detail)
    finally:
        if job.is_last_try and not job.done:
            with transaction() as session:
                privacy.fail_export(session, job.subject_id, GAVE_UP)


@on("erasure.advanced", leases=20, max_attempts=6)
def advance_erasure(job: Job) -> None:
    """Do the next step of an erasure."""
    try:
        with job.completing() as session:
            erasing.advance(session, job.subject_id)
    finally:
        if job.is_last_try and not job.done:
            with transaction() as session:
                erasing.fail(session, job.subject_id, GAVE_UP)


@every(timedelta(hours=1))
def expire_exports(job: Job) -> None:
    """Drop the files whose week is over."""
    with job.completing() as session:
        privacy.expire(session)


@every(timedelta(hours=24), leases=60)
def apply_retention(job: Job) -> None:
    """Remove what is older than its rule allows, a slice a transaction."""
    removed = {kind: retention.apply(kind) for kind in retention.KINDS}
    with job.completing() as session:
        retention.note(session, removed)
    log.info("retention.applied", **removed)
