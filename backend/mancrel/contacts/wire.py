"""From contacts and companies to the shapes on the wire."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from mancrel.contacts import custom_values, merging, shown
from mancrel.contacts import service as contacts
from mancrel.contacts.merge_models import Merging, Pairing
from mancrel.contacts.merge_schemas import MergedField, MergeOut
from mancrel.contacts.models import Company, Contact
from mancrel.contacts.schemas import CompanyOut
from mancrel.kit.db import may_change
from mancrel.kit.schema import Ref


def pairs(session: Session, rows: Sequence[Pairing]) -> list[dict[str, Any]]:
    """Describe pairs of records that may be one, for the shape of their kind."""
    if not rows:
        return []
    ids = {id_ for one in rows for id_ in (one.left_id, one.right_id)}
    known: dict[UUID, Any]
    if rows[0].of is Contact:
        known = dict(shown.of(session, ids))
    else:
        known = {
            one.id: company(session, one)
            for one in session.scalars(select(Company).where(Company.id.in_(ids)))
        }
    return [
        {
            "id": one.id,
            "score": one.score,
            "reasons": one.reasons,
            "left": known[one.left_id],
            "right": known[one.right_id],
        }
        for one in rows
    ]


def merges(session: Session, kind: merging.Kind, rows: Sequence[Merging]) -> list[MergeOut]:
    """Describe merges; those that were merged before are told by the merge that did it."""
    ids = {UUID(one) for row in rows for one, before in row.moves.items() if before is None}
    ids |= {row.keep_id for row in rows}
    query = select(kind.model).where(kind.model.id.in_(ids)).options(lazyload("*"))
    known = {one.id: one for one in session.scalars(query)}
    return [_merge(session, row, known) for row in rows]


def _merge(session: Session, row: Merging, known: dict[UUID, Any]) -> MergeOut:
    merged = [known[UUID(one)] for one in row.moves if UUID(one) in known and row.moves[one] is None]
    keep = known[row.keep_id]
    free = row.undone_at is None and may_change(session, keep)
    written = [
        MergedField(field=name, before=one["before"], after=one["after"]) for name, one in row.written.items()
    ]
    return MergeOut(
        id=row.id,
        created_at=row.created_at,
        by=Ref.model_validate(row.by) if row.by else None,
        keep=Ref.model_validate(keep),
        merged=[Ref.model_validate(one) for one in sorted(merged, key=lambda one: one.name)],
        written=written,
        undone_at=row.undone_at,
        undoable=free and merging.standing_on(session, row, keep) is None,
    )


def company(session: Session, one: Company, counts: dict[UUID, int] | None = None) -> CompanyOut:
    """Describe a company; ``counts``: how many contacts each has, asked for if it is not given."""
    if counts is None:
        counts = contacts.contact_counts(session, [one.id])
    named = CompanyOut.model_fields.keys() - {"contact_count", "editable", "custom"}
    fields = {name: getattr(one, name) for name in named}
    fields["custom"] = custom_values.shown(session, "company", one.custom)
    fields["domain"] = one.main_domain
    own = {"contact_count": counts.get(one.id, 0), "editable": may_change(session, one)}
    return CompanyOut.model_validate({**fields, **own})
