"""What the assistant does when something happens."""

from datetime import timedelta
from functools import partial
from importlib import import_module

import structlog
from sqlalchemy.orm import Session

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Filter, vectors
from mancrel.assistant import (
    candidates,
    gates,
    lesson_rules,
    lesson_trials,
    lessons,
    llm_budget,
    passages,
    redrafting,
    relabelling,
    replays,
    retrieval,
    switches,
    writers,
)
from mancrel.assistant import service as assistant
from mancrel.assistant.drafting import write
from mancrel.assistant.facts import Triage
from mancrel.assistant.guard import check
from mancrel.assistant.learning_models import Replay
from mancrel.assistant.triaging import triaged
from mancrel.conversations import earlier, outbox, redrafts
from mancrel.conversations.models import Conversation, Message
from mancrel.kit import events
from mancrel.kit.db import transaction
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job
from mancrel.knowledge.models import Article

log = structlog.get_logger()


@on("message.received", queue="ai")
def triage_message(job: Job) -> None:
    """Understand an inbound message, and route its conversation to a team and an owner."""
    with job.completing() as session:
        message, corrected = relabelling.read(session, job.subject_id)
        if message is None:
            return
        # The model is local and takes milliseconds: the transaction may wait for it, nothing is locked yet.
        triage = _understand(message.subject or "", message.new_text, message.automated)
        if corrected:
            triage = relabelling.followed(session, message, triage)
        triaged(session, *assistant.locked(session, message.id), triage)


def _understand(subject: str, text: str, automated: str | None) -> Triage:
    # The model's libraries take seconds to import: workers pay for that, the API does not.
    triage: Triage = import_module("mancrel.assistant.triage").triager().triage(subject, text, automated)
    return triage


@on("message.triaged", queue="ai", leases=4)
def draft_reply(job: Job) -> None:
    """Draft a reply, check its claims and decide; nothing is held while the writer writes."""
    with transaction() as session:
        asked = assistant.asked(session, job.subject_id)
        if asked is None:
            return
        message, conversation = asked
        question = retrieval.read(session, message, conversation)
        rules = lessons.accepted(session, question.intent, question.language)
        model = writers.model(session)
        contact_id, priority = conversation.contact.id, assistant.priority_of(message)
        question = retrieval.with_facts(session, question, retrieval.meaning_of(question))
    draft = lesson_rules.followed(write(question, contact_id, model), rules, question)
    wrote = writers.name_of(model.connection if model and draft.model == model.model else None)
    claims = check(draft.body, question) if draft.body else ()
    held = tuple(gates.person_needed(question, draft, priority))
    with job.completing() as session:
        assistant.decide(session, job.subject_id, assistant.Written(question, draft, claims, held, wrote))


@on("message.withdrawn", queue="ai")
def draft_again(job: Job) -> None:
    """Draft anew when a reply was withdrawn and nobody has answered: it must not fall out of every queue."""
    with job.completing() as session:
        message = session.get(Message, job.subject_id)
        if message and redrafts.due_after(message.status_reason):
            _draft_anew(session, assistant.asked_by(session, message))


@on("suggestion.outdated", queue="ai")
def replace_outdated(job: Job) -> None:
    """Draft anew when somebody wanted to approve what is no longer so."""
    with job.completing() as session:
        _draft_anew(session, earlier.withdraw_outdated(session, job.subject_id))


@on("conversation.restored", queue="ai")
def draft_restored(job: Job) -> None:
    """Draft anew for a conversation that came back from the bin and still waits for its answer."""
    with job.completing() as session:
        conversation = session.get(Conversation, job.subject_id)
        if conversation and conversation.waiting_since and not conversation.deleted_at:
            _draft_anew(session, outbox.newest_inbound(session, conversation.id))


def _draft_anew(session: Session, asked: Message | None) -> None:
    if asked is None:
        return
    events.record(
        session,
        "message.triaged",
        asked,
        key=f"conversation:{asked.conversation_id}",
        depth=1,  # bounded by the number of withdrawn suggestions, not by depth
        conversation_id=str(asked.conversation_id),
    )


@on("assistant.configured", queue="default")
def obey_switches(job: Job) -> None:
    """Withdraw automatic replies that wait and may no longer be sent."""
    with job.completing() as session:
        switches.withdraw_forbidden(session)


@on("channel.changed", queue="default")
def obey_channel(job: Job) -> None:
    """Withdraw automatic replies that wait in a channel whose switch was turned off."""
    with job.completing() as session:
        switches.withdraw_forbidden(session, channel_id=job.subject_id)


@on("contact.changed", queue="default")
def obey_pause(job: Job) -> None:
    """Withdraw automatic replies to a contact for whom the assistant was paused, or who wants none."""
    if {"ai_paused", "do_not_contact"} & set(job.event.facts.get("fields", ())):
        with job.completing() as session:
            switches.withdraw_forbidden(session, contact_id=job.subject_id)


@every(timedelta(hours=12))
def forget_calls(job: Job) -> None:
    """Drop counted calls of language models that no cap looks at any more."""
    with job.completing() as session:
        llm_budget.forget(session)


@on("suggestion.edited", queue="ai")
def learn_from_edit(job: Job) -> None:
    """Count what a person changed in a draft; the third time it is proposed as a rule."""
    with job.completing() as session:
        lessons.notice(session, job.subject_id)


@on("message.corrected", queue="ai")
def learn_labels(job: Job) -> None:
    """Let messages that say the same follow a correction."""
    _learn_labels(job)


@on("message.confirmed", queue="ai")
def learn_confirmed(job: Job) -> None:
    """Let messages that say the same be read as one was that a person confirmed."""
    _learn_labels(job)


def _learn_labels(job: Job) -> None:
    with transaction() as session:
        message = session.get(Message, job.subject_id)
        embedding = relabelling.meaning(message) if message else None
    with job.completing() as session:
        message = session.get(Message, job.subject_id)
        if message is not None and embedding is not None:
            relabelling.learn(session, message, embedding)


@on("replay.asked", queue="ai", leases=20)
def replay(job: Job) -> None:
    """Try a configuration on what people decided; nothing of it is sent."""
    with transaction() as session:
        wanted = session.get(Replay, job.subject_id)
        if wanted is None or wanted.status != "pending":
            return
        before, after = candidates.present(session), candidates.read(wanted.candidate)
        model = writers.model_named(session, after.writer)
    gone = model is None and after.writer != writers.BUILT_IN
    tried, tell = None, partial(replays.progress, job.subject_id)
    if not gone and after.writer != before.writer:
        tried = redrafting.again(before, after, model, tell)
    elif not gone and after.lessons != before.lessons:
        tried = lesson_trials.again(before, after, tell)
    with job.completing() as session:
        verdict = replays.judge(*tried) if tried else replays.stored_verdict(session, before, after)
        found = session.get_one(Replay, job.subject_id)
        replays.finish(session, found, replays.impossible() if gone else verdict)


@on("article.changed", queue="ai")
def index_article(job: Job) -> None:
    """Bring an article's vector up to date."""
    with transaction() as session:
        article = session.get(Article, job.subject_id)
        live = article if article and not article.deleted_at else None
        title, body, language = (live.title, live.body, live.language) if live else ("", "", "")
    text = f"{title}. {body}"[:2000] if live else None
    embedding = embedder().embed([text])[0] if text else None
    said = passages.embedded(passages.texts_of(title, body))
    with job.completing() as session:
        outbox.withdraw_stating(session, article_id=job.subject_id)
        where = Filter(retrieval.ARTICLES)
        if embedding is None:
            vectors(session).remove(where, [job.subject_id])
        else:
            vectors(session).put(where, job.subject_id, embedding)
        passages.keep(session, job.subject_id, language, said)
