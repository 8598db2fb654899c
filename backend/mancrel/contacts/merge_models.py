"""Merges of contacts and companies, as they must be known to undo them, and pairs that may be one."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.contacts.models import Company, Contact
from mancrel.kit.canonical import Mergeable
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import AdminsOnly, Viewer, of_seen


class Merging(Row):
    """A merge of records into one (``keep_id``), as it must be known to undo it.

    ``moves``: each record that is shown as another since, and as which before (null: as itself).
    ``written``: each field of ``keep_id`` that got another value, with the record it is of, the value
    before and the one written.
    """

    of: ClassVar[type[Mergeable]]
    moves: Mapped[dict[str, Any]]
    written: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]

    @declared_attr
    def keep_id(cls) -> Mapped[UUID]:  # noqa: N805
        """The record that the others are shown as."""
        return mapped_column(ForeignKey(f"{cls.of.__tablename__}.id", ondelete="CASCADE"), index=True)  # type: ignore[attr-defined]

    @declared_attr
    def by_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """Who merged them."""
        return mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    @declared_attr
    def undone_by_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """Who took them apart."""
        return mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    @declared_attr
    def by(cls) -> Mapped[User | None]:  # noqa: N805
        """Who merged them."""
        return relationship(lazy="joined", foreign_keys=f"{cls.__name__}.by_id")  # type: ignore[attr-defined]

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its record."""
        return of_seen(cls.keep_id, cls.of, viewer)


class Merge(Merging, Base):
    """A merge of contacts."""

    __tablename__ = "merges"
    of = Contact


class CompanyMerge(Merging, Base):
    """A merge of companies."""

    __tablename__ = "company_merges"
    of = Company


class Pairing(Row):
    """Two records that may be one, and why; ``left_id`` is the lesser id.

    ``dismissed_at``: somebody said that they are two, so they are not suggested again.
    """

    of: ClassVar[type[Mergeable]]
    score: Mapped[float]
    reasons: Mapped[list[str]]
    dismissed_at: Mapped[datetime | None]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - as SQLAlchemy calls it
        """A pair is kept once; lists show the likeliest first."""
        return UniqueConstraint("left_id", "right_id"), Index(None, "score", "id")

    @declared_attr
    def left_id(cls) -> Mapped[UUID]:  # noqa: N805
        """The one of the lesser id."""
        return mapped_column(ForeignKey(f"{cls.of.__tablename__}.id", ondelete="CASCADE"))  # type: ignore[attr-defined]

    @declared_attr
    def right_id(cls) -> Mapped[UUID]:  # noqa: N805
        """The other one."""
        return mapped_column(ForeignKey(f"{cls.of.__tablename__}.id", ondelete="CASCADE"), index=True)  # type: ignore[attr-defined]

    @declared_attr
    def dismissed_by_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """Who said that they are two."""
        return mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With both records."""
        return and_(of_seen(cls.left_id, cls.of, viewer), of_seen(cls.right_id, cls.of, viewer))


class Pair(Pairing, Base):
    """Two contacts that may be one person."""

    __tablename__ = "duplicate_pairs"
    of = Contact


class CompanyPair(Pairing, Base):
    """Two companies that may be one."""

    __tablename__ = "company_pairs"
    of = Company


class DuplicateScan(AdminsOnly, Base):
    """How far a search for duplicates has come: among the newest records, and on its round of all."""

    __tablename__ = "duplicate_scans"

    kind: Mapped[str] = mapped_column(primary_key=True)
    after_id: Mapped[UUID]
