"""Which deals a client asks for: the same ones as a list, a file, a board and a forecast."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, shelf
from mancrel.contacts import custom_values
from mancrel.contacts.models import Company, Contact
from mancrel.contacts.related import RELATED, in_brief, related_to
from mancrel.deals import lists
from mancrel.deals.models import Deal
from mancrel.deals.schemas import Outcome
from mancrel.kit import filters
from mancrel.kit.canonical import any_of
from mancrel.kit.orders import AskedOrder, sorting_with_custom
from mancrel.kit.pages import Listing
from mancrel.kit.routing import later, query_of
from mancrel.kit.schema import Text

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


@dataclass(frozen=True)
class Narrowed:
    """Which deals at all: by words, owner, least value, and days in their stage."""

    q: Annotated[Text | None, Query(max_length=200)] = None
    owner_id: UUID | None = None
    min_amount: Annotated[int | None, Query(ge=0, le=10**12)] = None
    days_in_stage: Annotated[int | None, Query(ge=0, le=3650)] = None

    def rules(self) -> list[ColumnElement[bool]]:
        """Return what a deal must fulfil."""
        rules: list[ColumnElement[bool]] = []
        if self.q:
            rules.append(_named(self.q))
        if self.owner_id:
            rules.append(Deal.owner_id == self.owner_id)
        if self.min_amount:
            rules.append(Deal.amount >= self.min_amount)
        if self.days_in_stage:
            rules.append(Deal.stage_entered_at <= datetime.now(UTC) - timedelta(days=self.days_in_stage))
        return rules


def _named(q: str) -> ColumnElement[bool]:
    contacts = select(Contact.id).where(
        Contact.canonical_id.is_(None), Contact.name.icontains(q, autoescape=True)
    )
    companies = select(Company.id).where(
        Company.canonical_id.is_(None), Company.name.icontains(q, autoescape=True)
    )
    return or_(
        Deal.title.icontains(q, autoescape=True),
        any_of(Contact, Deal.contact_id, contacts),
        any_of(Company, Deal.company_id, companies),
    )


def deals_matching(session: Session, wanted: list[str], q: str | None) -> Select[Deal]:
    """Return the deals that match a filter, in the bin or not; ``q`` looks into titles and names."""
    rules = filters.asked(session, lists.of_deals, wanted)
    return select(Deal).where(*Narrowed(q=q).rules(), *rules)


def narrowing(
    session: Db,
    narrowed: Annotated[Narrowed, query_of(Narrowed)],
    filter: filters.Wanted = [],  # noqa: A002, B006 - what the contract calls it; FastAPI copies it
) -> list[ColumnElement[bool]]:
    """Return what a deal must fulfil to be shown, whether in a list, on a board or in a forecast."""
    return [*narrowed.rules(), *filters.asked(session, lists.of_deals, filter)]


Narrowing = Annotated[Callable[[], list[ColumnElement[bool]]], later(narrowing)]


def deals_wanted(
    session: Db,
    rows: DealRows,
    sort: DealOrder,
    wanted: Annotated[Wanted, query_of(Wanted)],
    narrowed: Narrowing,
) -> Listing[Deal]:
    """Return the deals that are asked for."""
    query = select(Deal).where(rows, *wanted.rules(), *narrowed()).options(*in_brief(Deal))
    return Listing(query, sort.settle(custom_values.sorted_by(session, "deal", Deal.custom)))


DealsWanted = Annotated[Callable[[], Listing[Deal]], later(deals_wanted)]
