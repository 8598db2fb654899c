"""What a row changes of a record that is there: the same answer says whether it changes anything."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from mancrel.contacts import service as contacts
from mancrel.transfers.drafts import Draft
from mancrel.transfers.kinds import Scene, checked


def differing(record: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Return those of the values that the record does not have yet."""
    return {name: value for name, value in values.items() if getattr(record, name) != value}


def named_in(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    """Return those of the named values that a row holds."""
    return {name: draft.values[name] for name in names if name in draft.values}


def owned(scene: Scene, record: Any, draft: Draft) -> dict[str, Any]:
    """Return owner and team of a record after a row; nothing if it names no owner."""
    owner = scene.owner_of(draft) if draft.get("owner") else None
    return {"owner_id": owner.id, "team_id": contacts.team_with(record, owner)} if owner else {}


def employed(record: Any, draft: Draft) -> dict[str, Any]:
    """Return the company of a row, unless it is the record's, by itself or by what it is shown as.

    One that has to be made has no id yet.
    """
    row = record.company_row
    known = {row.id, row.canonical_id} if row else set()
    other = draft.company_id is not None and draft.company_id not in known
    return {"company_id": draft.company_id} if other or draft.new_company else {}


def tagged(record: Any, draft: Draft) -> list[str]:
    """Return a record's tags with those of a row."""
    return list(dict.fromkeys([*record.tags, *(draft.get("tags") or [])]))[:50]


def customised(session: Session, object_: str, draft: Draft, record: Any) -> dict[str, Any]:
    """Return a record's custom values after a row; what only is written otherwise stays as it stands."""
    values = checked(session, object_, draft, record.custom)
    return {
        key: record.custom[key] if _alike(record.custom.get(key), values[key]) else values[key]
        for key in values
    }


def _alike(known: Any, value: Any) -> bool:
    """Whether two values of a custom field mean the same: 12.5 EUR and 12.50 EUR, options in any order."""
    if isinstance(known, dict) and isinstance(value, dict):
        same = known["currency"] == value["currency"]
        return same and Decimal(known["amount"]) == Decimal(value["amount"])
    if isinstance(known, list) and isinstance(value, list):
        return set(known) == set(value)
    return bool(known == value)
