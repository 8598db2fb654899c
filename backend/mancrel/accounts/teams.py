"""Teams: what an admin manages of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts.models import Team, User
from mancrel.accounts.people import UnknownMember
from mancrel.accounts.schemas import TeamIn
from mancrel.kit import bins, events
from mancrel.kit.db import find, find_to_change
from mancrel.kit.errors import Conflict


class DuplicateTeam(Conflict):
    """A team with this name already exists."""


def _users(session: Session, ids: list[UUID]) -> Sequence[User]:
    users = session.scalars(select(User).where(User.id.in_(ids), User.deleted_at.is_(None))).all()
    if len(users) != len(set(ids)):
        raise UnknownMember("One of these users does not exist.", field="member_ids")
    return users


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as cause:
        raise DuplicateTeam from cause


def create(session: Session, body: TeamIn) -> Team:
    """Add a team."""
    team = Team(name=body.name)
    team.members = list(_users(session, body.member_ids))
    session.add(team)
    _flush(session)
    events.record(session, "team.created", team)
    return team


def find_with_members(session: Session, team_id: UUID) -> Team:
    """Return a team with its members."""
    find(session, Team, team_id)
    return _with_members(session, team_id)


def find_locked(session: Session, team_id: UUID) -> Team:
    """Return a team with its members, locked for a change."""
    find_to_change(session, Team, team_id)
    return _with_members(session, team_id)


def _with_members(session: Session, team_id: UUID) -> Team:
    query = select(Team).where(Team.id == team_id).options(selectinload(Team.members))
    return session.scalars(query.execution_options(populate_existing=True)).one()


def change(session: Session, team: Team, values: dict[str, Any]) -> Team:
    """Change a team's name or members."""
    if "member_ids" in values:
        team.members = list(_users(session, values["member_ids"]))
    if "name" in values:
        team.name = values["name"]
    _flush(session)
    events.record(session, "team.changed", team)
    return team


def remove(session: Session, team: Team) -> None:
    """Move a team to the bin: no new work comes to it; its members still see the work it has."""
    bins.discard(team)
    events.record(session, "team.deleted", team)


def restore(session: Session, team_id: UUID) -> Team:
    """Take a team out of the bin, with its members, unless another has its name by now."""
    team = bins.restore(session, Team, team_id)
    _flush(session)
    events.record(session, "team.restored", team)
    return find_with_members(session, team_id)


def exists(session: Session, team_id: UUID) -> bool:
    """Whether work can be given to a team with this id."""
    query = select(Team.id).where(Team.id == team_id, Team.deleted_at.is_(None))
    return session.scalar(query) is not None
