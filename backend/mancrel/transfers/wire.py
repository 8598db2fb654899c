"""From imports to the shapes on the wire."""

from typing import Any

from sqlalchemy.orm import Session

from mancrel.transfers import targets
from mancrel.transfers.models import Import
from mancrel.transfers.schemas import (
    FileColumn,
    ImportDetail,
    ImportOut,
    KeyOut,
    OutcomeCounts,
    TargetOut,
    Undone,
)


def fields(one: Import) -> dict[str, Any]:
    """Describe an import without its columns."""
    own = {"format", "encoding", "delimiter", "counts", "undone"}
    shown = {name: getattr(one, name) for name in ImportOut.model_fields.keys() - own}
    shown |= {name: one.layout.get(name) for name in ("format", "encoding", "delimiter")}
    counts = (
        OutcomeCounts(**{name: one.counts.get(name, 0) for name in OutcomeCounts.model_fields})
        if one.counts
        else None
    )
    undone = Undone(**{name: one.undone.get(name, 0) for name in Undone.model_fields}) if one.undone else None
    return {**shown, "counts": counts, "undone": undone}


def shown(one: Import) -> ImportOut:
    """Describe an import as a row of a list."""
    return ImportOut.model_validate(fields(one))


def detail(session: Session, one: Import) -> ImportDetail:
    """Describe an import with its columns and what they can be."""
    columns = [
        FileColumn(name=each["name"], samples=each["samples"], field=one.mapping.get(each["name"]))
        for each in one.columns
    ]
    known = targets.of(session, one.object).values()
    keys = targets.keys_of(session, one.object).items()
    return ImportDetail.model_validate(
        {
            **fields(one),
            "columns": columns,
            "fields": [TargetOut(name=each.name, label=each.label, repeats=each.repeats) for each in known],
            "keys": [KeyOut(name=name, label=label, needs=list(needs)) for name, (label, needs) in keys],
        }
    )
