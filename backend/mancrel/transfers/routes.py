"""HTTP of imports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from mancrel.accounts.deps import CurrentViewer, Db, may
from mancrel.adapters.files import uploads
from mancrel.kit import sheets
from mancrel.kit.db import find, transaction
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router, query_of
from mancrel.kit.schema import Name, changes
from mancrel.kit.visibility import Viewer
from mancrel.transfers import service as imports
from mancrel.transfers import wire
from mancrel.transfers.models import Import, ImportRow
from mancrel.transfers.schemas import (
    ImportDetail,
    ImportOut,
    ImportPatch,
    ImportRowOut,
    Object,
    Outcome,
)

router = Router(prefix="/api/v1/imports", tags=["imports"])
WRITE = may("imports:write")
BATCH = 1000
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The CSV or XLSX file itself.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@dataclass(frozen=True)
class Brought:
    """A file that has come in whole."""

    object: str
    file_name: str
    digest: str
    size: int


async def brought(
    request: Request,
    object: Annotated[Object, Query(description="What its rows are.")],  # noqa: A002 - what the contract calls it
    file_name: Annotated[Name, Query(description="What it is called.")] = "import.csv",
) -> Brought:
    """Take the body piece by piece to the disk; the edge ends one that is too large."""
    with uploads().taking() as incoming:
        async for piece in request.stream():
            await run_in_threadpool(incoming.write, piece)
    request.state.body_digest = incoming.digest  # for an Idempotency-Key: the body itself is gone
    return Brought(object, file_name, incoming.digest, incoming.size)


@router.post("", status_code=201, dependencies=[WRITE], openapi_extra=FILE)
def bring_file(file: Annotated[Brought, Depends(brought)], session: Db) -> ImportDetail:
    """Bring a CSV or XLSX file; answers its columns and what they are probably meant for."""
    import_ = imports.bring(session, file.object, file.file_name, file.digest, file.size)
    session.refresh(import_)
    return wire.detail(session, import_)


@router.get("", dependencies=[WRITE])
def list_imports(session: Db, paging: PageOf, object: Object | None = None) -> Page[ImportOut]:  # noqa: A002
    """List imports, newest first."""
    query = select(Import).where(Import.object == object) if object else select(Import)
    found = page(session, query, Order(Import.created_at, Import.id), paging)
    return Page(
        items=[wire.shown(one) for one in found.rows], next_cursor=found.next_cursor, total=found.total
    )


@router.get("/{import_id}", dependencies=[WRITE])
def get_import(import_id: UUID, session: Db) -> ImportDetail:
    """Return an import."""
    return wire.detail(session, find(session, Import, import_id))


@router.patch("/{import_id}", dependencies=[WRITE])
def change_import(import_id: UUID, body: ImportPatch, session: Db) -> ImportDetail:
    """Say how a file is to be imported."""
    return wire.detail(session, imports.change(session, import_id, changes(body)))


@router.post("/{import_id}/check", status_code=202, dependencies=[WRITE])
def check_import(import_id: UUID, session: Db) -> ImportDetail:
    """Begin the dry run: it says what would become of every row, and writes nothing."""
    return wire.detail(session, imports.check(session, import_id))


@router.post("/{import_id}/run", status_code=202, dependencies=[WRITE])
def run_import(import_id: UUID, session: Db) -> ImportDetail:
    """Begin to write the rows, or go on with a run that was cancelled."""
    return wire.detail(session, imports.run(session, import_id))


@router.post("/{import_id}/cancel", dependencies=[WRITE])
def cancel_import(import_id: UUID, session: Db) -> ImportDetail:
    """Stop a check or a run."""
    return wire.detail(session, imports.cancel(session, import_id))


@router.post("/{import_id}/undo", status_code=202, dependencies=[WRITE])
def undo_import(import_id: UUID, session: Db) -> ImportDetail:
    """Begin to take back what a run wrote, where nobody changed it since."""
    return wire.detail(session, imports.undo(session, import_id))


@dataclass(frozen=True)
class Chosen:
    """Which rows a client asks for; ``kept``: those that an undo could not take back."""

    status: Outcome | None = None
    kept: bool = False

    def rules(self, import_: Import) -> list[Any]:
        """Return what a row must fulfil: judged by the newest check or run."""
        rules: list[Any] = [ImportRow.import_id == import_.id, ImportRow.judged == import_.judged]
        rules.append(ImportRow.outcome == self.status if self.status else ImportRow.outcome.is_not(None))
        if self.kept:
            rules += [ImportRow.undone.is_not(None), ImportRow.undone != "undone"]
        return rules


@router.get("/{import_id}/rows", dependencies=[WRITE])
def list_rows(
    import_id: UUID, session: Db, paging: PageOf, chosen: Annotated[Chosen, query_of(Chosen)]
) -> Page[ImportRowOut]:
    """List the rows that were judged, in the order of the file, with the reasons."""
    import_ = find(session, Import, import_id)
    query = select(ImportRow).where(*chosen.rules(import_))
    order = Order(ImportRow.number, ImportRow.number, descending=False)
    found = page(session, query, order, paging)
    items = [ImportRowOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/{import_id}/rows.csv", dependencies=[WRITE], response_class=StreamingResponse, responses=CSV)
def export_rows(
    import_id: UUID, session: Db, viewer: CurrentViewer, chosen: Annotated[Chosen, query_of(Chosen)]
) -> StreamingResponse:
    """Return the rows that were judged as a file with the reasons, to be mended and brought again."""
    import_ = find(session, Import, import_id)
    names = [*(one["name"] for one in import_.columns), "Row", "Reason"]
    pieces = sheets.stream(names, _batches(viewer, import_, chosen))
    headers = {"Content-Disposition": 'attachment; filename="rows.csv"'}
    return StreamingResponse(pieces, media_type="text/csv", headers=headers)


def _batches(viewer: Viewer, import_: Import, chosen: Chosen) -> Iterator[list[list[Any]]]:
    """Return the rows in batches, each of a short transaction: nobody waits for a slow reader."""
    last = 0
    while True:
        query = select(ImportRow).where(*chosen.rules(import_), ImportRow.number > last)
        with transaction(viewer) as session:
            rows = list(session.scalars(query.order_by(ImportRow.number).limit(BATCH)))
        if not rows:
            return
        last = rows[-1].number
        yield [[*one.cells, one.number, _why(one)] for one in rows]


def _why(row: ImportRow) -> str:
    return row.undone if row.undone and row.undone != "undone" else row.reason or ""
