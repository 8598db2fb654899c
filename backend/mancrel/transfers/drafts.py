"""What a row of a file asks for: its values by field, checked one by one, and what it is known by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mancrel.transfers import cells
from mancrel.transfers.cells import Refused
from mancrel.transfers.targets import Target


@dataclass
class Draft:
    """A row as values; ``keys`` is what it is recognised by, ``unique`` what no two records may both have."""

    number: int
    values: dict[str, Any]
    custom: dict[str, Any] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    unique: list[str] = field(default_factory=list)
    company_id: UUID | None = None
    new_company: tuple[str, str | None] | None = None

    def get(self, name: str) -> Any:
        """Return a value; None if the row leaves it empty."""
        return self.values.get(name)


@dataclass(frozen=True)
class Column:
    """A column that is read into a field."""

    place: int
    name: str
    target: Target


def columns_of(
    header: Sequence[str], mapping: Mapping[str, str | None], targets: Mapping[str, Target]
) -> list[Column]:
    """Return the columns that are read; a field that is gone by now is left out."""
    wanted = [(place, name, mapping.get(name)) for place, name in enumerate(header)]
    return [
        Column(place, name, targets[field]) for place, name, field in wanted if field and field in targets
    ]


def read(number: int, row: Sequence[str], columns: Sequence[Column]) -> Draft:
    """Return what a row asks for; empty cells ask for nothing.

    Raises:
        Refused: naming the column.

    """
    draft = Draft(number, {})
    for column in columns:
        try:
            text = cells.plain(row[column.place])
            if text:
                _keep(draft, column.target, column.target.read(text))
        except Refused as error:
            raise Refused(f"{column.name}: {error}") from error
    return draft


def _keep(draft: Draft, target: Target, value: Any) -> None:
    if target.name.startswith("custom."):
        draft.custom[target.name.removeprefix("custom.")] = value
    elif target.repeats:
        more = value if isinstance(value, list) else [value]
        known = draft.values.setdefault(target.name, [])
        known += [one for one in more if one not in known]
    else:
        draft.values[target.name] = value
