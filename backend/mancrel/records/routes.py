"""HTTP of saved views."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import ColumnElement, select

from mancrel.accounts.deps import Db, may, shelf
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes
from mancrel.records import views
from mancrel.records.models import SavedView
from mancrel.records.schemas import Kind, ViewIn, ViewOut, ViewPatch

router = Router(prefix="/api/v1/views", tags=["views"])
READ = may("views:read")
WRITE = may("views:write")
ViewRows = Annotated[ColumnElement[bool], shelf(SavedView, "views:write")]
PLACES = Order(SavedView.position, SavedView.id, descending=False)


@router.get("", dependencies=[READ])
def list_views(session: Db, paging: PageOf, rows: ViewRows, kind: Kind | None = None) -> Page[ViewOut]:
    """List the viewer's views and those that are shared with them, by their position."""
    query = select(SavedView).where(rows, views.reachable(session))
    if kind:
        query = query.where(SavedView.kind == kind)
    found = page(session, query, PLACES, paging)
    items = [views.shown(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("", status_code=201, dependencies=[WRITE])
def create_view(body: ViewIn, session: Db) -> ViewOut:
    """Keep a view."""
    view = views.create(session, body)
    session.refresh(view)
    return views.shown(session, view)


@router.get("/{view_id}", dependencies=[READ])
def get_view(view_id: UUID, session: Db) -> ViewOut:
    """Return a view; ``left_out`` says what it names that is gone by now."""
    return views.shown(session, views.find(session, view_id))


@router.patch("/{view_id}", dependencies=[WRITE])
def change_view(view_id: UUID, body: ViewPatch, session: Db) -> ViewOut:
    """Change a view; its owner and admins may."""
    view = views.change(session, view_id, changes(body))
    session.refresh(view)
    return views.shown(session, view)


@router.delete("/{view_id}", status_code=204, dependencies=[WRITE])
def delete_view(view_id: UUID, session: Db) -> None:
    """Move a view to the bin."""
    views.remove(session, view_id)


@router.post("/{view_id}/restore", dependencies=[WRITE])
def restore_view(view_id: UUID, session: Db) -> ViewOut:
    """Take a view out of the bin."""
    view = views.restore(session, view_id)
    session.refresh(view)
    return views.shown(session, view)


@router.post("/{view_id}/default", dependencies=[READ])
def make_default(view_id: UUID, session: Db) -> ViewOut:
    """Let the caller's list begin with a view."""
    return views.shown(session, views.make_default(session, view_id))


@router.delete("/{view_id}/default", status_code=204, dependencies=[READ])
def drop_default(view_id: UUID, session: Db) -> None:
    """Let the caller's list begin with all records again."""
    views.drop_default(session, view_id)
