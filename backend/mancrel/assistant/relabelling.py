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
from mancrel.assistant import screening, triaging
from mancrel.assistant.facts import Triage
from mancrel.assistant.learning_models import LabelCorrection
from mancrel.conversations import earlier, outbox
from mancrel.conversations.models import Conversation, Message
from mancrel.kit import events
from mancrel.kit.db import find, find_to_change, uuid7, viewer_of
from mancrel.kit.errors import Conflict

COLLECTION = "label_corrections"
NEAR = 0.92
SAME_WORDS = 88
WITHDRAWN = "A person corrected how the message was read."
DRAFTED_BY = {"intent", "language"}
"""Labels that a draft depends on: with others it is drafted anew, also where it waits for a person."""

LABELS = ("intent", "sentiment", "priority", "language")
SHOP = "+corrections"
CORRECTED, CONFIRMED = "A person corrected:", "A person confirmed:"
_NO = re.compile(r"\b(?:not?|never|\w+n[’']t|nicht|kein\w*|nie|pas|jamais|nunca)\b")


class NotUnderstood(Conflict):
    """Only messages from outside that were understood have labels to correct."""


def correct(session: Session, message_id: UUID, labels: dict[str, Any]) -> Message:
    """Keep what a person says a message is, also where that only confirms how it was read, and show it.

    Raises:
        NotUnderstood: it has no labels.

    """
    message = find(session, Message, message_id)
    conversation = find_to_change(session, Conversation, message.conversation_id)
    if message.direction != "in" or message.triage is None:
        raise NotUnderstood
    known = _kept(session, message)
    if labels.items() <= known.labels.items():  # said before, by a person
        return message
    changed = {name: value for name, value in labels.items() if value != message.triage[name]}
    session.add(known)
    known.labels, known.by_id = {**known.labels, **labels}, viewer_of(session).user_id
    message.triage = {**message.triage, **_shown(message.triage, labels, known)}
    if changed:
        _follow(session, conversation, message, changed)
    if "intent" in changed:
        screening.screen(session, conversation, changed["intent"])
    session.flush()
    events.record(
        session,
        "message.corrected" if changed else "message.confirmed",
        message,
        shown_as=conversation,
        conversation_id=str(conversation.id),
        fields=sorted(changed or labels),
    )
    return message


def _follow(session: Session, conversation: Conversation, message: Message, changed: dict[str, Any]) -> None:
    """Let the conversation say what its newest message is, and take back what answered something else."""
    newest = outbox.newest_inbound(session, conversation.id)
    if newest is None or newest.id != message.id:
        return
    for name, value in changed.items():
        setattr(conversation, name, value)
    withdrawn = outbox.withdraw_automatic(session, conversation, WITHDRAWN)  # which drafts anew by itself
    if not withdrawn and conversation.waiting_since and DRAFTED_BY & changed.keys():
        earlier.supersede(session, conversation, WITHDRAWN)
        triaging.tell(session, message, conversation)


def _kept(session: Session, message: Message) -> LabelCorrection:
    """Return what people said of a message so far, begun with what the model had said."""
    triage = message.triage or {}
    query = select(LabelCorrection).where(LabelCorrection.message_id == message.id)
    return session.scalars(query).one_or_none() or LabelCorrection(
        id=uuid7(),
        conversation_id=message.conversation_id,
        message_id=message.id,
        labels={},
        before={name: triage[name] for name in LABELS},
        model=str(triage.get("model", "")),
    )


def _shown(triage: dict[str, Any], labels: dict[str, Any], known: LabelCorrection) -> dict[str, Any]:
    """Return a triage's fields as a person says they are; the first reasons tell who said so."""
    found = [one for one in triage["why"] if not one.startswith((CORRECTED, CONFIRMED))]
    shown = {**labels, "why": [*_by_a_person(known), *found][:6]}
    if "intent" in labels:
        read_as = {labels["intent"], triage["intent"]}
        others = [one for one in triage["intents"] if one["intent"] not in read_as]
        shown["confidence"] = 1.0
        shown["intents"] = [{"intent": labels["intent"], "confidence": 1.0}, *others]
    return shown


def _by_a_person(known: LabelCorrection) -> list[str]:
    """Say which labels people corrected, and which they confirmed."""
    lines = []
    for said, right in ((CORRECTED, False), (CONFIRMED, True)):
        names = sorted(name for name in known.labels if (known.labels[name] == known.before[name]) is right)
        if names:
            lines.append(f"{said} {', '.join(names)}.")
    return lines


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
    said = "confirmed" if all(getattr(triage, name) == labels[name] for name in labels) else "corrected"
    why = (f"A person {said} a message like this one: {', '.join(sorted(labels))}.", *triage.why)[:6]
    changed = replace(triage, model=f"{triage.model}{SHOP}", why=why, **labels)
    if "intent" not in labels:
        return changed
    others = tuple(pair for pair in triage.intents[1:] if pair[0] != labels["intent"])
    sure = max(triage.confidence, NEAR)
    return replace(changed, confidence=sure, intents=((labels["intent"], sure), *others))
