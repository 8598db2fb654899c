"""How long each kind of data is kept, and removing what is too old, a slice at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from mancrel.activities.models import Activity
from mancrel.contacts.models import Company, Contact
from mancrel.conversations import retention as conversations
from mancrel.conversations.models import Conversation
from mancrel.deals.models import Deal
from mancrel.intake import service as intake
from mancrel.kit import bins, events
from mancrel.kit.bins import Binned
from mancrel.kit.canonical import Mergeable
from mancrel.kit.db import transaction, uuid7
from mancrel.privacy.models import RetentionRule
from mancrel.transfers import service as transfers

SLICE = 200
UNDO_DAYS = transfers.KEPT.days


@dataclass(frozen=True)
class Purge:
    """What is too old of one table, and how it is removed."""

    due: Callable[[datetime], Select[UUID]]
    remove: Callable[[Session, Sequence[UUID]], None]


@dataclass(frozen=True)
class Kind:
    """One kind of data; ``least``: the fewest days that may be chosen, ``days`` until an admin chooses."""

    days: int | None
    least: int
    purges: tuple[Purge, ...]


def _binned(model: type[Binned], *more: Any) -> Purge:
    def due(before: datetime) -> Select[UUID]:
        return select(model.id).where(model.deleted_at < before, *more)

    def remove(session: Session, ids: Sequence[UUID]) -> None:
        session.execute(delete(model).where(model.id.in_(ids)))

    return Purge(due, remove)


def _binned_threads(before: datetime) -> Select[UUID]:
    return select(Conversation.id).where(Conversation.deleted_at < before)


def _alone(model: type[Mergeable]) -> Any:
    """A record into which others were merged stays with them."""
    merged = aliased(model)
    return ~select(merged.id).where(merged.canonical_id == model.id).exists()


# A person with threads is erased, not purged.
_THREADLESS = ~select(Conversation.id).where(Conversation.contact_id == Contact.id).exists()
KINDS: dict[str, Kind] = {
    "deliveries": Kind(90, 1, (Purge(intake.older_than, intake.drop),)),
    "spam": Kind(None, 1, (Purge(conversations.unasked, conversations.drop_threads),)),
    "closed_conversations": Kind(None, 1, (Purge(conversations.closed, conversations.drop_threads),)),
    "bin": Kind(
        None,
        bins.KEPT_DAYS,
        (
            Purge(_binned_threads, conversations.drop_threads),
            _binned(Activity),
            _binned(Deal),
            _binned(Contact, _THREADLESS, _alone(Contact)),
            _binned(Company, _alone(Company)),
        ),
    ),
    "attachments": Kind(None, 1, (Purge(conversations.attachments, conversations.drop_attachments),)),
    "import_files": Kind(UNDO_DAYS, UNDO_DAYS, (Purge(transfers.older_than, transfers.forget),)),
    "ai_inputs": Kind(None, 1, (Purge(conversations.inputs, conversations.forget_inputs),)),
}


def rules(session: Session) -> dict[str, RetentionRule]:
    """Return the rule of each kind, made if missing."""
    values = [{"id": uuid7(), "kind": name, "keep_days": kind.days} for name, kind in KINDS.items()]
    session.execute(insert(RetentionRule).on_conflict_do_nothing(index_elements=["kind"]), values)
    found = {one.kind: one for one in session.scalars(select(RetentionRule))}
    return {name: found[name] for name in KINDS}


def change(session: Session, days: dict[str, int | None]) -> None:
    """Set how many days kinds are kept, null for ever."""
    known = rules(session)
    for name, keep in days.items():
        known[name].keep_days = keep
    session.flush()
    for name in days:
        events.record(session, "retention.changed", known[name], kind=name)


def edge(keep_days: int | None) -> datetime | None:
    """Return from when on things are kept; None when all are."""
    return None if keep_days is None else datetime.now(UTC) - timedelta(days=keep_days)


def due(session: Session, kind: str, keep_days: int | None) -> int:
    """Return how much would be removed now."""
    before = edge(keep_days)
    if before is None:
        return 0
    queries = (one.due(before).subquery() for one in KINDS[kind].purges)
    return sum(session.scalar(select(func.count()).select_from(one)) or 0 for one in queries)


def apply(kind: str) -> int:
    """Remove what is too old of a kind, each slice in a transaction of its own; returns how much."""
    with transaction() as session:
        before = edge(rules(session)[kind].keep_days)
    if before is None:
        return 0
    removed = 0
    for purge in KINDS[kind].purges:
        while gone := _slice(purge, before):
            removed += gone
    return removed


def _slice(purge: Purge, before: datetime) -> int:
    with transaction() as session:
        ids = list(session.scalars(purge.due(before).limit(SLICE)))
        if ids:
            purge.remove(session, ids)
        return len(ids)


def note(session: Session, removed: dict[str, int]) -> None:
    """Keep what a night removed."""
    for kind, rule in rules(session).items():
        rule.last_run_at, rule.last_removed = datetime.now(UTC), removed.get(kind, 0)
        if rule.last_removed:
            events.record(session, "retention.applied", rule, kind=kind, removed=rule.last_removed)
    session.flush()
