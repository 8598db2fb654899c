"""What an empty workspace needs before it can work; each step is done when its thing is there."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.catalogue.models import Product
from mancrel.contacts.models import Contact
from mancrel.conversations.models import Channel
from mancrel.kit import events
from mancrel.kit.db import viewer_of
from mancrel.knowledge.models import Article
from mancrel.operations.models import FirstSteps

ONLY_ROW = UUID(int=1)


def steps(session: Session) -> list[dict[str, Any]]:
    """Return the steps in their order, and whether each is done: asked of the records, not ticked by hand."""
    me = viewer_of(session).user_id
    there = {
        "channel": select(Channel.id).where(Channel.is_active, Channel.deleted_at.is_(None)),
        "contacts": select(Contact.id).where(Contact.deleted_at.is_(None)),
        "catalogue": select(Product.id).where(Product.deleted_at.is_(None)),
        "colleagues": select(User.id).where(User.deleted_at.is_(None), User.id != me),
        "policies": select(Article.id).where(Article.deleted_at.is_(None)),
    }
    found = session.execute(select(*(query.exists().label(name) for name, query in there.items()))).one()
    return [{"name": name, "done": getattr(found, name)} for name in there]


def dismissed(session: Session) -> bool:
    """Whether an admin has put the steps away, for all admins."""
    return session.scalar(select(FirstSteps.dismissed_at).where(FirstSteps.id == ONLY_ROW)) is not None


def dismiss(session: Session, *, away: bool) -> None:
    """Put the steps away, or show them again."""
    session.execute(insert(FirstSteps).values(id=ONLY_ROW).on_conflict_do_nothing())
    row = session.get_one(FirstSteps, ONLY_ROW, with_for_update=True)
    row.dismissed_at = datetime.now(UTC) if away else None
    row.dismissed_by_id = viewer_of(session).user_id if away else None
    session.flush()
    events.record(session, "first_steps.dismissed" if away else "first_steps.shown", row)
