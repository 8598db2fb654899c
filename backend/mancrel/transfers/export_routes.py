"""HTTP of exports: any list, as it is filtered and sorted, as a CSV file or a workbook."""

from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from mancrel.accounts import service as accounts
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
CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _answers(media_type: str, **schema: str) -> dict[str, Any]:
    content = {media_type: {"schema": {"type": "string", **schema}}}
    return {"response_class": StreamingResponse, "responses": {200: {"content": content}}}


CSV = _answers(CSV_TYPE)
XLSX = _answers(XLSX_TYPE, format="binary")


@router.get("/contacts.csv", dependencies=[may("contacts:read"), MAY], **CSV)
@router.get("/contacts.xlsx", dependencies=[may("contacts:read"), MAY], **XLSX)
def export_contacts(
    request: Request, session: Db, viewer: CurrentViewer, wanted: ContactsWanted
) -> StreamingResponse:
    """Return the contacts of a list as a file; addresses and tags are joined by semicolons."""
    return _file(request, session, viewer, "contacts", wanted(), exports.CONTACTS, "contact")


@router.get("/companies.csv", dependencies=[may("companies:read"), MAY], **CSV)
@router.get("/companies.xlsx", dependencies=[may("companies:read"), MAY], **XLSX)
def export_companies(
    request: Request, session: Db, viewer: CurrentViewer, wanted: CompaniesWanted
) -> StreamingResponse:
    """Return the companies of a list as a file."""
    return _file(request, session, viewer, "companies", wanted(), exports.COMPANIES, "company")


@router.get("/deals.csv", dependencies=[may("deals:read"), MAY], **CSV)
@router.get("/deals.xlsx", dependencies=[may("deals:read"), MAY], **XLSX)
def export_deals(
    request: Request, session: Db, viewer: CurrentViewer, wanted: DealsWanted
) -> StreamingResponse:
    """Return the deals of a list as a file."""
    return _file(request, session, viewer, "deals", wanted(), exports.DEALS, "deal")


@router.get("/activities.csv", dependencies=[may("activities:read"), MAY], **CSV)
@router.get("/activities.xlsx", dependencies=[may("activities:read"), MAY], **XLSX)
def export_activities(
    request: Request, session: Db, viewer: CurrentViewer, wanted: ActivitiesWanted
) -> StreamingResponse:
    """Return the activities of a list as a file."""
    return _file(request, session, viewer, "activities", wanted(), exports.ACTIVITIES, None)


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
    asked, as_book = request.query_params, request.url.path.endswith(".xlsx")
    searched = "q" in asked
    exports.begin(session, what, wanted, asked.getlist("filter"), searched=searched, as_book=as_book)
    custom = exports.fields_of(session, object_) if object_ else []
    taken = exports.Taken(viewer, wanted, columns, custom)
    zone = accounts.zone_of(session, viewer.user_id)
    return StreamingResponse(
        exports.as_book(taken, what.capitalize(), zone) if as_book else exports.as_csv(taken),
        media_type=XLSX_TYPE if as_book else CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{what}.{"xlsx" if as_book else "csv"}"'},
    )
