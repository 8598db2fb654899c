"""What imports hold of a person: the rows of files that became them, and the files."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from mancrel.adapters.files import uploads
from mancrel.contacts.personal import Person
from mancrel.kit.traces import Counts, mentions, rows
from mancrel.transfers.models import Import, ImportKey, ImportRow


def _theirs(person: Person) -> ColumnElement[bool]:
    named = (mentions(column, person.addresses) for column in (ImportRow.cells, ImportRow.reason))
    return or_(ImportRow.record_id.in_(person.ids), *named)


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of files that became the person or name them."""
    return {"import_rows": rows(session.scalars(select(ImportRow).where(_theirs(person))))}


def erase(session: Session, person: Person) -> Counts:
    """Empty the rows, and drop the files they stood in: what was read of them is in the rows."""
    theirs = session.execute(select(ImportRow.import_id, ImportRow.number).where(_theirs(person))).all()
    imports = {import_id for import_id, _ in theirs}
    for import_id in imports:
        numbers = [number for one, number in theirs if one == import_id]
        _empty(session, import_id, numbers)
    imports |= set(session.scalars(select(Import.id).where(mentions(Import.columns, person.words))))
    imports |= set(session.scalars(select(Import.id).where(mentions(Import.error, person.addresses))))
    files = select(Import.digest).where(or_(Import.id.in_(imports), Import.status == "failed"))
    for digest in set(session.scalars(files)):
        uploads().drop(digest)
    for import_ in session.scalars(select(Import).where(Import.id.in_(imports))).unique():
        import_.columns = [{**one, "samples": []} for one in import_.columns]
        import_.file_name, import_.error = "erased.csv", None
    session.flush()
    return {"import_rows": len(theirs)}


def _empty(session: Session, import_id: UUID, numbers: list[int]) -> None:
    of_import = (ImportRow.import_id == import_id, ImportRow.number.in_(numbers))
    nothing: dict[str, Any] = {"cells": [], "before": {}, "after": {}, "reason": None, "record_id": None}
    session.execute(update(ImportRow).where(*of_import).values(**nothing))
    keys = (ImportKey.import_id == import_id, ImportKey.number.in_(numbers))
    session.execute(delete(ImportKey).where(*keys))
