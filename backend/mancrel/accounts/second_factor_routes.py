"""HTTP of the second factor: one's own, and an admin's reset of another's."""

from uuid import UUID

from anyio import to_thread
from fastapi import Request

from mancrel.accounts import people, second_factor
from mancrel.accounts.deps import CurrentAccess, CurrentViewer, Db, may
from mancrel.accounts.schemas import (
    RecoveryCodes,
    SecondFactorCode,
    SecondFactorEnd,
    SecondFactorSetup,
    SecondFactorStart,
    SecondFactorStatus,
)
from mancrel.accounts.sign_in_routes import address_of, hashing
from mancrel.kit.routing import Router

router = Router(prefix="/api/v1")


@router.get("/auth/second-factor", tags=["auth"])
def get_second_factor(viewer: CurrentViewer, _access: CurrentAccess) -> SecondFactorStatus:
    """Return whether one has a second factor."""
    return second_factor.status(viewer)


@router.post("/auth/second-factor/setup", tags=["auth"])
async def set_up_second_factor(
    body: SecondFactorStart, request: Request, viewer: CurrentViewer, _access: CurrentAccess
) -> SecondFactorSetup:
    """Start to set up an authenticator app; the secret is shown once and counts after a confirmed code."""
    address = address_of(request)
    made: SecondFactorSetup = await to_thread.run_sync(
        second_factor.set_up, viewer, body.password, address, limiter=hashing
    )
    return made


@router.post("/auth/second-factor/confirm", tags=["auth"])
def confirm_second_factor(
    body: SecondFactorCode, viewer: CurrentViewer, access: CurrentAccess
) -> RecoveryCodes:
    """Take the second factor into use; the recovery codes are shown once."""
    return RecoveryCodes(recovery_codes=second_factor.confirm(viewer, access, body.code))


@router.post("/auth/second-factor/disable", status_code=204, tags=["auth"])
async def disable_second_factor(
    body: SecondFactorEnd, request: Request, viewer: CurrentViewer, access: CurrentAccess
) -> None:
    """Remove one's second factor."""
    address = address_of(request)
    await to_thread.run_sync(
        second_factor.remove, viewer, access, body.password, body.code, address, limiter=hashing
    )


@router.post(
    "/users/{user_id}/second-factor/reset", status_code=204, dependencies=[may("users:write")], tags=["users"]
)
def reset_second_factor(user_id: UUID, session: Db) -> None:
    """Remove another user's second factor, when their authenticator is lost."""
    second_factor.reset(session, people.find_user(session, user_id))
