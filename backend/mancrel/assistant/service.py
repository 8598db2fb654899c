"""From a triaged message to a kept decision."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Load, Session, defer, joinedload, lazyload

from mancrel.activities import service as activities
from mancrel.assistant import configuration, disclosure, gaps, learnt_confidence, switches, writers
from mancrel.assistant.confidence import Confidence, judge
from mancrel.assistant.facts import Claim, Draft, Question, Triage
from mancrel.assistant.models import AssistantSettings
from mancrel.conversations import attention, caps, earlier, suggestions
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.conversations.suggestions import Proposal

MOST_REDRAFTS = 2
NAMED = 3
DUE = {
    "urgent": timedelta(hours=1),
    "high": timedelta(hours=4),
    "normal": timedelta(hours=24),
    "low": timedelta(hours=72),
}
# Of a conversation a draft needs its channel and its contact's name: company, owners, teams and addresses
# would be seven more tables.
NAME_ONLY = Load(Conversation).options(
    joinedload(Conversation.contact_row).lazyload("*"),
    joinedload(Conversation.channel).lazyload("*"),
    lazyload(Conversation.owner),
    lazyload(Conversation.team),
)

# And of a message the new text: the whole mail may be megabytes.
_ASKED = (
    select(Message, Conversation)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(Message.id == bindparam("message"))
    .options(NAME_ONLY, defer(Message.text), defer(Message.html), defer(Message.quoted_text))
)
_LOCKED = _ASKED.with_for_update(of=Conversation)


@dataclass(frozen=True)
class Written:
    """A draft, its checked claims, why a person is needed (``gates.py``), and the writer (``writers.py``)."""

    question: Question
    draft: Draft
    claims: tuple[Claim, ...]
    held: tuple[str, ...]
    writer: str = writers.BUILT_IN


def priority_of(message: Message) -> str:
    """Return how urgent a message was understood to be."""
    return str((message.triage or {}).get("priority", "normal"))


def asked(session: Session, message_id: UUID) -> tuple[Message, Conversation] | None:
    """Return a message and its conversation."""
    for message, conversation in session.execute(_ASKED, {"message": message_id}):
        return message, conversation
    return None


def locked(session: Session, message_id: UUID) -> tuple[Message, Conversation]:
    """Return a message and its conversation, locked for a decision."""
    message, conversation = session.execute(_LOCKED, {"message": message_id}).one()
    return message, conversation


def note_triage(message: Message, conversation: Conversation, triage: Triage) -> None:
    """Write what was understood to the message and its conversation."""
    intents = [{"intent": name, "confidence": sure} for name, sure in triage.intents]
    message.triage = {**asdict(triage), "intents": intents, "why": list(triage.why)}
    if message.automated and conversation.intent:
        return
    conversation.intent = triage.intent
    conversation.priority = triage.priority
    conversation.sentiment = triage.sentiment
    conversation.language = triage.language
    if conversation.contact.language is None and not message.automated:
        conversation.contact.language = triage.language


def stay_silent(
    session: Session, message: Message, conversation: Conversation, triage: Triage, reason: str
) -> Suggestion:
    """Record the decision to send nothing."""
    proposal = Proposal(
        body=None,
        confidence=triage.confidence,
        decision="no_reply",
        reasons=[reason],
        model=triage.model,
        model_version=triage.model,
        inputs={"intent": triage.intent},
    )
    return suggestions.keep(session, conversation, message, proposal, 0)


def decide(session: Session, message_id: UUID, written: Written) -> Suggestion:
    """Decide what happens with a draft, and keep the decision with everything it rests on."""
    message, conversation = locked(session, message_id)
    before = earlier.about(session, message)
    if before.under_way:  # asked for twice, and the other draft was faster
        return before.under_way
    earlier.set_aside(session, conversation, before.waiting, "A newer message is answered.")
    config = configuration.held(session)
    question, draft = written.question, written.draft
    held = list(written.held)
    held += _circumstances(session, message, conversation, written, config, before.times_withdrawn)
    fit, channel = learnt_confidence.in_use(session, config), str(conversation.channel_id or "")
    confidence = judge(question, draft, written.claims, held, fit, channel)
    decision = decided(confidence.value, held, draft.body, config.auto_threshold, config.review_threshold)
    proposal = _proposal(written, confidence, decision, held, config)
    shadow = switches.in_shadow(config, question.intent) if decision == "auto_send" else None
    if shadow:
        proposal = replace(proposal, shadow=True, reasons=[shadow])
    elif decision == "auto_send":
        proposal = disclosure.disclosed(session, conversation, proposal, config, question.language)
    kept = suggestions.keep(session, conversation, message, proposal, configuration.delay_s(config))
    if not draft.complete and decision != "auto_send":
        gaps.tell_unanswered(session, kept)
    if decision == "escalate":
        _ask_a_person(session, message, conversation, proposal, priority_of(message))
    return kept


def _circumstances(
    session: Session,
    message: Message,
    conversation: Conversation,
    written: Written,
    config: AssistantSettings,
    times_withdrawn: int,
) -> list[str]:
    """Return what stands against sending by itself besides the text: switches, caps, the thread."""
    reasons = []
    off = switches.switched_off(config, conversation, written.question.intent)
    if off:
        reasons.append(off)
    writing = attention.writing(conversation)
    if writing:
        reasons.append(writing)
    if written.writer not in {writers.BUILT_IN, writers.active(config)}:
        reasons.append("The language model that wrote this was switched off meanwhile.")
    reasons += unconfirmed(written.claims)
    if message.reply_to:
        reasons.append("The answer would go to another address than the sender's.")
    standing = caps.standing(session, conversation, message)
    if standing.capped:
        reasons.append(standing.capped)
    if standing.wrote_again:
        reasons.append("The customer wrote again.")
    if times_withdrawn >= MOST_REDRAFTS:
        reasons.append("It was drafted anew too often while it waited to leave.")
    if conversation.deleted_at is not None:
        reasons.append("The conversation was deleted.")
    if standing.answered_by_a_person:
        reasons.append("A person has answered meanwhile.")
    return reasons


def unconfirmed(claims: tuple[Claim, ...]) -> list[str]:
    """Return why a draft's statements stand against sending it, if they do."""
    wrong = wrong_words(claims)
    return [f"The guard cannot confirm: {', '.join(wrong)}."] if wrong else []


def wrong_words(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """Return the first words of a draft that nothing carries, each once."""
    return tuple(dict.fromkeys(claim.text for claim in claims if not claim.ok))[:NAMED]


def decided(confidence: float, held: list[str], body: str | None, auto: float, review: float) -> str:
    """Return what happens to a draft: it rests on confidence, what holds it, and the two thresholds."""
    if body is None or confidence < review:
        return "escalate"
    return "review" if held or confidence < auto else "auto_send"


def _proposal(
    written: Written, confidence: Confidence, decision: str, held: list[str], config: AssistantSettings
) -> Proposal:
    draft = written.draft
    reasons = held or list(draft.notes) or ["Catalogue and articles answer the whole message."]
    return Proposal(
        body=draft.body,
        confidence=confidence.value,
        decision=decision,
        reasons=reasons,
        model=draft.model,
        model_version=draft.version,
        parts=[asdict(part) for part in confidence.parts],
        sources=_sources(written),
        claims=as_kept(written.claims),
        inputs={
            **_inputs(written),
            "gates": _gates(written, held, config),
            "confidence": {"version": confidence.version, "ceiling": confidence.ceiling},
        },
    )


def _sources(written: Written) -> list[dict[str, Any]]:
    """Return what a draft rests on; of a product also which version it is, and how fresh it was."""
    products = {one.id: one for one in written.question.products}
    kept = []
    for source in written.draft.sources:
        used = _plain(asdict(source))
        product = products.get(source.id)
        if product:
            used["variant"] = ", ".join(product.options.values()) or None
            used["synced_at"] = product.synced_at.isoformat()
        kept.append(used)
    return kept


def as_kept(claims: tuple[Claim, ...]) -> list[dict[str, Any]]:
    """Return claims as they are kept in a suggestion."""
    return [_plain(asdict(claim)) for claim in _joined(claims)]


def _joined(claims: tuple[Claim, ...]) -> list[Claim]:
    """Join what the guard found in one place for several sources: shown once, all facts kept."""
    joined: dict[tuple[Any, ...], Claim] = {}
    for claim in claims:
        place = (claim.kind, claim.start, claim.end, claim.ok)
        before = joined.get(place)
        joined[place] = replace(before, facts=(*before.facts, *claim.facts)) if before else claim
    return list(joined.values())


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """Make a dataclass's values fit for JSON."""
    ids = {"id", "source_id"}
    return {name: str(one) if name in ids and one is not None else one for name, one in value.items()}


def _inputs(written: Written) -> dict[str, Any]:
    """Keep what the writer saw, by id and version: the texts are found again through them."""
    question = written.question
    return {
        "intent": question.intent,
        "language": question.language,
        "products": [{"id": str(one.id), "version": one.version} for one in question.products],
        "articles": [{"id": str(one.id), "version": one.version} for one in question.articles],
        "turns": len(question.thread),
        "missing": list(written.draft.missing),
        **written.draft.inputs,
    }


def _gates(written: Written, held: list[str], config: AssistantSettings) -> dict[str, Any]:
    """Keep what the gates said, and against which thresholds the confidence was held."""
    return {
        "held": held,
        "claims": len(written.claims),
        "unconfirmed": sum(not one.ok for one in written.claims),
        "auto_threshold": config.auto_threshold,
        "review_threshold": config.review_threshold,
    }


def _ask_a_person(
    session: Session,
    message: Message,
    conversation: Conversation,
    proposal: Proposal,
    priority: str,
) -> None:
    activities.ask_a_person(
        session,
        message_id=message.id,
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        owner_id=conversation.owner_id,
        team_id=conversation.team_id,
        title=f"Answer {conversation.contact.name}: {conversation.subject}",
        body="\n".join(proposal.reasons),
        due_at=datetime.now(UTC) + DUE.get(priority, DUE["normal"]),
    )


def asked_by(session: Session, reply: Message) -> Message | None:
    """Return the inbound message that a reply answers."""
    suggestion = session.get(Suggestion, reply.suggestion_id) if reply.suggestion_id else None
    return session.get(Message, suggestion.message_id) if suggestion else None
