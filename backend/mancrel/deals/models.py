"""Deals on their way through the stages of a pipeline, what they are about, and where they have been."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import Team, User
from mancrel.contacts.related import Related
from mancrel.kit.bins import Binned, listed_index
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import OpenToAll, Owned, Viewer, of_seen

AMOUNT = Numeric(24, 4)
CENT = Decimal("0.01")
OPEN, WON, LOST = "open", "won", "lost"


class Pipeline(Audited, Binned, OpenToAll, Base):
    """A way in which deals come to their end."""

    __tablename__ = "pipelines"
    audited = ("name", "deleted_at")

    name: Mapped[str]
    stages: Mapped[list["Stage"]] = relationship(
        lazy="selectin",
        order_by="Stage.position",
        back_populates="pipeline",
        cascade="all, delete-orphan",
        foreign_keys="Stage.pipeline_id",
    )

    @property
    def staying(self) -> list["Stage"]:
        """The stages that deals go through."""
        return [one for one in self.stages if one.into_id is None]

    @property
    def leaving(self) -> list["Stage"]:
        """The stages that go as soon as their deals have moved on."""
        return [one for one in self.stages if one.into_id is not None]


class Stage(Audited, Row, OpenToAll, Base):
    """A step of a pipeline. ``outcome``: open, won or lost; ``probability`` of winning, in percent.

    ``into_id``: where its deals are moved, a slice at a time, until it is empty and goes (``leaving.py``).
    """

    __tablename__ = "stages"
    audited = ("name", "position", "probability", "outcome", "stale_after_days")

    pipeline_id: Mapped[UUID] = mapped_column(ForeignKey("pipelines.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    position: Mapped[int]
    probability: Mapped[int]
    outcome: Mapped[str] = mapped_column(server_default=OPEN)
    stale_after_days: Mapped[int | None]
    into_id: Mapped[UUID | None] = mapped_column(ForeignKey("stages.id"))
    pipeline: Mapped[Pipeline] = relationship(back_populates="stages", lazy="raise")

    def audited_as(self) -> tuple[str, UUID, str]:
        """As a part of its pipeline."""
        return Pipeline.__tablename__, self.pipeline_id, f"stage {self.name}"


class Deal(Audited, Binned, Owned, Related, Base):
    """A chance to sell something.

    ``order_key`` is its place in the column, a fraction that sorts as text (``places.py``); ``version``
    counts its moves, so that of two people who move it at once the second is told. ``touched_at`` is the
    last change or activity. ``conversation_id`` is the id of a later room.
    """

    __tablename__ = "deals"
    __table_args__ = (
        Index(None, "pipeline_id", "stage_id", "order_key"),
        Index(None, "stage_id", "order_key"),
        Index(None, "conversation_id"),
        Index(None, "created_at", "id"),
        *(listed_index("deals", column) for column in ("amount", "expected_close_on", "updated_at")),
        Index("deals_begins_idx", text("lower(title) text_pattern_ops")),
        Index(
            "deals_title_trgm_idx", "title", postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}
        ),
    )

    audited = (
        "title", "pipeline_id", "stage_id", "contact_id", "company_id", "amount", "currency",
        "expected_close_on", "status", "lost_reason", "custom", "owner_id", "team_id", "deleted_at",
    )  # fmt: skip

    title: Mapped[str]
    pipeline_id: Mapped[UUID] = mapped_column(ForeignKey("pipelines.id"))
    stage_id: Mapped[UUID] = mapped_column(ForeignKey("stages.id"))
    conversation_id: Mapped[UUID | None]
    amount: Mapped[Decimal] = mapped_column(AMOUNT, server_default="0")
    currency: Mapped[str] = mapped_column(server_default="EUR")
    expected_close_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(server_default=OPEN)
    lost_reason: Mapped[str | None]
    order_key: Mapped[str] = mapped_column(String(collation="C"))
    version: Mapped[int] = mapped_column(server_default="1")
    stage_entered_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    next_activity_at: Mapped[datetime | None]
    custom: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    pipeline: Mapped[Pipeline] = relationship(lazy="joined", innerjoin=True)
    stage: Mapped[Stage] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Deal.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Deal.team_id")

    @property
    def stale(self) -> bool:
        """Whether nothing happened for longer than the stage allows."""
        days = self.stage.stale_after_days
        return self.status == OPEN and bool(days) and self.touched_at < datetime.now(UTC) - _days(days)

    @property
    def weighted(self) -> Decimal:
        """The amount by the chance of winning."""
        return (self.amount * self.stage.probability / 100).quantize(CENT)


def _days(days: int | None) -> timedelta:
    return timedelta(days=days or 0)


class OfDeal:
    """A row that takes its deal's visibility."""

    deal_id: Mapped[UUID] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its deal."""
        return of_seen(cls.deal_id, Deal, viewer)


class DealItem(Audited, Row, OfDeal, Base):
    """One line of a deal; title, price and currency are those of the product when it was added."""

    __tablename__ = "deal_items"
    audited = ("title", "quantity", "unit_price", "currency")

    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("products.id", ondelete="SET NULL"))
    title: Mapped[str]
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(AMOUNT)
    currency: Mapped[str]

    def audited_as(self) -> tuple[str, UUID, str]:
        """As a part of its deal."""
        return Deal.__tablename__, self.deal_id, "item"


class DealStageChange(Row, OfDeal, Base):
    """A deal's stay in a stage; ``left_at`` is empty for the one it is in.

    ``left_place``: where in the column it stood when it left, for coming back.
    """

    __tablename__ = "deal_stage_changes"

    stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stages.id", ondelete="SET NULL"))
    stage_name: Mapped[str]
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    left_place: Mapped[str | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    by: Mapped[User | None] = relationship(lazy="joined")
