"""What a workspace was told at its beginning."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly


class FirstSteps(Row, AdminsOnly, Base):
    """The first steps of this workspace; one row, once an admin has put them away."""

    __tablename__ = "first_steps"

    dismissed_at: Mapped[datetime | None]
    dismissed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
