"""Changes of many records: begin, cancel and undo them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from mancrel.accounts import service as accounts
from mancrel.kit import events
from mancrel.kit.db import find, lock_to_change, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Forbidden
from mancrel.kit.visibility import Viewer
from mancrel.records import bulk_slices as slices
from mancrel.records import changing
from mancrel.records.models import BulkChange, BulkRow
from mancrel.records.schemas import BulkIn

AT_ONCE = 200
KEPT = timedelta(days=30)
LAST = 2**31 - 1
BUSY = ("gathering", "running", "undoing")


class BulkBusy(Conflict):
    """These records are still being changed; wait until it is done, or cancel it."""


class NothingTakenBack(Conflict):
    """There is nothing that this change could take back."""


def begin(session: Session, body: BulkIn) -> BulkChange:
    """Change many records: at once up to 200 of them, more in the background.

    Raises:
        Forbidden: the viewer may not change records of this kind.
        ChangeUnclear: the change is empty, or does not fit these records.

    """
    viewer = viewer_of(session)
    if f"{body.kind}:write" not in viewer.permissions:
        raise Forbidden
    values = changing.checked(session, body.kind, body.change)
    bulk = BulkChange(id=uuid7(), by_id=viewer.user_id, kind=body.kind, change=values, turn=1)
    bulk.picked, bulk.filter, bulk.q, bulk.status = body.ids is not None, body.filter, body.q, "gathering"
    matching = slices.matching(session, viewer, bulk)
    session.add(bulk)
    session.flush()
    events.record(session, "bulk_change.begun", bulk, fields=sorted(values))
    if body.ids is not None:
        slices.pick(session, bulk, body.ids)
        few = bulk.total <= AT_ONCE
    else:
        few = _count(session, matching.limit(AT_ONCE + 1)) <= AT_ONCE
        if few:
            slices.gather(session, viewer, bulk)
    if few:
        slices.advance(session, viewer, bulk)
    else:
        slices.go_on(session, bulk)
    return bulk


def _count(session: Session, ids: Select[tuple[UUID]]) -> int:
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def cancel(session: Session, bulk_id: UUID) -> BulkChange:
    """Stop after the present slice; what was changed stays until it is undone."""
    bulk = _locked(session, bulk_id)
    if bulk.status not in {"gathering", "running"}:
        raise Conflict("Only a change that is under way can be cancelled.")
    bulk.turn += 1
    bulk.status, bulk.finished_at = "cancelled", datetime.now(UTC)
    session.flush()
    events.record(session, "bulk_change.cancelled", bulk)
    return bulk


def undo(session: Session, bulk_id: UUID) -> BulkChange:
    """Take back what was changed, where nobody changed it since: at once, or in the background.

    Raises:
        BulkBusy: it is still under way.
        NothingTakenBack: nothing was changed, it is undone already, or it was too long ago.

    """
    bulk = _locked(session, bulk_id)
    if bulk.status in BUSY:
        raise BulkBusy
    if bulk.created_at < datetime.now(UTC) - KEPT:
        raise NothingTakenBack(f"A change can be undone for {KEPT.days} days.")
    if not undoable(bulk):
        raise NothingTakenBack
    bulk.status, bulk.error, bulk.finished_at = "undoing", None, None
    bulk.turn, bulk.last_number, bulk.done, bulk.undone = bulk.turn + 1, LAST, 0, {}
    bulk.total = bulk.counts["changed"]
    session.flush()
    given_away = {"owner_id", "team_id"} & set(bulk.change)  # the user may not see these any more, a job does
    if bulk.total <= AT_ONCE and not given_away:
        slices.advance(session, viewer_of(session), bulk)
    else:
        slices.go_on(session, bulk)
    return bulk


def undoable(bulk: BulkChange) -> bool:
    """Whether there is something to take back."""
    fresh = bulk.created_at > datetime.now(UTC) - KEPT
    return fresh and bulk.status not in {*BUSY, "undone"} and bulk.counts.get("changed", 0) > 0


def _locked(session: Session, bulk_id: UUID) -> BulkChange:
    find(session, BulkChange, bulk_id)
    return lock_to_change(session, BulkChange, bulk_id)


def viewer_for(session: Session, bulk_id: UUID) -> Viewer | None:
    """Return with whose rights a change works; None when they may no longer sign in."""
    return accounts.viewer_of_user(session, session.get_one(BulkChange, bulk_id).by_id)


def advance(session: Session, viewer: Viewer, bulk_id: UUID, turn: int) -> None:
    """Do the next slice, unless the change was cancelled or undone meanwhile."""
    bulk = lock_to_change(session, BulkChange, bulk_id)
    if bulk.turn == turn and bulk.status in BUSY:
        slices.advance(session, viewer, bulk)


def fail(session: Session, bulk_id: UUID, reason: str) -> None:
    """End a change that cannot go on."""
    bulk = lock_to_change(session, BulkChange, bulk_id)
    if bulk.status in BUSY:
        slices.fail(session, bulk, reason)


def purge(session: Session) -> None:
    """Forget the rows of changes that can no longer be undone."""
    old = select(BulkChange.id).where(
        BulkChange.created_at < datetime.now(UTC) - KEPT, BulkChange.status.not_in(BUSY)
    )
    session.execute(delete(BulkRow).where(BulkRow.bulk_id.in_(old)))
