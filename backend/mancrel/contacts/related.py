"""What rows of later rooms have that belong to a person and a company: deals, and activities."""

from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import (
    Mapped,
    declared_attr,
    joinedload,
    lazyload,
    mapped_column,
    relationship,
    with_expression,
)
from sqlalchemy.orm.interfaces import ORMOption

from mancrel.contacts.models import READ, Company, Contact
from mancrel.kit.canonical import same_as


class Related:
    """A row that may belong to a person and a company; it names those that it was given."""

    @declared_attr
    def contact_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """The contact that it was given."""
        return mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def company_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """The company that it was given."""
        return mapped_column(ForeignKey("companies.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def contact_row(cls) -> Mapped[Contact | None]:  # noqa: N805
        """The contact that it was given."""
        return relationship(lazy="joined")

    @declared_attr
    def company_row(cls) -> Mapped[Company | None]:  # noqa: N805
        """The company that it was given."""
        return relationship(lazy="joined")

    @property
    def contact(self) -> Contact | None:
        """The person that its contact is shown as."""
        return self.contact_row.shown if self.contact_row else None

    @property
    def company(self) -> Company | None:
        """What its company is shown as."""
        return self.company_row.shown if self.company_row else None


@cache
def in_brief(model: type[Related]) -> tuple[ORMOption, ...]:
    """Return how to load rows with the person's and company's names, without what these bring along."""
    return (joinedload(model.contact_row).lazyload("*"), joinedload(model.company_row).lazyload("*"))


@cache
def contact_in_brief() -> tuple[ORMOption, ...]:
    """Return how to load contacts that are only shown: addresses as values, of companies the names."""
    shown = (Company.name, Company.deleted_at, Company.canonical_id)
    company = joinedload(Contact.company_row).load_only(*shown).lazyload("*")
    return (company, with_expression(Contact.read, READ), lazyload(Contact.identities))


RELATED = ("contact_id", "company_id")


def related_to(
    model: type[Related], contact_id: UUID | None, company_id: UUID | None
) -> list[ColumnElement[bool]]:
    """Return what a row of a person or a company fulfils, of those that are asked for."""
    rules = []
    if contact_id:
        rules.append(same_as(Contact, model.contact_id, contact_id))
    if company_id:
        rules.append(same_as(Company, model.company_id, company_id))
    return rules
