"""What threads hold of a person: their own, which are deleted, and those of others that name them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, true, update
from sqlalchemy.orm import Session

from mancrel.activities.models import Activity
from mancrel.adapters.files import files
from mancrel.contacts.personal import Person
from mancrel.conversations.ledger_models import Correction, Quote
from mancrel.conversations.models import (
    AddressBounce,
    Attachment,
    AutomaticReply,
    Conversation,
    Message,
    Suggestion,
)
from mancrel.kit.traces import ERASED, Counts, blank, rows

TEXTS = (
    "subject", "text", "new_text", "quoted_text", "html", "author_name", "to_address", "from_address",
    "reply_to", "status_reason",
)  # fmt: skip


def threads_of(person: Person) -> Select[UUID]:
    """Return the query of the ids of the person's threads, in the bin or not."""
    return select(Conversation.id).where(Conversation.contact_id.in_(person.ids))


def ids_of(session: Session, person: Person) -> set[UUID]:
    """Return the ids of the person's threads, messages, suggestions and corrections."""
    of_threads = (
        select(model.id).where(model.conversation_id.in_(threads_of(person)))
        for model in (Message, Suggestion, Correction)
    )
    return {one for query in (threads_of(person), *of_threads) for one in session.scalars(query)}


def deliveries_of(session: Session, person: Person) -> set[UUID]:
    """Return the deliveries that became messages of the person."""
    theirs = or_(Message.conversation_id.in_(threads_of(person)), _wrote(person))
    query = select(Message.delivery_id).where(theirs, Message.delivery_id.is_not(None))
    return {one for one in session.scalars(query) if one}


def _wrote(person: Person) -> ColumnElement[bool]:
    """Messages that came from the person, in whose thread ever."""
    return func.lower(Message.from_address).in_(person.addresses)


def said_by(session: Session, person: Person) -> Iterator[tuple[str, datetime]]:
    """Yield what the person wrote, subjects too, and when."""
    theirs = and_(Message.conversation_id.in_(threads_of(person)), Message.direction == "in")
    query = select(Message.subject, Message.new_text, Message.created_at).where(or_(theirs, _wrote(person)))
    for subject, text, at in session.execute(query):
        yield f"{subject or ''}\n{text}", at


def attachments_of(session: Session, person: Person) -> list[Attachment]:
    """Return the files of the person's threads."""
    query = select(Attachment).where(Attachment.conversation_id.in_(threads_of(person)))
    return list(session.scalars(query.order_by(Attachment.id)))


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the person's threads, and what they wrote in those of others."""
    found = {"conversations": rows(session.scalars(_threads(person)).unique())}
    theirs = or_(Message.conversation_id.in_(threads_of(person)), _wrote(person))
    found["messages"] = rows(session.scalars(select(Message).where(theirs).order_by(Message.id)))
    found["attachments"] = rows(attachments_of(session, person))
    for kind, model in (("suggestions", Suggestion), ("quotes", Quote), ("corrections", Correction)):
        query = select(model).where(model.conversation_id.in_(threads_of(person)))
        found[kind] = rows(session.scalars(query).unique())
    for kind, counted in (("automatic_replies", AutomaticReply), ("address_bounces", AddressBounce)):
        found[kind] = rows(session.scalars(select(counted).where(counted.address.in_(person.addresses))))
    return found


def _threads(person: Person) -> Select[Conversation]:
    return select(Conversation).where(Conversation.contact_id.in_(person.ids))


def erase(session: Session, person: Person) -> Counts:
    """Delete the person's threads with all that hangs on them, and blank them in those of others.

    The files go first: they cannot come back, and an erasure that is interrupted goes on.
    """
    threads = list(session.scalars(threads_of(person)))
    messages = len(session.scalars(select(Message.id).where(Message.conversation_id.in_(threads))).all())
    dropped = drop_files(session, Attachment.conversation_id.in_(threads))
    for model in (AutomaticReply, AddressBounce):
        session.execute(delete(model).where(func.lower(model.address).in_(person.addresses)))
    session.execute(delete(AutomaticReply).where(AutomaticReply.conversation_id.in_(threads)))
    delete_threads(session, threads)
    return {
        "conversations": len(threads),
        "messages": messages,
        "attachments": dropped,
        "mentions": _blank_others(session, person),
    }


def delete_threads(session: Session, threads: Iterable[UUID]) -> None:
    """Delete threads; their messages, suggestions, quotes and what was learnt from them go along."""
    gone = list(threads)
    session.execute(update(Conversation).where(Conversation.linked_id.in_(gone)).values(linked_id=None))
    session.execute(delete(Activity).where(Activity.conversation_id.in_(gone)))
    session.execute(delete(Suggestion).where(Suggestion.conversation_id.in_(gone)))
    session.execute(delete(Message).where(Message.conversation_id.in_(gone)))
    session.execute(delete(Conversation).where(Conversation.id.in_(gone)))


def drop_files(session: Session, which: ColumnElement[bool]) -> int:
    """Delete attachments and their bytes, unless another one has the same; returns how many."""
    found = list(session.execute(select(Attachment.id, Attachment.digest).where(which)).all())
    ids = [id_ for id_, _ in found]
    digests = {digest for _, digest in found}
    session.execute(delete(Attachment).where(Attachment.id.in_(ids)))
    used = set(session.scalars(select(Attachment.digest).where(Attachment.digest.in_(digests))))
    for digest in digests - used:
        files().drop(digest)
    return len(found)


def _blank_others(session: Session, person: Person) -> int:
    """Empty what the person wrote in threads of others, and take their addresses out of the rest."""
    wrote = list(session.scalars(select(Message.id).where(_wrote(person))))
    drop_files(session, Attachment.message_id.in_(wrote))
    empty = dict.fromkeys(TEXTS) | {"text": ERASED, "new_text": ERASED, "author_name": ERASED}
    session.execute(update(Message).where(Message.id.in_(wrote)).values(**empty))
    told = (
        (Message, TEXTS),
        (Suggestion, ("body", "original_body", "inputs", "history", "claims")),
        (Conversation, ("subject", "snippet", "participants")),
        (Quote, ("title", "fact", "stated")),
        (Correction, ("changes", "body", "claims")),
    )
    return len(wrote) + sum(blank(session, model, names, true(), person.addresses) for model, names in told)
