"""From users to the shapes on the wire."""

from mancrel.accounts import service
from mancrel.accounts.models import Team, User
from mancrel.accounts.permissions import GRANTS, Role
from mancrel.accounts.schemas import Me
from mancrel.kit.schema import Ref


def me(user: User, permissions: frozenset[str] | None = None) -> Me:
    """Describe the signed-in user; ``permissions``: those of the API key that asks, if it is one."""
    return Me(
        id=user.id,
        email=user.email,
        name=user.name,
        role=Role(user.role),
        teams=refs(user.teams),
        permissions=sorted(GRANTS[Role(user.role)] if permissions is None else permissions),
        time_zone=user.time_zone,
        must_enrol_second_factor=service.must_enrol(user),
    )


def refs(teams: list[Team]) -> list[Ref]:
    """Name teams, but for those in the bin."""
    return [Ref.model_validate(team) for team in teams if team.deleted_at is None]
