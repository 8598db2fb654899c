"""Suggestions: what the assistant proposed, and what a person did with it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.conversations import facts, outbox, waiting
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit import events
from mancrel.kit.db import find, transaction, uuid7, viewer_of
from mancrel.kit.errors import Conflict, FieldError

ASSISTANT = "Mancrel"
NAMED = 5
_ZEROS = re.compile(r"(\.\d\d)0+(?!\d)")
WAY = "Nothing was sent. Change it, or send it with 'accept_unconfirmed' if you know it to be so."
STATUS_OF = {
    "auto_send": "scheduled",
    "review": "pending",
    "escalate": "none",
    "no_reply": "none",
}


class Outdated(Conflict):
    """What this suggestion states has changed; a new one is being drafted."""


class AlreadyDecided(Conflict):
    """This suggestion was already decided."""


class Unconfirmed(Conflict):
    """Neither the catalogue nor an article confirms this."""

    def __init__(self, claims: list[dict[str, Any]]) -> None:
        """Name each statement once, with what is known instead."""
        said = dict.fromkeys((one["text"], _ZEROS.sub(r"\1", one["expected"] or "")) for one in claims)
        named = [
            f"“{text}” should be {known}." if known else f"Nothing confirms “{text}”." for text, known in said
        ]
        super().__init__(f"{' '.join(named[:NAMED])} {WAY}")
        self.errors = [FieldError(field="body", message=one) for one in named]


@dataclass(frozen=True)
class Proposal:
    """What the assistant decided about one inbound message; with ``shadow`` nothing is sent by itself."""

    body: str | None
    confidence: float
    decision: str
    reasons: list[str]
    model: str
    model_version: str
    parts: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    inputs: dict[str, Any] = field(default_factory=dict)
    shadow: bool = False


def keep(
    session: Session, conversation: Conversation, message: Message, proposal: Proposal, delay_s: float
) -> Suggestion:
    """Keep a proposal for audit and act on its decision: schedule, put in the queue, or neither.

    Thanks or an out-of-office reply move nothing while an earlier message still waits for its answer. Thanks
    close a thread; a machine's mail leaves it as it is, for somebody may have snoozed it to write again.
    """
    suggestion = Suggestion(
        id=uuid7(),
        conversation_id=conversation.id,
        message_id=message.id,
        status="pending" if proposal.shadow else STATUS_OF[proposal.decision],
        history=[outbox.happened(proposal.decision, "; ".join(proposal.reasons[:3]))],
        **vars(proposal),
    )
    if suggestion.status == "pending":
        waiting.weigh(session, conversation, message, suggestion)
    session.add(suggestion)
    since = conversation.waiting_since
    nothing_waits = since is None or since >= message.created_at
    if proposal.decision != "no_reply" or nothing_waits:
        conversation.decision, conversation.suggestion_status = proposal.decision, suggestion.status
    if proposal.decision == "no_reply" and nothing_waits:
        conversation.waiting_since = None
        if message.automated is None:
            conversation.status, conversation.snoozed_until = "closed", None
    if suggestion.status == "scheduled" and proposal.body:
        reply = outbox.queue(
            session,
            conversation,
            proposal.body,
            author_kind="ai",
            author_name=ASSISTANT,
            suggestion=suggestion,
            answers=message,
            automatic=True,
            delay_s=delay_s,
        )
        # A change that was committed while this was written has found nothing to withdraw.
        outbox.withdraw_untrue(session, conversation, [reply])
    _tell(session, "suggestion.decided", suggestion, conversation, decision=proposal.decision)
    cared_for = conversation.owner_id or (conversation.team_id and proposal.decision == "escalate")
    if cared_for and (suggestion.status == "pending" or proposal.decision == "escalate"):
        _tell(session, "suggestion.waits", suggestion, conversation, decision=proposal.decision)
    return suggestion


def _tell(
    session: Session, type_: str, suggestion: Suggestion, conversation: Conversation, **facts: Any
) -> None:
    session.flush()
    events.record(
        session,
        type_,
        suggestion,
        key=f"conversation:{conversation.id}",
        shown_as=conversation,
        conversation_id=str(conversation.id),
        **facts,
    )


def current(session: Session, conversation_id: UUID) -> Suggestion | None:
    """Return the suggestion about the newest inbound message, once it is decided."""
    last = outbox.newest_inbound(session, conversation_id)
    if last is None:
        return None
    query = (
        select(Suggestion)
        .where(Suggestion.message_id == last.id)
        .order_by(Suggestion.created_at.desc(), Suggestion.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def lock(session: Session, suggestion_id: UUID) -> tuple[Suggestion, Conversation]:
    """Lock a suggestion's conversation and then the suggestion: everybody locks in this order."""
    found = find(session, Suggestion, suggestion_id)
    thread = select(Conversation).where(Conversation.id == found.conversation_id)
    conversation = session.scalars(thread.with_for_update(of=Conversation)).one()
    query = select(Suggestion).where(Suggestion.id == found.id).with_for_update(of=Suggestion)
    return session.scalars(query.execution_options(populate_existing=True)).one(), conversation


def _pending(session: Session, suggestion_id: UUID) -> tuple[Suggestion, Conversation]:
    suggestion, conversation = lock(session, suggestion_id)
    if not pending(suggestion):
        message = f"This suggestion was already decided: it is {suggestion.status}."
        raise AlreadyDecided(message)
    return suggestion, conversation


def pending(suggestion: Suggestion) -> bool:
    """Tell whether a suggestion still waits for a person."""
    return suggestion.status == "pending"


def _decide(session: Session, suggestion: Suggestion, status: str, why: str | None = None) -> None:
    viewer = viewer_of(session)
    suggestion.status = status
    suggestion.decided_at = datetime.now(UTC)
    suggestion.decided_by = session.get(User, viewer.user_id) if viewer.user_id else None
    by = str(viewer.user_id) if viewer.user_id else None
    suggestion.history = [*suggestion.history, outbox.happened(status, why, by)]


def _name(session: Session) -> str:
    user_id = viewer_of(session).user_id
    user = session.get(User, user_id) if user_id else None
    return user.name if user else ASSISTANT


def approve(session: Session, suggestion_id: UUID) -> Suggestion:
    """Send a suggestion as it stands.

    Raises:
        AlreadyDecided: somebody was faster.
        Outdated: the catalogue says something else by now; a new draft is on its way.

    """
    suggestion, conversation = _pending(session, suggestion_id)
    outdated = facts.changed(session, suggestion.claims)
    if outdated:
        _have_it_drafted_anew(suggestion)
        raise Outdated(outdated)
    _decide(session, suggestion, "approved")
    conversation.suggestion_status = "approved"
    _send(session, suggestion, conversation, suggestion.body or "", "ai")
    return suggestion


def _have_it_drafted_anew(suggestion: Suggestion) -> None:
    # In a transaction of its own, because the refusal rolls the viewer's back.
    with transaction() as session:
        events.record(
            session,
            "suggestion.outdated",
            suggestion,
            key=f"conversation:{suggestion.conversation_id}",
            conversation_id=str(suggestion.conversation_id),
        )


def edit(
    session: Session,
    suggestion_id: UUID,
    body: str,
    claims: list[dict[str, Any]],
    *,
    accept_unconfirmed: bool,
) -> Suggestion:
    """Send a suggestion with a person's changes; ``claims`` is what the new words state, as it was checked.

    Raises:
        AlreadyDecided: somebody was faster.
        Unconfirmed: nothing carries some of it, and the person did not say that they know it.

    """
    suggestion, conversation = _pending(session, suggestion_id)
    unconfirmed = [one for one in claims if not one["ok"]]
    if unconfirmed and not accept_unconfirmed:
        raise Unconfirmed(unconfirmed)
    _decide(session, suggestion, "edited", _accepted(unconfirmed))
    suggestion.original_body, suggestion.body = suggestion.body, body
    suggestion.claims = claims
    conversation.suggestion_status = "edited"
    _send(session, suggestion, conversation, body, "user")
    return suggestion


def _accepted(unconfirmed: list[dict[str, Any]]) -> str | None:
    """Say in the history what a person sent although nothing confirmed it."""
    if not unconfirmed:
        return None
    said = dict.fromkeys(f"“{one['text']}”" for one in unconfirmed)
    return f"Sent although nothing confirms {', '.join(list(said)[:NAMED])}."


def _send(session: Session, suggestion: Suggestion, conversation: Conversation, body: str, kind: str) -> None:
    outbox.queue(
        session,
        conversation,
        body,
        author_kind=kind,
        author_name=_name(session),
        author_id=viewer_of(session).user_id,
        suggestion=suggestion,
        answers=session.get(Message, suggestion.message_id),
    )
    _tell(session, f"suggestion.{suggestion.status}", suggestion, conversation)


def reject(session: Session, suggestion_id: UUID, reason: str, kind: str = "other") -> Suggestion:
    """Refuse a suggestion, saying why; the conversation waits for a person's own words."""
    suggestion, conversation = _pending(session, suggestion_id)
    _decide(session, suggestion, "rejected", reason)
    suggestion.reject_reason, suggestion.reject_kind = reason, kind
    conversation.suggestion_status = "rejected"
    _tell(session, "suggestion.rejected", suggestion, conversation, kind=kind)
    return suggestion


def withdraw(session: Session, suggestion_id: UUID) -> Suggestion:
    """Stop an automatic send that has not left yet.

    Raises:
        AlreadyDecided: it has left, or was never scheduled.

    """
    suggestion, conversation = lock(session, suggestion_id)
    if suggestion.status != "scheduled" or not outbox.withdraw_automatic(
        session, conversation, f"{_name(session)} withdrew it."
    ):
        message = f"This suggestion cannot be withdrawn: it is {suggestion.status}."
        raise AlreadyDecided(message)
    user_id = viewer_of(session).user_id
    suggestion.decided_at = datetime.now(UTC)
    suggestion.decided_by = session.get(User, user_id) if user_id else None
    return suggestion
