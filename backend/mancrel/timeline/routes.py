"""HTTP of the timeline and the audit."""

import binascii
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select

from mancrel.accounts.deps import Db, DbAsOne, may
from mancrel.accounts.models import User
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Company, Contact
from mancrel.deals.models import Deal
from mancrel.kit import sheets
from mancrel.kit.canonical import shown_id
from mancrel.kit.changes import Change
from mancrel.kit.cursors import decode, encode
from mancrel.kit.db import find
from mancrel.kit.orders import Order
from mancrel.kit.pages import BadCursor, Page, PageOf, page
from mancrel.kit.routing import Router, query_of
from mancrel.kit.schema import Ref
from mancrel.timeline import audit, chain, names
from mancrel.timeline import service as timeline
from mancrel.timeline.audit import Filter
from mancrel.timeline.schemas import (
    AuditOut,
    ChainOut,
    ChangedRecord,
    EntryOut,
    FieldChange,
    RecordRef,
    TimelineOut,
)
from mancrel.timeline.service import KINDS, Entry, Kind, Place

router = Router(prefix="/api/v1", tags=["timeline"])
READ = may("audit:read")
RECORDS: dict[str, type[Contact | Company | Deal]] = {
    "contacts": Contact,
    "companies": Company,
    "deals": Deal,
}


@router.get("/timeline/{record}/{record_id}", dependencies=[may("timeline:read")])
def get_timeline(
    record: Literal["contacts", "companies", "deals"],
    record_id: UUID,
    session: Db,
    paging: PageOf,
    kind: Annotated[list[Kind] | None, Query(max_length=len(KINDS))] = None,
) -> TimelineOut:
    """Return what happened to a record, newest first: of all kinds, or of those named."""
    if record == "contacts":
        record_id = contacts.named(session, record_id).shown.id
    elif record == "companies":
        record_id = shown_id(session, Company, record_id)
    scope = timeline.scope_of(find(session, RECORDS[record], record_id))
    after = _place(paging.cursor) if paging.cursor else None
    found = timeline.entries(session, scope, kind or KINDS, after, paging.limit + 1)
    more = len(found) > paging.limit
    found = found[: paging.limit]
    following = encode("timeline", found[-1].at.isoformat(), found[-1].id) if more else None
    return TimelineOut(items=[_entry(one) for one in found], next_cursor=following)


def _place(cursor: str) -> Place:
    try:
        name, at, id_ = decode(cursor)
        place = Place(datetime.fromisoformat(at), UUID(id_))
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise BadCursor(field="cursor") from error
    if name != "timeline" or place.at.tzinfo is None:
        raise BadCursor(field="cursor")
    return place


def _entry(one: Entry) -> EntryOut:
    where = RecordRef(kind=one.refers_to[0], id=one.refers_to[1]) if one.refers_to else None
    fields = {name: getattr(one, name) for name in EntryOut.model_fields if name != "refers_to"}
    return EntryOut.model_validate({**fields, "refers_to": where})


@router.get("/audit", dependencies=[READ])
def list_changes(session: Db, paging: PageOf, wanted: Annotated[Filter, query_of(Filter)]) -> Page[AuditOut]:
    """List who changed what, newest first."""
    found = page(session, audit.chosen(wanted), Order(Change.id, Change.id), paging)
    known, titles = names.of(session, found.rows), names.of_records(session, found.rows)
    ids = {one.actor_id for one in found.rows if one.actor_id}
    people = {one.id: one for one in session.scalars(select(User).where(User.id.in_(ids)))}
    items = [_change(one, people, known, titles.get(one.subject_id)) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


def _change(one: Change, people: dict[UUID, User], known: dict[str, str], title: str | None) -> AuditOut:
    actor = people.get(one.actor_id) if one.actor_id else None
    shown: dict[str, Any] = {
        name: getattr(one, name) for name in ("id", "seq", "created_at", "action", "via")
    }
    fields = [
        FieldChange(field=field, before=names.shown(known, before), after=names.shown(known, after))
        for field, (before, after) in (one.diff or {}).items()
    ]
    shown["subject"] = ChangedRecord(kind=one.subject_type, id=one.subject_id, name=title)
    shown["actor"] = Ref.model_validate(actor) if actor else None
    return AuditOut.model_validate({**shown, "fields": fields if one.diff is not None else None})


@router.get(
    "/audit.csv",
    dependencies=[READ],
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def export_changes(session: DbAsOne, wanted: Annotated[Filter, query_of(Filter)]) -> Response:
    """Return who changed what as a file, a line for each field."""
    return Response(
        sheets.table(audit.COLUMNS, audit.rows(session, wanted)),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


@router.get("/audit/chain", dependencies=[READ])
def get_chain(session: Db) -> ChainOut:
    """Return where the chain of changes ends."""
    end = chain.head(session)
    shown = {"seq": end.seq, "link": end.link} if end else {"seq": 0, "link": None}
    return ChainOut.model_validate({**shown, "waiting": chain.waiting(session)})
