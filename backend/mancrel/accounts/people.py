"""Users: what an admin manages of them, and the links that let them in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts import service
from mancrel.accounts.models import AccessLink, Team, User
from mancrel.accounts.passwords import hash_password
from mancrel.accounts.permissions import Role
from mancrel.accounts.schemas import UserIn
from mancrel.kit import bins, events
from mancrel.kit.db import find, find_to_change, transaction
from mancrel.kit.errors import Conflict, Invalid, NotFound
from mancrel.kit.secrets import digest, new_token
from mancrel.settings import settings

INVITATION_DAYS = 7
RESET_HOURS = 2
RESETS_PER_HOUR = 3


class DuplicateUser(Conflict):
    """A user with this e-mail address already exists."""


class LastAdmin(Conflict):
    """The last active admin must stay one."""


class UnknownMember(Invalid):
    """One of these ids belongs to nobody."""


class LinkExpired(NotFound):
    """This link was used or has expired; ask for a new one."""


class AlreadyJoined(Conflict):
    """This user has a password; they can ask for a new one at the sign-in page."""


def invite(session: Session, body: UserIn) -> tuple[User, str]:
    """Add a user without a password; returns the user and the link that lets them in."""
    user = User(email=body.email, name=body.name, role=body.role, is_active=True)
    user.teams = list(_teams(session, body.team_ids))
    session.add(user)
    _flush(session, DuplicateUser)
    events.record(session, "user.invited", user, role=body.role)
    return user, new_invitation(session, user)


def _flush(session: Session, error: type[Conflict]) -> None:
    try:
        session.flush()
    except IntegrityError as cause:
        raise error from cause


def new_invitation(session: Session, user: User) -> str:
    """Make a link by which an invited user chooses a password.

    Raises:
        AlreadyJoined: they have one.

    """
    if user.password_hash is not None:
        raise AlreadyJoined
    token = _new_link(session, user, "invitation", timedelta(days=INVITATION_DAYS))
    return f"{settings().public_url}/invitation/{token}"


def _new_link(session: Session, user: User, kind: str, lifetime: timedelta) -> str:
    token = new_token()
    expires = datetime.now(UTC) + lifetime
    session.add(AccessLink(user_id=user.id, kind=kind, token_digest=digest(token), expires_at=expires))
    return token


def find_link(session: Session, token: str, kind: str) -> tuple[AccessLink, User]:
    """Return a link that is still good, and whose it is.

    Raises:
        LinkExpired: unknown, used, expired, or the user was deactivated or has joined meanwhile.

    """
    query = (
        select(AccessLink, User)
        .join(User, User.id == AccessLink.user_id)
        .where(
            AccessLink.token_digest == digest(token),
            AccessLink.kind == kind,
            AccessLink.used_at.is_(None),
            AccessLink.expires_at > datetime.now(UTC),
            User.is_active,
            User.deleted_at.is_(None),
        )
        .options(selectinload(User.teams))
        .with_for_update(of=(AccessLink, User))
    )
    if kind == "invitation":
        query = query.where(User.password_hash.is_(None))
    row = session.execute(query).one_or_none()
    if row is None:
        raise LinkExpired
    return row[0], row[1]


def _hash_for(token: str, kind: str, password: str) -> str:
    """Hash a password, which is dear, only for a link that is good."""
    with transaction() as session:
        find_link(session, token, kind)
    return hash_password(password)


def _use_links(session: Session, user: User) -> None:
    """Spend every link of a user: who came in by one needs no other, nor does anyone who holds one."""
    query = update(AccessLink).where(AccessLink.user_id == user.id, AccessLink.used_at.is_(None))
    session.execute(query.values(used_at=datetime.now(UTC)))


def accept_invitation(token: str, name: str, password: str) -> service.Signed:
    """Set the name and password of an invited user and sign them in."""
    password_hash = _hash_for(token, "invitation", password)
    with transaction() as session:
        _, user = find_link(session, token, "invitation")
        _use_links(session, user)
        service.end_sessions(session, user.id, "the invitation was accepted")
        user.name, user.password_hash = name, password_hash
        events.record(session, "user.joined", user)
        return service.open_session(session, user)


def request_reset(session: Session, email: str) -> None:
    """Start a password reset, if there is such a user and not too often; the answer does not tell."""
    known = select(User).where(User.email == email, User.is_active, User.deleted_at.is_(None))
    user = session.scalars(known.with_for_update(of=User)).one_or_none()
    if user is None:
        return
    asked = select(func.count()).where(
        AccessLink.user_id == user.id,
        AccessLink.kind == "reset_request",
        AccessLink.used_at.is_(None),
        AccessLink.expires_at > datetime.now(UTC),
    )
    if (session.scalar(asked) or 0) >= RESETS_PER_HOUR:
        return
    # The link is made when its mail is written; this row, whose token nobody has, counts the request.
    _new_link(session, user, "reset_request", timedelta(hours=1))
    events.record(session, "password.reset_requested", user)


def new_reset_link(session: Session, user: User) -> str:
    """Make the link of a password reset."""
    token = _new_link(session, user, "reset", timedelta(hours=RESET_HOURS))
    return f"{settings().public_url}/reset/{token}"


def reset_password(token: str, password: str) -> None:
    """Set a new password and end every session of the user."""
    password_hash = _hash_for(token, "reset", password)
    with transaction() as session:
        _, user = find_link(session, token, "reset")
        _use_links(session, user)
        user.password_hash = password_hash
        service.end_sessions(session, user.id, "the password was reset")
        events.record(session, "password.reset", user)


def find_user(session: Session, user_id: UUID) -> User:
    """Return a user with their teams."""
    find(session, User, user_id)
    return _with_teams(session, user_id)


def user_to_change(session: Session, user_id: UUID) -> User:
    """Return a user with their teams, locked for a change."""
    find_to_change(session, User, user_id)
    return _with_teams(session, user_id)


def _with_teams(session: Session, user_id: UUID) -> User:
    query = select(User).where(User.id == user_id).options(selectinload(User.teams))
    return session.scalars(query.execution_options(populate_existing=True)).one()


def user_by_email(session: Session, email: str) -> User:
    """Return the user with an e-mail address."""
    known = select(User).where(User.email == email.strip().lower(), User.deleted_at.is_(None))
    user = session.scalars(known).one_or_none()
    if user is None:
        raise NotFound("There is no such user.")
    return user


def change_user(session: Session, user: User, values: dict[str, Any]) -> User:
    """Change a user; losing access ends every session at once."""
    loses_admin = values.get("is_active") is False or values.get("role", user.role) != Role.ADMIN
    if user.role == Role.ADMIN and user.is_active and loses_admin:
        _keep_an_admin(session, user)
    if "team_ids" in values:
        user.teams = list(_teams(session, values.pop("team_ids")))
    was = (user.role, user.is_active)
    for name, value in values.items():
        setattr(user, name, value)
    session.flush()
    if (user.role, user.is_active) != was:
        service.end_sessions(session, user.id, "the account was changed by an admin")
    events.record(session, "user.changed", user, fields=sorted(values))
    return user


def _keep_an_admin(session: Session, user: User) -> None:
    others = session.scalars(
        select(User.id)
        .where(User.role == Role.ADMIN, User.is_active, User.id != user.id)
        .where(User.deleted_at.is_(None))
        .with_for_update()
    ).first()
    if others is None:
        raise LastAdmin


def remove_user(session: Session, user: User) -> None:
    """Move a user to the bin: signed out everywhere, no longer listed."""
    change_user(session, user, {"is_active": False})
    bins.discard(user)
    user.email = f"{user.email}#{user.id.hex}"


def restore_user(session: Session, user_id: UUID) -> User:
    """Take a user out of the bin; they stay shut out until an admin activates them.

    Raises:
        DuplicateUser: somebody else has the e-mail address by now.

    """
    user = bins.restore(session, User, user_id)
    user.email = user.email.removesuffix(f"#{user.id.hex}")
    _flush(session, DuplicateUser)
    events.record(session, "user.restored", user)
    return find_user(session, user_id)


def _teams(session: Session, ids: list[UUID]) -> Sequence[Team]:
    teams = session.scalars(select(Team).where(Team.id.in_(ids), Team.deleted_at.is_(None))).all()
    if len(teams) != len(set(ids)):
        raise UnknownMember("One of these teams does not exist.", field="team_ids")
    return teams
