"""The log of what the assistant proposed and what became of it: filtered, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from mancrel.conversations.models import Conversation, Suggestion
from mancrel.conversations.schemas import Intent
from mancrel.conversations.suggestion_schemas import Decision
from mancrel.kit.schema import Moment, Text

MOST = 10_000
"""Rows in one file; a narrower period gives the rest."""

COLUMNS = (
    "id", "created_at", "contact", "subject", "question", "intent", "decision", "status", "shadow",
    "confidence", "model", "version", "reasons", "reply", "draft_before_the_edit", "decided_by", "decided_at",
    "reject_kind", "reject_reason", "tokens", "cost",
)  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """Which suggestions are meant; everything is by default."""

    status: Annotated[Text | None, Query(max_length=20)] = None
    decision: Decision | None = None
    intent: Intent | None = None
    since: Moment | None = None
    until: Moment | None = None


def chosen(wanted: Filter) -> Select[Suggestion]:
    """Return the query of what a filter means; what hangs on a thread in the bin is left out."""
    query = select(Suggestion).where(Suggestion.conversation.has(Conversation.deleted_at.is_(None)))
    if wanted.status:
        query = query.where(Suggestion.status == wanted.status)
    if wanted.decision:
        query = query.where(Suggestion.decision == wanted.decision)
    if wanted.intent:
        query = query.where(Suggestion.inputs["intent"].as_string() == wanted.intent)
    if wanted.since:
        query = query.where(Suggestion.created_at >= wanted.since)
    if wanted.until:
        query = query.where(Suggestion.created_at < wanted.until)
    return query.options(selectinload(Suggestion.conversation), selectinload(Suggestion.message))


def rows(session: Session, wanted: Filter) -> Iterator[tuple[Any, ...]]:
    """Yield the newest suggestions as rows of ``COLUMNS``."""
    query = chosen(wanted).order_by(Suggestion.created_at.desc(), Suggestion.id.desc()).limit(MOST)
    for one in session.scalars(query):
        yield (
            one.id, _moment(one.created_at), one.conversation.contact.name, one.conversation.subject,
            one.message.new_text, one.inputs.get("intent"), one.decision, one.status, one.shadow,
            one.confidence, one.model, one.model_version, " ".join(one.reasons), one.body, one.original_body,
            one.decided_by.name if one.decided_by else None, _moment(one.decided_at), one.reject_kind,
            one.reject_reason, one.inputs.get("tokens"), one.inputs.get("cost"),
        )  # fmt: skip


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
