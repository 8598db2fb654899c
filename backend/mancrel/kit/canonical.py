"""Records that were merged into another of their kind, and are shown as that one.

Rows elsewhere keep the record they arrived with; which rows are shown as one record is asked of
``canonical_id``, so taking a merge apart needs to know nothing of what came in between.
"""

from collections.abc import Callable
from typing import Any, Self, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Select,
    and_,
    column,
    false,
    func,
    or_,
    select,
    table,
    true,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, relationship

from mancrel.kit.bins import Binned
from mancrel.kit.visibility import Owned, Scope, Viewer, seen


class Mergeable(Binned, Owned):
    """A record that can be merged into another one.

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

    @classmethod
    def reasons(cls, viewer: Viewer) -> list[ColumnElement[bool]]:
        """By the rule of the record that it is shown as."""
        shown = [and_(cls.canonical_id.is_(None), one) for one in super().reasons(viewer)]
        return [*shown, cls._merged(viewer)]

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By the rule of the record that it is shown as."""
        if viewer.scope is Scope.ALL:
            return true()
        return or_(and_(cls.canonical_id.is_(None), seen(cls, viewer, cls)), cls._merged(viewer))

    @classmethod
    def _merged(cls, viewer: Viewer) -> ColumnElement[bool]:
        whole = rows(cls, "whole")
        rule = select(seen(cls, viewer, whole.c)).where(whole.c.id == cls.canonical_id)
        return and_(cls.canonical_id.is_not(None), rule.correlate_except(whole).scalar_subquery())

    @property
    def shown(self) -> Self:
        """The record that this one is shown as."""
        return self.canonical or self


Model = type[Mergeable]


def _name(model: Any) -> str:
    return str(model.__name__)


def _table(model: Any) -> str:
    return str(model.__tablename__)


_aliases: dict[tuple[Any, str], FromClause] = {}


def rows(model: Any, name: str) -> FromClause:
    """Return a model's rows by a name of their own, past the viewer's rule, with what rules ask of them.

    SQLAlchemy copies all columns of a rule's tables into each statement that it keeps, so the others are
    left out, and whoever asks again gets the same alias.
    """
    if (model, name) not in _aliases:
        of_model = model.__table__.c
        asked = [one for one in of_model if one.primary_key or one.foreign_keys or one.name == "deleted_at"]
        slim = table(_table(model), *(column(one.name, one.type) for one in asked))
        _aliases[model, name] = slim.alias(name)
    return _aliases[model, name]


def shown_index(name: str) -> Index:
    """Return the index that serves ``rows_of`` and what follows."""
    return Index(name, sql("coalesce(canonical_id, id)"))


def shown_as(row: Any) -> ColumnElement[UUID]:
    """Return the id of the record that a row, given by its columns, is shown as."""
    return func.coalesce(row.canonical_id, row.id)


def shown_id(session: Session, model: Model, id_: UUID) -> UUID:
    """Return the id of the record that a row is shown as; an unknown id is returned as it is."""
    return session.scalar(select(model.canonical_id).where(model.id == id_)) or id_


def rows_of(model: Model, id_: Any) -> Select[UUID]:
    """Return the ids of all rows that are shown as a record; who sees one of them sees all."""
    each = rows(model, "of_one")
    return select(each.c.id).where(shown_as(each.c) == id_).correlate_except(each)


def same_as(model: Model, column: Any, id_: Any) -> ColumnElement[bool]:
    """Return the rule that a column names a row of the record that a row (by its id) is shown as."""
    asked = rows(model, "asked")
    whole = select(shown_as(asked.c)).where(asked.c.id == id_).scalar_subquery()
    rule: ColumnElement[bool] = column.in_(rows_of(model, whole))
    return rule


def any_of(model: Model, column: Any, ids: Any) -> ColumnElement[bool]:
    """Return the rule that a column names a row of one of the records that some rows (a query of ids) are."""
    each, asked = rows(model, "of_any"), rows(model, "asked")
    whole = select(shown_as(asked.c)).where(asked.c.id.in_(ids))
    rule: ColumnElement[bool] = column.in_(select(each.c.id).where(shown_as(each.c).in_(whole)))
    return rule


_named: dict[Model, FromClause] = {}


def named(model: Model) -> FromClause:
    """Return the rows that are named by their ids, past the viewer's rule, with all their columns."""
    return _named.setdefault(model, cast("Any", model).__table__.alias("named"))


def of_named(model: Model, column: Any) -> Callable[[ColumnElement[bool]], ColumnElement[bool]]:
    """Return what makes a rule for ``named`` into one for a column that names rows of the same records."""

    def through(rule: ColumnElement[bool]) -> ColumnElement[bool]:
        return func.coalesce(any_of(model, column, select(named(model).c.id).where(rule)), false())

    return through


def whole_ones(model: Model, *, in_bin: bool) -> Select[UUID]:
    """Return the ids of all records that are shown, those in the bin or the others."""
    whole = rows(model, "whole_ones")
    gone = whole.c.deleted_at.is_not(None) if in_bin else whole.c.deleted_at.is_(None)
    return select(whole.c.id).where(whole.c.canonical_id.is_(None), gone)
