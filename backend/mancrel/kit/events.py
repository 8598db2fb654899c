"""The spine: every fact is one row in ``events`` and one row in ``jobs`` for each subscriber.

Both are written in the transaction of the change itself; Celery is rung after the commit.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import PrimaryKeyConstraint, func, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from mancrel.kit import jobs, live
from mancrel.kit.db import Base, Row, uuid7, viewer_of
from mancrel.kit.visibility import AdminsOnly

MAX_DEPTH = 12


class Event(AdminsOnly, Base):
    """A fact: what happened to which record, by whom. Facts hold ids and small values only."""

    __tablename__ = "events"
    __table_args__ = (
        PrimaryKeyConstraint("id", "created_at"),
        {"postgresql_partition_by": "RANGE (created_at)"},
    )

    id: Mapped[UUID] = mapped_column(default=uuid7)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    type: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    actor_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


class EventLoop(RuntimeError):
    """Events caused each other too many levels deep."""


def record(
    session: Session,
    type_: str,
    subject: Row,
    *,
    key: str | None = None,
    run_at: datetime | None = None,
    shown_as: Row | None = None,
    depth: int | None = None,
    **facts: Any,
) -> Event:
    """Record a fact about a record and one job for each subscriber.

    Args:
        session: the transaction of the change itself.
        type_: ``<thing>.<past tense>``.
        subject: the record; its table names the subject's type.
        key: jobs with the same key run one after the other, in order (a conversation, a product).
        run_at: not before this time; at once by default.
        depth: how many events deep this is; counted from the running job by default.
        shown_as: the record whose page shows the change (a message's conversation).
        facts: ids and small values, never personal data.

    """
    depth = depth or jobs.current_depth() + 1
    if depth > MAX_DEPTH:
        message = f"{type_} would be caused {depth} events deep"
        raise EventLoop(message)
    event = Event(
        id=uuid7(),
        created_at=datetime.now(UTC),
        type=type_,
        subject_type=subject.__tablename__,  # type: ignore[attr-defined]
        subject_id=subject.id,
        actor_id=viewer_of(session).user_id,
        facts={**facts, "depth": depth},
    )
    session.add(event)
    jobs.enqueue(session, jobs.Cause.of(event), key=key, run_at=run_at)
    shown = shown_as or subject
    live.announce(session, type_, shown.__tablename__, shown.id)  # type: ignore[attr-defined]
    return event


def make_partitions(session: Session, months: int = 3) -> None:
    """Create the monthly partitions of this and the coming months, where they are missing."""
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(months):
        following = (first + timedelta(days=32)).replace(day=1)
        session.execute(
            text(
                f"CREATE TABLE IF NOT EXISTS events_{first:%Y_%m} PARTITION OF events "
                f"FOR VALUES FROM ('{first:%Y-%m-%d}') TO ('{following:%Y-%m-%d}')"
            )
        )
        first = following
