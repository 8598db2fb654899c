"""Which team and owner a conversation goes to."""

from uuid import UUID

from sqlalchemy import ScalarSelect, SQLColumnExpression, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from mancrel.accounts.models import Team, User, memberships
from mancrel.accounts.permissions import Role
from mancrel.conversations.models import Conversation


def route(session: Session, conversation: Conversation) -> None:
    """Give a conversation without an owner to the rep of its team who has the fewest open ones.

    The team is the channel's, else the oldest one; a contact's own owner was taken before. An owner
    who has left counts as none.
    """
    if conversation.owner_id and _is_here(session, conversation.owner_id):
        return
    conversation.owner_id = None
    if conversation.team_id is None and conversation.channel:
        conversation.team_id = conversation.channel.team_id
    if conversation.team_id:
        conversation.owner_id = session.scalar(_REP, {"team": conversation.team_id})
        return
    first = session.execute(_FIRST_TEAM).one_or_none()
    if first:
        conversation.team_id, conversation.owner_id = first


def _is_here(session: Session, user_id: UUID) -> bool:
    query = select(User.id).where(User.id == user_id, User.is_active, User.deleted_at.is_(None))
    return session.scalar(query) is not None


def _least_busy(team: SQLColumnExpression[UUID]) -> ScalarSelect[UUID]:
    open_ones = (
        select(func.count())
        .where(Conversation.owner_id == User.id, Conversation.status == "open")
        .correlate(User)
        .scalar_subquery()
    )
    return (
        select(User.id)
        .join(memberships, memberships.c.user_id == User.id)
        .where(
            memberships.c.team_id == team,
            User.is_active,
            User.deleted_at.is_(None),
            User.role == Role.REP,
        )
        .order_by(open_ones, User.created_at, User.id)
        .limit(1)
        .scalar_subquery()
    )


_REP = select(_least_busy(bindparam("team", type_=Uuid())))
_FIRST_TEAM = (
    select(Team.id, _least_busy(Team.id).correlate(Team))
    .where(Team.deleted_at.is_(None))
    .order_by(Team.created_at, Team.id)
    .limit(1)
)
