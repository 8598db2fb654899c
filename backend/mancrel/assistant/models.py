"""The assistant's settings, and what language models have cost."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly, OpenToAll


class AssistantSettings(Row, OpenToAll, Base):
    """Thresholds and switches; one row. ``intents``: intent → ``{"mode": on|shadow|draft_only}``."""

    __tablename__ = "assistant_settings"

    auto_send_enabled: Mapped[bool] = mapped_column(server_default="true")
    auto_threshold: Mapped[float] = mapped_column(server_default="0.9")
    review_threshold: Mapped[float] = mapped_column(server_default="0.6")
    send_delay_s: Mapped[float | None]
    intents: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


class LlmUsage(AdminsOnly, Base):
    """Tokens reserved and used on one day; reserved before each call, so the budget holds."""

    __tablename__ = "llm_usage"

    day: Mapped[date] = mapped_column(primary_key=True)
    tokens: Mapped[int] = mapped_column(server_default="0")
    calls: Mapped[int] = mapped_column(server_default="0")
