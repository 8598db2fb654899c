"""Contacts that are one person: merged, and taken apart again exactly.

A merge changes ``canonical_id`` of the merged contacts and the chosen fields of the kept one, and notes both:
every row keeps the contact it arrived with, so taking apart needs to know nothing of what came in between.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from mancrel.contacts.merge_models import Merge
from mancrel.contacts.models import Company, Contact, rows_of
from mancrel.contacts.schemas import MergeIn
from mancrel.kit import events
from mancrel.kit.db import find, find_to_change, lock_to_change, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Invalid

CHOOSABLE = ("name", "language", "lifecycle", "source", "company_id")
STRICTER = ("ai_paused", "do_not_contact")
STRICTNESS = ("withdrawn", "granted", "unknown")
CUSTOM, CONSENT = "custom", "consent"


class MergeWithItself(Invalid):
    """Contacts to merge must differ from each other and from the one that stays."""


class UnknownChoice(Invalid):
    """A field is taken from one of the contacts that are merged."""


class AlreadyMerged(Conflict):
    """This contact was already merged into another one."""


class AlreadyUndone(Conflict):
    """This merge was already undone."""


class MergeStands(Conflict):
    """A later merge stands on this one; undo that one first."""


def merge(session: Session, body: MergeIn) -> Merge:
    """Show several contacts as one of them.

    Raises:
        MergeWithItself: a contact is named twice.
        UnknownChoice: a field is no field, or of a contact that is not among them.
        AlreadyMerged: one of them is shown as somebody else already.

    """
    keep, dropped = _locked(session, body)
    choices = _choices(body)
    written: dict[str, Any] = {}
    for name, value, source in _settled(keep, dropped, choices):
        before = _value(keep, name)
        if value != before:
            _write(keep, name, value)
            written[name] = {"of": source and str(source), "before": before, "after": value}
    row = Merge(id=uuid7(), keep_id=keep.id, written=written, by_id=viewer_of(session).user_id)
    row.moves = _point(session, keep, dropped)
    session.add(row)
    session.flush()
    _tell(session, "contact.merged", keep, row)
    return row


def _locked(session: Session, body: MergeIn) -> tuple[Contact, list[Contact]]:
    ids = [body.keep, *body.drop]
    if len(set(ids)) < len(ids):
        raise MergeWithItself(field="drop")
    locked = {id_: find_to_change(session, Contact, id_) for id_ in sorted(ids)}
    for place, id_ in enumerate(ids):
        if locked[id_].canonical_id:
            raise AlreadyMerged(field=f"drop.{place - 1}" if place else "keep")
    return locked[body.keep], [locked[id_] for id_ in body.drop]


def _choices(body: MergeIn) -> dict[str, UUID]:
    ids = {body.keep, *body.drop}
    for name, id_ in body.fields.items():
        known = name in CHOOSABLE or name.startswith(f"{CUSTOM}.")
        if not known or id_ not in ids:
            raise UnknownChoice(field=f"fields.{name}")
    return body.fields


def _settled(
    keep: Contact, dropped: list[Contact], choices: dict[str, UUID]
) -> Iterable[tuple[str, Any, UUID | None]]:
    """Return what each field shall be, and of which contact that is, where it is of one."""
    contacts = [keep, *dropped]
    by_id = {one.id: one for one in contacts}
    keys = sorted({key for one in contacts for key in one.custom})
    named = [name for name in choices if name.startswith(f"{CUSTOM}.")]
    for name in dict.fromkeys([*CHOOSABLE, *(f"{CUSTOM}.{key}" for key in keys), *named]):
        filled = next((one for one in contacts if _value(one, name) not in (None, "", [])), keep)
        source = by_id[choices[name]] if name in choices else filled
        yield name, _value(source, name), source.id
    yield "tags", list(dict.fromkeys(tag for one in contacts for tag in one.tags)), None
    for name in STRICTER:
        yield name, any(getattr(one, name) for one in contacts), None
    for purpose in sorted({key for one in contacts for key in one.consent}):
        said = {one.consent.get(purpose, "unknown") for one in contacts}
        yield f"{CONSENT}.{purpose}", next(one for one in STRICTNESS if one in said), None


def _value(contact: Contact, name: str) -> Any:
    """Return a field as JSON holds it."""
    whole, _, key = name.partition(".")
    if key:
        return getattr(contact, whole).get(key)
    value = getattr(contact, name)
    return str(value) if isinstance(value, UUID) else value


def _write(contact: Contact, name: str, value: Any) -> None:
    whole, _, key = name.partition(".")
    if name == "company_id":
        contact.company_id = UUID(value) if value else None
    elif key:
        rest = {one: held for one, held in getattr(contact, whole).items() if one != key}
        setattr(contact, whole, rest if value is None else {**rest, key: value})
    else:
        setattr(contact, name, value)


def _point(session: Session, keep: Contact, dropped: list[Contact]) -> dict[str, Any]:
    """Let contacts, and those that were merged into them before, be shown as one; returns as whom before."""
    ids = [one.id for one in dropped]
    query = select(Contact).where(or_(Contact.id.in_(ids), Contact.canonical_id.in_(ids)))
    moves = {}
    for one in session.scalars(query.with_for_update(of=Contact)).unique():
        moves[str(one.id)] = str(one.canonical_id) if one.canonical_id else None
        one.canonical_id = keep.id
    return moves


def of(person: Contact) -> Select[Merge]:
    """Return the query of the merges that made a person and stand."""
    return select(Merge).where(Merge.keep_id.in_(rows_of(person.id)), Merge.undone_at.is_(None))


def undo(session: Session, merge_id: UUID) -> Merge:
    """Take a merge apart; a field that somebody changed since stays as it is.

    Raises:
        NotFound: out of reach.
        AlreadyUndone: somebody was faster.
        MergeStands: a later merge of the same person must be undone first.

    """
    row = find(session, Merge, merge_id)
    ids = [row.keep_id, *map(UUID, row.moves)]
    in_order = select(Contact.id).where(Contact.id.in_(ids)).order_by(Contact.id)
    session.execute(in_order.with_for_update(of=Contact))  # as a merge does, so that neither waits in a ring
    keep = lock_to_change(session, Contact, row.keep_id)
    session.refresh(row, with_for_update={"of": Merge})
    if row.undone_at:
        raise AlreadyUndone
    later = standing_on(session, row, keep)
    if later:
        said = f"A later merge stands on this one; undo that into {_name(session, later)} first ({later.id})."
        raise MergeStands(said, current={"merge_id": str(later.id)})
    _put_back(session, row, keep)
    row.undone_at, row.undone_by_id = datetime.now(UTC), viewer_of(session).user_id
    session.flush()
    _tell(session, "contact.split", keep, row)
    return row


def _put_back(session: Session, row: Merge, keep: Contact) -> None:
    for name, change in row.written.items():
        if _value(keep, name) == change["after"] and _still_there(session, name, change["before"]):
            _write(keep, name, change["before"])
    moved = select(Contact).where(Contact.id.in_([UUID(one) for one in row.moves]))
    for one in session.scalars(moved).unique():
        before = row.moves[str(one.id)]
        one.canonical_id = UUID(before) if before else None


def _name(session: Session, row: Merge) -> str:
    return session.scalar(select(Contact.name).where(Contact.id == row.keep_id)) or "another contact"


def _still_there(session: Session, name: str, value: Any) -> bool:
    return name != "company_id" or value is None or session.get(Company, UUID(value)) is not None


def standing_on(session: Session, row: Merge, keep: Contact) -> Merge | None:
    """Return the newest merge since that has the same person in it."""
    into = Merge.keep_id == (keep.canonical_id or keep.id)
    later = select(Merge).where(into, Merge.undone_at.is_(None), Merge.id != row.id)
    newest = session.scalars(later.order_by(Merge.id.desc()).limit(1)).first()
    if newest is None or (keep.canonical_id is None and newest.id < row.id):
        return None
    return newest


def _tell(session: Session, type_: str, keep: Contact, row: Merge) -> None:
    merged = list(row.moves)
    events.record(session, type_, keep, merge_id=str(row.id), contact_ids=merged)
    switches = [name for name in STRICTER if name in row.written]
    if switches or type_ == "contact.split":
        events.record(session, "contact.changed", keep, fields=switches or list(STRICTER))
