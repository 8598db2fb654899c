"""HTTP of conversations and suggestions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import ColumnElement

from mancrel.accounts.deps import Db, may, shelf
from mancrel.adapters.files import files
from mancrel.conversations import attention, audit, sending, service, suggestions, waiting, wire
from mancrel.conversations.attention_schemas import PresenceIn, PresenceOut, PresentOut
from mancrel.conversations.models import Attachment, Conversation, Message, Suggestion
from mancrel.conversations.schemas import (
    ConversationIn,
    ConversationOut,
    ConversationPatch,
    Counts,
    Intent,
    MessageIn,
    MessageOut,
    Priority,
    Row,
    Settle,
    View,
)
from mancrel.conversations.suggestion_schemas import (
    Approve,
    QueuedSuggestion,
    Reject,
    SuggestionAudit,
    SuggestionOut,
)
from mancrel.kit import sheets
from mancrel.kit.db import find, find_to_change
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router, query_of
from mancrel.kit.schema import Text, changes

router = Router(prefix="/api/v1", tags=["conversations"])
READ = may("conversations:read")
WRITE = may("conversations:write")
ConversationRows = Annotated[ColumnElement[bool], shelf(Conversation, "conversations:write")]
ConversationOrder = Annotated[
    Order,
    sorting(
        Conversation.id, "-last_message_at", Conversation.last_message_at, Conversation.subject,
        Conversation.status, Conversation.waiting_since, Conversation.created_at,
    ),
]  # fmt: skip
AuditFilter = Annotated[audit.Filter, query_of(audit.Filter)]


@dataclass(frozen=True)
class Wanted:
    """Which conversations a client asks for; ``external_id`` finds the thread of a message."""

    view: View = "all"
    q: Annotated[Text | None, Query(max_length=200)] = None
    intent: Intent | None = None
    priority: Priority | None = None
    external_id: Annotated[Text | None, Query(max_length=1000)] = None


@router.get("/conversations", dependencies=[READ])
def list_conversations(
    session: Db,
    paging: PageOf,
    rows: ConversationRows,
    order: ConversationOrder,
    wanted: Annotated[Wanted, query_of(Wanted)],
) -> Page[Row]:
    """List conversations, last message first; ``external_id`` finds the thread of a message."""
    query = service.listing(session, wanted.view, rows)
    if wanted.q:
        query = service.matching(query, wanted.q)
    if wanted.external_id:
        query = service.holding(query, wanted.external_id)
    if wanted.intent:
        query = query.where(Conversation.intent == wanted.intent)
    if wanted.priority:
        query = query.where(Conversation.priority == wanted.priority)
    found = page(session, query, order, paging)
    items = [wire.row(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/conversations/counts", dependencies=[READ])
def count_conversations(session: Db) -> Counts:
    """Return how many conversations each view holds (up to 1,000)."""
    return Counts.model_validate(service.counts(session))


@router.post("/conversations", status_code=201, dependencies=[WRITE])
def start_conversation(body: ConversationIn, session: Db) -> ConversationOut:
    """Write to a contact first."""
    conversation = service.start(session, body)
    session.flush()
    session.expire(conversation)
    return wire.conversation(session, find(session, Conversation, conversation.id))


@router.get("/conversations/{conversation_id}", dependencies=[READ])
def get_conversation(conversation_id: UUID, session: Db) -> ConversationOut:
    """Return a conversation with its messages and the current suggestion."""
    return wire.conversation(session, find(session, Conversation, conversation_id))


@router.patch("/conversations/{conversation_id}", dependencies=[WRITE])
def change_conversation(conversation_id: UUID, body: ConversationPatch, session: Db) -> ConversationOut:
    """Change status, owner, team or snooze."""
    conversation = find_to_change(session, Conversation, conversation_id)
    service.change(session, conversation, changes(body))
    session.refresh(conversation)
    return wire.conversation(session, conversation)


@router.delete("/conversations/{conversation_id}", status_code=204, dependencies=[WRITE])
def delete_conversation(conversation_id: UUID, session: Db) -> None:
    """Move a conversation to the bin."""
    service.remove(session, find_to_change(session, Conversation, conversation_id))


@router.post("/conversations/{conversation_id}/restore", dependencies=[WRITE])
def restore_conversation(conversation_id: UUID, session: Db) -> ConversationOut:
    """Take a conversation out of the bin."""
    conversation = service.restore(session, conversation_id)
    session.refresh(conversation)
    return wire.conversation(session, conversation)


@router.post("/conversations/{conversation_id}/read", status_code=204, dependencies=[WRITE])
def mark_read(conversation_id: UUID, session: Db) -> None:
    """Mark a conversation as read."""
    find_to_change(session, Conversation, conversation_id).unread = False


@router.post("/conversations/{conversation_id}/typing", dependencies=[WRITE])
def be_present(conversation_id: UUID, session: Db, body: PresenceIn | None = None) -> PresenceOut:
    """Say that one writes a reply (no automatic one leaves meanwhile), looks at the thread, or has gone."""
    state = (body or PresenceIn()).state
    present = attention.be_there(session, conversation_id, state)
    return PresenceOut(others=[PresentOut.model_validate(one) for one in present])


@router.post("/conversations/{conversation_id}/messages", status_code=201, dependencies=[WRITE])
def write_message(conversation_id: UUID, body: MessageIn, session: Db) -> MessageOut:
    """Reply by hand, or add a private note."""
    conversation = find_to_change(session, Conversation, conversation_id)
    write = service.note if body.private else service.reply
    message = write(session, conversation, body.body)
    session.flush()
    session.refresh(message, ["created_at", "attachments"])
    return wire.message(message)


@router.post("/messages/{message_id}/settle", dependencies=[WRITE])
def settle_message(message_id: UUID, body: Settle, session: Db) -> MessageOut:
    """Say whether a message whose outcome is unknown was sent."""
    find(session, Message, message_id)
    message = sending.settle(session, message_id, body.outcome)
    session.flush()
    session.refresh(message, ["attachments"])
    return wire.message(message)


@router.get(
    "/attachments/{attachment_id}",
    dependencies=[READ],
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}},
)
def get_attachment(attachment_id: UUID, session: Db) -> Response:
    """Return a file; browsers only ever save it."""
    attachment = find(session, Attachment, attachment_id)
    return Response(
        files().read(attachment.digest),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@router.get("/suggestions", dependencies=[may("suggestions:read")], tags=["suggestions"])
def list_suggestions(
    session: Db,
    paging: PageOf,
    wanted: AuditFilter,
    sort: Literal["cost", "oldest", "newest"] | None = None,
) -> Page[QueuedSuggestion]:
    """List suggestions, newest first; ``status=pending`` is the approval queue.

    The queue is ordered by what waiting costs (``sort=cost``): stake x urgency x pressure, see ``turn``. Its
    pages hold together as of the first one, whatever the clock says.
    """
    query = audit.chosen(wanted)
    sort = sort or ("cost" if wanted.status == "pending" else "newest")
    if sort == "cost":
        found, at = waiting.by_cost(session, query, paging)
    else:
        order = Order(Suggestion.created_at, Suggestion.id, descending=sort == "newest")
        found, at = page(session, query, order, paging), datetime.now(UTC)
    items = [wire.queued(session, one, at) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get(
    "/suggestions.csv",
    dependencies=[may("quality:read")],
    tags=["suggestions"],
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def export_suggestions(session: Db, wanted: AuditFilter) -> Response:
    """Return the log of suggestions as a CSV file, the newest 10,000; cells are never formulas."""
    return Response(
        sheets.table(audit.COLUMNS, audit.rows(session, wanted)),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="suggestions.csv"'},
    )


@router.get("/suggestions/{suggestion_id}", dependencies=[may("suggestions:read")], tags=["suggestions"])
def get_suggestion(suggestion_id: UUID, session: Db) -> SuggestionAudit:
    """Return a suggestion with everything kept for audit."""
    suggestion = find(session, Suggestion, suggestion_id)
    return SuggestionAudit.model_validate(
        {
            **wire.suggestion_fields(session, suggestion),
            "inputs": suggestion.inputs,
            "history": wire.history(session, suggestion),
        }
    )


@router.post(
    "/suggestions/{suggestion_id}/approve",
    dependencies=[may("suggestions:write")],
    tags=["suggestions"],
)
def approve_suggestion(suggestion_id: UUID, session: Db, body: Approve | None = None) -> SuggestionOut:  # noqa: ARG001 - the contract has an empty body
    """Send a suggestion as it stands."""
    return wire.suggestion(session, suggestions.approve(session, suggestion_id))


@router.post(
    "/suggestions/{suggestion_id}/reject",
    dependencies=[may("suggestions:write")],
    tags=["suggestions"],
)
def reject_suggestion(suggestion_id: UUID, body: Reject, session: Db) -> SuggestionOut:
    """Refuse a suggestion, saying why."""
    return wire.suggestion(session, suggestions.reject(session, suggestion_id, body.reason, body.kind))


@router.post(
    "/suggestions/{suggestion_id}/withdraw",
    dependencies=[may("suggestions:write")],
    tags=["suggestions"],
)
def withdraw_suggestion(suggestion_id: UUID, session: Db) -> SuggestionOut:
    """Stop an automatic send that has not left yet."""
    return wire.suggestion(session, suggestions.withdraw(session, suggestion_id))
