"""HTTP of a draft that a person changed: the guard reads it, so this door is the assistant's."""

from uuid import UUID

from mancrel.accounts.deps import Db, may
from mancrel.assistant import edits
from mancrel.conversations import wire
from mancrel.conversations.suggestion_schemas import Edit, SuggestionOut
from mancrel.kit.routing import Router

router = Router(prefix="/api/v1", tags=["suggestions"])


@router.post("/suggestions/{suggestion_id}/edit", dependencies=[may("suggestions:write")])
def edit_suggestion(suggestion_id: UUID, body: Edit, session: Db) -> SuggestionOut:
    """Send a suggestion with changes. What nothing confirms is refused until ``accept_unconfirmed`` is sent.

    ``errors`` of that refusal (409 ``Unconfirmed``) name each such statement.
    """
    sent = edits.send(session, suggestion_id, body.body, accept_unconfirmed=body.accept_unconfirmed)
    return wire.suggestion(session, sent)
