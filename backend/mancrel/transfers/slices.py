"""Imports at work, a slice of rows at a time: each slice is one job and one transaction.

The import's row is locked, ``last_number`` says how far it got: a slice that died left nothing, and one that
is told twice finds its rows done.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.contacts.models import Company, Contact, Identity
from mancrel.deals.models import Deal
from mancrel.kit import bins, events, jobs
from mancrel.kit.canonical import Mergeable
from mancrel.kit.db import analyze
from mancrel.kit.errors import MancrelError
from mancrel.kit.visibility import Viewer
from mancrel.transfers import company_rows, judging, kinds, undoing
from mancrel.transfers.cells import Refused
from mancrel.transfers.company_rows import Companies
from mancrel.transfers.contact_rows import Contacts
from mancrel.transfers.deal_rows import Deals
from mancrel.transfers.judging import CREATE, FAIL, SAME, SKIP, UPDATE, Verdict
from mancrel.transfers.kinds import Kind, Scene
from mancrel.transfers.models import Import, ImportKey, ImportRow

SLICE = 500
KINDS: dict[str, Kind] = {one.object: one for one in (Contacts(), Companies(), Deals())}
EVENTS = {"contact": "contacts", "company": "companies", "deal": "deals"}


def locked(session: Session, import_id: UUID) -> Import | None:
    """Return an import for its next step; a second one waits here."""
    session.execute(select(Import.id).where(Import.id == import_id).with_for_update(of=Import)).all()
    query = select(Import).where(Import.id == import_id).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def go_on(session: Session, import_: Import) -> None:
    """Ask for the next slice."""
    depth = max(jobs.current_depth(), 1)  # however many slices, they are no deeper
    events.record(session, "import.advanced", import_, depth=depth, turn=import_.turn)


def advance(session: Session, viewer: Viewer, import_: Import) -> None:
    """Do the next slice of whatever the import is at."""
    steps = {"checking": _judge_slice, "running": _judge_slice, "undoing": _undo_slice}
    if import_.status in steps:
        steps[import_.status](session, viewer, import_)


def _judge_slice(session: Session, viewer: Viewer, import_: Import) -> None:
    query = select(ImportRow).where(ImportRow.import_id == import_.id, ImportRow.number > import_.last_number)
    rows = list(session.scalars(query.order_by(ImportRow.number).limit(SLICE)))
    if not rows:
        _finish(session, import_)
        return
    _count_again(session, import_)
    kind = KINDS[import_.object]
    scene, verdicts = judging.judge(session, viewer, import_, kind, rows)
    if import_.status == "running":
        _apply(scene, kind, import_, verdicts)
    _keep(session, import_, verdicts)
    import_.last_number, import_.done = rows[-1].number, import_.done + len(rows)
    counts = Counter(one.outcome for one in verdicts)
    import_.counts = {name: import_.counts.get(name, 0) + counts[name] for name in judging.OUTCOMES}
    if import_.status == "running" and counts[CREATE] + counts[UPDATE]:
        made, changed = counts[CREATE], counts[UPDATE]
        events.record(session, f"{EVENTS[import_.object]}.imported", import_, created=made, updated=changed)
    if len(rows) < SLICE:
        _finish(session, import_)
    else:
        go_on(session, import_)


def _count_again(session: Session, import_: Import) -> None:
    """After 1, 2, 4, 8 … slices: by the plans for tables that were empty each takes longer than the last."""
    slices = import_.done // SLICE
    if import_.status == "running" and slices and slices & (slices - 1) == 0:
        analyze(session, Contact, Identity, Company, Deal)


def _finish(session: Session, import_: Import) -> None:
    ended = {"checking": "checked", "running": "done", "undoing": "undone"}
    import_.status, import_.finished_at = ended[import_.status], datetime.now(UTC)
    session.flush()
    events.record(session, f"import.{import_.status}", import_, depth=max(jobs.current_depth(), 1))


def _keep(session: Session, import_: Import, verdicts: Sequence[Verdict]) -> None:
    """Write what became of the rows, and what they are known by: the first row with a key keeps it."""
    for one in verdicts:
        one.row.outcome, one.row.reason, one.row.judged = one.outcome, one.reason, import_.judged
    session.flush()
    keys = {
        key: one.row.number
        for one in reversed(verdicts)
        if one.draft and one.outcome in {CREATE, UPDATE}
        for key in (*one.draft.keys, *one.draft.unique)
    }
    if keys:
        rows = [{"import_id": import_.id, "key": key, "number": number} for key, number in keys.items()]
        session.execute(insert(ImportKey).on_conflict_do_nothing(), rows)


def _apply(scene: Scene, kind: Kind, import_: Import, verdicts: Sequence[Verdict]) -> None:
    """Make what is to be made, then change what is to be changed, in the order of the file."""
    new = [one for one in verdicts if one.outcome == CREATE and one.draft]
    made = kind.create(scene, [one.draft for one in new if one.draft])
    for one in new:
        record, one.row.made_id = made[one.row.number]
        one.record_id = one.row.record_id = record.id
        one.row.before, one.row.after, one.row.undone = {}, kind.snapshot(record), None
    old = [one for one in verdicts if one.outcome == UPDATE]
    _point(scene.session, import_, old, {number: record.id for number, (record, _) in made.items()})
    wanted = {one.record_id for one in old if one.record_id}
    missing = wanted - scene.records.keys()
    records = scene.records | (kind.load(scene.session, list(missing)) if missing else {})
    for one in old:
        _change(scene, kind, one, records.get(one.record_id) if one.record_id else None)
    scene.session.flush()


def _point(session: Session, import_: Import, old: Sequence[Verdict], made: dict[int, UUID]) -> None:
    """Find the records that earlier rows of the file made or changed."""
    numbers = {one.same_as for one in old if one.same_as and one.same_as not in made}
    query = select(ImportRow.number, ImportRow.record_id).where(
        ImportRow.import_id == import_.id, ImportRow.number.in_(numbers)
    )
    known = {**made, **{number: id_ for number, id_ in session.execute(query) if id_}} if numbers else made
    here = {one.row.number: one.record_id for one in old if one.record_id}
    for one in old:
        if one.same_as:  # always the first row with the key, so no chain of rows
            one.record_id = known.get(one.same_as) or here.get(one.same_as)


def _change(scene: Scene, kind: Kind, verdict: Verdict, record: Any) -> None:
    if record is None or verdict.draft is None or record.deleted_at is not None:
        verdict.outcome, verdict.reason = FAIL, "The record is gone by now."
        return
    before = kind.snapshot(record)
    verdict.row.record_id, verdict.row.undone = record.id, None
    try:
        if not kind.asks(scene, record, verdict.draft):  # an earlier row of the file says the same
            verdict.outcome, verdict.reason = SKIP, SAME
            return
        verdict.row.made_id = kind.change(scene, record, verdict.draft)
    except (Refused, MancrelError) as error:
        kind.restore(scene.session, record, undoing.differ(kind.snapshot(record), before)[1])
        verdict.outcome, verdict.reason = FAIL, str(error)
        return
    verdict.row.before, verdict.row.after = undoing.differ(before, kind.snapshot(record))


def _undo_slice(session: Session, viewer: Viewer, import_: Import) -> None:
    """Undo the last rows that are not undone, newest first, each under a savepoint of its own."""
    query = select(ImportRow).where(
        ImportRow.import_id == import_.id,
        ImportRow.judged == import_.judged,
        ImportRow.outcome.in_((CREATE, UPDATE)),
        ImportRow.number < import_.last_number,
    )
    rows = list(session.scalars(query.order_by(ImportRow.number.desc()).limit(SLICE)))
    kind = KINDS[import_.object]
    records = kind.load(session, [one.record_id for one in rows if one.record_id])
    mine = kinds.changeable(session, kind.model, list(records), viewer)
    for row in rows:
        record = records.get(row.record_id) if row.record_id else None
        own = row.outcome == CREATE or "owner_id" in row.after  # given to somebody else by this very row
        row.undone = _undo(session, kind, row, record if own or row.record_id in mine else None)
    session.flush()
    _drop_companies(session, rows)
    counts = Counter("undone" if one.undone == "undone" else "kept" for one in rows)
    import_.undone = {name: import_.undone.get(name, 0) + counts[name] for name in ("undone", "kept")}
    import_.done += len(rows)
    import_.last_number = rows[-1].number if rows else 0
    if len(rows) < SLICE:
        _finish(session, import_)
    else:
        go_on(session, import_)


def _undo(session: Session, kind: Kind, row: ImportRow, record: Any) -> str:
    """Take back what a row did; returns "undone", or what could not be and why."""
    if record is None:
        return "The record is out of reach by now."
    if record.deleted_at is not None:
        return "undone" if row.outcome == CREATE else "The record is in the bin."
    now = kind.snapshot(record)
    if row.outcome == CREATE:
        changed = sorted(name for name in row.after if now.get(name) != row.after[name])
        changed += sorted(name for name in now if name not in row.after and now[name])
        if isinstance(record, Mergeable) and record.merged:
            return "Kept, for others were merged into it."
        if changed:
            return f"Kept, for it was changed since: {', '.join(changed)}."
        bins.discard(record)
        return "undone"
    return undoing.take_back(session, kind, record, row.before, row.after)


def _drop_companies(session: Session, rows: Sequence[ImportRow]) -> None:
    """Move the companies that were made for these rows to the bin, unless somebody is in them by now."""
    made = [one.made_id for one in rows if one.made_id]
    if made:
        company_rows.drop_unused(session, made)
