"""HTTP of what becomes of a conversation: a deal. Deals stand before conversations, so the door is here."""

from uuid import UUID

from mancrel.accounts.deps import Db, may
from mancrel.conversations import dealing
from mancrel.conversations.models import Conversation
from mancrel.deals import wire
from mancrel.deals.schemas import DealDetail, DealOfThread
from mancrel.kit.db import find_to_change
from mancrel.kit.routing import Router

router = Router(prefix="/api/v1", tags=["conversations"])


@router.post("/conversations/{conversation_id}/deal", status_code=201, dependencies=[may("deals:write")])
def make_deal(conversation_id: UUID, session: Db, body: DealOfThread | None = None) -> DealDetail:
    """Make a deal from a conversation: with its contact, company and owner."""
    conversation = find_to_change(session, Conversation, conversation_id)
    deal = dealing.make_deal(session, conversation, body or DealOfThread())
    return wire.fresh(session, deal.id)
