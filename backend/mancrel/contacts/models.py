"""People, the companies they work for, and the addresses by which they are known."""

from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, select, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import Team, User
from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import Owned, Scope, Viewer


class Company(Audited, Binned, Owned, Base):
    """An organisation that people work for."""

    __tablename__ = "companies"
    __table_args__ = (
        Index(
            "companies_domain_idx",
            "domain",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index("companies_begins_idx", text("lower(name) text_pattern_ops")),
        *(
            Index(
                f"companies_{column}_trgm_idx",
                column,
                postgresql_using="gin",
                postgresql_ops={column: "gin_trgm_ops"},
            )
            for column in ("name", "domain")
        ),
    )

    audited = ("name", "domain", "owner_id", "team_id", "deleted_at")

    name: Mapped[str]
    domain: Mapped[str | None]
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Company.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Company.team_id")


class Contact(Audited, Binned, Owned, Base):
    """A person we talk to."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("contacts_name_idx", "name"),
        Index("contacts_begins_idx", text("lower(name) text_pattern_ops")),
        Index(
            "contacts_name_trgm_idx",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops"},
        ),
        Index("contacts_listed_idx", "created_at", "id", postgresql_where=text("deleted_at IS NULL")),
    )

    audited = (
        "name", "phone", "language", "tags", "company_id", "owner_id", "team_id", "ai_paused", "deleted_at",
    )  # fmt: skip

    name: Mapped[str]
    phone: Mapped[str | None]
    language: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(server_default="[]")
    company_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("companies.id", ondelete="SET NULL"), index=True
    )
    ai_paused: Mapped[bool] = mapped_column(server_default="false")
    canonical_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    company: Mapped[Company | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Contact.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Contact.team_id")
    identities: Mapped[list["Identity"]] = relationship(
        lazy="selectin", back_populates="contact", order_by="Identity.created_at"
    )

    @property
    def email(self) -> str | None:
        """The first e-mail address."""
        return next((one.value for one in self.identities if one.kind == "email"), None)


class Identity(Audited, Row, Base):
    """An address by which a contact is known: one e-mail address, phone number or channel id."""

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("kind", "value"),
        Index(
            "identities_value_trgm_idx",
            "value",
            postgresql_using="gin",
            postgresql_ops={"value": "gin_trgm_ops"},
        ),
    )

    audited = ("value",)

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    contact: Mapped[Contact] = relationship(back_populates="identities", lazy="raise")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its contact."""
        if viewer.scope is Scope.ALL:
            return true()
        return cls.contact_id.in_(select(Contact.id).where(Contact.visible(viewer)))

    def audited_as(self) -> tuple[str, UUID, str]:
        """As a part of its contact."""
        return Contact.__tablename__, self.contact_id, self.kind
