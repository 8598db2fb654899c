"""Which team and owner a conversation goes to."""

from uuid import UUID

from sqlalchemy import func, select
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
    if conversation.team_id is None:
        channel = conversation.channel
        conversation.team_id = (channel.team_id if channel else None) or _first_team(session)
    if conversation.team_id:
        conversation.owner_id = _least_busy(session, conversation.team_id)


def _is_here(session: Session, user_id: UUID) -> bool:
    query = select(User.id).where(User.id == user_id, User.is_active, User.deleted_at.is_(None))
    return session.scalar(query) is not None


_FIRST_TEAM = select(Team.id).where(Team.deleted_at.is_(None)).order_by(Team.created_at).limit(1)


def _first_team(session: Session) -> UUID | None:
    return session.scalars(_FIRST_TEAM).one_or_none()


def _least_busy(session: Session, team_id: UUID) -> UUID | None:
    open_ones = (
        select(func.count())
        .where(Conversation.owner_id == User.id, Conversation.status == "open")
        .correlate(User)
        .scalar_subquery()
    )
    query = (
        select(User.id)
        .join(memberships, memberships.c.user_id == User.id)
        .where(
            memberships.c.team_id == team_id,
            User.is_active,
            User.deleted_at.is_(None),
            User.role == Role.REP,
        )
        .order_by(open_ones, User.created_at)
        .limit(1)
    )
    return session.scalars(query).one_or_none()
