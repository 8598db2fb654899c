"""Which activities a client asks for: the same rows as a list and as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from sqlalchemy import ColumnElement, select

from mancrel.accounts.deps import Db, shelf
from mancrel.activities import lists
from mancrel.activities.models import Activity
from mancrel.activities.schemas import Kind, View
from mancrel.contacts.related import in_brief, related_to
from mancrel.kit import filters
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Listing
from mancrel.kit.routing import later, query_of
from mancrel.kit.schema import Text

ActivityRows = Annotated[ColumnElement[bool], shelf(Activity, "activities:write")]
ActivityOrder = Annotated[
    Order,
    sorting(
        Activity.id, "-created_at", Activity.title, Activity.kind, Activity.due_at, Activity.done_at,
        Activity.created_at, Activity.updated_at,
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which activities a client asks for."""

    view: View | None = None
    kind: Kind | None = None
    status: Literal["open", "done"] | None = None
    q: Annotated[Text | None, Query(max_length=200)] = None
    deal_id: UUID | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None

    def rules(self) -> list[ColumnElement[bool]]:
        """Return what an activity must fulfil by what it belongs to."""
        named = {name: getattr(self, name) for name in ("kind", "deal_id")}
        rules = [getattr(Activity, name) == value for name, value in named.items() if value is not None]
        return [*rules, *related_to(Activity, self.contact_id, self.company_id)]


def activities_wanted(
    session: Db,
    rows: ActivityRows,
    order: ActivityOrder,
    wanted: Annotated[Wanted, query_of(Wanted)],
    filter: filters.Wanted = [],  # noqa: A002, B006 - what the contract calls it; FastAPI copies it
) -> Listing[Activity]:
    """Return the activities that are asked for; a view is the signed-in user's own or their team's."""
    rules = filters.asked(session, lists.of_activities, filter)
    query = select(Activity).where(rows, *rules, *wanted.rules()).options(*in_brief(Activity))
    if wanted.view:
        query = query.where(lists.view(session, wanted.view))
    if wanted.status:
        is_open = Activity.done_at.is_(None)
        query = query.where(is_open if wanted.status == "open" else ~is_open)
    if wanted.q:
        query = query.where(Activity.title.icontains(wanted.q, autoescape=True))
    return Listing(query, order)


ActivitiesWanted = Annotated[Callable[[], Listing[Activity]], later(activities_wanted)]
