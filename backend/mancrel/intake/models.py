"""Endpoints that others post to, and every delivery that came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly


class Endpoint(Row, AdminsOnly, Base):
    """A named door; each of its ``secrets``: ``{id, sealed, created_at, expires_at, configured}``."""

    __tablename__ = "endpoints"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    kind: Mapped[str]
    name: Mapped[str]
    secrets: Mapped[list[dict[str, Any]]]
    is_active: Mapped[bool] = mapped_column(server_default="true")


class Delivery(AdminsOnly, Base):
    """What was posted, as it came, and what became of it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "deliveries_once_idx",
            "endpoint_id",
            "external_id",
            unique=True,
            postgresql_where=text("counts"),
        ),
        Index(None, "received_at"),
        Index(
            "deliveries_unsettled_idx",
            "status",
            "received_at",
            postgresql_where=text("status NOT IN ('accepted', 'processed')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("endpoints.id", ondelete="CASCADE"))
    external_id: Mapped[str | None]
    counts: Mapped[bool]
    status: Mapped[str]
    status_code: Mapped[int]
    reason: Mapped[str | None]
    field: Mapped[str | None]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    secret_id: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
