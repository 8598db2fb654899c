"""HTTP of accounts: users, teams, directory."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from mancrel.accounts import people, teams, wire
from mancrel.accounts.deps import Db, may, shelf
from mancrel.accounts.models import Team, User
from mancrel.accounts.schemas import (
    Colleague,
    Directory,
    InvitationLink,
    InvitedUser,
    TeamIn,
    TeamOut,
    TeamPatch,
    UserIn,
    UserOut,
    UserPatch,
)
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Ref, Text, changes

router = Router(prefix="/api/v1")
UserRows = Annotated[ColumnElement[bool], shelf(User, "users:write")]
UserOrder = Annotated[
    Order,
    sorting(User.id, "created_at", User.name, User.email, User.role, User.last_login_at, User.created_at),
]
TeamRows = Annotated[ColumnElement[bool], shelf(Team, "teams:write")]
TeamOrder = Annotated[Order, sorting(Team.id, "created_at", Team.name, Team.created_at)]


def _user_out(user: User) -> UserOut:
    return UserOut.model_validate(_user_fields(user))


def _user_fields(user: User) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: getattr(user, name) for name in UserOut.model_fields if hasattr(user, name)
    }
    fields["email"] = user.email.removesuffix(f"#{user.id.hex}")  # as it was before the bin
    fields["teams"] = wire.refs(user.teams)
    fields["invitation_pending"] = user.password_hash is None
    return fields


@router.get("/users", dependencies=[may("users:read")], tags=["users"])
def list_users(
    session: Db,
    paging: PageOf,
    rows: UserRows,
    order: UserOrder,
    q: Annotated[Text | None, Query(max_length=200)] = None,
) -> Page[UserOut]:
    """List users."""
    query = select(User).where(rows).options(selectinload(User.teams))
    if q:
        query = query.where(User.name.icontains(q, autoescape=True) | User.email.contains(q.lower()))
    found = page(session, query, order, paging)
    items = [_user_out(user) for user in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/users", status_code=201, dependencies=[may("users:write")], tags=["users"])
def create_user(body: UserIn, session: Db) -> InvitedUser:
    """Invite a user; hand them the link."""
    user, url = people.invite(session, body)
    session.refresh(user, ["created_at"])
    return InvitedUser.model_validate({**_user_fields(user), "invitation_url": url})


@router.get("/users/{user_id}", dependencies=[may("users:read")], tags=["users"])
def get_user(user_id: UUID, session: Db) -> UserOut:
    """Return a user."""
    return _user_out(people.find_user(session, user_id))


@router.patch("/users/{user_id}", dependencies=[may("users:write")], tags=["users"])
def change_user(user_id: UUID, body: UserPatch, session: Db) -> UserOut:
    """Change a user; deactivation ends every session at once."""
    user = people.user_to_change(session, user_id)
    return _user_out(people.change_user(session, user, changes(body)))


@router.delete("/users/{user_id}", status_code=204, dependencies=[may("users:write")], tags=["users"])
def delete_user(user_id: UUID, session: Db) -> None:
    """Move a user to the bin."""
    people.remove_user(session, people.user_to_change(session, user_id))


@router.post("/users/{user_id}/restore", dependencies=[may("users:write")], tags=["users"])
def restore_user(user_id: UUID, session: Db) -> UserOut:
    """Take a user out of the bin; they come in again once they are active."""
    return _user_out(people.restore_user(session, user_id))


@router.post("/users/{user_id}/invitation", dependencies=[may("users:write")], tags=["users"])
def renew_invitation(user_id: UUID, session: Db) -> InvitationLink:
    """Make a new invitation link."""
    user = people.find_user(session, user_id)
    return InvitationLink(invitation_url=people.new_invitation(session, user))


def _team_out(team: Team) -> TeamOut:
    members = [Ref.model_validate(user) for user in team.members if user.deleted_at is None]
    return TeamOut(
        id=team.id,
        name=team.name,
        members=members,
        created_at=team.created_at,
        updated_at=team.updated_at,
        deleted_at=team.deleted_at,
    )


@router.get("/teams", dependencies=[may("teams:read")], tags=["teams"])
def list_teams(
    session: Db,
    paging: PageOf,
    rows: TeamRows,
    order: TeamOrder,
    q: Annotated[Text | None, Query(max_length=200)] = None,
) -> Page[TeamOut]:
    """List teams."""
    query = select(Team).where(rows).options(selectinload(Team.members))
    if q:
        query = query.where(Team.name.icontains(q, autoescape=True))
    found = page(session, query, order, paging)
    items = [_team_out(team) for team in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/teams", status_code=201, dependencies=[may("teams:write")], tags=["teams"])
def create_team(body: TeamIn, session: Db) -> TeamOut:
    """Add a team."""
    team = teams.create(session, body)
    session.refresh(team, ["created_at"])
    return _team_out(team)


@router.get("/teams/{team_id}", dependencies=[may("teams:read")], tags=["teams"])
def get_team(team_id: UUID, session: Db) -> TeamOut:
    """Return a team."""
    return _team_out(teams.find_with_members(session, team_id))


@router.patch("/teams/{team_id}", dependencies=[may("teams:write")], tags=["teams"])
def change_team(team_id: UUID, body: TeamPatch, session: Db) -> TeamOut:
    """Change a team."""
    return _team_out(teams.change(session, teams.find_locked(session, team_id), changes(body)))


@router.delete("/teams/{team_id}", status_code=204, dependencies=[may("teams:write")], tags=["teams"])
def delete_team(team_id: UUID, session: Db) -> None:
    """Move a team to the bin."""
    teams.remove(session, teams.find_locked(session, team_id))


@router.post("/teams/{team_id}/restore", dependencies=[may("teams:write")], tags=["teams"])
def restore_team(team_id: UUID, session: Db) -> TeamOut:
    """Take a team out of the bin, with its members."""
    return _team_out(teams.restore(session, team_id))


@router.get("/directory", dependencies=[may("directory:read")], tags=["teams"])
def directory(session: Db) -> Directory:
    """Return the names to assign or mention."""
    users = session.scalars(select(User).where(User.deleted_at.is_(None)).order_by(User.name))
    teams = session.scalars(select(Team).where(Team.deleted_at.is_(None)).order_by(Team.name))
    return Directory(
        users=[Colleague.model_validate(user) for user in users],
        teams=[Ref.model_validate(team) for team in teams],
    )
