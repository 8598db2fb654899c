"""What contacts do when something happens: indexes of custom fields, and duplicates."""

from datetime import timedelta

from mancrel.contacts import custom_fields, duplicates
from mancrel.contacts.duplicate_companies import COMPANIES
from mancrel.contacts.duplicate_contacts import CONTACTS
from mancrel.kit import expression_indexes
from mancrel.kit.db import transaction
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job

CATCHING_UP_S = 15
"""Of a minute, for contacts and for companies: at most half of a worker's time."""


@on("custom_field.created")
def index_new(job: Job) -> None:
    """Build the index of a field that lists are to be sorted by."""
    _settle(job)


@on("custom_field.changed")
def index_changed(job: Job) -> None:
    """Build or drop the index of a field."""
    _settle(job)


@on("custom_field.restored")
def index_restored(job: Job) -> None:
    """Build the index of a field that is back, should it be gone."""
    _settle(job)


def _settle(job: Job) -> None:
    with transaction() as session:
        wanted = custom_fields.settle_index(session, job.subject_id)
    if wanted:  # told twice it finds the index there
        expression_indexes.create(*wanted)
    else:
        custom_fields.drop_index(job.subject_id)


@every(timedelta(hours=6))
def purge_custom_fields(job: Job) -> None:
    """Drop the fields that lay in the bin for longer than it keeps, their values and their indexes.

    The index goes first: a later field with the same key may be of another kind, and its values must not
    meet the old expression.
    """
    with transaction() as session:
        gone = custom_fields.to_purge(session)
    for field_id in gone:
        custom_fields.drop_index(field_id)
    with job.completing() as session:
        custom_fields.purge(session, gone)


@every(timedelta(minutes=1), leases=3)
def suggest_duplicates(job: Job) -> None:
    """Compare the newest contacts and companies, and the next ones of the round, with all others."""
    for kind in (CONTACTS, COMPANIES):
        duplicates.catch_up(kind, CATCHING_UP_S)
    with job.completing() as session:
        for kind in (CONTACTS, COMPANIES):
            duplicates.go_round(session, kind)
