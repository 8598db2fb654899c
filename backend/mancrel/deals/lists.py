"""What lists of deals can be filtered by."""

from typing import Any, get_args

from sqlalchemy import and_, false, func, select
from sqlalchemy.orm import Session, aliased

from mancrel.contacts import custom_values
from mancrel.contacts.lists import of_company, of_contact
from mancrel.deals.models import OPEN, Deal, Stage
from mancrel.deals.schemas import Outcome
from mancrel.kit.filter_values import Kind, options
from mancrel.kit.filters import Field

_STAGE = aliased(Stage)  # a board joins the stages of its own accord


def _of_its_stage(value: Any) -> Any:
    return select(value).where(_STAGE.id == Deal.stage_id).correlate(Deal).scalar_subquery()


_CHANCE = _of_its_stage(_STAGE.probability)
_PATIENCE = _of_its_stage(func.make_interval(0, 0, 0, _STAGE.stale_after_days))
# As ``Deal.stale`` says of a deal in hand; a stage without a limit lets none go stale.
_STALE = func.coalesce(and_(Deal.status == OPEN, Deal.touched_at < func.now() - _PATIENCE), false())

DEALS = {
    "title": Field("Title", Kind.TEXT, Deal.title, sortable=True),
    "status": Field("Status", Kind.CHOICE, Deal.status, options(*get_args(Outcome))),
    "pipeline": Field("Pipeline", Kind.REF, Deal.pipeline_id, of="pipeline"),
    "stage": Field("Stage", Kind.REF, Deal.stage_id, of="stage"),
    "contact": of_contact(Deal.contact_id),
    "company": of_company(Deal.company_id),
    "owner": Field("Owner", Kind.REF, Deal.owner_id, of="user"),
    "team": Field("Team", Kind.REF, Deal.team_id, of="team"),
    "amount": Field("Amount", Kind.NUMBER, Deal.amount, sortable=True),
    "probability": Field("Probability", Kind.NUMBER, _CHANCE),
    "weighted": Field("Weighted amount", Kind.NUMBER, Deal.amount * _CHANCE / 100),
    "currency": Field("Currency", Kind.TEXT, Deal.currency),
    "lost_reason": Field("Reason of the loss", Kind.TEXT, Deal.lost_reason),
    "expected_close_on": Field("Expected close", Kind.DAY, Deal.expected_close_on, sortable=True),
    "stage_entered_at": Field("Stage entered", Kind.MOMENT, Deal.stage_entered_at, sortable=True),
    "stale": Field("Stale", Kind.FLAG, _STALE),
    "touched_at": Field("Last touched", Kind.MOMENT, Deal.touched_at),
    "closed_at": Field("Closed", Kind.MOMENT, Deal.closed_at),
    "next_activity_at": Field("Next activity", Kind.MOMENT, Deal.next_activity_at),
    "created_at": Field("Created", Kind.MOMENT, Deal.created_at, sortable=True),
    "updated_at": Field("Changed", Kind.MOMENT, Deal.updated_at, sortable=True),
}


def of_deals(session: Session) -> dict[str, Field]:
    """Return what deals can be filtered by, custom fields included."""
    return {**DEALS, **custom_values.filters_of(session, "deal", Deal.custom)}
