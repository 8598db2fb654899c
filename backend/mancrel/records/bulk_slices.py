"""Changes of many records at work, a slice at a time: each slice of a large one is a job and a transaction.

The change's row is locked, ``last_number`` says how far it got: a slice that died left nothing, and one that
is told twice finds its rows done. What rows are and how one is taken back is shared with imports.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, literal, select
from sqlalchemy.orm import Session

from mancrel.kit import events, jobs
from mancrel.kit.errors import MancrelError
from mancrel.kit.visibility import Viewer
from mancrel.records import changing, lists
from mancrel.records.changing import Act
from mancrel.records.models import BulkChange, BulkRow
from mancrel.transfers import kinds, undoing
from mancrel.transfers.kinds import Kind
from mancrel.transfers.slices import KINDS

SLICE = 500
CHANGED, SAME, REFUSED, FAILED = OUTCOMES = ("changed", "same", "refused", "failed")
GONE = "There is no such record any more."
NOT_YOURS = "You can see this record, but only its owner's team may change it."


def kind_of(bulk: BulkChange) -> Kind:
    """Return what its records are."""
    return KINDS[lists.LISTS[bulk.kind].object]


def matching(session: Session, viewer: Viewer, bulk: BulkChange) -> Select[tuple[UUID]]:
    """Return the ids of the records that match, of those that the viewer sees."""
    model = kind_of(bulk).model
    query = lists.rows_of(session, bulk.kind, bulk.filter, bulk.q, model)
    return query.where(model.visible(viewer)).with_only_columns(model.id).order_by(None)


def pick(session: Session, bulk: BulkChange, ids: Sequence[UUID]) -> None:
    """Take the records with these ids, each once."""
    wanted = list(dict.fromkeys(ids))
    rows = [{"bulk_id": bulk.id, "number": n, "record_id": id_} for n, id_ in enumerate(wanted, 1)]
    session.execute(insert(BulkRow), rows)
    bulk.status, bulk.total = "running", len(wanted)
    session.flush()


def gather(session: Session, viewer: Viewer, bulk: BulkChange) -> None:
    """Write down all records that match now: what begins to match later is not changed."""
    found = matching(session, viewer, bulk).subquery()
    numbered = select(literal(bulk.id), func.row_number().over(order_by=found.c.id), found.c.id)
    session.execute(insert(BulkRow).from_select(["bulk_id", "number", "record_id"], numbered))
    count = select(func.count()).select_from(BulkRow).where(BulkRow.bulk_id == bulk.id)
    bulk.status, bulk.total = "running", session.scalar(count) or 0
    session.flush()


def go_on(session: Session, bulk: BulkChange) -> None:
    """Ask for the next slice."""
    depth = max(jobs.current_depth(), 1)  # however many slices, they are no deeper
    events.record(session, "bulk_change.advanced", bulk, depth=depth, turn=bulk.turn)


def advance(session: Session, viewer: Viewer, bulk: BulkChange) -> None:
    """Do the next slice of whatever the change is at."""
    if bulk.status == "gathering":
        gather(session, viewer, bulk)
        go_on(session, bulk)
    elif bulk.status == "running":
        _change_slice(session, viewer, bulk)
    else:
        _undo_slice(session, viewer, bulk)


def fail(session: Session, bulk: BulkChange, reason: str) -> None:
    """End a change that cannot go on."""
    bulk.status, bulk.error, bulk.finished_at = "failed", reason[:1000], datetime.now(UTC)
    session.flush()
    events.record(session, "bulk_change.failed", bulk, depth=max(jobs.current_depth(), 1))


def _change_slice(session: Session, viewer: Viewer, bulk: BulkChange) -> None:
    query = select(BulkRow).where(BulkRow.bulk_id == bulk.id, BulkRow.number > bulk.last_number)
    rows = list(session.scalars(query.order_by(BulkRow.number).limit(SLICE)))
    kind, ids = kind_of(bulk), [one.record_id for one in rows]
    records = kind.load(session, ids)
    mine = kinds.changeable(session, kind.model, ids, viewer)
    seen = _seen(session, kind, ids, viewer)
    try:
        act = changing.ready(session, kind.object, bulk.change)
    except MancrelError as error:  # who was named has left meanwhile
        fail(session, bulk, error.detail)
        return
    for row in rows:
        record = records.get(row.record_id) if row.record_id in seen else None
        _change(session, kind, act, row, record, may=row.record_id in mine)
    session.flush()
    if rows:
        bulk.last_number, bulk.done = rows[-1].number, bulk.done + len(rows)
    counts = Counter(one.outcome for one in rows)
    bulk.counts = {name: bulk.counts.get(name, 0) + counts[name] for name in OUTCOMES}
    _tell(session, bulk, counts[CHANGED])
    _next(session, bulk, rows)


def _seen(session: Session, kind: Kind, ids: Sequence[UUID], viewer: Viewer) -> set[UUID]:
    rule: ColumnElement[bool] = kind.model.visible(viewer)
    return set(session.scalars(select(kind.model.id).where(kind.model.id.in_(ids), rule)))


def _change(session: Session, kind: Kind, act: Act, row: BulkRow, record: Any, *, may: bool) -> None:
    if record is None or record.deleted_at is not None:
        row.outcome, row.reason = REFUSED, GONE
        return
    if not may:
        row.outcome, row.reason = REFUSED, NOT_YOURS
        return
    before = _snapshot(kind, record)
    try:
        changing.do(session, act, record)
    except MancrelError as error:
        kind.restore(session, record, undoing.differ(kind.snapshot(record), before)[1])
        row.outcome, row.reason = FAILED, error.detail
        return
    row.before, row.after = undoing.differ(before, _snapshot(kind, record))
    row.outcome = CHANGED if row.after else SAME
    if row.after and kind.object == "deal":
        record.touched_at = datetime.now(UTC)


def _snapshot(kind: Kind, record: Any) -> dict[str, Any]:
    """Return what a change can write: what an import can, and whether the record is in the bin."""
    deleted = record.deleted_at
    return {**kind.snapshot(record), "deleted_at": deleted.isoformat() if deleted else None}


def _undo_slice(session: Session, viewer: Viewer, bulk: BulkChange) -> None:
    """Take back the last rows that are not yet, newest first."""
    query = select(BulkRow).where(
        BulkRow.bulk_id == bulk.id, BulkRow.outcome == CHANGED, BulkRow.number < bulk.last_number
    )
    rows = list(session.scalars(query.order_by(BulkRow.number.desc()).limit(SLICE)))
    kind, ids = kind_of(bulk), [one.record_id for one in rows]
    records = kind.load(session, ids)
    mine = kinds.changeable(session, kind.model, ids, viewer)
    for row in reversed(
        rows
    ):  # oldest first, so that deals whose place is unknown come back in the order they had
        given_away = bool({"owner_id", "team_id"} & set(row.after))  # out of reach by this very row
        within = given_away or row.record_id in mine
        row.undone = _undo(session, kind, row, records.get(row.record_id) if within else None)
    session.flush()
    counts = Counter(undoing.UNDONE if one.undone == undoing.UNDONE else "kept" for one in rows)
    bulk.undone = {name: bulk.undone.get(name, 0) + counts[name] for name in (undoing.UNDONE, "kept")}
    bulk.done += len(rows)
    bulk.last_number = rows[-1].number if rows else 0
    _tell(session, bulk, len(rows))
    _next(session, bulk, rows)


def _undo(session: Session, kind: Kind, row: BulkRow, record: Any) -> str:
    """Take back what was done to a record; returns "undone", or what could not be and why."""
    if record is None:
        return "The record is out of reach by now."
    if "deleted_at" not in row.after:
        if record.deleted_at is not None:
            return "The record is in the bin."
        return undoing.take_back(session, kind, record, row.before, row.after)
    if _snapshot(kind, record)["deleted_at"] != row.after["deleted_at"]:
        return "Kept, for it was taken out of the bin since."
    return undoing.bring_back(session, record)


def _tell(session: Session, bulk: BulkChange, count: int) -> None:
    """Tell of records that changed together: one event for each slice, not one for each record."""
    if count:
        depth = max(jobs.current_depth(), 1)
        events.record(session, f"{bulk.kind}.changed", bulk, depth=depth, count=count)


def _next(session: Session, bulk: BulkChange, rows: Sequence[BulkRow]) -> None:
    if len(rows) == SLICE:
        go_on(session, bulk)
        return
    bulk.status = "undone" if bulk.status == "undoing" else "done"
    bulk.finished_at = datetime.now(UTC)
    session.flush()
    events.record(session, f"bulk_change.{bulk.status}", bulk, depth=max(jobs.current_depth(), 1))
