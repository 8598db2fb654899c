"""What becomes of each row: the dry run and the run ask the same question of the same code."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.kit.visibility import Viewer
from mancrel.transfers import drafts, kinds, targets
from mancrel.transfers.cells import Refused
from mancrel.transfers.drafts import Draft
from mancrel.transfers.kinds import Kind, Scene
from mancrel.transfers.models import Import, ImportKey, ImportRow

CREATE, UPDATE, SKIP, FAIL = "create", "update", "skip", "fail"
OUTCOMES = (CREATE, UPDATE, SKIP, FAIL)
HIDDEN = "The record that this fits is not yours to change."
SAME = "Nothing changes: the record holds all this already."


@dataclass
class Verdict:
    """What becomes of a row: of which record (``record_id``), or of the one that an earlier row makes."""

    row: ImportRow
    outcome: str
    reason: str | None = None
    draft: Draft | None = None
    record_id: UUID | None = None
    same_as: int | None = None


@dataclass
class Known:
    """What is known before the rows are judged: records and earlier rows by key."""

    records: dict[str, set[UUID]]
    mine: set[UUID]
    rows: dict[str, int] = field(default_factory=dict)


def judge(
    session: Session, viewer: Viewer, import_: Import, kind: Kind, rows: Sequence[ImportRow]
) -> tuple[Scene, list[Verdict]]:
    """Decide about a slice of rows, in order; asks the database a handful of times, however many rows."""
    columns = _columns(session, import_)
    verdicts = {row.number: _read(row, columns) for row in rows}
    asked = [one.draft for one in verdicts.values() if one.draft]
    scene = kinds.scene_of(session, viewer, asked)
    for number, reason in kind.ready(scene, asked).items():
        _fail(verdicts[number], reason)
    for draft in asked:
        kind.keys(draft, import_.match_key or "")
    known = _known(session, viewer, import_, kind, asked)
    if import_.policy != CREATE and known.mine:
        scene.records = kind.load(session, list(known.mine), lock=import_.status == "running")
    for verdict in verdicts.values():
        _judge(scene, import_, kind, known, verdict)
    if import_.status == "checking":
        _foresee(session, import_, columns, list(verdicts.values()))
    return scene, list(verdicts.values())


def _judge(scene: Scene, import_: Import, kind: Kind, known: Known, verdict: Verdict) -> None:
    draft = verdict.draft
    if draft is None or verdict.outcome == FAIL:
        return
    try:
        _decide(scene, import_, kind, known, verdict, draft)
    except Refused as error:
        _fail(verdict, str(error))
    if verdict.outcome in {CREATE, UPDATE}:
        for key in {*draft.keys, *draft.unique}:
            known.rows.setdefault(key, verdict.row.number)


def _foresee(
    session: Session, import_: Import, columns: list[drafts.Column], verdicts: Sequence[Verdict]
) -> None:
    """Leave alone what repeats its first row word for word; the run sees it by the record.

    Not once another row with the same key came in between: that is kept as a key ``again:<first row>``.
    """
    repeated = [one for one in verdicts if one.same_as and one.outcome == UPDATE]
    numbers = {one.same_as for one in repeated}
    if not repeated:
        return
    rows = select(ImportRow.number, ImportRow.cells).where(
        ImportRow.import_id == import_.id, ImportRow.number.in_(numbers)
    )
    first = {number: _words(cells, columns) for number, cells in session.execute(rows)}
    marks = select(ImportKey.key).where(
        ImportKey.import_id == import_.id, ImportKey.key.in_({f"again:{one}" for one in numbers})
    )
    apart = set(session.scalars(marks))
    for one in repeated:
        mark = f"again:{one.same_as}"
        if mark not in apart and _words(one.row.cells, columns) == first[one.same_as or 0]:
            one.outcome, one.reason = SKIP, f"Nothing changes: the same as row {one.same_as}."
        elif one.draft:
            apart.add(mark)
            one.draft.keys = [*one.draft.keys, mark]


def _words(cells: Sequence[str], columns: Sequence[drafts.Column]) -> list[str]:
    return [cells[column.place].strip() for column in columns]


def _columns(session: Session, import_: Import) -> list[drafts.Column]:
    header = [one["name"] for one in import_.columns]
    return drafts.columns_of(header, import_.mapping, targets.of(session, import_.object))


def _read(row: ImportRow, columns: list[drafts.Column]) -> Verdict:
    try:
        return Verdict(row, SKIP, draft=drafts.read(row.number, row.cells, columns))
    except Refused as error:
        return Verdict(row, FAIL, str(error))


def _fail(verdict: Verdict, reason: str) -> None:
    verdict.outcome, verdict.reason = FAIL, reason


def _known(session: Session, viewer: Viewer, import_: Import, kind: Kind, asked: Sequence[Draft]) -> Known:
    keys = list({key for draft in asked for key in (*draft.keys, *draft.unique)})
    records = kind.found(session, keys)
    ids = list({id_ for found in records.values() for id_ in found})
    earlier = select(ImportKey.key, ImportKey.number).where(
        ImportKey.import_id == import_.id, ImportKey.key.in_(keys)
    )
    rows = dict(session.execute(earlier).all()) if keys else {}
    return Known(records, kinds.changeable(session, kind.model, ids, viewer), rows)


def _decide(scene: Scene, import_: Import, kind: Kind, known: Known, verdict: Verdict, draft: Draft) -> None:
    scene.owner_of(draft)
    earlier = {known.rows[key] for key in draft.keys if key in known.rows}
    fits = {id_ for key in draft.keys for id_ in known.records.get(key, ())}
    if earlier:
        verdict.same_as = min(earlier)
        _again(import_, verdict)
    elif len(fits) > 1:
        raise Refused(f"{len(fits)} records fit this row.")
    elif fits:
        verdict.record_id = fits.pop()
        if verdict.record_id not in known.mine:
            raise Refused(HIDDEN)
        _there(import_, verdict)
    elif import_.policy == UPDATE:
        verdict.outcome, verdict.reason = SKIP, "There is no such record to update."
    else:
        verdict.outcome = CREATE
        kind.complete(scene, draft)
    if verdict.outcome in {CREATE, UPDATE}:
        kinds.checked(scene.session, kind.object, draft, {})
        _alone(known, verdict, draft)
        record = scene.records.get(verdict.record_id) if verdict.record_id else None
        if record is not None and not kind.asks(scene, record, draft):
            verdict.outcome, verdict.reason = SKIP, SAME


def _again(import_: Import, verdict: Verdict) -> None:
    said = f"The same as row {verdict.same_as}"
    if import_.policy == CREATE:
        verdict.outcome, verdict.reason = SKIP, f"{said}."
    else:
        verdict.outcome, verdict.reason = UPDATE, f"{said}, which it changes."


def _there(import_: Import, verdict: Verdict) -> None:
    if import_.policy == CREATE:
        verdict.outcome, verdict.reason = SKIP, "There is such a record already."
    else:
        verdict.outcome = UPDATE


def _alone(known: Known, verdict: Verdict, draft: Draft) -> None:
    """Refuse what another record or row has already, and no two may have."""
    for key in draft.unique:
        value = key.partition(":")[2]
        row = known.rows.get(key)
        if row is not None and row != verdict.same_as and verdict.record_id is None:
            raise Refused(f"Row {row} of this file has {value} already.")
        holders = known.records.get(key, set())
        if row is None and holders - {verdict.record_id}:
            raise Refused(f"Another record has {value} already.")
