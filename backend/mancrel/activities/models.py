"""Tasks, notes, calls and meetings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import Team, User
from mancrel.contacts.models import Company, Contact, shown_as
from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base
from mancrel.kit.visibility import Owned, Viewer, also_visible


class Activity(Audited, Binned, Owned, Base):
    """Something to do or done. ``conversation_id`` and ``message_id`` are ids of a later room."""

    __tablename__ = "activities"
    __table_args__ = (Index(None, "conversation_id"), Index(None, "created_at", "id"))

    audited = (
        "kind", "title", "body", "due_at", "done_at", "contact_id", "company_id", "deal_id", "owner_id",
        "team_id", "deleted_at",
    )  # fmt: skip

    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str | None]
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    conversation_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None] = mapped_column(unique=True)
    contact_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    company_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("companies.id", ondelete="SET NULL"), index=True
    )
    deal_id: Mapped[UUID | None] = mapped_column(ForeignKey("deals.id", ondelete="SET NULL"), index=True)
    contact_row: Mapped[Contact | None] = relationship(lazy="joined")
    company: Mapped[Company | None] = relationship(lazy="joined", foreign_keys="Activity.company_id")
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Activity.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Activity.team_id")

    @property
    def contact(self) -> Contact | None:
        """The person that its contact is shown as."""
        return self.contact_row.person if self.contact_row else None


# A note is there for everyone who looks after the person or company; tasks and calls are their owner's.
@also_visible(Activity)
def _note_on_a_record(viewer: Viewer, activity: Any) -> ColumnElement[bool]:
    row = Contact.__table__.alias("arrived")
    of_person = (row.c.id == activity.contact_id, shown_as(row.c) == Contact.id)
    contact = exists().where(*of_person, Contact.owned_by(viewer)).correlate_except(row, Contact)
    company = exists().where(Company.id == activity.company_id, Company.owned_by(viewer))
    seen = or_(contact, company.correlate_except(Company))
    return and_(activity.kind == "note", seen)
