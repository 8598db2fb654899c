"""HTTP of changes of many records."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.kit.db import find
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.records import bulk, bulk_slices
from mancrel.records.models import BulkChange, BulkRow
from mancrel.records.schemas import BulkIn, BulkOut, BulkRowOut, Kind, Outcome, Outcomes, TakenBack

router = Router(prefix="/api/v1/bulk-changes", tags=["bulk changes"])
WRITE = may("bulk_changes:write")


@router.post("", status_code=202, dependencies=[WRITE])
def begin_change(body: BulkIn, session: Db) -> BulkOut:
    """Change many records: up to 200 at once, more in the background."""
    return _shown(session, bulk.begin(session, body))


@router.get("", dependencies=[WRITE])
def list_changes(session: Db, paging: PageOf, kind: Kind | None = None) -> Page[BulkOut]:
    """List changes of many records, newest first."""
    query = select(BulkChange).where(BulkChange.kind == kind) if kind else select(BulkChange)
    found = page(session, query, Order(BulkChange.created_at, BulkChange.id), paging)
    items = [_described(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/{bulk_id}", dependencies=[WRITE])
def get_change(bulk_id: UUID, session: Db) -> BulkOut:
    """Return a change of many records, and how far it is."""
    return _described(find(session, BulkChange, bulk_id))


@router.post("/{bulk_id}/cancel", dependencies=[WRITE])
def cancel_change(bulk_id: UUID, session: Db) -> BulkOut:
    """Stop a change that is under way."""
    return _shown(session, bulk.cancel(session, bulk_id))


@router.post("/{bulk_id}/undo", status_code=202, dependencies=[WRITE])
def undo_change(bulk_id: UUID, session: Db) -> BulkOut:
    """Take back what was changed, where nobody changed it since."""
    return _shown(session, bulk.undo(session, bulk_id))


@router.get("/{bulk_id}/rows", dependencies=[WRITE])
def list_rows(
    bulk_id: UUID, session: Db, paging: PageOf, outcome: Outcome | None = None, *, kept: bool = False
) -> Page[BulkRowOut]:
    """List what became of the records; ``kept``: those that an undo could not take back."""
    change = find(session, BulkChange, bulk_id)
    query = select(BulkRow).where(BulkRow.bulk_id == change.id, BulkRow.outcome.is_not(None))
    if outcome:
        query = query.where(BulkRow.outcome == outcome)
    if kept:
        query = query.where(BulkRow.undone.is_not(None), BulkRow.undone != "undone")
    found = page(session, query, Order(BulkRow.number, BulkRow.number, descending=False), paging)
    names = _names(session, change, [one.record_id for one in found.rows])
    items = [
        BulkRowOut.model_validate({**_fields(one), "name": names.get(one.record_id)}) for one in found.rows
    ]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


def _fields(row: BulkRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in BulkRowOut.model_fields.keys() - {"name"}}


def _names(session: Session, change: BulkChange, ids: list[UUID]) -> dict[UUID, str]:
    """Return what the records are called that the viewer sees."""
    model = bulk_slices.kind_of(change).model
    name = model.title if change.kind == "deals" else model.name
    return dict(session.execute(select(model.id, name).where(model.id.in_(ids))).all())


def _shown(session: Session, change: BulkChange) -> BulkOut:
    session.refresh(change)
    return _described(change)


def _described(change: BulkChange) -> BulkOut:
    own = {"counts", "undone", "undoable"}
    fields = {name: getattr(change, name) for name in BulkOut.model_fields.keys() - own}
    counts = Outcomes(**{name: change.counts.get(name, 0) for name in Outcomes.model_fields})
    undone = TakenBack(**change.undone) if change.undone else None
    return BulkOut.model_validate(
        {**fields, "counts": counts, "undone": undone, "undoable": bulk.undoable(change)}
    )
