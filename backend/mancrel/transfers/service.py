"""Imports: bring a file, say how it is to be read, check, run, cancel and undo it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from mancrel.accounts import service as accounts
from mancrel.adapters.files import uploads
from mancrel.kit import events
from mancrel.kit.db import find, find_to_change, transaction, uuid7, viewer_of
from mancrel.kit.errors import Conflict, Invalid
from mancrel.kit.visibility import Viewer
from mancrel.transfers import guessing, slices, tables, targets
from mancrel.transfers.encodings import Unreadable
from mancrel.transfers.models import Import, ImportKey, ImportRow

SAMPLES, SAMPLE_CHARS = 3, 80
KEPT = timedelta(days=30)
LAST = 2**31 - 1
FORGOTTEN = "0" * 64  # the digest of a file that is no longer kept
BUSY = ("reading", "checking", "running", "undoing")


class ImportBusy(Conflict):
    """This import is at work; wait until it is done, or cancel it."""


class ImportBegun(Conflict):
    """Rows of this import were written already."""


class NothingToUndo(Conflict):
    """There is nothing that this import could take back."""


class MappingUnclear(Invalid):
    """The columns cannot be read like that."""


def bring(session: Session, object_: str, file_name: str, digest: str, size: int) -> Import:
    """Keep what was brought, and judge it: what cannot be read stays in the list, with the reason.

    Raises:
        Unreadable: the file is no table; row and column are named where they can be told.

    """
    try:
        preview = tables.look(uploads().path_of(digest))
    except Unreadable as error:
        with transaction(viewer_of(session)) as kept:
            fail(kept, _added(kept, object_, file_name, digest, size).id, error.detail)
        raise
    import_ = _added(session, object_, file_name, digest, size)
    _guess(session, import_, preview)
    return import_


def _added(session: Session, object_: str, file_name: str, digest: str, size: int) -> Import:
    import_ = Import(id=uuid7(), by_id=viewer_of(session).user_id, object=object_, file_name=file_name)
    import_.status, import_.digest, import_.size = "reading", digest, size
    session.add(import_)
    session.flush()
    return import_


def _guess(session: Session, import_: Import, preview: tables.Preview) -> None:
    known = targets.of(session, import_.object)
    import_.layout = tables.described(preview.layout)
    import_.columns = [
        {"name": name, "samples": _samples(preview.rows, place)} for place, name in enumerate(preview.header)
    ]
    import_.mapping = guessing.mapping(known, preview.header, preview.rows)
    fields = set(import_.mapping.values())
    keys = targets.keys_of(session, import_.object)
    import_.match_key = next((key for key, (_, needs) in keys.items() if fields.intersection(needs)), None)
    session.flush()
    events.record(session, "import.brought", import_)


def _samples(rows: list[list[str]], place: int) -> list[str]:
    values = (row[place].strip()[:SAMPLE_CHARS] for row in rows if row[place].strip())
    return list(dict.fromkeys(values))[:SAMPLES]


def fail(session: Session, import_id: UUID, reason: str) -> None:
    """End an import that cannot go on."""
    import_ = slices.locked(session, import_id)
    if import_:
        import_.status, import_.error, import_.finished_at = "failed", reason[:1000], datetime.now(UTC)
        session.flush()
        events.record(session, "import.failed", import_)


def _settled(session: Session, import_id: UUID) -> Import:
    """Return an import that is not at work, locked."""
    find(session, Import, import_id)
    import_ = slices.locked(session, import_id)
    assert import_ is not None
    if import_.status in BUSY:
        raise ImportBusy("The file is still being read." if import_.status == "reading" else None)
    return import_


def change(session: Session, import_id: UUID, values: dict[str, Any]) -> Import:
    """Say how a file is to be read: only the named columns, and the match key and policy.

    Raises:
        MappingUnclear: a column, field or key that is not there, or a field named twice.

    """
    import_ = find_to_change(session, Import, import_id)
    if import_.status in BUSY and import_.status != "reading":
        raise ImportBusy
    if import_.begun_at:
        raise ImportBegun
    mapping = {**import_.mapping, **values.get("mapping", {})}
    _refuse_unclear(session, import_, mapping, values.get("match_key"))
    import_.mapping = mapping
    for name in ("match_key", "policy"):
        if name in values:
            setattr(import_, name, values[name])
    if import_.status == "checked":
        import_.status, import_.counts = "ready", {}
    session.flush()
    events.record(session, "import.changed", import_)
    return import_


def _refuse_unclear(
    session: Session, import_: Import, mapping: dict[str, Any], match_key: str | None
) -> None:
    columns = {one["name"] for one in import_.columns}
    known = targets.of(session, import_.object)
    taken: set[str] = set()
    for column, field in mapping.items():
        place = f"mapping.{column[:100]}"
        if column not in columns:
            raise MappingUnclear(f"The file has no column {column[:100]!r}.", field=place)
        if field is None:
            continue
        if field not in known:
            raise MappingUnclear(f"There is no field {field!r} to import.", field=place)
        if field in taken and not known[field].repeats:
            raise MappingUnclear(f"{known[field].label} can be read from one column only.", field=place)
        taken.add(field)
    if match_key is not None and match_key not in targets.keys_of(session, import_.object):
        raise MappingUnclear("Rows cannot be recognised by that.", field="match_key")


def _refuse_incomplete(session: Session, import_: Import) -> None:
    """Refuse to begin when no row could be recognised as asked."""
    if import_.status == "failed" and not import_.begun_at:
        raise Conflict("This file cannot be read; bring another.")
    if not any(import_.mapping.values()):
        raise MappingUnclear("No column is read into a field.", field="mapping")
    keys = targets.keys_of(session, import_.object)
    if import_.match_key is None:
        if import_.policy != "create":
            raise MappingUnclear("Say by what rows are recognised, or only create.", field="match_key")
        return
    if import_.match_key not in keys:
        raise MappingUnclear("The field by which rows are recognised is gone.", field="match_key")
    label, needs = keys[import_.match_key]
    if not set(import_.mapping.values()).intersection(needs):
        raise MappingUnclear(
            f"Rows are recognised by {label}, but no column is read into it.", field="match_key"
        )


def check(session: Session, import_id: UUID) -> Import:
    """Begin the dry run: every row is judged, and nothing is written.

    Raises:
        ImportBegun: rows were written already.

    """
    import_ = _settled(session, import_id)
    _refuse_incomplete(session, import_)
    if import_.begun_at:
        raise ImportBegun
    return _begin(session, import_, "checking")


def run(session: Session, import_id: UUID) -> Import:
    """Begin to write the rows, or go on where a cancelled or failed run ended."""
    import_ = _settled(session, import_id)
    _refuse_incomplete(session, import_)
    if import_.begun_at and import_.status not in {"cancelled", "failed"}:
        raise ImportBegun
    if import_.begun_at:
        return _start(session, import_, "running")
    import_.begun_at = datetime.now(UTC)
    return _begin(session, import_, "running")


def _begin(session: Session, import_: Import, status: str) -> Import:
    session.execute(delete(ImportKey).where(ImportKey.import_id == import_.id))
    import_.judged = import_.turn + 1
    import_.counts, import_.last_number, import_.done, import_.total = {}, 0, 0, import_.rows
    return _start(session, import_, status)


def _start(session: Session, import_: Import, status: str) -> Import:
    import_.turn += 1
    import_.status, import_.error, import_.finished_at = status, None, None
    session.flush()
    slices.go_on(session, import_)
    return import_


def cancel(session: Session, import_id: UUID) -> Import:
    """Stop after the present slice: a check is forgotten, what a run wrote stays until it is undone."""
    find(session, Import, import_id)
    import_ = slices.locked(session, import_id)
    assert import_ is not None
    if import_.status not in {"checking", "running"}:
        raise Conflict("Only a check or a run can be cancelled.")
    import_.turn += 1
    import_.status = "ready" if import_.status == "checking" else "cancelled"
    import_.finished_at = datetime.now(UTC)
    if import_.status == "ready":
        import_.counts = {}
    session.flush()
    events.record(session, "import.cancelled", import_)
    return import_


def undo(session: Session, import_id: UUID) -> Import:
    """Begin to take back what a run wrote, where nobody changed it since.

    Raises:
        NothingToUndo: nothing was written, it is undone already, or it was too long ago.

    """
    import_ = _settled(session, import_id)
    if not import_.begun_at or import_.status == "undone":
        raise NothingToUndo
    if import_.begun_at < datetime.now(UTC) - KEPT:
        raise NothingToUndo(f"An import can be undone for {KEPT.days} days.")
    import_.last_number, import_.done, import_.undone = LAST, 0, {}
    import_.total = import_.counts.get("create", 0) + import_.counts.get("update", 0)
    return _start(session, import_, "undoing")


def viewer_for(session: Session, import_id: UUID) -> Viewer | None:
    """Return with whose rights an import works; None when they may no longer sign in."""
    by_id = session.scalar(select(Import.by_id).where(Import.id == import_id))
    return accounts.viewer_of_user(session, by_id) if by_id else None


def advance(session: Session, viewer: Viewer, import_id: UUID, turn: int) -> None:
    """Do the next slice, unless the import was cancelled or begun anew meanwhile."""
    import_ = slices.locked(session, import_id)
    if import_ and import_.turn == turn:
        slices.advance(session, viewer, import_)


def older_than(before: datetime) -> Select[UUID]:
    """Return the query of the ids of imports that were brought before, and whose rows are still kept."""
    rows = select(ImportRow.import_id).where(ImportRow.import_id == Import.id)
    held = or_(rows.exists(), Import.digest != FORGOTTEN)
    return select(Import.id).where(Import.created_at < before, Import.status.not_in(BUSY), held)


def forget(session: Session, ids: Sequence[UUID]) -> None:
    """Forget the rows and files of imports, which can then no longer be undone."""
    for model in (ImportRow, ImportKey):
        session.execute(delete(model).where(model.import_id.in_(ids)))
    digests = set(session.scalars(select(Import.digest).where(Import.id.in_(ids))))
    for import_ in session.scalars(select(Import).where(Import.id.in_(ids))).unique():
        import_.digest = FORGOTTEN
        import_.columns = [{**one, "samples": []} for one in import_.columns]
    session.flush()
    used = set(session.scalars(select(Import.digest).where(Import.digest.in_(digests))))
    for digest in digests - used - {FORGOTTEN}:
        uploads().drop(digest)


def staged(session: Session, import_id: UUID) -> int:
    """Return the number of the last row that was read."""
    last = select(func.max(ImportRow.number)).where(ImportRow.import_id == import_id)
    return session.scalar(last) or 1
