"""What deliveries hold of a person: found by the messages they became, and by the addresses in them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session, undefer

from mancrel.intake.models import Delivery, Endpoint
from mancrel.kit.jobs import JobRow
from mancrel.kit.traces import mentions

SLICE = 500
ERASED = "Its content was erased."


def _about(ids: Collection[UUID], words: Sequence[str]) -> ColumnElement[bool]:
    # Bytes as text, whatever they are: what is beyond ASCII is escaped.
    said = func.encode(Delivery.body, "escape")
    return or_(Delivery.id.in_(ids), mentions(said, words), mentions(Delivery.headers, words))


def next_slice(session: Session, after: UUID | None) -> list[UUID]:
    """Return the next deliveries to look into, in the order of their ids; none at the end."""
    query = select(Delivery.id).order_by(Delivery.id).limit(SLICE)
    return list(session.scalars(query.where(Delivery.id > after) if after else query))


def erase(
    session: Session, among: Sequence[UUID], ids: Collection[UUID], words: Sequence[str]
) -> dict[str, int]:
    """Empty those deliveries that are a person's; that they came stays, so that they do not count anew."""
    found = list(session.scalars(select(Delivery.id).where(and_(Delivery.id.in_(among), _about(ids, words)))))
    empty = {"body": b"", "headers": {}, "digest": b"", "size": 0, "reason": ERASED, "field": None}
    session.execute(update(Delivery).where(Delivery.id.in_(found)).values(**empty))
    # Mails of one sender have one key, a digest of the address, so whoever knows that would find it.
    session.execute(update(JobRow).where(JobRow.subject_id.in_(found)).values(key=None))
    return {"deliveries": len(found)}


def of(session: Session, ids: Collection[UUID], words: Sequence[str]) -> list[tuple[Delivery, str]]:
    """Return a person's deliveries with their bodies, and the kind of endpoint each came by."""
    query = (
        select(Delivery, Endpoint.kind)
        .join(Endpoint, Endpoint.id == Delivery.endpoint_id)
        .where(_about(ids, words))
        .order_by(Delivery.id)
        .options(undefer(Delivery.body))
    )
    return [(one, kind) for one, kind in session.execute(query)]
