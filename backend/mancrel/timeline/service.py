"""One timeline of a contact, a company or a deal: what was said, done, changed and decided, newest first.

Each source gives its newest entries of the page by one query under the viewer's rule, and the page is what is
newest of them all: the number of queries does not grow with the entries.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, tuple_, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from mancrel.accounts import mentions
from mancrel.accounts.models import User
from mancrel.activities.models import Activity
from mancrel.contacts.models import Company, Contact
from mancrel.contacts.related import in_brief
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.deals.models import Deal
from mancrel.kit.canonical import Mergeable, any_of, rows_of
from mancrel.kit.changes import Change
from mancrel.kit.db import Row
from mancrel.timeline import names

Kind = Literal["message", "activity", "change", "ai", "deal"]
KINDS: tuple[Kind, ...] = ("message", "activity", "change", "ai", "deal")
SNIPPET = 240


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the entry of this time and id."""

    at: datetime
    id: UUID


@dataclass(frozen=True)
class Entry:
    """One thing that happened; ``refers_to`` is the page that tells more."""

    kind: Kind
    id: UUID
    at: datetime
    title: str
    text: str | None
    actor: str | None
    refers_to: tuple[str, UUID] | None
    details: dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """The rows that belong to the record: each a criterion over its table."""

    record: Row
    conversations: ColumnElement[bool]
    activities: ColumnElement[bool]
    deals: ColumnElement[bool]


def scope_of(record: Contact | Company | Deal) -> Scope:
    """Return what belongs to a record's story."""
    if isinstance(record, Deal):
        return Scope(
            record,
            Conversation.id == record.conversation_id,
            Activity.deal_id == record.id,
            Deal.id == record.id,
        )
    if isinstance(record, Company):
        firms = rows_of(Company, record.id)
        people = select(Contact.id).where(Contact.company_id.in_(firms), Contact.canonical_id.is_(None))
        of_the_firm = _either(Deal, Deal.company_id.in_(firms), any_of(Contact, Deal.contact_id, people))
        done = (
            Activity.company_id.in_(firms),
            any_of(Contact, Activity.contact_id, people),
            Activity.deal_id.in_(select(Deal.id).where(of_the_firm)),
        )
        whose = any_of(Contact, Conversation.contact_id, people)
        return Scope(record, whose, _either(Activity, *done), of_the_firm)
    rows = rows_of(Contact, record.id)
    deals = select(Deal.id).where(Deal.contact_id.in_(rows))
    return Scope(
        record,
        Conversation.contact_id.in_(rows),
        _either(Activity, Activity.contact_id.in_(rows), Activity.deal_id.in_(deals)),
        Deal.contact_id.in_(rows),
    )


def _either(model: type[Activity | Deal], *rules: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the rule that one of several holds: each finds its rows by an index, ``OR`` reads them all."""
    return model.id.in_(union(*(select(model.id).where(rule).correlate(None) for rule in rules)))


def entries(
    session: Session, scope: Scope, kinds: Iterable[Kind], after: Place | None, limit: int
) -> list[Entry]:
    """Return up to ``limit`` entries that follow a place, newest first."""
    found: list[Entry] = []
    for kind in dict.fromkeys(kinds):
        found += _SOURCES[kind](session, scope, after, limit)
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    return found[:limit]


def _newest(
    query: Any,
    at: InstrumentedAttribute[Any],
    id_: InstrumentedAttribute[Any],
    after: Place | None,
    limit: int,
) -> Any:
    if after:
        query = query.where(tuple_(at, id_) < (after.at, after.id))
    return query.order_by(at.desc(), id_.desc()).limit(limit)


def _messages(session: Session, scope: Scope, after: Place | None, limit: int) -> list[Entry]:
    of_threads = select(Conversation.id).where(scope.conversations, Conversation.deleted_at.is_(None))
    query = (
        select(Message, Conversation.subject)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.conversation_id.in_(of_threads))
    )
    rows = session.execute(_newest(query, Message.created_at, Message.id, after, limit))
    return [_message(one, subject) for one, subject in rows]


def _message(one: Message, subject: str) -> Entry:
    details = {
        "direction": one.direction, "channel": one.kind, "private": one.private, "status": one.status,
        "automatic": one.automatic, "intent": (one.triage or {}).get("intent"),
    }  # fmt: skip
    text = mentions.plain(one.new_text.strip())[:SNIPPET] or None
    where = ("conversations", one.conversation_id)
    return Entry("message", one.id, one.created_at, subject, text, one.author_name, where, details)


def _activities(session: Session, scope: Scope, after: Place | None, limit: int) -> list[Entry]:
    query = (
        select(Activity).where(scope.activities, Activity.deleted_at.is_(None)).options(*in_brief(Activity))
    )
    rows = session.scalars(_newest(query, Activity.created_at, Activity.id, after, limit)).unique()
    return [_activity(one) for one in rows]


def _activity(one: Activity) -> Entry:
    details = {"kind": one.kind, "due_at": one.due_at, "done_at": one.done_at, "deal_id": one.deal_id}
    actor = one.owner.name if one.owner else None
    text = mentions.plain((one.body or "").strip())[:SNIPPET] or None
    title = mentions.plain(one.title)
    return Entry("activity", one.id, one.created_at, title, text, actor, ("activities", one.id), details)


def _changes(session: Session, scope: Scope, after: Place | None, limit: int) -> list[Entry]:
    subject = Change.subject_id
    of_record = subject == scope.record.id
    if isinstance(scope.record, Mergeable):
        of_record = subject.in_(rows_of(type(scope.record), scope.record.id))
    query = select(Change).where(of_record)
    return _told(session, query, "change", after, limit)


def _deals(session: Session, scope: Scope, after: Place | None, limit: int) -> list[Entry]:
    """What became of the deals of a contact or company; a deal's own changes are its changes."""
    if isinstance(scope.record, Deal):
        return []
    deals = select(Deal.id).where(scope.deals, Deal.deleted_at.is_(None))
    telling = or_(Change.action == "created", Change.diff.has_key("stage_id"), Change.diff.has_key("amount"))
    query = select(Change).where(Change.subject_id.in_(deals), telling)
    return _told(session, query, "deal", after, limit)


def _told(
    session: Session, query: Select[Change], kind: Kind, after: Place | None, limit: int
) -> list[Entry]:
    rows = list(session.scalars(_newest(query, Change.created_at, Change.id, after, limit)))
    known = names.of(session, rows)
    people = _people(session, rows)
    titles = _titles(session, rows) if kind == "deal" else {}
    return [_change(one, kind, known, people, titles) for one in rows]


def _people(session: Session, rows: Sequence[Change]) -> dict[UUID, str]:
    ids = {one.actor_id for one in rows if one.actor_id}
    named = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return dict(named.all())


def _titles(session: Session, rows: Sequence[Change]) -> dict[UUID, str]:
    ids = {one.subject_id for one in rows}
    named = session.execute(select(Deal.id, Deal.title).where(Deal.id.in_(ids)))
    return dict(named.all())


def _change(
    one: Change, kind: Kind, known: dict[str, str], people: dict[UUID, str], titles: dict[UUID, str]
) -> Entry:
    fields = [
        {"field": field, "before": names.shown(known, before), "after": names.shown(known, after)}
        for field, (before, after) in (one.diff or {}).items()
    ]
    actor = people.get(one.actor_id) if one.actor_id else None
    details = {"action": one.action, "via": one.via, "fields": fields, "erased": one.diff is None}
    title = titles.get(one.subject_id, one.action)
    return Entry(
        kind, one.id, one.created_at, title, None, actor, (one.subject_type, one.subject_id), details
    )


def _decisions(session: Session, scope: Scope, after: Place | None, limit: int) -> list[Entry]:
    of_threads = select(Conversation.id).where(scope.conversations, Conversation.deleted_at.is_(None))
    query = select(Suggestion).where(Suggestion.conversation_id.in_(of_threads))
    rows = session.scalars(_newest(query, Suggestion.created_at, Suggestion.id, after, limit)).unique()
    return [_decision(one) for one in rows]


def _decision(one: Suggestion) -> Entry:
    details = {
        "decision": one.decision, "status": one.status, "confidence": one.confidence,
        "reasons": one.reasons, "model": one.model,
    }  # fmt: skip
    actor = one.decided_by.name if one.decided_by else None
    text = (one.body or "").strip()[:SNIPPET] or None
    where = ("conversations", one.conversation_id)
    return Entry("ai", one.id, one.created_at, one.decision, text, actor, where, details)


_SOURCES: dict[Kind, Callable[[Session, Scope, Place | None, int], list[Entry]]] = {
    "message": _messages,
    "activity": _activities,
    "change": _changes,
    "ai": _decisions,
    "deal": _deals,
}
