"""Conversations: lists, one thread, and what a person does in it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, true, union
from sqlalchemy.orm import Session, aliased, joinedload, lazyload, selectinload

from mancrel.accounts import mentions, teams
from mancrel.accounts.models import User
from mancrel.catalogue.models import Product
from mancrel.contacts import service as contacts
from mancrel.contacts.models import Contact, Identity
from mancrel.conversations import attention, earlier, outbox
from mancrel.conversations.models import Channel, Conversation, Message, Suggestion
from mancrel.conversations.schemas import ConversationIn
from mancrel.kit import bins, events, totals
from mancrel.kit.canonical import any_of
from mancrel.kit.db import find, uuid7, viewer_of
from mancrel.kit.errors import Invalid

MOST_COUNTED = 999  # one more stands for all beyond
PRODUCTS_SHOWN = 6
REPLACED = ("withdrawn", "pending", "none")
"""Suggestions that a draft under way takes the place of."""


class SnoozeEnds(Invalid):
    """Say until when the conversation is to be snoozed."""


class UnknownTeam(Invalid):
    """There is no such team."""


def _in_view(view: str, user_id: UUID | None, team_ids: frozenset[UUID]) -> ColumnElement[bool]:
    live = Conversation.status == "open"
    rules: dict[str, ColumnElement[bool]] = {
        "all": true(),
        "mine": and_(live, Conversation.owner_id == user_id),
        "team": and_(live, Conversation.team_id.in_(team_ids)),
        "unassigned": and_(live, Conversation.owner_id.is_(None)),
        "needs_approval": and_(Conversation.suggestion_status == "pending", live),
        "escalated": and_(live, Conversation.decision == "escalate", Conversation.waiting_since.is_not(None)),
        "snoozed": Conversation.status == "snoozed",
        "closed": Conversation.status == "closed",
    }
    return rules[view]


def listing(session: Session, view: str, rows: ColumnElement[bool] | None = None) -> Select[Conversation]:
    """Return the query of a view: the conversations that the viewer sees in it, or its bin."""
    viewer = viewer_of(session)
    rule = _in_view(view, viewer.user_id, viewer.team_ids)
    here = Conversation.deleted_at.is_(None) if rows is None else rows
    # A row says their name and address only.
    who = joinedload(Conversation.contact_row, innerjoin=True)
    who = who.options(lazyload("*"), selectinload(Contact.identities))
    return select(Conversation).where(here, rule).options(who)


def matching(query: Select[Conversation], q: str) -> Select[Conversation]:
    """Narrow a list to conversations whose subject, contact or address fits."""
    person = aliased(Contact)
    names = select(person.id).where(person.canonical_id.is_(None), person.name.icontains(q, autoescape=True))
    addresses = select(Identity.contact_id).where(Identity.value.contains(q.lower(), autoescape=True))
    return query.where(
        Conversation.id.in_(
            # Three searches that an index serves each, where one OR over them would read every row.
            union(
                select(Conversation.id).where(Conversation.subject.icontains(q, autoescape=True)),
                select(Conversation.id).where(any_of(Contact, Conversation.contact_id, names)),
                select(Conversation.id).where(any_of(Contact, Conversation.contact_id, addresses)),
            )
        )
    )


def holding(query: Select[Conversation], external_id: str) -> Select[Conversation]:
    """Narrow a list to the thread that holds a message, by Message-ID with or without < >."""
    bare = external_id.strip().removeprefix("<").removesuffix(">")
    ids = select(Message.conversation_id).where(Message.external_id.in_([bare, f"<{bare}>", external_id]))
    return query.where(Conversation.id.in_(ids))


def counts(session: Session) -> dict[str, int]:
    """Return how many conversations each view holds, up to 1,000."""
    views = (
        "all", "mine", "team", "unassigned", "needs_approval", "escalated", "snoozed", "closed",
    )  # fmt: skip
    return {
        view: totals.count(session, listing(session, view), Conversation.id, MOST_COUNTED) for view in views
    }


def stage(messages: Sequence[Message], last: Suggestion | None, *, drafting: bool) -> str:
    """Say in one word how far the newest message has come."""
    out = [one for one in messages if one.direction == "out" and not one.private]
    if out and out[-1].status in {"failed", "unknown", "bounced"}:
        return "failed"
    if messages and messages[-1].direction == "out" and out and out[-1].status == "sent":
        return "sent" if out[-1].author_kind == "ai" else "answered"
    if last is None or (drafting and last.status in REPLACED):
        return _so_far(messages, drafting=drafting)
    by_status = {"pending": "held", "scheduled": "leaving", "sent": "sent", "withdrawn": "drafted"}
    by_decision = {"escalate": "escalated", "no_reply": "no_reply"}
    if last.status in by_status:
        return by_status[last.status]
    return by_decision.get(last.decision, "answered")


def _so_far(messages: Sequence[Message], *, drafting: bool) -> str:
    """Say how far the newest message from outside has come that has no draft, or no longer one that holds."""
    newest = next((one for one in reversed(messages) if one.direction == "in"), None)
    if newest is None or newest.triage is None:
        return "received"
    return "drafting" if drafting else "understood"


def products_of(session: Session, suggestion: Suggestion | None) -> list[Product]:
    """Return the products in question, as the catalogue has them now."""
    used = suggestion.sources if suggestion else []
    named = dict.fromkeys(UUID(one["id"]) for one in used if one["kind"] == "product")
    ids = list(named)[:PRODUCTS_SHOWN]
    rows = {one.id: one for one in session.scalars(select(Product).where(Product.id.in_(ids)))}
    return [rows[id_] for id_ in ids if id_ in rows]


def start(session: Session, body: ConversationIn) -> Conversation:
    """Write to a contact first."""
    contact = contacts.named(session, body.contact_id)
    channel = find(session, Channel, body.channel_id)
    viewer = viewer_of(session)
    conversation = Conversation(
        id=uuid7(),
        subject=body.subject,
        contact_id=contact.id,
        channel_id=channel.id,
        participants=[contact.shown.email] if contact.shown.email else [],
        status="open",
        unread=False,
    )
    contacts.assign(session, conversation, viewer.user_id)
    session.add(conversation)
    session.flush()
    conversation.contact_row, conversation.channel = contact, channel
    events.record(session, "conversation.started", conversation)
    reply(session, conversation, body.body)
    return conversation


def _author(session: Session) -> tuple[UUID | None, str]:
    user_id = viewer_of(session).user_id
    user = session.get(User, user_id) if user_id else None
    return user_id, user.name if user else "Mancrel"


def reply(session: Session, conversation: Conversation, body: str) -> Message:
    """Answer by hand; a pending automatic reply is withdrawn and an open suggestion set aside."""
    user_id, name = _author(session)
    earlier.supersede(session, conversation, "A person answered.")
    return outbox.queue(session, conversation, body, author_kind="user", author_name=name, author_id=user_id)


def note(session: Session, conversation: Conversation, body: str) -> Message:
    """Add a private note; it never leaves."""
    user_id, name = _author(session)
    message = Message(
        id=uuid7(),
        conversation_id=conversation.id,
        direction="out",
        kind="note",
        author_kind="user",
        author_id=user_id,
        author_name=name,
        references=[],
        text=body,
        new_text=body,
        status="sent",
        private=True,
        sent_at=datetime.now(UTC),
    )
    session.add(message)
    session.flush()
    events.record(
        session,
        "note.added",
        message,
        shown_as=conversation,
        conversation_id=str(conversation.id),
    )
    named = [str(one) for one in mentions.of(body)]
    if named:
        thread_id = str(conversation.id)
        events.record(
            session, "note.mentioned", message, shown_as=conversation, conversation_id=thread_id, users=named
        )
    return message


def change(session: Session, conversation: Conversation, values: dict[str, Any]) -> Conversation:
    """Change status, owner, team, snooze or who answers; only the named fields.

    Who gives a thread to themselves takes it over: nothing leaves it by itself until they hand it back.

    Raises:
        SnoozeEnds: snoozed without an end; whatever is not snoozed has none.

    """
    fields = sorted(values)
    if values.get("status", conversation.status) != "snoozed":
        values["snoozed_until"] = None
    elif values.get("snoozed_until", conversation.snoozed_until) is None:
        raise SnoozeEnds(field="snoozed_until")
    if "team_id" in values:
        team_id = values.pop("team_id")
        if team_id and not teams.exists(session, team_id):
            raise UnknownTeam(field="team_id")
        conversation.team_id = team_id
    if "owner_id" in values:
        owner_id = values.pop("owner_id")
        contacts.assign(session, conversation, owner_id)
        if owner_id and owner_id == viewer_of(session).user_id:
            values.setdefault("ai_paused", True)
        else:
            outbox.withdraw_automatic(session, conversation, "The thread was given to somebody else.")
    if values.get("ai_paused"):
        attention.take_over(session, conversation)
    for name, value in values.items():
        setattr(conversation, name, value)
    session.flush()
    events.record(session, "conversation.changed", conversation, fields=fields)
    return conversation


def wake(session: Session) -> int:
    """Reopen conversations whose snooze has ended; returns how many."""
    query = (
        select(Conversation)
        .where(Conversation.status == "snoozed", Conversation.snoozed_until <= datetime.now(UTC))
        .with_for_update(of=Conversation, skip_locked=True)
        .limit(500)
    )
    woken = list(session.scalars(query))
    for conversation in woken:
        change(session, conversation, {"status": "open", "snoozed_until": None})
    return len(woken)


def remove(session: Session, conversation: Conversation) -> None:
    """Move a conversation to the bin; its Message-IDs stay known, so it is not taken in again."""
    bins.discard(conversation)
    earlier.supersede(session, conversation, "The conversation was deleted.")
    outbox.withdraw_automatic(session, conversation, "The conversation was deleted.")
    events.record(session, "conversation.deleted", conversation)


def restore(session: Session, conversation_id: UUID) -> Conversation:
    """Take a conversation out of the bin; what waited for an answer is drafted anew."""
    conversation = bins.restore(session, Conversation, conversation_id)
    session.flush()
    events.record(session, "conversation.restored", conversation)
    return conversation
