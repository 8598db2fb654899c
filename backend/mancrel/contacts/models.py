"""People, the companies they work for, the addresses by which they are known, and what they agreed to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Select,
    UniqueConstraint,
    and_,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from mancrel.accounts.models import Team, User
from mancrel.kit.bins import Binned
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import Owned, Scope, Viewer, seen

MAILBOX = (
    r"((regexp_replace(split_part(value::text, '@'::text, 1), '\+.*$|\.'::text, ''::text, 'g'::text) "
    r"|| '@'::text) || split_part(value::text, '@'::text, 2))"
)
"""An e-mail address without dots before the @ and without what follows a plus: often the same mailbox."""
SHARED = "phone"  # families and switchboards have one number for several people


class Company(Audited, Binned, Owned, Base):
    """An organisation that people work for; ``custom``: values of the fields that admins defined."""

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

    audited = (
        "name", "domain", "lifecycle", "website", "phone", "industry", "size", "street", "postal_code",
        "city", "region", "country", "tags", "custom", "owner_id", "team_id", "deleted_at",
    )  # fmt: skip

    name: Mapped[str]
    domain: Mapped[str | None]
    lifecycle: Mapped[str | None]
    website: Mapped[str | None]
    phone: Mapped[str | None]
    industry: Mapped[str | None]
    size: Mapped[str | None]
    street: Mapped[str | None]
    postal_code: Mapped[str | None]
    city: Mapped[str | None]
    region: Mapped[str | None]
    country: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    custom: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Company.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Company.team_id")


class Contact(Audited, Binned, Owned, Base):
    """A person we talk to.

    ``canonical_id``: the contact that this one was merged into and is shown as, never itself a merged one.
    Rows keep the contact they arrived with; a person's rows are those of ``rows_of``. ``identities`` are
    those of the person; of a merged contact, none.
    ``source``: where they came from. ``do_not_contact``: nothing leaves to them by itself, whatever the
    assistant may do. ``consent``: the newest status of each purpose; how it came about is in ``consents``.
    """

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
        Index("contacts_person_idx", text("coalesce(canonical_id, id)")),
        Index("contacts_listed_idx", "created_at", "id", postgresql_where=text("deleted_at IS NULL")),
    )

    audited = (
        "name", "language", "lifecycle", "source", "tags", "custom", "consent", "company_id", "owner_id",
        "team_id", "ai_paused", "do_not_contact", "canonical_id", "deleted_at",
    )  # fmt: skip

    name: Mapped[str]
    language: Mapped[str | None]
    lifecycle: Mapped[str | None]
    source: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    custom: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    consent: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    company_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("companies.id", ondelete="SET NULL"), index=True
    )
    ai_paused: Mapped[bool] = mapped_column(server_default="false")
    do_not_contact: Mapped[bool] = mapped_column(server_default="false")
    canonical_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    company: Mapped[Company | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Contact.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Contact.team_id")
    canonical: Mapped["Contact | None"] = relationship(remote_side="Contact.id")
    identities: Mapped[list["Identity"]] = relationship(
        lazy="selectin",
        viewonly=True,
        secondary=lambda: _ROWS,
        primaryjoin=lambda: Contact.id == func.coalesce(foreign(_ROWS.c.canonical_id), foreign(_ROWS.c.id)),
        secondaryjoin=lambda: _ROWS.c.id == foreign(Identity.contact_id),
        order_by="(Identity.primary.desc(), Identity.created_at, Identity.id)",
    )

    @classmethod
    def reasons(cls, viewer: Viewer) -> list[ColumnElement[bool]]:
        """By the rule of the person that it is shown as."""
        shown = [and_(cls.canonical_id.is_(None), one) for one in super().reasons(viewer)]
        return [*shown, cls._merged(viewer)]

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By the rule of the person that it is shown as."""
        if viewer.scope is Scope.ALL:
            return true()
        return or_(and_(cls.canonical_id.is_(None), seen(Contact, viewer, cls)), cls._merged(viewer))

    @classmethod
    def _merged(cls, viewer: Viewer) -> ColumnElement[bool]:
        person = Contact.__table__.alias("person")
        of_person = select(seen(Contact, viewer, person.c)).where(person.c.id == cls.canonical_id)
        rule = of_person.correlate_except(person).scalar_subquery()
        return and_(cls.canonical_id.is_not(None), rule)

    @property
    def person(self) -> "Contact":
        """The contact that this one is shown as."""
        return self.canonical or self

    def addresses(self, kind: str) -> list["Identity"]:
        """Return the addresses of a kind, the primary one first, each once; the contact's own lead."""
        known = [one for one in self.identities if one.kind == kind]
        known.sort(key=lambda one: (not one.primary, one.contact_id != self.id))
        return list({one.value: one for one in reversed(known)}.values())[::-1]

    @property
    def emails(self) -> list["Identity"]:
        """The e-mail addresses."""
        return self.addresses("email")

    @property
    def phones(self) -> list["Identity"]:
        """The telephone numbers."""
        return self.addresses("phone")

    @property
    def email(self) -> str | None:
        """The primary e-mail address."""
        return next((one.value for one in self.emails), None)

    @property
    def phone(self) -> str | None:
        """The primary telephone number."""
        return next((one.value for one in self.phones), None)


_ROWS: FromClause = Contact.__table__.alias("contact_rows")


def shown_as(row: Any) -> ColumnElement[UUID]:
    """Return the id of the person that a contact, given by its columns, is shown as."""
    return func.coalesce(row.canonical_id, row.id)


def rows_of(person_id: Any) -> Select[UUID]:
    """Return the ids of all contacts that are shown as a person; who sees one of them sees all."""
    rows = Contact.__table__.alias("of_person")
    return select(rows.c.id).where(shown_as(rows.c) == person_id).correlate_except(rows)


def same_person(column: Any, contact_id: Any) -> ColumnElement[bool]:
    """Return the rule that a row belongs to the person that a contact is shown as."""
    asked = Contact.__table__.alias("asked")
    person = select(shown_as(asked.c)).where(asked.c.id == contact_id).scalar_subquery()
    rule: ColumnElement[bool] = column.in_(rows_of(person))
    return rule


def of_people(column: Any, contacts: Any) -> ColumnElement[bool]:
    """Return the rule that a row belongs to one of the people that some contacts (a query of ids) are."""
    rows, asked = Contact.__table__.alias("of_people"), Contact.__table__.alias("asked")
    people = select(shown_as(asked.c)).where(asked.c.id.in_(contacts))
    rule: ColumnElement[bool] = column.in_(select(rows.c.id).where(shown_as(rows.c).in_(people)))
    return rule


NAMED = Contact.__table__.alias("named")
"""Contacts named by their ids, past the viewer's rule."""


def of_named(column: Any) -> Callable[[ColumnElement[bool]], ColumnElement[bool]]:
    """Return what makes a rule for ``NAMED`` into one for rows of the same people."""

    def through(rule: ColumnElement[bool]) -> ColumnElement[bool]:
        return func.coalesce(of_people(column, select(NAMED.c.id).where(rule)), false())

    return through


def people(*, in_bin: bool) -> Select[UUID]:
    """Return the ids of all people who are in the bin, or are not."""
    rows = Contact.__table__.alias("people")
    gone = rows.c.deleted_at.is_not(None) if in_bin else rows.c.deleted_at.is_(None)
    return select(rows.c.id).where(rows.c.canonical_id.is_(None), gone)


class OfContact:
    """A row that takes its contact's visibility."""

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its contact."""
        if viewer.scope is Scope.ALL:
            return true()
        return cls.contact_id.in_(select(Contact.id).where(Contact.visible(viewer)))


class Identity(Audited, Row, OfContact, Base):
    """An address by which a contact is known: one e-mail address, phone number (E.164) or channel id.

    Only a phone number may be that of several contacts.
    """

    __tablename__ = "identities"
    __table_args__ = (
        Index(
            "identities_kind_value_idx",
            "kind",
            "value",
            unique=True,
            postgresql_where=text("kind <> 'phone'"),
        ),
        Index(None, "value"),
        Index("identities_mailbox_idx", text(MAILBOX), postgresql_where=text("kind = 'email'")),
        UniqueConstraint("contact_id", "kind", "value"),
        Index(
            "identities_value_trgm_idx",
            "value",
            postgresql_using="gin",
            postgresql_ops={"value": "gin_trgm_ops"},
        ),
    )

    audited = ("value",)

    kind: Mapped[str]
    value: Mapped[str]
    label: Mapped[str | None]
    primary: Mapped[bool] = mapped_column("is_primary", server_default="false", default=False)

    def audited_as(self) -> tuple[str, UUID, str]:
        """As a part of its contact."""
        return Contact.__tablename__, self.contact_id, self.kind


def mailbox_of(row: Any) -> ColumnElement[str]:
    """Return ``MAILBOX`` of an identity's columns, written out so that its index serves it."""
    at: ColumnElement[str] = literal_column("'@'")
    nothing: ColumnElement[str] = literal_column("''")
    local = func.split_part(row.value, at, literal_column("1"))
    bare = func.regexp_replace(local, literal_column(r"'\+.*$|\.'"), nothing, literal_column("'g'"))
    domain = func.split_part(row.value, at, literal_column("2"))
    return bare.op("||")(at).op("||")(domain)


def is_email(row: Any) -> ColumnElement[bool]:
    """Return the rule of the index above: a plan with a parameter could not use it."""
    rule: ColumnElement[bool] = row.kind == literal_column("'email'")
    return rule


class Consent(Row, OfContact, Base):
    """What a contact agreed to or withdrew, when and how; rows are added, never changed."""

    __tablename__ = "consents"

    purpose: Mapped[str]
    status: Mapped[str]
    source: Mapped[str | None]
    given_at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    by: Mapped[User | None] = relationship(lazy="joined")
