"""Who sent nothing but spam and automated mail: such contacts stay out of the lists that people work with."""

from typing import Final
from uuid import UUID

from sqlalchemy import Exists, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from mancrel.contacts.models import Contact
from mancrel.conversations.models import Conversation, Message
from mancrel.kit.canonical import rows_of

UNASKED: Final = ("spam", "automated")
BY_MAIL: Final = "email"


def met(session: Session, message: Message, conversation: Conversation, intent: str) -> None:
    """Screen a newcomer out by their first message, or let somebody in again by a later one.

    Whom a person has let in stays, whatever else they send.
    """
    threads = _threads(conversation.contact)
    earlier = exists().where(Message.conversation_id.in_(threads), Message.id < message.id)
    if intent not in UNASKED or not session.scalar(select(earlier)):
        screen(session, conversation, intent)


def screen(session: Session, conversation: Conversation, intent: str) -> None:
    """Screen the contact of a conversation out, or let them in again, by what a message is.

    Only who came by themselves, belongs to nobody and was never written to is screened out.
    """
    contact = conversation.contact
    if intent not in UNASKED:
        contact.screened_out = False
    elif contact.source == BY_MAIL and contact.owner_id is None and not contact.screened_out:
        session.flush()
        contact.screened_out = not session.scalar(select(_anything_else(contact)))


def _anything_else(contact: Contact) -> Exists:
    """Whether there is a message to them, or one of theirs that is no spam or not understood yet."""
    understood = func.coalesce(Message.triage["intent"].astext, "")
    other = or_(Message.direction == "out", understood.not_in(UNASKED))
    return exists().where(Message.conversation_id.in_(_threads(contact)), other)


def _threads(contact: Contact) -> Select[UUID]:
    return select(Conversation.id).where(Conversation.contact_id.in_(rows_of(Contact, contact.id)))
