"""Which deals a client asks for: the same rows as a list and as a file."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, shelf
from mancrel.contacts import custom_values
from mancrel.contacts.related import RELATED, related_to
from mancrel.deals import lists
from mancrel.deals.board import Narrowed
from mancrel.deals.models import Deal
from mancrel.deals.schemas import Outcome
from mancrel.kit import filters
from mancrel.kit.pages import AskedOrder, Listing, sorting_with_custom

DealRows = Annotated[ColumnElement[bool], shelf(Deal, "deals:write")]
DealOrder = Annotated[
    AskedOrder,
    sorting_with_custom(
        Deal.id, "-created_at", Deal.title, Deal.amount, Deal.expected_close_on, Deal.stage_entered_at,
        Deal.order_key, Deal.created_at, Deal.updated_at,
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which deals a client asks for by what they belong to."""

    pipeline_id: UUID | None = None
    stage_id: UUID | None = None
    status: Outcome | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None
    conversation_id: UUID | None = None

    def rules(self) -> list[ColumnElement[bool]]:
        """Return what a deal must fulfil."""
        named = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in RELATED}
        rules = [getattr(Deal, name) == value for name, value in named.items() if value is not None]
        return [*rules, *related_to(Deal, self.contact_id, self.company_id)]


def deals_matching(session: Session, wanted: list[str], q: str | None) -> Select[Deal]:
    """Return the deals that match a filter, in the bin or not; ``q`` looks into titles and names."""
    rules = filters.rules(session, lists.of_deals(session), wanted)
    return select(Deal).where(*Narrowed(q=q).rules(), *rules)


def deals_wanted(
    session: Db,
    rows: DealRows,
    sort: DealOrder,
    wanted: Annotated[Wanted, Depends()],
    narrowed: Annotated[Narrowed, Depends()],
    filter: filters.Wanted = [],  # noqa: A002, B006 - what the contract calls it; FastAPI copies it
) -> Listing[Deal]:
    """Return the deals that are asked for."""
    query = deals_matching(session, filter, None).where(rows, *wanted.rules(), *narrowed.rules())
    return Listing(query, sort.settle(custom_values.sorted_by(session, "deal", Deal.custom)))


DealsWanted = Annotated[Listing[Deal], Depends(deals_wanted)]
