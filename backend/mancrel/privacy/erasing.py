"""Erasing a person step by step: each step is one job and one transaction under the lock of its erasure.

A step that dies leaves nothing behind, or files that are gone already; told twice it finds nothing left. The
rooms that refer to others come first, the contacts last, so that until the end it is known who is meant.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mancrel.activities import personal as activities
from mancrel.adapters import smtp
from mancrel.assistant import personal as assistant
from mancrel.contacts import personal as contacts
from mancrel.contacts.personal import Person
from mancrel.conversations import personal as conversations
from mancrel.deals import personal as deals
from mancrel.intake import personal as intake
from mancrel.kit import events, idempotency, jobs
from mancrel.kit.traces import Counts
from mancrel.knowledge import personal as knowledge
from mancrel.notifications import personal as notifications
from mancrel.privacy import exporting
from mancrel.privacy.models import RUNNING, Erasure, PersonExport
from mancrel.records import personal as records
from mancrel.settings import settings
from mancrel.timeline import personal as timeline
from mancrel.transfers import personal as transfers
from mancrel.webhooks import personal as webhooks

Step = Callable[[Session, Erasure, Person], Counts]


def _known(erasure: Erasure) -> set[UUID]:
    return {UUID(one) for one in erasure.records}


def _gather(session: Session, erasure: Erasure, person: Person) -> Counts:
    """Note which records are the person's: their history is erased when they themselves are gone."""
    ids = _known(erasure) | exporting.ids_of(session, person)
    erasure.records = sorted(map(str, ids))
    return {}


def _articles(session: Session, erasure: Erasure, person: Person) -> Counts:
    """Take the person out of articles, whose history is then theirs too."""
    said = knowledge.runs_of(conversations.said_by(session, person))
    about = assistant.articles_about(session, person)
    touched, counts = knowledge.erase(session, person, said, about)
    erasure.records = sorted({*erasure.records, *map(str, touched)})
    seen = erasure.so_far.get("articles_to_check", 0)  # when all begins anew, the same ones are found
    return {**counts, "articles_to_check": max(counts["articles_to_check"] - seen, 0)}


def _deliveries(session: Session, erasure: Erasure, person: Person) -> Counts:
    """Empty a slice of the deliveries; there may be a great many to look into."""
    some = intake.next_slice(session, erasure.after_id)
    erasure.after_id = some[-1] if len(some) == intake.SLICE else None
    theirs = conversations.deliveries_of(session, person)
    return intake.erase(session, some, theirs, person.addresses)


def _copies(session: Session, erasure: Erasure, person: Person) -> Counts:
    """Drop files of our own that name the person: exports of them, and the local sink's mails."""
    exports = select(PersonExport).where(PersonExport.contact_id.in_(person.ids))
    for one in session.scalars(exports).unique():
        exporting.drop(one.file)
    session.execute(delete(PersonExport).where(PersonExport.contact_id.in_(person.ids)))
    words = [*person.words, *erasure.records]
    return {"copies": smtp.forget_copies(settings().sink_dir, words)}


def _told(session: Session, erasure: Erasure, person: Person) -> Counts:
    return notifications.erase(session, person, _known(erasure))


def _told_others(session: Session, erasure: Erasure, person: Person) -> Counts:
    """Empty what left by webhooks, and the answers that are kept to be given again."""
    ids = _known(erasure)
    kept = idempotency.forget(session, [*person.words, *map(str, ids)])
    return {**webhooks.erase(session, person, ids), "kept_answers": kept}


def _history(session: Session, erasure: Erasure, person: Person) -> Counts:
    return timeline.erase(session, person, _known(erasure))


def _of(room: Callable[[Session, Person], Counts]) -> Step:
    return lambda session, _erasure, person: room(session, person)


STEPS: tuple[Step, ...] = (
    _gather,
    _articles,
    _told,
    _told_others,
    _copies,
    _deliveries,
    _of(assistant.erase),
    _of(records.erase),
    _of(transfers.erase),
    _of(activities.erase),
    _of(deals.erase),
    _of(conversations.erase),
    _history,
)


def go_on(session: Session, erasure: Erasure) -> None:
    """Ask for the next step."""
    depth = max(jobs.current_depth(), 1)  # however many steps, they are no deeper
    events.record(session, "erasure.advanced", erasure, depth=depth, key=f"erasure:{erasure.id}")


def locked(session: Session, erasure_id: UUID) -> Erasure | None:
    """Return an erasure for its next step; a second one waits here."""
    session.execute(select(Erasure.id).where(Erasure.id == erasure_id).with_for_update(of=Erasure)).all()
    query = select(Erasure).where(Erasure.id == erasure_id).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def advance(session: Session, erasure_id: UUID) -> None:
    """Do the next step, and the last one when all are done."""
    erasure = locked(session, erasure_id)
    if erasure is None or erasure.status != RUNNING or erasure.contact_id is None:
        return
    person = contacts.person_of(session, erasure.contact_id)
    if person is None:
        _finish(session, erasure)
        return
    if erasure.step < len(STEPS):
        _count(erasure, STEPS[erasure.step](session, erasure, person))
        erasure.step += erasure.after_id is None
        session.flush()
        go_on(session, erasure)
        return
    _end(session, erasure, person)


def _end(session: Session, erasure: Erasure, person: Person) -> None:
    """Delete the contacts, unless something came in for them meanwhile: then all begins anew."""
    contacts.lock(session, person)
    if exporting.ids_of(session, person) - person.ids:
        erasure.step = 0
        session.flush()
        go_on(session, erasure)
        return
    _count(erasure, _told(session, erasure, person))
    _count(erasure, _told_others(session, erasure, person))
    _count(erasure, _history(session, erasure, person))
    _count(erasure, contacts.erase(session, person))
    knowledge.tell(session, _known(erasure))  # last, for jobs about what was erased were forgotten
    _finish(session, erasure)


def _count(erasure: Erasure, more: Counts) -> None:
    names = {**erasure.so_far, **more}
    erasure.so_far = {name: erasure.so_far.get(name, 0) + more.get(name, 0) for name in names}


def _finish(session: Session, erasure: Erasure) -> None:
    erasure.status, erasure.finished_at, erasure.error = "done", datetime.now(UTC), None
    erasure.contact_id, erasure.records = None, []
    erasure.counts, erasure.so_far = erasure.so_far, {}
    session.flush()
    events.record(session, "erasure.finished", erasure)


def fail(session: Session, erasure_id: UUID, reason: str) -> None:
    """Note that an erasure could not go on; it can be begun again, and goes on where it was."""
    erasure = locked(session, erasure_id)
    if erasure and erasure.status == RUNNING:
        erasure.status, erasure.error = "failed", reason
        session.flush()
        events.record(session, "erasure.failed", erasure)
