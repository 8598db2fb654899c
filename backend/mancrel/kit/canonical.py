"""Records that were merged into another of their kind, and are shown as that one.

Rows elsewhere keep the record they arrived with; which rows are shown as one record is asked of
``canonical_id``, so taking a merge apart needs to know nothing of what came in between.
"""

from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Select,
    false,
    func,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from mancrel.kit.bins import Binned
from mancrel.kit.db import find, found, one
from mancrel.kit.visibility import Opened


class Mergeable(Binned, Opened):
    """A record that can be merged into another one; who sees that one sees all rows shown as it.

    ``canonical_id``: the record that this one was merged into and is shown as, never itself a merged one.
    """

    @declared_attr
    def canonical_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """The record that this one is shown as, if that is another."""
        return mapped_column(ForeignKey(f"{_table(cls)}.id"), index=True)

    @declared_attr
    def canonical(cls) -> Mapped[Self | None]:  # noqa: N805
        """The record that this one is shown as, if that is another."""
        return relationship(_name(cls), remote_side=f"{_name(cls)}.id")

    @declared_attr
    def merged(cls) -> Mapped[list[Self]]:  # noqa: N805
        """The records that are shown as this one."""
        name = _name(cls)
        of_this = f"{name}.id == foreign({name}.canonical_id)"
        return relationship(name, viewonly=True, primaryjoin=of_this, order_by=f"{name}.id")

    @property
    def shown(self) -> Self:
        """The record that this one is shown as."""
        return (self.canonical or self) if self.canonical_id else self

    def parted(self, others: Sequence[Self]) -> None:
        """Forget what was taken of rows that are shown as this one no more."""


Model = type[Mergeable]
M = TypeVar("M", bound=Mergeable)


def _name(model: Any) -> str:
    return str(model.__name__)


def _table(model: Any) -> str:
    return str(model.__tablename__)


def unruled(model: Any, name: str) -> FromClause:
    """Return a model's table by a name of its own: past the viewer's rule, for statements that add it."""
    alias: FromClause = model.__table__.alias(name)
    return alias


def shown_index(name: str) -> Index:
    """Return the index that serves ``rows_of`` and what follows."""
    return Index(name, sql("coalesce(canonical_id, id)"))


def shown_as(row: Any) -> ColumnElement[UUID]:
    """Return the id of the record that a row, given by its columns, is shown as."""
    return func.coalesce(row.canonical_id, row.id)


def shown_id(session: Session, model: Model, id_: UUID) -> UUID:
    """Return the id of the record that a row is shown as; an unknown id is returned as it is."""
    return session.scalar(select(model.canonical_id).where(model.id == id_)) or id_


def find_shown(session: Session, model: type[M], id_: UUID, *options: ORMOption) -> M:
    """Return what a row is shown as, itself or the record that it was merged into.

    Raises:
        NotFound: out of the viewer's reach, or in the bin.

    """
    row = one(session, model, id_, *options)
    if row is not None and row.canonical_id:
        return find(session, model, row.canonical_id, *options)
    return found(session, model, row)


def rows_of(model: Model, id_: Any) -> Select[UUID]:
    """Return the ids of all rows that are shown as a record; who sees one of them sees all."""
    rows = unruled(model, "of_one")
    return select(rows.c.id).where(shown_as(rows.c) == id_).correlate_except(rows)


def same_as(model: Model, column: Any, id_: Any) -> ColumnElement[bool]:
    """Return the rule that a column names a row of the record that a row (by its id) is shown as."""
    asked = unruled(model, "asked")
    whole = select(shown_as(asked.c)).where(asked.c.id == id_).scalar_subquery()
    rule: ColumnElement[bool] = column.in_(rows_of(model, whole))
    return rule


def any_of(model: Model, column: Any, ids: Any) -> ColumnElement[bool]:
    """Return the rule that a column names a row of one of the records that some rows (a query of ids) are."""
    rows, asked = unruled(model, "of_any"), unruled(model, "asked")
    whole = select(shown_as(asked.c)).where(asked.c.id.in_(ids))
    rule: ColumnElement[bool] = column.in_(select(rows.c.id).where(shown_as(rows.c).in_(whole)))
    return rule


_named: dict[Model, FromClause] = {}


def named(model: Model) -> FromClause:
    """Return the rows that are named by their ids, past the viewer's rule."""
    return _named.setdefault(model, unruled(model, "named"))


def of_named(model: Model, column: Any) -> Callable[[ColumnElement[bool]], ColumnElement[bool]]:
    """Return what makes a rule for ``named`` into one for a column that names rows of the same records."""

    def through(rule: ColumnElement[bool]) -> ColumnElement[bool]:
        return func.coalesce(any_of(model, column, select(named(model).c.id).where(rule)), false())

    return through


def whole_ones(model: Model, *, in_bin: bool) -> Select[UUID]:
    """Return the ids of all records that are shown, those in the bin or the others."""
    rows = unruled(model, "whole_ones")
    gone = rows.c.deleted_at.is_not(None) if in_bin else rows.c.deleted_at.is_(None)
    return select(rows.c.id).where(rows.c.canonical_id.is_(None), gone)
