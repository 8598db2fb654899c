"""The names behind the ids that changes hold, and of the records that they are about."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.models import Team, User
from mancrel.contacts.models import Company, Contact
from mancrel.deals.models import Deal, Pipeline, Stage
from mancrel.kit.changes import Audited, Change
from mancrel.kit.db import Base

REFERENCES: dict[str, Any] = {
    "owner_id": User.name,
    "team_id": Team.name,
    "teams": Team.name,
    "contact_id": Contact.name,
    "company_id": Company.name,
    "stage_id": Stage.name,
    "pipeline_id": Pipeline.name,
    "deal_id": Deal.title,
}
TITLES = ("title", "subject", "name", "label", "model", "kind")
"""What a record is known by: the first of these columns that it has."""

MERGED_INTO: dict[str, Any] = {"contacts": Contact.name, "companies": Company.name}


def of(session: Session, changes: Iterable[Change]) -> dict[str, str]:
    """Return the names that the viewer may see of everything that the changes refer to, by id."""
    wanted: dict[Any, set[UUID]] = {}
    for change in changes:
        for field, values in (change.diff or {}).items():
            column = (
                MERGED_INTO.get(change.subject_type) if field == "canonical_id" else REFERENCES.get(field)
            )
            if column is not None:
                wanted.setdefault(column, set()).update(_ids(values))
    found: dict[str, str] = {}
    for column, ids in wanted.items():
        model = column.class_
        query = select(model.id, column).where(model.id.in_(ids))
        found |= {str(id_): name for id_, name in session.execute(query)}
    return found


def of_records(session: Session, changes: Iterable[Change]) -> dict[UUID, str]:
    """Return what the changed records are called, by id; one that is gone, or has no name, is left out."""
    wanted: dict[str, set[UUID]] = {}
    for change in changes:
        wanted.setdefault(change.subject_type, set()).add(change.subject_id)
    found: dict[UUID, str] = {}
    for table, ids in wanted.items():
        column = _title_of(table)
        if column is not None:
            query = select(column.class_.id, column).where(column.class_.id.in_(ids))
            found |= {id_: str(name) for id_, name in session.execute(query) if name}
    return found


def _title_of(table: str) -> Any:
    """Return the column that holds the names of an audited table, whichever room it is of."""
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Audited) and getattr(mapper.class_, "__tablename__", "") == table:
            known = (name for name in TITLES if name in mapper.columns)
            return next((getattr(mapper.class_, name) for name in known), None)
    return None


def _ids(values: Iterable[Any]) -> set[UUID]:
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {UUID(one) for one in flat if one}


def shown(names: Mapping[str, str], value: Any) -> Any:
    """Return a value as people read it: ids by their names, lists with commas."""
    if isinstance(value, list):
        return ", ".join(str(shown(names, one)) for one in value)
    return names.get(value, value) if isinstance(value, str) else value
