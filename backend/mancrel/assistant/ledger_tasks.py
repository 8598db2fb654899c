"""What the assistant does for the quote ledger, the gaps in knowledge, and channels that fail."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.assistant import corrections_writer, edits, gaps, gates, retrieval, switches
from mancrel.assistant import service as assistant
from mancrel.assistant.facts import ArticleFact, Question
from mancrel.catalogue.models import Product
from mancrel.conversations import corrections, ledger, outbox
from mancrel.conversations.ledger_models import Correction
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit.db import transaction
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job
from mancrel.knowledge.models import Article


@on("message.sent_by_hand", queue="ai")
def note_quotes(job: Job) -> None:
    """Find what a person's own or edited reply states, and keep it in the ledger."""
    with transaction() as session:
        message = session.get(Message, job.subject_id)
        question = edits.of_sent(session, message) if message else None
    if message is None or question is None:
        return
    claims = edits.as_kept(message.text, question)
    with job.completing() as session:
        message, conversation = assistant.locked(session, job.subject_id)
        ledger.write(session, message, claims)
        corrections.review(session, conversation)


@on("correction.due", queue="ai")
def draft_correction(job: Job) -> None:
    """Draft a correction with the facts as they are now."""
    with transaction() as session:
        correction = session.get(Correction, job.subject_id)
        if correction is None or correction.status != "open":
            return
        changes = correction.changes
        question = _question_of(session, correction, changes)
    written = corrections_writer.write(question, changes)
    with job.completing() as session:
        corrections.keep_draft(session, job.subject_id, changes, written.body, written.as_rows)


def _question_of(session: Session, correction: Correction, changes: list[dict[str, Any]]) -> Question:
    conversation = session.get_one(Conversation, correction.conversation_id, options=[assistant.NAME_ONLY])
    message = session.get_one(Message, correction.message_id)
    asked = outbox.newest_inbound(session, conversation.id) or message
    question = retrieval.read(session, asked, conversation)
    ids = {UUID(one["id"]) for one in changes if one["kind"] == "product" and one["id"]}
    rows = session.scalars(select(Product).where(Product.id.in_(ids), Product.deleted_at.is_(None)))
    named = {UUID(one["id"]) for one in changes if one["kind"] == "article" and one["id"]}
    articles = session.scalars(select(Article).where(Article.id.in_(named), Article.deleted_at.is_(None)))
    return replace(
        question,
        language=conversation.language or question.language,
        products=tuple(retrieval.fact_of(row, 1.0) for row in rows),
        articles=tuple(
            ArticleFact(one.id, one.title, one.body, one.language, one.version) for one in articles
        ),
    )


@on("question.unanswered", queue="ai")
def file_unanswered(job: Job) -> None:
    """Put a question that a draft leaves open with the others of its meaning."""
    _file(job, gates.INCOMPLETE)


@on("suggestion.rejected", queue="ai")
def file_rejected(job: Job) -> None:
    """File a question as a gap when a person rejected the draft for lack of knowledge."""
    with transaction() as session:
        suggestion = session.get(Suggestion, job.subject_id)
        reason = (suggestion.reject_reason if suggestion else None) or ""
    if gaps.lacks_knowledge(reason):
        _file(job, f"Rejected: {reason}")


def _file(job: Job, why: str) -> None:
    with job.completing() as session:
        suggestion = session.get(Suggestion, job.subject_id)
        message = session.get(Message, suggestion.message_id) if suggestion else None
        if suggestion and message:
            # The model is local and takes milliseconds; only other gaps wait for it.
            gaps.file(session, suggestion, message, gaps.question_in(suggestion, message), why)


@on("channel.failing", queue="default")
def obey_failing_channel(job: Job) -> None:
    """Withdraw the automatic replies that wait in a channel whose way out fails."""
    with job.completing() as session:
        switches.withdraw_forbidden(session, channel_id=job.subject_id)
