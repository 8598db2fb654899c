"""HTTP of signing in: sessions, what is one's own, invitations and resets of a password."""

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mancrel.accounts import people, service, wire
from mancrel.accounts.deps import CurrentAccess, CurrentViewer, Db
from mancrel.accounts.models import User
from mancrel.accounts.schemas import (
    Credentials,
    InvitationAnswer,
    InvitationOut,
    Me,
    MePatch,
    ResetAnswer,
    ResetRequest,
    SessionOut,
)
from mancrel.kit.db import transaction
from mancrel.kit.errors import Forbidden
from mancrel.kit.routing import Router
from mancrel.kit.schema import Text, changes
from mancrel.settings import settings

router = Router(prefix="/api/v1")

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
