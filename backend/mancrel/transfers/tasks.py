"""What imports do in the background: read the file, and judge or write a slice of it."""

from itertools import islice
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from mancrel.adapters.files import uploads
from mancrel.kit import events
from mancrel.kit.db import transaction
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job
from mancrel.transfers import service as imports
from mancrel.transfers import slices, tables, turns
from mancrel.transfers.encodings import Unreadable
from mancrel.transfers.models import Import, ImportRow
from mancrel.transfers.tables import Layout

BATCH = 1000
LOCKED_OUT = "Whoever brought this file may no longer sign in."


@on("import.brought", leases=10, max_attempts=4)
def read_file(job: Job) -> None:
    """Read the whole file into rows, a batch a transaction; one that was interrupted goes on where it was."""
    try:
        count = _read(job.subject_id)
    except Unreadable as error:
        with job.completing() as session:
            session.execute(delete(ImportRow).where(ImportRow.import_id == job.subject_id))
            imports.fail(session, job.subject_id, error.detail)
        return
    with job.completing() as session:
        import_ = slices.locked(session, job.subject_id)
        if import_ and import_.status == "reading":
            import_.rows = import_.done = import_.total = count
            import_.status = "ready"
            events.record(session, "import.read", import_)


def _read(import_id: UUID) -> int:
    with transaction() as session:
        import_ = session.get_one(Import, import_id)
        layout, digest = Layout(**import_.layout), import_.digest
        known = imports.staged(session, import_id)
    count = 0
    rows = (one for one in tables.records(uploads().path_of(digest), layout) if one[0] > 1)
    while batch := list(islice(rows, BATCH)):
        new = [{"import_id": import_id, "number": n, "cells": cells} for n, cells in batch if n > known]
        count += len(batch)
        if new:
            with transaction() as session:
                session.execute(insert(ImportRow).on_conflict_do_nothing(), new)
    return count


@on("import.advanced", leases=2, max_attempts=5)
def advance(job: Job) -> None:
    """Do one slice, in the name and with the rights of whoever brought the file."""
    turns.take(job, imports.viewer_for, imports.advance, imports.fail, LOCKED_OUT)
