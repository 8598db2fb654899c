"""Saved views: keep, share, change, delete and bring back; and which one a user's list begins with."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.contacts import service as contacts
from mancrel.contacts.service import UnknownTeam
from mancrel.kit import bins, conditions, events
from mancrel.kit.db import uuid7, viewer_of
from mancrel.kit.errors import Conflict, Forbidden, NotFound
from mancrel.kit.visibility import Scope, Viewer
from mancrel.records import lists
from mancrel.records.models import TEAM, DefaultView, SavedView
from mancrel.records.schemas import ViewIn, ViewOut

MAX_VIEWS = 200


class TooManyViews(Conflict):
    """You have as many views of this list as there can be; delete some first."""


def reachable(session: Session) -> ColumnElement[bool]:
    """Views that the viewer sees, and of those in the bin the ones they may bring back.

    Said here and not left to the session: a private view is hidden from admins too.
    """
    viewer = viewer_of(session)
    mine: ColumnElement[bool] = SavedView.owner_id == viewer.user_id
    if viewer.scope is Scope.ALL:
        mine = true()
    return SavedView.visible(viewer) & or_(SavedView.deleted_at.is_(None), mine)


def find(session: Session, view_id: UUID, *, binned: bool = False) -> SavedView:
    """Return a view that the viewer sees; ``binned``: or one in the bin.

    Raises:
        NotFound: there is none, or it is not shared with them.

    """
    query = select(SavedView).where(SavedView.id == view_id, reachable(session))
    view = session.scalars(query).one_or_none()
    if view is None or (view.deleted_at is not None and not binned):
        raise NotFound("There is no such view.")
    conditions.seen(session, view, SavedView)
    return view


def may_edit(viewer: Viewer, view: SavedView) -> bool:
    """Whether a view that the viewer sees is theirs to change: its owner's, and of shared ones an admin's."""
    return view.owner_id == viewer.user_id or viewer.scope is Scope.ALL


def _to_change(session: Session, view_id: UUID) -> SavedView:
    view = find(session, view_id)
    if not may_edit(viewer_of(session), view):
        raise Forbidden("Only its owner and admins may change this view; save it as one of your own.")
    lock = select(SavedView).where(SavedView.id == view_id).with_for_update(of=SavedView)
    view = session.scalars(lock.execution_options(populate_existing=True)).one()
    conditions.hold(session, view)
    return view


def create(session: Session, body: ViewIn) -> SavedView:
    """Keep a view, behind the others of its list.

    Raises:
        TooManyViews: there are enough of them.

    """
    lists.check(session, body.kind, body.columns, body.filter, body.sort)
    user_id = viewer_of(session).user_id
    own = select(func.count(), func.max(SavedView.position)).where(
        SavedView.owner_id == user_id, SavedView.kind == body.kind, SavedView.deleted_at.is_(None)
    )
    count, last = session.execute(own).one()
    if count >= MAX_VIEWS:
        raise TooManyViews
    view = SavedView(id=uuid7(), owner_id=user_id, position=min((last or 0) + 1, 1_000_000))
    for name in ("kind", "name", "columns", "filter", "sort"):
        setattr(view, name, getattr(body, name))
    _share(session, view, body.shared, body.team_id)
    session.add(view)
    session.flush()
    events.record(session, "view.created", view, shared=view.shared)
    return view


def _share(session: Session, view: SavedView, shared: str, team_id: UUID | None) -> None:
    """Show a view to nobody else, to a team of the viewer's, or to everyone."""
    viewer = viewer_of(session)
    view.shared, view.team_id = shared, None
    if shared != TEAM:
        return
    if team_id is None and len(viewer.team_ids) == 1:
        team_id = next(iter(viewer.team_ids))
    if team_id is None:
        raise UnknownTeam("Say with which team the view is shared.", field="team_id")
    if viewer.scope is not Scope.ALL and team_id not in viewer.team_ids:
        raise UnknownTeam("You are not in this team.", field="team_id")
    view.team_id = contacts.team_of(session, team_id).id


def change(session: Session, view_id: UUID, values: dict[str, Any]) -> SavedView:
    """Change a view; only the named fields.

    Raises:
        Forbidden: it is shared by somebody else.

    """
    view = _to_change(session, view_id)
    lists.check(session, view.kind, values.get("columns", []), values.get("filter", []), values.get("sort"))
    if "shared" in values or "team_id" in values:
        team_id = values.pop("team_id", view.team_id)
        _share(session, view, values.pop("shared", view.shared), team_id)
    for name, value in values.items():
        setattr(view, name, value)
    session.flush()
    events.record(session, "view.changed", view, shared=view.shared)
    return view


def remove(session: Session, view_id: UUID) -> None:
    """Move a view to the bin."""
    view = _to_change(session, view_id)
    bins.discard(view)
    events.record(session, "view.deleted", view)


def restore(session: Session, view_id: UUID) -> SavedView:
    """Take a view out of the bin.

    Raises:
        Forbidden: it is somebody else's.

    """
    if not may_edit(viewer_of(session), find(session, view_id, binned=True)):
        raise Forbidden("Only its owner and admins may bring this view back.")
    view = bins.restore(session, SavedView, view_id)
    session.flush()
    events.record(session, "view.restored", view)
    return view


def make_default(session: Session, view_id: UUID) -> SavedView:
    """Let the viewer's list begin with a view."""
    view = find(session, view_id)
    row = insert(DefaultView).values(
        id=uuid7(), user_id=viewer_of(session).user_id, kind=view.kind, view_id=view.id
    )
    same = [DefaultView.user_id, DefaultView.kind]
    session.execute(row.on_conflict_do_update(index_elements=same, set_={"view_id": view.id}))
    return view


def drop_default(session: Session, view_id: UUID) -> None:
    """Let the viewer's list begin with all records again."""
    view = find(session, view_id)
    mine = (DefaultView.user_id == viewer_of(session).user_id, DefaultView.view_id == view.id)
    session.execute(delete(DefaultView).where(*mine))


def shown(session: Session, view: SavedView) -> ViewOut:
    """Describe a view as the viewer can use it now."""
    viewer = viewer_of(session)
    now = lists.holding(session, view.kind, view.columns, view.filter, view.sort)
    own = {"columns", "filter", "sort", "left_out", "is_default", "editable"}
    fields = {name: getattr(view, name) for name in ViewOut.model_fields.keys() - own}
    return ViewOut(
        **fields,
        columns=now.columns,
        filter=now.filter,
        sort=now.sort,
        left_out=now.gone,
        is_default=view.id in _defaults(session),
        editable=may_edit(viewer, view),
    )


def _defaults(session: Session) -> set[UUID]:
    return set(
        session.scalars(select(DefaultView.view_id).where(DefaultView.user_id == viewer_of(session).user_id))
    )
