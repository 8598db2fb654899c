"""Shapes of deals and pipelines on the wire."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from mancrel.catalogue.schemas import Currency, Money, Price
from mancrel.contacts.schemas import Custom
from mancrel.kit.schema import WHOLE, Day, Flag, In, Name, Out, Reason, Ref, Timed, example

Outcome = Literal["open", "won", "lost"]
Percent = Annotated[int, Field(ge=0, le=100), WHOLE]
Days = Annotated[int, Field(ge=1, le=3650), WHOLE]
Quantity = Annotated[int, Field(ge=1, le=1_000_000), WHOLE]
Version = Annotated[int, Field(ge=1, le=2_000_000_000), WHOLE]


class StageIn(In):
    """A step of a pipeline; with ``id`` the one that is there already."""

    id: UUID | None = None
    name: Name
    probability: Percent = 0
    outcome: Outcome = "open"
    stale_after_days: Days | None = None


Stages = Annotated[list[StageIn], Field(min_length=3, max_length=30)]


class PipelineIn(In, json_schema_extra=example(name="Projects")):
    """A new pipeline; without stages it gets the usual six."""

    name: Name
    stages: Stages | None = None


class PipelinePatch(In):
    """Changes to a pipeline; ``stages`` are all of them, in order.

    ``moves``: where the deals of a stage that is left out go: to one that stays and has the same outcome.
    """

    name: Name = ""
    stages: Stages = []
    moves: Annotated[dict[UUID, UUID], Field(max_length=30)] = {}


class StageOut(Out):
    """A step of a pipeline."""

    id: UUID
    name: str
    position: int
    probability: int
    outcome: Outcome
    stale_after_days: int | None


class LeavingOut(Out):
    """A stage that is being removed; ``left``: how many deals are still to go ``into`` another one."""

    id: UUID
    name: str
    into: Ref
    left: int


class PipelineOut(Timed):
    """A pipeline with its stages in order.

    ``leaving``: stages that were left out, and take no deals in, until the last of theirs has moved on.
    """

    id: UUID
    name: str
    stages: list[StageOut]
    leaving: list[LeavingOut]


class DealIn(
    In,
    json_schema_extra=example(
        title="Forty lamps", amount="1960.00", currency="EUR", expected_close_on="2027-03-31"
    ),
):
    """A new deal; without a pipeline in the first one, without a stage in the pipeline's first."""

    title: Name
    pipeline_id: UUID | None = None
    stage_id: UUID | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None
    owner_id: UUID | None = None
    amount: Price = Decimal(0)
    currency: Currency = "EUR"
    expected_close_on: Day | None = None
    custom: Custom = {}


class DealOfThread(In, json_schema_extra=example(title="Forty lamps", amount="1960.00")):
    """A deal made from a conversation; its title is the subject unless another is given."""

    title: Name | None = None
    pipeline_id: UUID | None = None
    stage_id: UUID | None = None
    amount: Price = Decimal(0)
    currency: Currency = "EUR"


class DealPatch(In):
    """Changes to a deal; amount and currency follow the items, ``custom`` names only what changes."""

    title: Name = ""
    contact_id: UUID | None = None
    company_id: UUID | None = None
    owner_id: UUID | None = None
    amount: Price = Decimal(0)
    currency: Currency = "EUR"
    expected_close_on: Day | None = None
    custom: Custom = {}


class Move(In, json_schema_extra=example(stage_id="01a202e2-519e-75f5-b4a4-1c2f3a4b5c6d", version=3)):
    """Where a card goes: after or before another of the stage, else to its end.

    ``back``: to where it stood when it left that stage, which takes a move back. ``version`` is the one that
    the mover saw. A move to the lost stage needs ``lost_reason``.
    """

    stage_id: UUID
    after_id: UUID | None = None
    before_id: UUID | None = None
    back: Flag = False
    version: Version
    lost_reason: Reason | None = None


class Win(In, json_schema_extra=example(version=3)):
    """Win a deal as it was seen."""

    version: Version


class Lose(In, json_schema_extra=example(version=3, lost_reason="Too expensive")):
    """Lose a deal as it was seen, and why."""

    version: Version
    lost_reason: Reason


class ItemIn(In, json_schema_extra=example(title="Walnut desk lamp", quantity=40, unit_price="49.00")):
    """A new line: a product, whose title and price are copied, or words and a price."""

    product_id: UUID | None = None
    title: Name | None = None
    quantity: Quantity = 1
    unit_price: Price | None = None


class ItemPatch(In):
    """Changes to a line."""

    quantity: Quantity = 1
    unit_price: Price = Decimal(0)


class StageRef(Ref):
    """The stage of a deal."""

    outcome: Outcome
    probability: int


class DealOut(Timed):
    """A deal; ``stale``: nothing happened for longer than its stage allows.

    ``weighted``: the amount by its stage's chance of winning.
    """

    id: UUID
    title: str
    pipeline: Ref
    stage: StageRef
    contact: Ref | None
    company: Ref | None
    owner: Ref | None
    team: Ref | None
    conversation_id: UUID | None
    amount: Money
    weighted: Money
    currency: str
    expected_close_on: date | None
    status: Outcome
    lost_reason: str | None
    order_key: str
    version: int
    stage_entered_at: datetime
    touched_at: datetime
    closed_at: datetime | None
    next_activity_at: datetime | None
    stale: bool
    custom: dict[str, Any]
    editable: bool


class ItemOut(Out):
    """A line of a deal."""

    id: UUID
    product_id: UUID | None
    title: str
    quantity: int
    unit_price: Money
    currency: str
    total: Money


class StayOut(Out):
    """A deal's time in a stage, in seconds; until now for the one it is in."""

    stage_name: str
    entered_at: datetime
    left_at: datetime | None
    seconds: int
    by: Ref | None


class DealDetail(DealOut):
    """A deal with its lines and its way through the stages, newest first."""

    items: list[ItemOut]
    history: list[StayOut]


class Total(Out):
    """A sum in one currency; ``weighted`` by the probability of each stage."""

    currency: str
    amount: Money
    weighted: Money


class ColumnOut(Out):
    """A stage with its first cards, how many there are and what they are worth."""

    stage: StageOut
    count: int
    totals: list[Total]
    items: list[DealOut]
    next_cursor: str | None


class BoardOut(Out):
    """A pipeline as columns; further cards by ``GET /deals?sort=order_key`` and the column's cursor."""

    pipeline: PipelineOut
    columns: list[ColumnOut]


class ForecastMonth(Out):
    """Open deals that are expected to close in a month (its first day); null: no day is given."""

    month: date | None
    count: int
    totals: list[Total]


class Forecast(Out):
    """Open deals by the month in which they are expected to close."""

    months: list[ForecastMonth]
