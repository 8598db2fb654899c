"""Labels that people correct: kept with the model they correct, and followed for messages that say the same.

The shipped classifier stays as it is: a correction speaks only where a message is near an earlier one in
meaning and in its words, so that "I want to return it" never labels "I do not want to return it".
"""

import re
from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, defer

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Embedding, Filter, vectors
from mancrel.assistant.facts import Triage
from mancrel.assistant.learning_models import LabelCorrection
from mancrel.conversations import outbox
from mancrel.conversations.models import Conversation, Message
from mancrel.kit import events
from mancrel.kit.db import find, find_to_change, uuid7, viewer_of
from mancrel.kit.errors import Conflict

COLLECTION = "label_corrections"
NEAR = 0.92
SAME_WORDS = 88
LABELS = ("intent", "sentiment", "priority", "language")
SHOP = "+corrections"
_NO = re.compile(r"\b(?:not?|never|\w+n[’']t|nicht|kein\w*|nie|pas|jamais|nunca)\b")


class NotUnderstood(Conflict):
    """Only messages from outside that were understood have labels to correct."""


def correct(session: Session, message_id: UUID, labels: dict[str, Any]) -> Message:
    """Keep what a person says a message is, and show it.

    Raises:
        NotUnderstood: it has no labels.

    """
    message = find(session, Message, message_id)
    conversation = find_to_change(session, Conversation, message.conversation_id)
    if message.direction != "in" or message.triage is None:
        raise NotUnderstood
    before = {name: message.triage[name] for name in LABELS}
    changed = {name: value for name, value in labels.items() if value != before[name]}
    if not changed:
        return message
    _keep(session, message, changed, before)
    message.triage = {**message.triage, **_shown(message.triage, changed)}
    newest = outbox.newest_inbound(session, conversation.id)
    if newest is not None and newest.id == message.id:
        for name, value in changed.items():
            setattr(conversation, name, value)
        outbox.withdraw_automatic(session, conversation, "A person corrected how the message was read.")
    session.flush()
    events.record(
        session,
        "message.corrected",
        message,
        shown_as=conversation,
        conversation_id=str(conversation.id),
        fields=sorted(changed),
    )
    return message


def _keep(session: Session, message: Message, changed: dict[str, Any], before: dict[str, Any]) -> None:
    known = session.scalars(
        select(LabelCorrection).where(LabelCorrection.message_id == message.id)
    ).one_or_none()
    if known is None:
        known = LabelCorrection(
            id=uuid7(),
            conversation_id=message.conversation_id,
            message_id=message.id,
            labels={},
            before=before,
            model=str((message.triage or {}).get("model", "")),
        )
        session.add(known)
    known.labels = {**known.labels, **changed}
    known.by_id = viewer_of(session).user_id


def _shown(triage: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """Return a triage's fields as a person corrected them."""
    shown = {**changed, "why": [f"A person corrected: {', '.join(sorted(changed))}.", *triage["why"]][:6]}
    if "intent" in changed:
        others = [one for one in triage["intents"] if one["intent"] != changed["intent"]]
        shown["confidence"] = 1.0
        shown["intents"] = [{"intent": changed["intent"], "confidence": 1.0}, *others[1:]]
    return shown


def meaning(message: Message) -> Embedding:
    """Embed what a message says."""
    found: Embedding = embedder().embed([f"{message.subject or ''}. {message.new_text}"[:1500]])[0]
    return found


def learn(session: Session, message: Message, embedding: Embedding) -> None:
    """Let a corrected message be found by its meaning."""
    vectors(session).put(Filter(COLLECTION), message.id, embedding)


_READ = (
    select(Message, exists().where(LabelCorrection.id.is_not(None)))
    .where(Message.id == bindparam("message"))
    .options(defer(Message.text), defer(Message.html), defer(Message.quoted_text))
)


def read(session: Session, message_id: UUID) -> tuple[Message | None, bool]:
    """Return a message, and whether there are any corrections that it could follow."""
    row = session.execute(_READ, {"message": message_id}).one_or_none()
    return (row[0], row[1]) if row else (None, False)


def followed(session: Session, message: Message, triage: Triage) -> Triage:
    """Return a triage with the labels that people gave to a message that says the same."""
    if message.automated:
        return triage
    for hit in vectors(session).search(Filter(COLLECTION), meaning(message), 5):
        earlier = session.get(Message, hit.id) if hit.score >= NEAR else None
        if earlier is None or not _says_the_same(earlier.new_text, message.new_text):
            continue
        query = select(LabelCorrection).where(LabelCorrection.message_id == earlier.id)
        correction = session.scalars(query).one_or_none()
        if correction is not None:
            return _corrected(triage, correction.labels)
    return triage


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether two texts have nearly the same words, and deny the same."""
    denied = [Counter(_NO.findall(text.casefold())) for text in (one, other)]
    return denied[0] == denied[1] and fuzz.token_sort_ratio(one, other) >= SAME_WORDS


def _corrected(triage: Triage, labels: dict[str, Any]) -> Triage:
    why = (f"A person corrected a message like this one: {', '.join(sorted(labels))}.", *triage.why)[:6]
    changed = replace(triage, model=f"{triage.model}{SHOP}", why=why, **labels)
    if "intent" not in labels:
        return changed
    others = tuple(pair for pair in triage.intents[1:] if pair[0] != labels["intent"])
    sure = max(triage.confidence, NEAR)
    return replace(changed, confidence=sure, intents=((labels["intent"], sure), *others))
