"""From rows to the shapes on the wire."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.catalogue.schemas import ProductOut
from mancrel.conversations import corrections, outbox, redrafts, service, suggestions, waiting
from mancrel.conversations.ledger_models import Correction
from mancrel.conversations.ledger_schemas import CorrectionOut
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.conversations.schemas import (
    Author,
    ConversationOut,
    MessageOut,
    Row,
)
from mancrel.conversations.suggestion_schemas import (
    QueuedSuggestion,
    SuggestionOut,
)
from mancrel.kit.schema import Ref

CLAIM_FIELDS = (
    "kind", "text", "start", "end", "value", "expected", "ok", "source_id", "formula",
)  # fmt: skip

DERIVED = {"version", "claims", "leaves_at", "decided_by", "withdrawn_because"}
"""What of a suggestion is no column of its own."""


def row(conversation: Conversation) -> Row:
    """Describe a conversation in a list."""
    return Row.model_validate(conversation)


def message(one: Message) -> MessageOut:
    """Describe a message; its attachments must be loaded."""
    fields: dict[str, Any] = {
        name: getattr(one, name) for name in MessageOut.model_fields if name != "author"
    }
    fields["author"] = Author.model_validate({"kind": one.author_kind, "name": one.author_name})
    return MessageOut.model_validate(fields)


def suggestion_fields(session: Session, one: Suggestion) -> dict[str, Any]:
    """Describe a suggestion."""
    claims = [{name: claim.get(name) for name in CLAIM_FIELDS} for claim in one.claims]
    names = SuggestionOut.model_fields.keys() - DERIVED
    fields: dict[str, Any] = {name: getattr(one, name) for name in names}
    by = Ref.model_validate(one.decided_by) if one.decided_by else None
    return {
        **fields,
        "version": one.model_version,
        "claims": claims,
        "leaves_at": _leaves_at(session, one),
        "decided_by": by,
        "withdrawn_because": _withdrawn_because(one),
    }


def _withdrawn_because(one: Suggestion) -> str | None:
    steps = [step["why"] for step in one.history if step["what"] == "withdrawn"]
    return steps[-1] if one.status == "withdrawn" and steps else None


def suggestion(session: Session, one: Suggestion) -> SuggestionOut:
    """Describe a suggestion."""
    return SuggestionOut.model_validate(suggestion_fields(session, one))


def history(session: Session, one: Suggestion) -> list[dict[str, Any]]:
    """Describe what happened to a suggestion, with the names of those who did it."""
    ids = {UUID(step["by"]) for step in one.history if step["by"]}
    names = {
        str(id_): name for id_, name in session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    }
    return [{**step, "name": names.get(step["by"])} for step in one.history]


def _leaves_at(session: Session, one: Suggestion) -> Any:
    if one.status != "scheduled":
        return None
    query = select(Message.leaves_at).where(Message.suggestion_id == one.id, Message.status == "queued")
    return session.scalar(query)


def queued(session: Session, one: Suggestion, at: datetime) -> QueuedSuggestion:
    """Describe a suggestion with what it answers and what it costs to let it wait."""
    thread = one.conversation
    return QueuedSuggestion.model_validate(
        {
            **suggestion_fields(session, one),
            "conversation": {
                "id": thread.id,
                "subject": thread.subject,
                "contact": Ref.model_validate(thread.contact),
            },
            "message": {"id": one.message.id, "text": one.message.new_text},
            "turn": asdict(waiting.cost_of(one, at)),
        }
    )


def conversation(session: Session, one: Conversation) -> ConversationOut:
    """Describe a conversation with all that one needs to answer it."""
    messages = outbox.with_attachments(session, one.id)
    last = suggestions.current(session, one.id)
    due = corrections.open_in(session, one.id)
    company = one.contact.company
    drafting = redrafts.under_way(session, one.id)
    return ConversationOut.model_validate(
        {
            **row(one).model_dump(),
            "messages": [message(each) for each in messages],
            "suggestion": suggestion(session, last) if last else None,
            "linked": _linked(session, one.linked_id),
            "company": Ref.model_validate(company) if company else None,
            "products": [ProductOut.model_validate(each) for each in service.products_of(session, last)],
            "stage": service.stage(messages, last, drafting=drafting),
            "drafting": drafting,
            "correction": correction(session, due) if due else None,
        }
    )


def correction(session: Session, one: Correction) -> CorrectionOut:
    """Describe a correction with the conversation it belongs to."""
    thread = session.get_one(Conversation, one.conversation_id)
    shown = {
        name: getattr(one, name)
        for name in CorrectionOut.model_fields
        if name not in ("conversation", "checked")
    }
    return CorrectionOut.model_validate(
        {
            **shown,
            "decided_by": Ref.model_validate(one.decided_by) if one.decided_by else None,
            "checked": bool(one.claims) and all(claim["ok"] for claim in one.claims),
            "conversation": {
                "id": thread.id,
                "subject": thread.subject,
                "contact": Ref.model_validate(thread.contact),
                "language": thread.language,
            },
        }
    )


def _linked(session: Session, linked_id: UUID | None) -> dict[str, Any] | None:
    if linked_id is None:
        return None
    query = select(Conversation).where(Conversation.id == linked_id)
    found = session.scalars(query).one_or_none()
    return {"id": found.id, "subject": found.subject} if found else None
