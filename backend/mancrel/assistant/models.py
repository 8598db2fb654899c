"""The assistant's settings, what people judged and what was learnt, and what language models have cost."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Numeric, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.conversations.models import OfConversation, Suggestion
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row, uuid7
from mancrel.kit.visibility import AdminsOnly, OpenToAll


class AssistantSettings(Audited, Row, OpenToAll, Base):
    """Thresholds and switches; one row. ``mode``: on, shadow (decide and send nothing) or off.

    ``intents``: intent → ``{"mode": on|shadow|draft_only}``; ``since``: replies count from then on;
    ``off_at`` and ``off_reason``: when and why it switched itself off. ``confidence``: learnt or shipped.
    ``writer``: who may send by itself, null until the first draft (``writers.py``).
    ``disclosure``: language → the sentence that says who wrote, where the shop has its own.
    ``language_model_version``: another one with each change of ``language_models``, null while that is empty.
    """

    __tablename__ = "assistant_settings"
    audited = (
        "mode", "auto_threshold", "review_threshold", "send_delay_s", "intents", "confidence",
        "disclosure_enabled", "disclosure", "writer",
    )  # fmt: skip

    mode: Mapped[str] = mapped_column(server_default="on")
    auto_threshold: Mapped[float] = mapped_column(server_default="0.9")
    review_threshold: Mapped[float] = mapped_column(server_default="0.6")
    send_delay_s: Mapped[float | None]
    intents: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    confidence: Mapped[str] = mapped_column(server_default="learnt")
    disclosure_enabled: Mapped[bool] = mapped_column(server_default="true")
    disclosure: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    writer: Mapped[str | None]
    language_model_version: Mapped[UUID | None]


class LanguageModel(Audited, Row, AdminsOnly, Base):
    """What an admin set of the language model in the app; one row, and null is the environment's value.

    ``keys``: origin of a server → its sealed key, the key's end and when it was given; ``active``: address,
    model and output mode that were activated, which go on writing while others are set up; ``trial``: the
    last try.
    """

    __tablename__ = "language_models"
    audited = (
        "base_url", "model", "output", "timeout_s", "daily_tokens", "daily_cost", "price_in", "price_out",
        "key_changed_at",
    )  # fmt: skip

    base_url: Mapped[str | None]
    model: Mapped[str | None]
    output: Mapped[str | None]
    timeout_s: Mapped[float | None]
    daily_tokens: Mapped[int | None] = mapped_column(BigInteger)
    daily_cost: Mapped[Decimal | None] = mapped_column(Numeric(16, 6))
    price_in: Mapped[Decimal | None] = mapped_column(Numeric(16, 6))
    price_out: Mapped[Decimal | None] = mapped_column(Numeric(16, 6))
    key_changed_at: Mapped[datetime | None]
    keys: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    active: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    trial: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)


class Judgement(Row, OfConversation, Base):
    """An automatic reply that a person looks at afterwards; ``verdict`` is empty until somebody has.

    ``drawn``: among the intent's first replies, or by the draw that goes on after them.
    """

    __tablename__ = "judgements"
    __table_args__ = (Index(None, "intent", "created_at"), Index(None, "created_at", "id"))

    suggestion_id: Mapped[UUID] = mapped_column(ForeignKey("suggestions.id", ondelete="CASCADE"), unique=True)
    intent: Mapped[str]
    drawn: Mapped[str]
    verdict: Mapped[str | None]
    note: Mapped[str | None]
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    judged_by: Mapped[User | None] = relationship(lazy="joined")
    suggestion: Mapped[Suggestion] = relationship(lazy="raise")


class ConfidenceFit(Row, OpenToAll, Base):
    """What was learnt from this shop's decisions; ``adopted`` when it did better than the shipped fit."""

    __tablename__ = "confidence_fits"

    version: Mapped[int] = mapped_column(unique=True)
    bias: Mapped[float]
    weights: Mapped[dict[str, Any]]
    intents: Mapped[dict[str, Any]]
    channels: Mapped[dict[str, Any]]
    decisions: Mapped[int]
    digest: Mapped[str]
    figures: Mapped[dict[str, Any]]
    adopted: Mapped[bool]
    reason: Mapped[str]


class LlmUsage(AdminsOnly, Base):
    """Tokens and money reserved and used on one day; reserved before each call, so the budget holds."""

    __tablename__ = "llm_usage"

    day: Mapped[date] = mapped_column(primary_key=True)
    tokens: Mapped[int] = mapped_column(BigInteger, server_default="0")
    calls: Mapped[int] = mapped_column(server_default="0")
    cost: Mapped[Decimal] = mapped_column(Numeric(16, 6), server_default="0")


class LlmCall(AdminsOnly, Base):
    """One call for a contact, counted by the caps for one sender; forgotten after two days."""

    __tablename__ = "llm_calls"
    __table_args__ = (Index(None, "contact_id", "called_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    contact_id: Mapped[UUID]
    called_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LlmServer(AdminsOnly, Base):
    """How often in a row a server failed, and until when nobody asks it."""

    __tablename__ = "llm_servers"

    name: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(server_default="0")
    shut_until: Mapped[datetime | None]
