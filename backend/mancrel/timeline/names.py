"""The names behind the ids that changes hold: of people, teams, companies, contacts, stages and pipelines."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.models import Team, User
from mancrel.contacts.models import Company, Contact
from mancrel.deals.models import Deal, Pipeline, Stage
from mancrel.kit.changes import Change

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


def _ids(values: Iterable[Any]) -> set[UUID]:
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {UUID(one) for one in flat if one}


def shown(names: Mapping[str, str], value: Any) -> Any:
    """Return a value as people read it: ids by their names, lists with commas."""
    if isinstance(value, list):
        return ", ".join(str(shown(names, one)) for one in value)
    return names.get(value, value) if isinstance(value, str) else value
