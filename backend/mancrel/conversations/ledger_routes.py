"""HTTP of corrections: what was quoted and no longer holds."""

from typing import Literal
from uuid import UUID

from sqlalchemy.orm import selectinload

from mancrel.accounts.deps import Db, may
from mancrel.conversations import corrections, wire
from mancrel.conversations.ledger_models import Correction
from mancrel.conversations.ledger_schemas import CorrectionDismiss, CorrectionOut, CorrectionSend
from mancrel.kit.db import find
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router

router = Router(prefix="/api/v1/corrections", tags=["corrections"])
READ = may("suggestions:read")
WRITE = may("suggestions:write")


@router.get("", dependencies=[READ])
def list_corrections(
    session: Db,
    paging: PageOf,
    status: Literal["open", "sent", "dismissed", "closed"] | None = None,
) -> Page[CorrectionOut]:
    """List corrections, newest first; ``status=open`` are those that somebody has to decide."""
    query = corrections.of_status(status).options(selectinload(Correction.conversation))
    found = page(session, query, Order(Correction.created_at, Correction.id), paging)
    items = [wire.correction(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/{correction_id}", dependencies=[READ])
def get_correction(correction_id: UUID, session: Db) -> CorrectionOut:
    """Return a correction."""
    return wire.correction(session, find(session, Correction, correction_id))


@router.post("/{correction_id}/send", dependencies=[WRITE])
def send_correction(correction_id: UUID, session: Db, body: CorrectionSend | None = None) -> CorrectionOut:
    """Send a correction as drafted, or in own words."""
    return wire.correction(session, corrections.send(session, correction_id, body.body if body else None))


@router.post("/{correction_id}/dismiss", dependencies=[WRITE])
def dismiss_correction(
    correction_id: UUID,
    session: Db,
    body: CorrectionDismiss | None = None,  # noqa: ARG001 - nothing to say
) -> CorrectionOut:
    """Decide that the customer need not be told."""
    return wire.correction(session, corrections.dismiss(session, correction_id))
