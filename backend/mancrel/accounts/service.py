"""Signing in and out, and who is there."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts import codes, tokens
from mancrel.accounts.limits import record_failure, refuse_abuse
from mancrel.accounts.models import AccessLink, AuthSession, LoginFailure, User
from mancrel.accounts.passwords import check
from mancrel.accounts.permissions import GRANTS, SCOPES, Role
from mancrel.kit import events
from mancrel.kit.db import transaction
from mancrel.kit.errors import Forbidden, Unauthenticated
from mancrel.kit.secrets import new_token
from mancrel.kit.visibility import Viewer
from mancrel.settings import settings

KEPT_DAYS = 30


class WrongCredentials(Unauthenticated):
    """E-mail address or password is wrong."""


class SecondFactorRequired(Unauthenticated):
    """The password is right; now type the code of your authenticator app, or a recovery code."""


class WrongSecondFactor(Unauthenticated):
    """This code is wrong or was used before; wait for the next one."""


class SecondFactorMissing(Forbidden):
    """An admin needs a second factor here; set one up under Settings, Security, and then go on."""


class SessionEnded(Unauthenticated):
    """This session has ended; please sign in again."""


class Signed:
    """A user who has just been let in, and the tokens that prove it."""

    def __init__(self, user: User, session: AuthSession) -> None:
        """Issue the tokens of the session's current generation."""
        self.user = user
        self.access_token, self.expires_in = tokens.issue_access(user.id, session.id)
        self.refresh_token = tokens.refresh_token(session.id, session.seed, session.generation)


def sign_in(email: str, password: str, code: str | None, address: str) -> Signed:
    """Let a user in.

    Raises:
        WrongCredentials: unknown, inactive, or another password (all look the same).
        SecondFactorRequired: the password is right, and the account asks for a code too.
        WrongSecondFactor: the password is right and the code is not; counted as a failure.
        TooManySignIns: too many failures of this account from this address, or of this account.

    """
    email = email.strip().lower()
    with transaction() as session:
        refuse_abuse(session, email, address)
        user = _by_email(session, email)
        password_hash = user.password_hash if user and user.is_active else None
    good, new_hash = check(password, password_hash)
    with transaction() as session:
        user = _by_email(session, email) if good else None
        known = user is not None and user.is_active
        if user is not None and user.is_active:
            user.password_hash = new_hash or user.password_hash
            if _has_both(session, user, code):
                return open_session(session, user)
    record_failure(email, address)
    raise WrongSecondFactor if known else WrongCredentials


def _has_both(session: Session, user: User, code: str | None) -> bool:
    if user.second_factor_at is None:
        return True
    if not code:
        raise SecondFactorRequired
    return codes.spend(session, user.id, code)


def _by_email(session: Session, email: str) -> User | None:
    query = select(User).where(User.email == email, User.deleted_at.is_(None))
    return session.scalars(query.options(selectinload(User.teams))).one_or_none()


def open_session(session: Session, user: User) -> Signed:
    """Start a family of refresh tokens for a user."""
    now = datetime.now(UTC)
    user.last_login_at = now
    expires = now + timedelta(days=settings().refresh_token_days)
    family = AuthSession(user_id=user.id, seed=new_token(), generation=1, expires_at=expires)
    session.add(family)
    session.flush()
    events.record(session, "session.opened", user)
    return Signed(user, family)


def refresh(token: str) -> Signed:
    """Exchange a refresh token for the next one.

    The one before it is still answered for ten seconds, with the same successor, so that parallel
    tabs and lost answers lock nobody out; any other reuse ends the whole family.

    Raises:
        SessionEnded: the token is unknown, expired, revoked or was used before.

    """
    claim = tokens.read_refresh(token)
    with transaction() as session:
        family = session.get(AuthSession, claim.session_id, with_for_update=True)
        now = datetime.now(UTC)
        if family is None or not tokens.is_genuine(claim, family.seed):
            raise SessionEnded
        user = _active_user(session, family.user_id)
        if family.revoked_at or family.expires_at < now or user is None:
            raise SessionEnded
        age = (now - family.rotated_at).total_seconds()
        if claim.generation == family.generation:
            family.generation += 1
            family.rotated_at = now
            return Signed(user, family)
        if claim.generation == family.generation - 1 and age <= settings().refresh_grace_s:
            return Signed(user, family)
        family.revoked_at, family.revoked_because = now, "a spent refresh token was used again"
        events.record(session, "session.reused", user, session_id=str(family.id))
    raise SessionEnded


def _active_user(session: Session, user_id: UUID) -> User | None:
    query = select(User).where(User.id == user_id, User.is_active, User.deleted_at.is_(None))
    return session.scalars(query.options(selectinload(User.teams))).one_or_none()


def sign_out(token: str) -> None:
    """End the session of a refresh token; unknown ones are ignored."""
    try:
        claim = tokens.read_refresh(token)
    except Unauthenticated:
        return
    with transaction() as session:
        family = session.get(AuthSession, claim.session_id)
        if family and not family.revoked_at and tokens.is_genuine(claim, family.seed):
            family.revoked_at, family.revoked_because = datetime.now(UTC), "signed out"


def end_sessions(session: Session, user_id: UUID, because: str, *, but: UUID | None = None) -> None:
    """End every session of a user, or all but one."""
    query = update(AuthSession).where(AuthSession.user_id == user_id, AuthSession.revoked_at.is_(None))
    if but is not None:
        query = query.where(AuthSession.id != but)
    session.execute(query.values(revoked_at=func.now(), revoked_because=because))


def needs_second_factor(user: User) -> bool:
    """Whether this installation asks such a user for a second factor."""
    return settings().require_admin_second_factor and user.role == Role.ADMIN


def must_enrol(user: User) -> bool:
    """Whether a user may do nothing before they have set up a second factor."""
    return needs_second_factor(user) and user.second_factor_at is None


def zone_of(session: Session, user_id: UUID | None) -> ZoneInfo:
    """Return the time zone of a user; UTC while it is not known."""
    name = session.scalar(select(User.time_zone).where(User.id == user_id)) if user_id else None
    return ZoneInfo(name or "UTC")


def viewer_for(user: User) -> Viewer:
    """Return how far a user sees and what they may do."""
    role = Role(user.role)
    return Viewer(
        scope=SCOPES[role],
        user_id=user.id,
        team_ids=frozenset(team.id for team in user.teams),
        permissions=GRANTS[role],
    )


def viewer_of_user(session: Session, user_id: UUID) -> Viewer | None:
    """Return with whose rights something works that a user began; None when they may no longer sign in."""
    user = _active_user(session, user_id)
    return viewer_for(user) if user else None


def viewer_of_access(access: tokens.Access) -> Viewer:
    """Return the viewer behind a checked access token, as ``user_of_access`` finds the user."""
    return viewer_for(user_of_access(access))


def user_of_access(access: tokens.Access) -> User:
    """Return the user behind a checked access token.

    Raises:
        SessionEnded: signed out, deactivated or revoked meanwhile.

    """
    with transaction() as session:
        query = (
            select(User)
            .join(AuthSession, AuthSession.user_id == User.id)
            .where(
                AuthSession.id == access.session_id,
                AuthSession.revoked_at.is_(None),
                User.id == access.user_id,
                User.is_active,
                User.deleted_at.is_(None),
            )
            .options(selectinload(User.teams))
        )
        user = session.scalars(query).one_or_none()
        if user is None:
            raise SessionEnded
        return user


def purge(session: Session) -> None:
    """Drop failed sign-ins of past days, and sessions and links that expired long ago."""
    now = datetime.now(UTC)
    session.execute(delete(LoginFailure).where(LoginFailure.failed_at < now - timedelta(days=1)))
    old = now - timedelta(days=KEPT_DAYS)
    session.execute(delete(AuthSession).where(AuthSession.expires_at < old))
    session.execute(delete(AccessLink).where(AccessLink.expires_at < old))
