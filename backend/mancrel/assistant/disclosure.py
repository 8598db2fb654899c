"""The line that says that an automatic assistant wrote: under the first such reply of a thread.

It is part of the suggestion, so people see what leaves. It stands behind the text that the guard checked,
so the places of its claims hold; a reply that a person approves or edits is that person's and carries none.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.assistant import configuration
from mancrel.assistant.models import AssistantSettings
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.conversations.suggestions import Proposal

LEFT = ("sending", "sent", "bounced")


def disclosed(
    session: Session, conversation: Conversation, proposal: Proposal, config: AssistantSettings, language: str
) -> Proposal:
    """Return what is about to be sent by itself, with the line if the customer has not been told yet."""
    if not config.disclosure_enabled or proposal.body is None or _told(session, conversation):
        return proposal
    line = configuration.disclosure_in(config, language)
    inputs = {**proposal.inputs, "disclosed": line}
    return replace(proposal, body=f"{proposal.body}\n\n{line}", inputs=inputs)


def _told(session: Session, conversation: Conversation) -> bool:
    """Tell whether a reply with the line left; one that still waits is withdrawn when the customer writes."""
    query = (
        select(Message.id)
        .join(Suggestion, Message.suggestion_id == Suggestion.id)
        .where(
            Message.conversation_id == conversation.id,
            Message.status.in_(LEFT),
            Message.automatic,
            Suggestion.inputs.has_key("disclosed"),
        )
    )
    return session.scalars(query.limit(1)).first() is not None
