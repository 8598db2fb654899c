"""The second factor of a user: set up, confirm, remove, and an admin's reset."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pyotp
import segno
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mancrel.accounts import codes, service
from mancrel.accounts.limits import record_failure, refuse_abuse
from mancrel.accounts.models import RecoveryCode, SecondFactor, User
from mancrel.accounts.passwords import check
from mancrel.accounts.schemas import SecondFactorSetup, SecondFactorStatus
from mancrel.accounts.tokens import Access
from mancrel.kit import events
from mancrel.kit.db import transaction, viewer_of
from mancrel.kit.errors import Conflict, Invalid
from mancrel.kit.visibility import Scope, Viewer

ISSUER = "Mancrel"


class SecondFactorEnabled(Conflict):
    """A second factor is set up already; remove it first."""


class SecondFactorNotStarted(Conflict):
    """No set-up of a second factor was started; start with the password."""


class OwnSecondFactor(Conflict):
    """Your own second factor is removed under Settings, Security, with your password and a code."""


class NoSecondFactor(Conflict):
    """There is no second factor to remove."""


class WrongPassword(Invalid):
    """The password is wrong."""


class WrongCode(Invalid):
    """This code is wrong or was used before; wait for the next one."""


@contextmanager
def _own(viewer: Viewer) -> Iterator[tuple[Session, User]]:
    """One transaction in the viewer's name that reaches their secrets, with their user locked."""
    with transaction(replace(viewer, scope=Scope.ALL)) as session:
        yield session, session.scalars(select(User).where(User.id == viewer.user_id).with_for_update()).one()


def status(viewer: Viewer) -> SecondFactorStatus:
    """Return whether a user has a second factor, and whether they must."""
    unused = select(func.count()).where(
        RecoveryCode.user_id == viewer.user_id, RecoveryCode.used_at.is_(None)
    )
    with transaction() as session:
        user = session.get_one(User, viewer.user_id)
        return SecondFactorStatus(
            enabled_at=user.second_factor_at,
            recovery_codes_left=session.scalar(unused) or 0,
            required=service.needs_second_factor(user),
        )


def set_up(viewer: Viewer, password: str, address: str) -> SecondFactorSetup:
    """Make a secret for an authenticator app; it counts once a code of it was confirmed.

    Raises:
        WrongPassword: counted as a failed sign-in.
        SecondFactorEnabled: there is one.

    """
    _prove_password(viewer, password, address)
    with _own(viewer) as (session, user):
        if user.second_factor_at is not None:
            raise SecondFactorEnabled
        _forget(session, user.id)
        factor, secret = codes.new_factor(user.id)
        session.add(factor)
    uri = pyotp.TOTP(secret, interval=codes.STEP_S).provisioning_uri(name=user.email, issuer_name=ISSUER)
    picture = segno.make(uri, error="m", micro=False).svg_data_uri(scale=4, border=3, light="white")
    return SecondFactorSetup(secret=secret, otpauth_uri=uri, qr_code=picture)


def confirm(viewer: Viewer, access: Access, code: str) -> list[str]:
    """Take a second factor into use; returns the recovery codes, and ends the user's other sessions.

    Raises:
        SecondFactorNotStarted: nothing was set up.
        WrongCode: not the code of now.

    """
    with _own(viewer) as (session, user):
        if user.second_factor_at is not None:
            raise SecondFactorEnabled
        factor = session.scalars(select(SecondFactor).where(SecondFactor.user_id == user.id)).one_or_none()
        if factor is None:
            raise SecondFactorNotStarted
        if not codes.spend_totp(factor, codes.normal(code)):
            raise WrongCode(field="code")
        user.second_factor_at = datetime.now(UTC)
        shown = codes.new_recovery_codes(session, user.id)
        service.end_sessions(session, user.id, "a second factor was set up", but=access.session_id)
        events.record(session, "second_factor.enabled", user)
        return shown


def remove(viewer: Viewer, access: Access, password: str, code: str, address: str) -> None:
    """Remove one's own second factor, and end one's other sessions.

    Raises:
        WrongPassword: counted as a failed sign-in.
        WrongCode: counted as a failed sign-in.
        NoSecondFactor: there is none.

    """
    email = _prove_password(viewer, password, address)
    with _own(viewer) as (session, user):
        if user.second_factor_at is None:
            raise NoSecondFactor
        good = codes.spend(session, user.id, code)
        if good:
            _end(session, user, "the second factor was removed", but=access.session_id)
    if not good:
        record_failure(email, address)
        raise WrongCode(field="code")


def reset(session: Session, user: User) -> None:
    """Remove another user's second factor, when their authenticator is lost; ends all their sessions.

    Raises:
        OwnSecondFactor: it is one's own, which takes a password and a code.
        NoSecondFactor: there is none.

    """
    if viewer_of(session).user_id == user.id:
        raise OwnSecondFactor
    if user.second_factor_at is None:
        raise NoSecondFactor
    _end(session, user, "the second factor was reset", but=None)


def _prove_password(viewer: Viewer, password: str, address: str) -> str:
    """Check the password of someone who is signed in, within the limits of sign-in; returns their address."""
    with transaction() as session:
        user = session.get_one(User, viewer.user_id)
        refuse_abuse(session, user.email, address)
    if not check(password, user.password_hash)[0]:
        record_failure(user.email, address)
        raise WrongPassword(field="password")
    return user.email


def _end(session: Session, user: User, because: str, *, but: UUID | None) -> None:
    user.second_factor_at = None
    _forget(session, user.id)
    service.end_sessions(session, user.id, because, but=but)
    events.record(session, "second_factor.disabled", user)


def _forget(session: Session, user_id: UUID) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
