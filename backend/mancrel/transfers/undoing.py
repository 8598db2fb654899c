"""Taking a change of a record back, of imports and of changes of many records: states count, not times."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mancrel.kit.errors import MancrelError
from mancrel.transfers.kinds import Kind

UNDONE = "undone"


def differ(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields that are not the same, as they were and as they are."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def take_back(
    session: Session, kind: Kind, record: Any, before: dict[str, Any], after: dict[str, Any]
) -> str:
    """Set back what is still as it was written; returns "undone", or what stays and why."""
    now = kind.snapshot(record)
    changed = sorted(name for name in after if now.get(name) != after[name])
    same = {name: value for name, value in before.items() if name not in changed}
    try:
        with session.begin_nested():
            kind.restore(session, record, same)
            session.flush()
    except MancrelError as error:
        return f"Kept: {error.detail}"
    except IntegrityError:
        return "Kept: another record has by now what this one had."
    return f"Changed since and kept: {', '.join(changed)}." if changed else UNDONE


def bring_back(session: Session, record: Any) -> str:
    """Take a record out of the bin; returns "undone", or why it stays there."""
    try:
        with session.begin_nested():
            record.deleted_at = None
            session.flush()
    except IntegrityError:
        return "Kept in the bin: another record has by now what this one had."
    return UNDONE
