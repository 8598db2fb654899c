"""From a conversation to a deal."""

from sqlalchemy.orm import Session

from mancrel.conversations.models import Conversation
from mancrel.deals import service as deals
from mancrel.deals.models import Deal
from mancrel.deals.schemas import DealIn, DealOfThread

TITLE_SIZE = 200


def make_deal(session: Session, conversation: Conversation, body: DealOfThread) -> Deal:
    """Make a deal of a conversation with its contact, who works where it may belong to a company.

    The owner is the conversation's, as far as it has one.
    """
    contact = conversation.contact
    named = body.title or conversation.subject.strip() or contact.name
    wanted = DealIn(
        title=named[:TITLE_SIZE],
        contact_id=conversation.contact_id if contact.deleted_at is None else None,
        owner_id=conversation.owner_id,
        **body.model_dump(exclude={"title"}),
    )
    return deals.create(session, wanted, conversation.id)
