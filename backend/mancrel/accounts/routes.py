"""HTTP of accounts: sign-in, users, teams, directory."""

from typing import Annotated, Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Query, Request, Response
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from mancrel.accounts import people, service, teams, wire
from mancrel.accounts.deps import CurrentAccess, CurrentViewer, Db, may, shelf
from mancrel.accounts.models import Team, User
from mancrel.accounts.schemas import (
    Colleague,
    Credentials,
    Directory,
    InvitationAnswer,
    InvitationLink,
    InvitationOut,
    InvitedUser,
    Me,
    MePatch,
    ResetAnswer,
    ResetRequest,
    SessionOut,
    TeamIn,
    TeamOut,
    TeamPatch,
    UserIn,
    UserOut,
    UserPatch,
)
from mancrel.kit.db import transaction
from mancrel.kit.errors import Forbidden
from mancrel.kit.pages import Order, Page, PageOf, page, sorting
from mancrel.kit.routing import Router
from mancrel.kit.schema import Ref, Text, changes
from mancrel.settings import settings

router = Router(prefix="/api/v1")
UserRows = Annotated[ColumnElement[bool], shelf(User, "users:write")]
UserOrder = Annotated[
    Order,
    sorting(User.id, "created_at", User.name, User.email, User.role, User.last_login_at, User.created_at),
]
TeamRows = Annotated[ColumnElement[bool], shelf(Team, "teams:write")]
TeamOrder = Annotated[Order, sorting(Team.id, "created_at", Team.name, Team.created_at)]

# Who waits for a hash (`passwords.py`) waits on two threads of their own, never on those of other requests.
hashing = CapacityLimiter(2)
SAME_SITE = ("same-origin", "none")


def same_origin(request: Request) -> None:
    """Refuse a request with a cookie that another site's page sent.

    Raises:
        Forbidden: Sec-Fetch-Site or Origin name another site.

    """
    fetch_site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = {settings().public_url, f"{request.url.scheme}://{request.headers.get('host', '')}"}
    if (fetch_site and fetch_site not in SAME_SITE) or (origin is not None and origin not in own):
        raise Forbidden("This request came from another site.")


SameOrigin = Depends(same_origin)


def _cookie_name() -> str:
    return "__Host-mancrel-refresh" if settings().is_https else "mancrel-refresh"


def _set_cookie(response: Response, token: str, max_age: int) -> None:
    # Over plain http (the demo) there is no Secure, so no __Host- prefix; it stays host-only.
    response.set_cookie(
        _cookie_name(),
        token,
        max_age=max_age,
        httponly=True,
        secure=settings().is_https,
        samesite="strict",
        path="/",
    )


def _answer(response: Response, signed: service.Signed) -> SessionOut:
    _set_cookie(response, signed.refresh_token, settings().refresh_token_days * 86_400)
    return SessionOut(
        access_token=signed.access_token,
        token_type="bearer",  # noqa: S106 - the name of the scheme
        expires_in=signed.expires_in,
        user=wire.me(signed.user),
    )


def address_of(request: Request) -> str:
    """Return the network address that a request came from."""
    return request.client.host if request.client else "unknown"


@router.post("/auth/login", dependencies=[SameOrigin], tags=["auth"])
async def login(body: Credentials, request: Request, response: Response) -> SessionOut:
    """Sign in with e-mail address and password, and a code if the account has a second factor."""
    signed = await to_thread.run_sync(
        service.sign_in, body.email, body.password, body.code, address_of(request), limiter=hashing
    )
    return _answer(response, signed)


@router.post("/auth/refresh", dependencies=[SameOrigin], tags=["auth"])
def refresh(request: Request, response: Response) -> SessionOut:
    """Exchange the refresh cookie for a new access token."""
    return _answer(response, service.refresh(request.cookies.get(_cookie_name(), "")))


@router.post("/auth/logout", status_code=204, dependencies=[SameOrigin], tags=["auth"])
def logout(request: Request, response: Response) -> None:
    """End this session."""
    token = request.cookies.get(_cookie_name())
    if token:
        service.sign_out(token)
    _set_cookie(response, "", 0)


@router.get("/auth/me", tags=["auth"])
def me(session: Db, viewer: CurrentViewer) -> Me:
    """Return who is signed in, or whose key this is, and what they may do."""
    query = select(User).where(User.id == viewer.user_id).options(selectinload(User.teams))
    return wire.me(session.scalars(query).one(), viewer.permissions)


@router.patch("/auth/me", tags=["auth"])
def change_me(body: MePatch, session: Db, access: CurrentAccess) -> Me:
    """Change what is one's own: the time zone in which one's days begin and end."""
    query = select(User).where(User.id == access.user_id).options(selectinload(User.teams))
    user = session.scalars(query).one()
    for name, value in changes(body).items():
        setattr(user, name, value)
    return wire.me(user)


@router.get("/auth/invitations/{token}", tags=["auth"])
def get_invitation(token: Text) -> InvitationOut:
    """Return whom an invitation is for."""
    with transaction() as session:
        _, user = people.find_link(session, token, "invitation")
        return InvitationOut.model_validate(user)


@router.post("/auth/invitations/{token}", dependencies=[SameOrigin], tags=["auth"])
async def accept_invitation(token: Text, body: InvitationAnswer, response: Response) -> SessionOut:
    """Choose a name and password, and come in."""
    signed = await to_thread.run_sync(
        people.accept_invitation, token, body.name, body.password, limiter=hashing
    )
    return _answer(response, signed)


@router.post("/auth/password-reset", status_code=202, dependencies=[SameOrigin], tags=["auth"])
def request_reset(body: ResetRequest) -> dict[str, str]:
    """Send a reset link, if there is such a user; the answer is the same either way."""
    with transaction() as session:
        people.request_reset(session, body.email)
    return {}


@router.post("/auth/password-reset/{token}", status_code=204, dependencies=[SameOrigin], tags=["auth"])
async def reset_password(token: Text, body: ResetAnswer) -> None:
    """Set a new password by link."""
    await to_thread.run_sync(people.reset_password, token, body.password, limiter=hashing)


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
