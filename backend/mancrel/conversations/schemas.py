"""Shapes of conversations on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from mancrel.catalogue.schemas import ProductOut
from mancrel.conversations.ledger_schemas import CorrectionOut
from mancrel.conversations.suggestion_schemas import SuggestionOut
from mancrel.kit.schema import Body, Flag, In, Moment, Name, Out, Ref, example

Intent = Literal[
    "product_question",
    "price_quote",
    "purchase",
    "order_status",
    "order_change",
    "shipping",
    "return_refund",
    "complaint",
    "billing",
    "account",
    "feedback",
    "spam",
    "automated",
    "other",
]
Priority = Literal["urgent", "high", "normal", "low"]
Sentiment = Literal["positive", "neutral", "negative"]
View = Literal["all", "mine", "team", "unassigned", "needs_approval", "escalated", "snoozed", "closed"]
Stage = Literal[
    "received",
    "understood",
    "drafting",
    "drafted",
    "held",
    "leaving",
    "sent",
    "answered",
    "no_reply",
    "escalated",
    "failed",
]


class IntentScore(Out):
    """One thing a message wants, and how sure that is."""

    intent: Intent
    confidence: float


class TriageOut(Out):
    """How a message was understood, and why."""

    intent: Intent
    confidence: float
    intents: list[IntentScore]
    sentiment: Sentiment
    priority: Priority
    language: str
    model: str
    why: list[str]


class ContactRef(Ref):
    """The person of a thread; ``do_not_contact``: nothing leaves to them by itself."""

    email: str | None
    do_not_contact: bool


class ChannelRef(Ref):
    """The channel of a thread."""

    kind: str


class Row(Out):
    """A conversation in a list."""

    id: UUID
    subject: str
    contact: ContactRef
    channel: ChannelRef | None
    status: str
    owner: Ref | None
    team: Ref | None
    snippet: str
    intent: Intent | None
    priority: Priority | None
    sentiment: Sentiment | None
    language: str | None
    suggestion_status: str | None
    decision: str | None
    unread: bool
    waiting_since: datetime | None
    last_message_at: datetime
    snoozed_until: datetime | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    ai_paused: bool


class AttachmentOut(Out):
    """A file that came with a message; by ``content_id`` the message's HTML shows it (``cid:``)."""

    id: UUID
    name: str
    content_type: str
    size: int
    content_id: str | None


class Author(Out):
    """Who wrote a message."""

    kind: Literal["contact", "user", "ai", "system"]
    name: str


class MessageOut(Out):
    """A message of a thread."""

    id: UUID
    direction: Literal["in", "out"]
    kind: str
    author: Author
    subject: str | None
    text: str
    new_text: str
    quoted_text: str | None
    html: str | None
    attachments: list[AttachmentOut]
    status: str
    status_reason: str | None
    private: bool
    automated: str | None
    triage: TriageOut | None
    external_id: str | None
    created_at: datetime
    sent_at: datetime | None
    leaves_at: datetime | None


class Linked(Out):
    """A conversation that this one refers to."""

    id: UUID
    subject: str


class ConversationOut(Row):
    """A conversation with all that one needs to answer it.

    ``drafting``: a reply is being written, and takes the place of the suggestion that is there.
    """

    messages: list[MessageOut]
    suggestion: SuggestionOut | None
    linked: Linked | None
    company: Ref | None
    products: list[ProductOut]
    stage: Stage
    drafting: bool
    correction: CorrectionOut | None


class Counts(Out):
    """How many conversations each view holds."""

    all: int
    mine: int
    team: int
    unassigned: int
    needs_approval: int
    escalated: int
    snoozed: int
    closed: int


class ConversationIn(
    In,
    json_schema_extra=example(
        contact_id="01a202e2-519e-75f5-b4a4-1c2f3a4b5c6d",
        channel_id="01a202e2-519e-75f5-b4a4-6d5c4b3a2f1c",
        subject="Your order",
        body="Hello Ann, your lamps have left us.",
    ),
):
    """A conversation that a person starts."""

    contact_id: UUID
    channel_id: UUID
    subject: Name
    body: Body


class ConversationPatch(In):
    """Changes to a conversation."""

    status: Literal["open", "snoozed", "closed"] = "open"
    owner_id: UUID | None = None
    team_id: UUID | None = None
    snoozed_until: Moment | None = None
    ai_paused: Flag = False


class MessageIn(In, json_schema_extra=example(body="Hello Ann, it is in stock.", private=False)):
    """A reply by hand, or a private note."""

    body: Body
    private: Flag = False


class Settle(In, json_schema_extra=example(outcome="sent")):
    """What a person found out about a message whose outcome was unknown."""

    outcome: Literal["sent", "failed"]
