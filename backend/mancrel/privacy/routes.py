"""HTTP of personal data."""

from uuid import UUID

from fastapi.responses import FileResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.contacts.personal import person_of
from mancrel.kit.db import find, viewer_of
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Ref, changes
from mancrel.privacy import exporting, retention
from mancrel.privacy import service as privacy
from mancrel.privacy.models import Erasure, PersonExport
from mancrel.privacy.schemas import (
    EraseIn,
    ErasureOut,
    HeldOut,
    PersonExportOut,
    RetentionOut,
    RetentionPatch,
    RetentionsOut,
)

router = Router(prefix="/api/v1", tags=["privacy"])
READ = may("privacy:read")
WRITE = may("privacy:write")


def _export(session: Session, one: PersonExport) -> PersonExportOut:
    names = PersonExportOut.model_fields.keys() - {"mine", "contact", "by"}
    refs = {"contact": Ref.model_validate(one.contact), "by": Ref.model_validate(one.by)}
    mine = one.by_id == viewer_of(session).user_id
    return PersonExportOut.model_validate(
        {**{name: getattr(one, name) for name in names}, **refs, "mine": mine}
    )


@router.get("/contacts/{contact_id}/personal-data", dependencies=[READ])
def get_personal_data(contact_id: UUID, session: Db) -> HeldOut:
    """Return how much there is about a person: what an export holds and an erasure removes."""
    contact, counts = privacy.held(session, contact_id)
    return HeldOut(contact=Ref.model_validate(contact), contacts=counts["contacts"], counts=counts)


@router.post("/contacts/{contact_id}/exports", status_code=202, dependencies=[READ])
def export_person(contact_id: UUID, session: Db) -> PersonExportOut:
    """Have everything about a person that the caller sees written to a file, to be fetched within a week."""
    export = privacy.ask_export(session, contact_id)
    session.refresh(export)
    return _export(session, export)


@router.get("/person-exports", dependencies=[READ])
def list_person_exports(session: Db, paging: PageOf, contact_id: UUID | None = None) -> Page[PersonExportOut]:
    """List the files of personal data, newest first: one's own, to admins all."""
    query = select(PersonExport)
    if contact_id:
        person = person_of(session, contact_id)
        query = query.where(PersonExport.contact_id.in_(person.ids if person else ()))
    found = page(session, query, Order(PersonExport.created_at, PersonExport.id), paging)
    items = [_export(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/person-exports/{export_id}", dependencies=[READ])
def get_person_export(export_id: UUID, session: Db) -> PersonExportOut:
    """Return how far a file of personal data is."""
    return _export(session, find(session, PersonExport, export_id))


@router.get(
    "/person-exports/{export_id}/file",
    dependencies=[READ],
    response_class=FileResponse,
    responses={
        200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}},
        409: {"description": "Not made yet, or no longer kept"},
    },
)
def download_person_export(export_id: UUID, session: Db) -> FileResponse:
    """Return the file; browsers only ever save it."""
    export = privacy.download(session, export_id)
    return FileResponse(
        exporting.path_of(export.file),
        media_type="application/zip",
        filename=f"personal-data-{export.id}.zip",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
    )


@router.post("/contacts/{contact_id}/erase", status_code=202, dependencies=[WRITE])
def erase_person(contact_id: UUID, body: EraseIn, session: Db) -> ErasureOut:
    """Erase a person for good: everything about them, but for the fact that it was done."""
    erasure = privacy.erase(session, contact_id, body.reason, body.confirm)
    session.refresh(erasure)
    return ErasureOut.model_validate(erasure)


@router.get("/erasures", dependencies=[WRITE])
def list_erasures(session: Db, paging: PageOf) -> Page[ErasureOut]:
    """List erasures, newest first."""
    found = page(session, select(Erasure), Order(Erasure.created_at, Erasure.id), paging)
    items = [ErasureOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/erasures/{erasure_id}", dependencies=[WRITE])
def get_erasure(erasure_id: UUID, session: Db) -> ErasureOut:
    """Return how far an erasure is."""
    return ErasureOut.model_validate(find(session, Erasure, erasure_id))


@router.get("/settings/retention", dependencies=[WRITE])
def get_retention(session: Db) -> RetentionsOut:
    """Return how long each kind of data is kept, and what would be removed now."""
    return _retention(session, {})


@router.post("/settings/retention/preview", dependencies=[WRITE])
def preview_retention(body: RetentionPatch, session: Db) -> RetentionsOut:
    """Return what other rules would remove now; nothing is changed."""
    return _retention(session, changes(body))


@router.patch("/settings/retention", dependencies=[WRITE])
def change_retention(body: RetentionPatch, session: Db) -> RetentionsOut:
    """Set how long kinds of data are kept; what is too old goes with the next night."""
    retention.change(session, changes(body))
    return _retention(session, {})


def _retention(session: Session, wanted: dict[str, int | None]) -> RetentionsOut:
    items = []
    for kind, rule in retention.rules(session).items():
        keep = wanted.get(kind, rule.keep_days)
        items.append(
            RetentionOut(
                kind=kind,
                keep_days=keep,
                least_days=retention.KINDS[kind].least,
                due=retention.due(session, kind, keep),
                last_run_at=rule.last_run_at,
                last_removed=rule.last_removed,
            )
        )
    return RetentionsOut(items=items)
