"""HTTP of deals."""

from uuid import UUID

from mancrel.accounts.deps import Db, may
from mancrel.deals import board, items, lists, wire
from mancrel.deals import service as deals
from mancrel.deals.lists_asked import DealsWanted, Narrowing
from mancrel.deals.models import Deal
from mancrel.deals.schemas import (
    DealDetail,
    DealIn,
    DealOut,
    DealPatch,
    Forecast,
    ItemIn,
    ItemPatch,
    Lose,
    Move,
    Win,
)
from mancrel.kit import filters
from mancrel.kit.db import find, find_to_change
from mancrel.kit.pages import Page, PageOf
from mancrel.kit.routing import Router
from mancrel.kit.schema import changes

router = Router(prefix="/api/v1/deals", tags=["deals"])
READ = may("deals:read")
WRITE = may("deals:write")


@router.get("", dependencies=[READ])
def list_deals(session: Db, paging: PageOf, wanted: DealsWanted) -> Page[DealOut]:
    """List deals, newest first; ``sort=order_key`` is the order of a stage's column."""
    found = wanted().page(session, paging)
    shown = [wire.deal(session, one) for one in found.rows]
    return Page(items=shown, next_cursor=found.next_cursor, total=found.total)


@router.get("/fields", dependencies=[READ])
def list_deal_fields(session: Db) -> list[filters.FieldOut]:
    """Return what deals can be filtered and sorted by, custom fields included."""
    return filters.described(lists.of_deals(session))


@router.get("/forecast", dependencies=[READ])
def forecast_deals(session: Db, narrowed: Narrowing, pipeline_id: UUID | None = None) -> Forecast:
    """Return open deals by the month in which they are expected to close."""
    return board.forecast(session, pipeline_id, narrowed())


@router.post("", status_code=201, dependencies=[WRITE])
def create_deal(body: DealIn, session: Db) -> DealDetail:
    """Add a deal."""
    return wire.fresh(session, deals.create(session, body).id)


@router.get("/{deal_id}", dependencies=[READ])
def get_deal(deal_id: UUID, session: Db) -> DealDetail:
    """Return a deal with its items and its way through the stages."""
    return wire.detail(session, find(session, Deal, deal_id))


@router.patch("/{deal_id}", dependencies=[WRITE])
def change_deal(deal_id: UUID, body: DealPatch, session: Db) -> DealDetail:
    """Change a deal."""
    deals.change(session, find_to_change(session, Deal, deal_id), changes(body))
    return wire.fresh(session, deal_id)


@router.delete("/{deal_id}", status_code=204, dependencies=[WRITE])
def delete_deal(deal_id: UUID, session: Db) -> None:
    """Move a deal to the bin."""
    deals.remove(session, find_to_change(session, Deal, deal_id))


@router.post("/{deal_id}/restore", dependencies=[WRITE])
def restore_deal(deal_id: UUID, session: Db) -> DealDetail:
    """Take a deal out of the bin."""
    return wire.fresh(session, deals.restore(session, deal_id).id)


@router.post("/{deal_id}/move", dependencies=[WRITE])
def move_deal(deal_id: UUID, body: Move, session: Db) -> DealDetail:
    """Move a deal; 409 ``Moved`` with its state in ``current`` when somebody else did meanwhile."""
    deals.move(session, deal_id, body)
    return wire.fresh(session, deal_id)


@router.post("/{deal_id}/win", dependencies=[WRITE])
def win_deal(deal_id: UUID, body: Win, session: Db) -> DealDetail:
    """Win a deal."""
    deals.win(session, deal_id, body.version)
    return wire.fresh(session, deal_id)


@router.post("/{deal_id}/lose", dependencies=[WRITE])
def lose_deal(deal_id: UUID, body: Lose, session: Db) -> DealDetail:
    """Lose a deal, saying why."""
    deals.lose(session, deal_id, body.version, body.lost_reason)
    return wire.fresh(session, deal_id)


@router.post("/{deal_id}/items", status_code=201, dependencies=[WRITE])
def add_item(deal_id: UUID, body: ItemIn, session: Db) -> DealDetail:
    """Add a line: a product at today's price, or words and a price."""
    items.add(session, find_to_change(session, Deal, deal_id), body)
    return wire.fresh(session, deal_id)


@router.patch("/{deal_id}/items/{item_id}", dependencies=[WRITE])
def change_item(deal_id: UUID, item_id: UUID, body: ItemPatch, session: Db) -> DealDetail:
    """Change quantity or price of a line."""
    deal = find_to_change(session, Deal, deal_id)
    items.change(session, deal, items.find_in(session, deal, item_id), changes(body))
    return wire.fresh(session, deal_id)


@router.delete("/{deal_id}/items/{item_id}", dependencies=[WRITE])
def remove_item(deal_id: UUID, item_id: UUID, session: Db) -> DealDetail:
    """Take a line out."""
    deal = find_to_change(session, Deal, deal_id)
    items.remove(session, deal, items.find_in(session, deal, item_id))
    return wire.fresh(session, deal_id)
