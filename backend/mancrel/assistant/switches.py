"""The switches that stop automatic replies: for all, an intent, a channel or a contact."""

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.assistant import configuration
from mancrel.assistant.models import AssistantSettings
from mancrel.conversations import outbox
from mancrel.conversations.models import Conversation, Message

OFF = "Automatic sending is switched off."
_MODE = re.compile(r"The intent \w+ is (in shadow mode|set to drafts only)\.$")


def is_switch(reason: str) -> bool:
    """Tell whether a reason is a switch of the configuration rather than something about the text."""
    return reason == OFF or bool(_MODE.match(reason))


def switched_off(config: AssistantSettings, conversation: Conversation, intent: str) -> str | None:
    """Return which switch stands against sending by itself, or None."""
    if not config.auto_send_enabled:
        return OFF
    mode = configuration.mode_of(config, intent)
    if mode != "on":
        word = "in shadow mode" if mode == "shadow" else "set to drafts only"
        return f"The intent {intent} is {word}."
    return outbox.switched_off(conversation)


def withdraw_forbidden(
    session: Session, *, contact_id: UUID | None = None, channel_id: UUID | None = None
) -> None:
    """Withdraw automatic replies that wait and may no longer leave: of all, a contact or a channel."""
    config = configuration.current(session)
    waiting = select(Message.conversation_id).where(Message.status == "queued", Message.automatic)
    threads = select(Conversation).where(Conversation.id.in_(waiting)).order_by(Conversation.id)
    if contact_id:
        threads = threads.where(Conversation.contact_id == contact_id)
    if channel_id:
        threads = threads.where(Conversation.channel_id == channel_id)
    for conversation in session.scalars(threads.with_for_update(of=Conversation)):
        if switched_off(config, conversation, conversation.intent or "other"):
            outbox.withdraw_automatic(session, conversation, "Automatic sending was switched off.")
