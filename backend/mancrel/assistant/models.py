"""The assistant's settings, and what language models have cost."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Numeric, func
from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.db import Base, Row, uuid7
from mancrel.kit.visibility import AdminsOnly, OpenToAll


class AssistantSettings(Row, OpenToAll, Base):
    """Thresholds and switches; one row. ``intents``: intent → ``{"mode": on|shadow|draft_only}``.

    ``writer``: who may send by itself, null until the first draft (``writers.py``).
    ``disclosure``: language → the sentence that says who wrote, where the shop has its own.
    """

    __tablename__ = "assistant_settings"

    auto_send_enabled: Mapped[bool] = mapped_column(server_default="true")
    auto_threshold: Mapped[float] = mapped_column(server_default="0.9")
    review_threshold: Mapped[float] = mapped_column(server_default="0.6")
    send_delay_s: Mapped[float | None]
    intents: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    disclosure_enabled: Mapped[bool] = mapped_column(server_default="true")
    disclosure: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    writer: Mapped[str | None]


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
