"""Contacts that are one person, and companies that are one: merged, and taken apart again exactly.

A merge changes ``canonical_id`` of the merged records and the chosen fields of the kept one, and notes both:
every row keeps the record it arrived with, so taking apart needs to know nothing of what came in between.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from mancrel.contacts.merge_models import CompanyMerge, Merge, Merging
from mancrel.contacts.merge_schemas import MergeIn
from mancrel.contacts.models import Company, Contact
from mancrel.kit import events
from mancrel.kit.canonical import rows_of
from mancrel.kit.db import find, find_to_change, lock_to_change, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Invalid

STRICTNESS = ("withdrawn", "granted", "unknown")
CUSTOM, CONSENT = "custom", "consent"
HELD_AS = {"domain": "main_domain"}  # every row keeps its own domain; which one leads is what is chosen


@dataclass(frozen=True)
class Kind:
    """What is merged.

    ``choosable``: fields that are taken of one of them; ``stricter``: switches that hold if they are on for
    one; ``consent``: whether what they agreed to is put together.
    """

    name: str
    model: type[Any]
    row: type[Any]
    choosable: tuple[str, ...]
    stricter: tuple[str, ...] = ()
    consent: bool = False


CONTACTS = Kind(
    "contact",
    Contact,
    Merge,
    ("name", "language", "lifecycle", "source", "company_id"),
    ("ai_paused", "do_not_contact"),
    consent=True,
)
COMPANIES = Kind(
    "company",
    Company,
    CompanyMerge,
    (
        "name", "domain", "lifecycle", "website", "phone", "industry", "size", "street", "postal_code",
        "city", "region", "country",
    ),
)  # fmt: skip


class MergeWithItself(Invalid):
    """Records to merge must differ from each other and from the one that stays."""


class UnknownChoice(Invalid):
    """A field is taken from one of the records that are merged."""


class AlreadyMerged(Conflict):
    """This was already merged into another one."""


class AlreadyUndone(Conflict):
    """This merge was already undone."""


class MergeStands(Conflict):
    """A later merge stands on this one; undo that one first."""


def merge(session: Session, kind: Kind, body: MergeIn) -> Merging:
    """Show several records as one of them.

    Raises:
        MergeWithItself: a record is named twice.
        UnknownChoice: a field is no field, or of a record that is not among them.
        AlreadyMerged: one of them is shown as another already.

    """
    keep, dropped = _locked(session, kind, body)
    choices = _choices(kind, body)
    written: dict[str, Any] = {}
    for name, value, source in _settled(kind, [keep, *dropped], choices):
        before = _value(keep, name)
        if value != before:
            _write(keep, name, value)
            written[name] = {"of": source and str(source), "before": before, "after": value}
    row: Merging = kind.row(id=uuid7(), keep_id=keep.id, written=written, by_id=viewer_of(session).user_id)
    row.moves = _point(session, kind, keep, dropped)
    session.add(row)
    session.flush()
    _tell(session, kind, "merged", keep, row)
    return row


def _locked(session: Session, kind: Kind, body: MergeIn) -> tuple[Any, list[Any]]:
    ids = [body.keep, *body.drop]
    if len(set(ids)) < len(ids):
        raise MergeWithItself(field="drop")
    locked: dict[UUID, Any] = {id_: find_to_change(session, kind.model, id_) for id_ in sorted(ids)}
    for place, id_ in enumerate(ids):
        if locked[id_].canonical_id:
            raise AlreadyMerged(field=f"drop.{place - 1}" if place else "keep")
    return locked[body.keep], [locked[id_] for id_ in body.drop]


def _choices(kind: Kind, body: MergeIn) -> dict[str, UUID]:
    ids = {body.keep, *body.drop}
    for name, id_ in body.fields.items():
        known = name in kind.choosable or name.startswith(f"{CUSTOM}.")
        if not known or id_ not in ids:
            raise UnknownChoice(field=f"fields.{name}")
    return body.fields


def _settled(
    kind: Kind, records: list[Any], choices: dict[str, UUID]
) -> Iterable[tuple[str, Any, UUID | None]]:
    """Return what each field shall be, and of which of the records that is; the kept one leads."""
    by_id = {one.id: one for one in records}
    keys = sorted({key for one in records for key in one.custom})
    named = [name for name in choices if name.startswith(f"{CUSTOM}.")]
    for name in dict.fromkeys([*kind.choosable, *(f"{CUSTOM}.{key}" for key in keys), *named]):
        filled = next((one for one in records if _value(one, name) not in (None, "", [])), records[0])
        source = by_id[choices[name]] if name in choices else filled
        if name in HELD_AS and _value(source, name) is None:
            source = filled  # nothing is lost, so nothing cannot lead
        yield name, _value(source, name), source.id
    yield "tags", list(dict.fromkeys(tag for one in records for tag in one.tags)), None
    for name in kind.stricter:
        yield name, any(getattr(one, name) for one in records), None
    for purpose in sorted({key for one in records for key in one.consent} if kind.consent else ()):
        said = {one.consent.get(purpose, "unknown") for one in records}
        yield f"{CONSENT}.{purpose}", next(one for one in STRICTNESS if one in said), None


def _value(record: Any, name: str) -> Any:
    """Return a field as JSON holds it."""
    whole, _, key = name.partition(".")
    if key:
        return getattr(record, whole).get(key)
    value = getattr(record, HELD_AS.get(name, name))
    return str(value) if isinstance(value, UUID) else value


def _write(record: Any, name: str, value: Any) -> None:
    whole, _, key = name.partition(".")
    if name == "company_id":
        record.company_id = UUID(value) if value else None
    elif key:
        rest = {one: held for one, held in getattr(record, whole).items() if one != key}
        setattr(record, whole, rest if value is None else {**rest, key: value})
    else:
        setattr(record, HELD_AS.get(name, name), value)


def _point(session: Session, kind: Kind, keep: Any, dropped: list[Any]) -> dict[str, Any]:
    """Let records, and those that were merged into them before, be shown as one; returns as which before."""
    ids = [one.id for one in dropped]
    model = kind.model
    query = select(model).where(or_(model.id.in_(ids), model.canonical_id.in_(ids)))
    moves = {}
    for one in session.scalars(query.with_for_update(of=model)).unique():
        moves[str(one.id)] = str(one.canonical_id) if one.canonical_id else None
        one.canonical_id = keep.id
    return moves


def of(kind: Kind, record_id: UUID) -> Select[Any]:
    """Return the query of the merges that made a record and stand."""
    made = kind.row.keep_id.in_(rows_of(kind.model, record_id))
    return select(kind.row).where(made, kind.row.undone_at.is_(None))


def undo(session: Session, kind: Kind, merge_id: UUID) -> Merging:
    """Take a merge apart; a field that somebody changed since stays as it is.

    Raises:
        NotFound: out of reach.
        AlreadyUndone: somebody was faster.
        MergeStands: a later merge of the same record must be undone first.

    """
    model = kind.model
    row: Merging = find(session, kind.row, merge_id)
    ids = [row.keep_id, *map(UUID, row.moves)]
    in_order = select(model.id).where(model.id.in_(ids)).order_by(model.id)
    session.execute(in_order.with_for_update(of=model))  # as a merge does, so that neither waits in a ring
    keep = lock_to_change(session, model, row.keep_id)
    session.refresh(row, with_for_update={"of": kind.row})
    if row.undone_at:
        raise AlreadyUndone
    later = standing_on(session, row, keep)
    if later:
        said = session.scalar(select(model.name).where(model.id == later.keep_id)) or "another one"
        said = f"A later merge stands on this one; undo that into {said} first ({later.id})."
        raise MergeStands(said, current={"merge_id": str(later.id)})
    _put_back(session, kind, row, keep)
    row.undone_at, row.undone_by_id = datetime.now(UTC), viewer_of(session).user_id
    session.flush()
    _tell(session, kind, "split", keep, row)
    return row


def _put_back(session: Session, kind: Kind, row: Merging, keep: Any) -> None:
    for name, change in row.written.items():
        if _value(keep, name) == change["after"] and _still_there(session, name, change["before"]):
            _write(keep, name, change["before"])
    query = select(kind.model).where(kind.model.id.in_([UUID(one) for one in row.moves]))
    moved = session.scalars(query).unique().all()
    for one in moved:
        before = row.moves[str(one.id)]
        one.canonical_id = UUID(before) if before else None
    keep.parted(moved)


def _still_there(session: Session, name: str, value: Any) -> bool:
    return name != "company_id" or value is None or session.get(Company, UUID(value)) is not None


def standing_on(session: Session, row: Merging, keep: Any) -> Merging | None:
    """Return the newest merge since that has the same record in it."""
    kind = type(row)
    into = kind.keep_id == (keep.canonical_id or keep.id)
    later = select(kind).where(into, kind.undone_at.is_(None), kind.id != row.id)
    newest = session.scalars(later.order_by(kind.id.desc()).limit(1)).first()
    if newest is None or (keep.canonical_id is None and newest.id < row.id):
        return None
    return newest


def _tell(session: Session, kind: Kind, verb: str, keep: Any, row: Merging) -> None:
    facts: dict[str, Any] = {f"{kind.name}_ids": list(row.moves)}
    events.record(session, f"{kind.name}.{verb}", keep, merge_id=str(row.id), **facts)
    switches = [name for name in kind.stricter if name in row.written]
    if switches or (verb == "split" and kind.stricter):
        events.record(session, f"{kind.name}.changed", keep, fields=switches or list(kind.stricter))
