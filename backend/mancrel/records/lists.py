"""The lists that people shape, contacts, companies and deals: their fields, columns and rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from mancrel.contacts import lists as contact_lists
from mancrel.contacts.lists_asked import companies_matching, contacts_matching
from mancrel.deals import lists as deal_lists
from mancrel.deals.lists_asked import deals_matching
from mancrel.kit import filters
from mancrel.kit.errors import Invalid
from mancrel.kit.filters import UnknownFilter
from mancrel.kit.orders import UnknownSort
from mancrel.records.schemas import LeftOut


class UnknownColumn(Invalid):
    """This list has no such column."""


@dataclass(frozen=True)
class Shaped:
    """A list: what its records are called one by one, and what is asked of it.

    ``counted``: columns that no field stands for. ``given``: what many of its records can be given at once
    besides an owner, a team and custom values.
    """

    object: str
    fields: Callable[[Session], dict[str, filters.Field]]
    matching: Callable[[Session, list[str], str | None], Select[Any]]
    given: frozenset[str]
    counted: frozenset[str] = frozenset()


TO_PEOPLE = frozenset({"lifecycle", "add_tags", "remove_tags"})
TO_DEALS = frozenset({"expected_close_on", "stage_id"})
LISTS = {
    "contacts": Shaped("contact", contact_lists.of_contacts, contacts_matching, TO_PEOPLE),
    "companies": Shaped(
        "company", contact_lists.of_companies, companies_matching, TO_PEOPLE, frozenset({"contacts"})
    ),
    "deals": Shaped("deal", deal_lists.of_deals, deals_matching, TO_DEALS),
}


def check(session: Session, kind: str, columns: list[str], wanted: list[str], sort: str | None) -> None:
    """Refuse what a list does not know.

    Raises:
        UnknownColumn: ``columns.<n>`` is none of its columns.
        UnknownFilter: ``filter.<n>`` is no condition of it.
        UnknownSort: it cannot be sorted by that.

    """
    fields = LISTS[kind].fields(session)
    for place, name in enumerate(columns):
        if not _is_column(kind, fields, name):
            raise UnknownColumn(f"There is no column {name[:100]!r}.", field=f"columns.{place}")
    filters.rules(session, fields, wanted)
    if sort is not None and not _sorts(fields, sort):
        raise UnknownSort(f"This list cannot be sorted by {sort[:100]!r}.", field="sort")


def _is_column(kind: str, fields: filters.Fields, name: str) -> bool:
    return name in fields or name in LISTS[kind].counted


def _sorts(fields: filters.Fields, sort: str) -> bool:
    field = fields.get(sort.removeprefix("-"))
    return field is not None and field.sortable


NO_FIELD = "There is no such field any more."


@dataclass(frozen=True)
class Holding:
    """What of a view still holds, and what does not."""

    columns: list[str]
    filter: list[str]
    sort: str | None
    gone: list[LeftOut]


def holding(session: Session, kind: str, columns: list[str], wanted: list[str], sort: str | None) -> Holding:
    """Sort out what a saved view names that is gone by now: a field in the bin, say."""
    fields = LISTS[kind].fields(session)
    gone = [
        LeftOut(part="column", value=one, reason=NO_FIELD)
        for one in columns
        if not _is_column(kind, fields, one)
    ]
    kept = []
    for one in wanted:
        try:
            filters.rules(session, fields, [one])
            kept.append(one)
        except UnknownFilter as error:
            why = error.detail if one.partition(":")[0] in fields else NO_FIELD
            gone.append(LeftOut(part="filter", value=one, reason=why))
    if sort is not None and not _sorts(fields, sort):
        gone.append(LeftOut(part="sort", value=sort, reason="This list cannot be sorted by it any more."))
        sort = None
    shown = [one for one in columns if _is_column(kind, fields, one)]
    return Holding(shown, kept, sort, gone)


def rows_of(session: Session, kind: str, wanted: list[str], q: str | None, model: Any) -> Select[Any]:
    """Return the records of a list that match, without those in the bin."""
    there: ColumnElement[bool] = model.deleted_at.is_(None)
    return LISTS[kind].matching(session, wanted, q).where(there)
