"""Corrections: what is due to a customer because something stated no longer holds."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.catalogue.models import Product
from mancrel.conversations import facts, ledger, outbox
from mancrel.conversations.ledger_models import Correction, Quote
from mancrel.conversations.models import Conversation, Message
from mancrel.kit import events
from mancrel.kit.db import find, uuid7, viewer_of
from mancrel.kit.errors import Conflict
from mancrel.knowledge.models import Article

CLOSED_DAYS = 14
WATCHED_DAYS = 180
BATCH = 100


class AlreadySettled(Conflict):
    """This correction was already sent, dismissed or is no longer needed."""


class NotDrafted(Conflict):
    """The correction is still being drafted; please wait a moment."""


class DoNotContact(Conflict):
    """This person does not want to be contacted; if you must, write to them in your own words."""


class Changed(Conflict):
    """It changed again meanwhile; the correction is being drafted anew."""


def _still_open() -> ColumnElement[bool]:
    """A thread that may still lead to a purchase: open, or closed lately and the customer had asked."""
    asked = exists().where(
        Message.conversation_id == Conversation.id, Message.direction == "in", Message.automated.is_(None)
    )
    lately = Conversation.last_message_at > datetime.now(UTC) - timedelta(days=CLOSED_DAYS)
    of_interest = or_(Conversation.status != "closed", and_(lately, asked.correlate(Conversation)))
    return and_(Conversation.deleted_at.is_(None), of_interest)


def doubted(session: Session) -> list[UUID]:
    """Return open conversations that quoted a product or article which has changed since it was compared."""
    query = (
        select(Conversation.id)
        .join(Quote, Quote.conversation_id == Conversation.id)
        .outerjoin(Product, Product.id == Quote.product_id)
        .outerjoin(Article, Article.id == Quote.article_id)
        .where(
            Quote.status.in_(ledger.WATCHED),
            Quote.quoted_at > datetime.now(UTC) - timedelta(days=WATCHED_DAYS),
            or_(Product.version != Quote.seen_version, Article.version != Quote.seen_version),
            _still_open(),
        )
        .distinct()
        .order_by(Conversation.id)
        .limit(BATCH)
    )
    return list(session.scalars(query))


def review_locked(session: Session, conversation_id: UUID) -> None:
    """Lock a conversation, unless someone works on it right now, and compare what it quoted."""
    query = select(Conversation).where(Conversation.id == conversation_id)
    locked = session.scalars(query.with_for_update(of=Conversation, skip_locked=True)).one_or_none()
    if locked:
        review(session, locked)


def review(session: Session, conversation: Conversation) -> None:
    """Compare what a conversation quoted with how it is now; the caller holds its lock."""
    query = select(Quote).where(Quote.conversation_id == conversation.id, Quote.status.in_(ledger.WATCHED))
    quotes = list(session.scalars(query.order_by(Quote.quoted_at, Quote.id).with_for_update(of=Quote)))
    rows = _rows_of(session, quotes)
    changes, last = [], None
    for quote in quotes:
        row = rows.get(quote.product_id or quote.article_id)
        quote.seen_version = row.version if row else quote.seen_version
        quote.status = "holds" if ledger.holds(quote, row) else "outdated"
        if quote.status == "outdated":
            changes.append(_change(quote, row))
            last = quote.message_id
    session.flush()
    _reflect(session, conversation, changes, last)


def _rows_of(session: Session, quotes: list[Quote]) -> dict[UUID | None, Product | Article]:
    products = select(Product).where(Product.id.in_({one.product_id for one in quotes if one.product_id}))
    articles = select(Article).where(Article.id.in_({one.article_id for one in quotes if one.article_id}))
    fresh = {"populate_existing": True}
    rows: list[Product | Article] = [*session.scalars(products.execution_options(**fresh))]
    rows += session.scalars(articles.execution_options(**fresh))
    return {row.id: row for row in rows}


def _change(quote: Quote, row: Product | Article | None) -> dict[str, Any]:
    return {
        "quote_id": str(quote.id),
        "message_id": str(quote.message_id),
        "kind": "article" if quote.field == "text" else "product",
        "id": str(quote.product_id or quote.article_id or ""),
        "title": quote.title,
        "field": quote.field,
        "was": ledger.was(quote),
        "now": ledger.now(quote, row),
        "quoted_at": quote.quoted_at.isoformat(),
    }


def _open_of(session: Session, conversation_id: UUID) -> Correction | None:
    query = select(Correction).where(
        Correction.conversation_id == conversation_id, Correction.status == "open"
    )
    return session.scalars(query.with_for_update(of=Correction)).one_or_none()


def _reflect(
    session: Session, conversation: Conversation, changes: list[dict[str, Any]], last: UUID | None
) -> None:
    """Open, renew or close the conversation's correction; a renewed one is drafted anew."""
    due = _open_of(session, conversation.id)
    if last is None:
        if due:
            due.status, due.reason = "closed", "Everything is as it was stated, or was stated anew."
            _tell(session, "correction.closed", due)
        return
    if due is None:
        due = Correction(id=uuid7(), conversation_id=conversation.id, status="open", claims=[], edited=False)
        session.add(due)
    elif due.changes == changes and facts.changed(session, due.claims) is None:
        return
    due.message_id, due.changes, due.body, due.claims = last, changes, None, []
    _tell(session, "correction.due", due)


def _tell(session: Session, type_: str, correction: Correction) -> None:
    session.flush()
    events.record(
        session,
        type_,
        correction,
        key=f"conversation:{correction.conversation_id}",
        conversation_id=str(correction.conversation_id),
    )


def keep_draft(
    session: Session,
    correction_id: UUID,
    changes: list[dict[str, Any]],
    body: str,
    claims: list[dict[str, Any]],
) -> None:
    """Keep what the writer drafted, unless the changes are others by now."""
    query = select(Correction).where(Correction.id == correction_id).with_for_update(of=Correction)
    correction = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if correction and correction.status == "open" and correction.changes == changes:
        correction.body, correction.claims = body, claims
        _tell(session, "correction.drafted", correction)


def of_status(status: str | None) -> Select[Correction]:
    """Return the query of corrections, those of deleted conversations left out."""
    query = select(Correction).where(Correction.conversation.has(Conversation.deleted_at.is_(None)))
    return query.where(Correction.status == status) if status else query


def open_in(session: Session, conversation_id: UUID) -> Correction | None:
    """Return the correction that is due in a conversation."""
    return session.scalars(
        of_status("open").where(Correction.conversation_id == conversation_id)
    ).one_or_none()


def _locked(session: Session, correction_id: UUID) -> tuple[Correction, Conversation]:
    """Lock a correction's conversation and then the correction: everybody locks in this order."""
    found = find(session, Correction, correction_id)
    thread = select(Conversation).where(Conversation.id == found.conversation_id)
    conversation = session.scalars(thread.with_for_update(of=Conversation)).one()
    query = select(Correction).where(Correction.id == found.id).with_for_update(of=Correction)
    correction = session.scalars(query.execution_options(populate_existing=True)).one()
    if correction.status != "open":
        message = f"This correction is settled: it is {correction.status}."
        raise AlreadySettled(message)
    return correction, conversation


def send(session: Session, correction_id: UUID, body: str | None = None) -> Correction:
    """Send a correction as it was drafted, or in a person's own words.

    Raises:
        AlreadySettled: somebody was faster, or it is no longer needed.
        NotDrafted: there is no draft yet, and no own words either.
        DoNotContact: the draft is Mancrel's, and the person does not want to be contacted.
        Changed: what the draft states changed again.

    """
    correction, conversation = _locked(session, correction_id)
    text = body or correction.body
    if text is None:
        raise NotDrafted
    correction.edited = text != correction.body
    if not correction.edited and conversation.contact.do_not_contact:
        raise DoNotContact
    if not correction.edited and facts.changed(session, correction.claims):
        raise Changed
    user_id = viewer_of(session).user_id
    user = session.get(User, user_id) if user_id else None
    message = outbox.queue(
        session,
        conversation,
        text,
        author_kind="user" if correction.edited else "ai",
        author_name=user.name if user else "Mancrel",
        author_id=user_id,
    )
    correction.sent_message_id = message.id
    correction.body = text
    _settle(session, correction, "sent", "corrected")
    return correction


def dismiss(session: Session, correction_id: UUID) -> Correction:
    """Decide that the customer need not be told."""
    correction, _ = _locked(session, correction_id)
    _settle(session, correction, "dismissed", "dismissed")
    return correction


def _settle(session: Session, correction: Correction, status: str, of_quotes: str) -> None:
    user_id = viewer_of(session).user_id
    correction.status, correction.decided_at = status, datetime.now(UTC)
    correction.decided_by = session.get(User, user_id) if user_id else None
    _mark(session, correction, of_quotes)
    _tell(session, f"correction.{status}", correction)


def _mark(session: Session, correction: Correction, status: str) -> None:
    ids = [UUID(one["quote_id"]) for one in correction.changes]
    session.execute(update(Quote).where(Quote.id.in_(ids)).values(status=status))


def reopen(session: Session, message_id: UUID) -> None:
    """Watch again what a correction was to put right that could not be sent."""
    query = select(Correction).where(Correction.sent_message_id == message_id, Correction.status == "sent")
    found = session.scalars(query).one_or_none()
    if found is None:
        return
    thread = select(Conversation).where(Conversation.id == found.conversation_id)
    conversation = session.scalars(thread.with_for_update(of=Conversation)).one()
    locked = query.with_for_update(of=Correction).execution_options(populate_existing=True)
    correction = session.scalars(locked).one_or_none()
    if correction:
        correction.status, correction.reason = "closed", "It could not be sent."
        _mark(session, correction, "outdated")
        session.flush()
        review(session, conversation)


def carries_one(session: Session, message: Message) -> bool:
    """Whether a message is a correction: it puts something right and answers nothing."""
    return bool(session.scalar(select(exists().where(Correction.sent_message_id == message.id))))


def claims_of(session: Session, message: Message) -> list[dict[str, Any]]:
    """Return the claims of the drafted correction that a message carries; none for a person's own words."""
    if message.suggestion_id or message.author_kind != "ai":
        return []
    query = select(Correction.claims).where(Correction.sent_message_id == message.id, ~Correction.edited)
    return session.scalars(query).one_or_none() or []
