"""HTTP of exports: any list, as it is filtered and sorted, as a CSV file."""

from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from mancrel.accounts.deps import CurrentViewer, Db, may
from mancrel.activities.lists_asked import ActivitiesWanted
from mancrel.contacts.lists_asked import CompaniesWanted, ContactsWanted
from mancrel.deals.lists_asked import DealsWanted
from mancrel.kit.pages import Listing
from mancrel.kit.routing import Router
from mancrel.kit.visibility import Viewer
from mancrel.transfers import exports

router = Router(prefix="/api/v1", tags=["exports"])
MAY = may("exports:read")
CSV: dict[str, Any] = {
    "response_class": StreamingResponse,
    "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
}


@router.get("/contacts.csv", dependencies=[may("contacts:read"), MAY], **CSV)
def export_contacts(
    request: Request, session: Db, viewer: CurrentViewer, wanted: ContactsWanted
) -> StreamingResponse:
    """Return the contacts of a list as a file; addresses and tags are joined by semicolons."""
    return _file(request, session, viewer, "contacts", wanted, exports.CONTACTS, "contact")


@router.get("/companies.csv", dependencies=[may("companies:read"), MAY], **CSV)
def export_companies(
    request: Request, session: Db, viewer: CurrentViewer, wanted: CompaniesWanted
) -> StreamingResponse:
    """Return the companies of a list as a file."""
    return _file(request, session, viewer, "companies", wanted, exports.COMPANIES, "company")


@router.get("/deals.csv", dependencies=[may("deals:read"), MAY], **CSV)
def export_deals(
    request: Request, session: Db, viewer: CurrentViewer, wanted: DealsWanted
) -> StreamingResponse:
    """Return the deals of a list as a file."""
    return _file(request, session, viewer, "deals", wanted, exports.DEALS, "deal")


@router.get("/activities.csv", dependencies=[may("activities:read"), MAY], **CSV)
def export_activities(
    request: Request, session: Db, viewer: CurrentViewer, wanted: ActivitiesWanted
) -> StreamingResponse:
    """Return the activities of a list as a file."""
    return _file(request, session, viewer, "activities", wanted, exports.ACTIVITIES, None)


def _file(
    request: Request,
    session: Session,
    viewer: Viewer,
    what: str,
    wanted: Listing[Any],
    columns: exports.Columns,
    object_: str | None,
) -> StreamingResponse:
    """Record the export, then stream it in sessions of its own: this one ends before the first byte."""
    asked = request.query_params
    exports.begin(session, what, wanted, asked.getlist("filter"), searched="q" in asked)
    custom = exports.fields_of(session, object_) if object_ else []
    return StreamingResponse(
        exports.stream(viewer, wanted, columns, custom),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{what}.csv"'},
    )
