"""People, the companies they work for, the addresses by which they are known, and what they agreed to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Computed,
    ForeignKey,
    FromClause,
    Index,
    UniqueConstraint,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, foreign, mapped_column, query_expression, relationship, validates

from mancrel.accounts.models import Team, User
from mancrel.contacts.known import Known, each_once
from mancrel.kit.bins import listed_index
from mancrel.kit.canonical import Mergeable, shown_index
from mancrel.kit.changes import Audited
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import Viewer, of_seen, seen_index

MAILBOX = (
    r"((regexp_replace(split_part(value::text, '@'::text, 1), '\+.*$|\.'::text, ''::text, 'g'::text) "
    r"|| '@'::text) || split_part(value::text, '@'::text, 2))"
)
"""An e-mail address without dots before the @ and without what follows a plus: often the same mailbox."""
SHARED = "phone"  # families and switchboards have one number for several people
LEGAL_FORMS = (
    "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "eg", "ek", "ev", "gbr",
    "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "lda", "limited", "llc", "llp", "lp", "ltd", "ltda",
    "mbh", "nv", "og", "ohg", "oy", "oyj", "plc", "pty", "sa", "sarl", "sas", "sasu", "se", "sl", "slu",
    "spa", "srl", "sro", "ug",
)  # fmt: skip
_PLAIN = r"btrim(regexp_replace(regexp_replace(lower(name), '[.''’]', '', 'g'), '\W+', ' ', 'g'))"
CORE_NAME = f"regexp_replace({_PLAIN}, '( ({'|'.join(LEGAL_FORMS)}))+$', '')"
"""A company's name in small letters, without its legal form, dots and signs: "Berg & Co. KG" is "berg"."""
SITE = r"regexp_replace(lower(website), '^(https?://)?(www\.)?|[/?#]+$', '', 'g')"
"""A website without what all addresses begin and end with."""


class Company(Audited, Mergeable, Base):
    """An organisation that people work for; ``custom``: values of the fields that admins defined.

    ``domain`` is a row's own, whatever it is shown as: mail from it is recognised by it. ``chosen_domain`` is
    the one that leads, if that came with a company that was merged into this one; without a domain of its own
    one always is, so that an index finds which one leads. ``core_name`` and ``site``
    are what duplicates are found by; the database writes them.
    """

    __tablename__ = "companies"
    __table_args__ = (
        Index(
            "companies_domain_idx",
            "domain",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index("companies_begins_idx", text("lower(name) text_pattern_ops")),
        *(listed_index("companies", column) for column in ("name", "created_at", "updated_at")),
        Index(
            "companies_by_main_domain_idx",
            text("coalesce(chosen_domain, domain)"),
            "id",
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(None, "phone"),
        shown_index("companies_shown_idx"),
        seen_index("companies"),
        *(
            Index(
                f"companies_{column}_trgm_idx",
                column,
                postgresql_using="gin",
                postgresql_ops={column: "gin_trgm_ops"},
            )
            for column in ("name", "domain", "core_name", "site")
        ),
    )

    audited = (
        "name", "domain", "chosen_domain", "lifecycle", "website", "phone", "industry", "size", "street",
        "postal_code", "city", "region", "country", "tags", "custom", "owner_id", "team_id", "canonical_id",
        "deleted_at",
    )  # fmt: skip

    name: Mapped[str]
    domain: Mapped[str | None]
    chosen_domain: Mapped[str | None]
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
    core_name: Mapped[str | None] = mapped_column(Computed(CORE_NAME, persisted=True))
    site: Mapped[str | None] = mapped_column(Computed(SITE, persisted=True))
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Company.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Company.team_id")

    @property
    def domains(self) -> list[str]:
        """Its own domain and those of the companies merged into it; the one that was chosen leads."""
        rows: list[Company] = [self, *self.merged]
        return sorted((one.domain for one in rows if one.domain), key=lambda one: one != self.chosen_domain)

    @property
    def main_domain(self) -> str | None:
        """The domain that was chosen, or else its own, or the first of those that were merged into it."""
        return next(iter(self.domains), None)

    @main_domain.setter
    def main_domain(self, domain: str | None) -> None:
        self.chosen_domain = None if domain == self.domain else domain

    def parted(self, others: Sequence["Company"]) -> None:
        """Lead with its own domain again, if the one that was chosen has left, or with what is left."""
        if self.chosen_domain in {one.domain for one in others}:
            self.chosen_domain = None
        if self.domain is None and self.chosen_domain is None:
            self.chosen_domain = next(
                (one.domain for one in self.merged if one not in others and one.domain), None
            )

    @validates("deleted_at")
    def _bin_merged(self, _name: str, at: datetime | None) -> datetime | None:
        """Move what was merged into it to the bin and back too, so that no domain stays taken."""
        for one in self.merged:
            one.deleted_at = at
        return at


class Contact(Audited, Mergeable, Base):
    """A person we talk to.

    Rows elsewhere keep the contact they arrived with; the person is the one that it is shown as.
    ``identities`` are those of the person; of a merged contact, none. ``read``: the same as plain values, for
    queries that only show people and ask for them (``READ``).
    ``source``: where they came from. ``screened_out``: only spam and automated mail came from them,
    so they stay out of the lists that people work with. ``do_not_contact``: nothing leaves to them by
    itself, whatever the assistant may do. ``consent``: the newest status of each purpose; how it came
    about is in ``consents``.
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
        shown_index("contacts_person_idx"),
        seen_index("contacts"),
        *(listed_index("contacts", column) for column in ("created_at", "updated_at")),
    )

    audited = (
        "name", "language", "lifecycle", "source", "tags", "custom", "consent", "company_id", "owner_id",
        "team_id", "ai_paused", "do_not_contact", "screened_out", "canonical_id", "deleted_at",
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
    screened_out: Mapped[bool] = mapped_column(server_default="false", default=False)
    company_row: Mapped[Company | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys="Contact.owner_id")
    team: Mapped[Team | None] = relationship(lazy="joined", foreign_keys="Contact.team_id")
    identities: Mapped[list["Identity"]] = relationship(
        lazy="selectin",
        viewonly=True,
        secondary=lambda: _ROWS,
        primaryjoin=lambda: Contact.id == func.coalesce(foreign(_ROWS.c.canonical_id), foreign(_ROWS.c.id)),
        secondaryjoin=lambda: _ROWS.c.id == foreign(Identity.contact_id),
        order_by="(Identity.primary.desc(), Identity.created_at, Identity.id)",
    )
    read: Mapped[list[Any] | None] = query_expression()

    @property
    def company(self) -> Company | None:
        """What the company that they arrived with is shown as."""
        return self.company_row.shown if self.company_row else None

    @property
    def known(self) -> "list[Known]":
        """The identities to be shown, the primary ones first; the contact's own lead."""
        if self.read is not None:
            return [Known(*one) for one in self.read]
        return [Known(one.kind, one.value, one.label, one.primary) for one in self._in_order()]

    def addresses(self, kind: str) -> "list[Identity]":
        """Return the addresses of a kind, the primary one first, each once; the contact's own lead."""
        return each_once(self._in_order(), kind)

    def _in_order(self) -> "list[Identity]":
        return sorted(self.identities, key=lambda one: (not one.primary, one.contact_id != self.id))

    @property
    def emails(self) -> "list[Known]":
        """The e-mail addresses."""
        return each_once(self.known, "email")

    @property
    def phones(self) -> "list[Known]":
        """The telephone numbers."""
        return each_once(self.known, "phone")

    @property
    def email(self) -> str | None:
        """The primary e-mail address."""
        return next((one.value for one in self.emails), None)

    @property
    def phone(self) -> str | None:
        """The primary telephone number."""
        return next((one.value for one in self.phones), None)


_ROWS: FromClause = Contact.__table__.alias("contact_rows")


class OfContact:
    """A row that takes its contact's visibility."""

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its contact."""
        return of_seen(cls.contact_id, Contact, viewer)


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


# As text, for of an expression each part is looked at for each statement that it is a part of.
READ: ColumnElement[Any] = literal_column(
    """(SELECT coalesce(jsonb_agg(
      jsonb_build_array(known_as.kind, known_as.value, known_as.label, known_as.is_primary)
      ORDER BY known_as.is_primary DESC, known_as.contact_id <> contacts.id, known_as.created_at, known_as.id
    ), '[]'::jsonb)
    FROM contacts known_rows JOIN identities known_as ON known_as.contact_id = known_rows.id
    WHERE coalesce(known_rows.canonical_id, known_rows.id) = contacts.id)""",
    JSONB,
)
"""A contact's identities in the statement that reads the contact: who sees it sees them too."""


class Consent(Row, OfContact, Base):
    """What a contact agreed to or withdrew, when and how; rows are added, never changed."""

    __tablename__ = "consents"

    purpose: Mapped[str]
    status: Mapped[str]
    source: Mapped[str | None]
    given_at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    by: Mapped[User | None] = relationship(lazy="joined")
