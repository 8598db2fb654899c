"""What threads hold that may be too old to keep, and forgetting it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from mancrel.conversations.models import Attachment, Conversation, Suggestion
from mancrel.conversations.personal import delete_threads, drop_files

UNASKED = ("spam", "automated")
SEEN = ("products", "articles", "missing", "asks", "not_by_the_model", "prompt_sha256", "lessons")
"""What the writer saw; figures by which the quality is counted stay."""


def unasked(before: datetime) -> Select[UUID]:
    """Return the query of the ids of spam and automated threads in which nothing happened since."""
    return _quiet(before).where(Conversation.intent.in_(UNASKED))


def closed(before: datetime) -> Select[UUID]:
    """Return the query of the ids of closed threads in which nothing happened since."""
    wanted = or_(Conversation.intent.is_(None), Conversation.intent.not_in(UNASKED))
    return _quiet(before).where(wanted, Conversation.deleted_at.is_(None))


def _quiet(before: datetime) -> Select[UUID]:
    return select(Conversation.id).where(
        Conversation.status == "closed", Conversation.last_message_at < before
    )


def drop_threads(session: Session, ids: Sequence[UUID]) -> None:
    """Delete threads with all that hangs on them, the files of their messages too."""
    drop_files(session, Attachment.conversation_id.in_(ids))
    delete_threads(session, ids)


def attachments(before: datetime) -> Select[UUID]:
    """Return the query of the ids of files that came before."""
    return select(Attachment.id).where(Attachment.created_at < before)


def drop_attachments(session: Session, ids: Sequence[UUID]) -> None:
    """Delete files; their messages stay."""
    drop_files(session, Attachment.id.in_(ids))


def inputs(before: datetime) -> Select[UUID]:
    """Return the query of the ids of suggestions that keep what their writer saw, made before."""
    return select(Suggestion.id).where(Suggestion.created_at < before, _saw())


def _saw() -> ColumnElement[bool]:
    held: ColumnElement[bool] = Suggestion.inputs.has_any(array(SEEN))
    return held


def forget_inputs(session: Session, ids: Sequence[UUID]) -> None:
    """Forget what the writer saw; the suggestions stay."""
    less: Any = Suggestion.inputs
    for name in SEEN:
        less = less.op("-", return_type=Suggestion.inputs.type)(name)
    session.execute(
        update(Suggestion)
        .where(Suggestion.id.in_(ids))
        .values(inputs=less, updated_at=Suggestion.updated_at)
        .execution_options(synchronize_session=False)
    )
