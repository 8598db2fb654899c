"""The switches that stop automatic replies: for all, an intent, a channel or a contact."""

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.assistant import configuration, writers
from mancrel.assistant.models import AssistantSettings
from mancrel.contacts.models import Contact
from mancrel.conversations import outbox, stops
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit.canonical import same_as

OFF = "Automatic sending is switched off."
_MODE = re.compile(r"The intent \w+ is (in shadow mode|set to drafts only)\.$")


def is_switch(reason: str) -> bool:
    """Tell whether a reason is a switch of the configuration rather than something about the text."""
    return reason == OFF or bool(_MODE.match(reason))


def switched_off(config: AssistantSettings, conversation: Conversation, intent: str) -> str | None:
    """Return which switch stands against deciding to send by itself, or None."""
    if config.mode == "off":
        return OFF
    if configuration.mode_of(config, intent) == "draft_only":
        return f"The intent {intent} is set to drafts only."
    return outbox.switched_off(conversation)


def in_shadow(config: AssistantSettings, intent: str) -> str | None:
    """Return why a decision to send is only written down, or None."""
    if config.mode == "shadow":
        return "It would have been sent by itself: the assistant is in shadow mode."
    if configuration.mode_of(config, intent) == "shadow":
        return f"It would have been sent by itself: the intent {intent} is in shadow mode."
    return None


def _writer_off(session: Session, config: AssistantSettings, conversation: Conversation) -> str | None:
    """Return that a language model wrote what waits here, and none writes any more; or None."""
    if writers.active(config) != writers.BUILT_IN:
        return None
    by_a_model = (
        select(Message.id)
        .join(Suggestion, Suggestion.id == Message.suggestion_id)
        .where(Message.conversation_id == conversation.id, Message.status == "queued", Message.automatic)
        .where(Suggestion.model != writers.BUILT_IN)
    )
    return "A language model wrote this." if session.scalar(by_a_model.limit(1)) else None


def withdraw_forbidden(
    session: Session, *, contact_id: UUID | None = None, channel_id: UUID | None = None
) -> None:
    """Withdraw automatic replies that wait and may no longer leave: of all, a contact or a channel."""
    config = configuration.current(session)
    waiting = select(Message.conversation_id).where(Message.status == "queued", Message.automatic)
    threads = select(Conversation).where(Conversation.id.in_(waiting)).order_by(Conversation.id)
    if contact_id:
        threads = threads.where(same_as(Contact, Conversation.contact_id, contact_id))
    if channel_id:
        threads = threads.where(Conversation.channel_id == channel_id)
    for conversation in session.scalars(threads.with_for_update(of=Conversation)):
        intent = conversation.intent or "other"
        shadow = "Shadow mode is on." if in_shadow(config, intent) else None
        off = (
            shadow or switched_off(config, conversation, intent) or _writer_off(session, config, conversation)
        )
        if off:
            outbox.withdraw_automatic(session, conversation, stops.in_words(off))
