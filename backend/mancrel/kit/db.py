"""The database: declarative base, the engine of this process, and sessions opened for a viewer."""

import re
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import (
    ClauseElement,
    Executable,
    MetaData,
    Select,
    TableClause,
    True_,
    bindparam,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    UserDefinedOption,
    mapped_column,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql.visitors import iterate
from uuid6 import uuid7 as _uuid7

from mancrel.kit import conditions
from mancrel.kit.engines import engine, reading_engine
from mancrel.kit.errors import Forbidden, NotFound
from mancrel.kit.visibility import SYSTEM, Owned, Ruled, Scope, Viewer


def uuid7() -> UUID:
    """Return a new time-ordered id."""
    return UUID(int=_uuid7().int)


class Base(DeclarativeBase):
    """Root of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        list[str]: JSONB,
    }


class Row:
    """What most tables have: an id and the times of creation and last change."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


T = TypeVar("T", bound=Row)
Found = TypeVar("Found")


class NoViewer(RuntimeError):
    """A session was used without saying for whom."""


class OnlyReads(RuntimeError):
    """A session that was opened to read has something to write."""


_sessions = sessionmaker(expire_on_commit=False)


def session_for(viewer: Viewer, *, reading: bool = False) -> Session:
    """Open a session that sees what the viewer sees; ``reading``: it writes nothing and locks nothing."""
    bind = reading_engine() if reading else engine()
    return _sessions(bind=bind, info={"viewer": viewer, "reading": reading})


@event.listens_for(Session, "before_flush")
def _refuse_to_write(session: Session, *_: Any) -> None:
    if session.info.get("reading"):
        raise OnlyReads


@contextmanager
def transaction(viewer: Viewer = SYSTEM) -> Iterator[Session]:
    """One transaction, as the system unless a viewer is given; commits when the block ends well."""
    with session_for(viewer) as session, session.begin():
        yield session


def system_in(session: Session) -> Session:
    """Open the same transaction for the system: for what holds of rows that the viewer does not see."""
    return Session(session.connection(), info={"viewer": SYSTEM})


def viewer_of(session: Session) -> Viewer:
    """Return on whose behalf the session works."""
    viewer = session.info.get("viewer")
    if not isinstance(viewer, Viewer):
        raise NoViewer
    return viewer


@cache
def _ruled_classes() -> tuple[type[Ruled], ...]:
    return tuple(cast("type[Ruled]", mapper.class_) for mapper in Base.registry.mappers)


@lru_cache(maxsize=32)
def _rules_for(viewer: Viewer) -> Mapping[type[Ruled], LoaderCriteriaOption]:
    """Return the rule of each class for a viewer, of those that have one: most have none."""
    rules = {cls: cls.visible(viewer) for cls in _ruled_classes()}
    return {
        cls: with_loader_criteria(cast("Any", cls), rule, include_aliases=True)
        for cls, rule in rules.items()
        if not isinstance(rule, True_)
    }


@cache
def _reached(tables: frozenset[str]) -> frozenset[type[Ruled]]:
    """Return the classes of some tables and all that relationships lead to from them, however far.

    A statement may load those without naming them.
    """
    found: set[Any] = set()
    beyond: set[Any] = {cls for cls in _ruled_classes() if cast("Any", cls).__tablename__ in tables}
    while beyond:
        found |= beyond
        beyond = {one.mapper.class_ for cls in beyond for one in inspect(cls).relationships} - found
    return frozenset(found)


def _held_by(statement: Executable) -> frozenset[type[Ruled]]:
    """Return every class whose rows a statement can read; each rule more makes it dearer to recognise."""
    parts = iterate(cast("ClauseElement", statement))
    return _reached(frozenset(part.name for part in parts if isinstance(part, TableClause)))


class _Ruled(UserDefinedOption):
    """Marks a statement that has its rules; what is loaded for its rows has them from it."""

    propagate_to_loaders = True


_RULED = _Ruled()


def ruled(statement: Select[T], viewer: Viewer) -> Select[T]:
    """Return a statement with the viewer's rules, to be kept and asked again with other values."""
    if viewer.scope is Scope.ALL:
        return statement.options(_RULED)
    rules, held = _rules_for(viewer).items(), _held_by(statement)
    return statement.options(_RULED, *(rule for cls, rule in rules if cls in held))


@event.listens_for(Session, "do_orm_execute")
def _apply_visibility(state: ORMExecuteState) -> None:
    viewer = viewer_of(state.session)
    if viewer.scope is Scope.ALL or state.is_column_load or _RULED in state.user_defined_options:
        return
    state.statement = ruled(cast("Select[Any]", state.statement), viewer)


def analyze(session: Session, *models: type[Row]) -> None:
    """Let the planner count some tables again, this transaction's own rows included."""
    names = ", ".join(cast("Any", model).__tablename__ for model in models)
    session.execute(text(f"ANALYZE {names}"))


def find(session: Session, model: type[T], id_: UUID, *options: ORMOption) -> T:
    """Return the row with this id, if the viewer sees it; ``options``: how to load what belongs to it.

    Raises:
        NotFound: there is none, or it is out of the viewer's reach (both look the same).

    """
    return found(session, model, one(session, model, id_, *options))


def one(session: Session, model: type[T], id_: UUID, *options: ORMOption) -> T | None:
    """Return the row with this id, in the bin or not, if the viewer sees it."""
    found: T | None = session.scalars(
        _one(viewer_of(session), cast("Any", model), options), {"id": id_}
    ).one_or_none()
    return found


@lru_cache(maxsize=512)
def _one(viewer: Viewer, asked: Hashable, options: tuple[ORMOption, ...]) -> Select[Any]:
    model = cast("type[Row]", asked)
    return ruled(select(model).where(model.id == bindparam("id")).options(*options), viewer)


def found(session: Session, model: type[Row], row: Found | None) -> Found:
    """Return a row that was asked for.

    Raises:
        NotFound: there is none, or it is in the bin.

    """
    if row is None or getattr(row, "deleted_at", None) is not None:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
        raise NotFound(f"There is no such {name}.")
    conditions.seen(session, row, model)
    return row


def find_to_change(session: Session, model: type[T], id_: UUID) -> T:
    """Return the row locked for a change.

    Raises:
        NotFound: out of reach.
        Forbidden: the viewer sees the row through a thread or deal, but it is not theirs to change.
        Stale: the request is about another version of it.

    """
    find(session, model, id_)
    return lock_to_change(session, model, id_)


def lock_to_change(session: Session, model: type[T], id_: UUID) -> T:
    """Return a row that the viewer sees, in the bin or not, locked for a change.

    Raises:
        Forbidden: it is not theirs to change.
        Stale: the request is about another version of it.

    """
    # The lock alone first: after waiting for it, Postgres would look at the joined rows of before.
    lock, query = _lock(viewer_of(session), cast("Any", model))
    if session.scalar(lock, {"id": id_}) is None:
        raise Forbidden("You can see this record, but only its owner's team may change it.")
    row: T = session.scalars(query, {"id": id_}).one()
    conditions.hold(session, row)
    return row


@lru_cache(maxsize=256)
def _lock(viewer: Viewer, asked: Hashable) -> tuple[Select[UUID], Select[Any]]:
    model = cast("type[Row]", asked)
    named = model.id == bindparam("id")
    lock = select(model.id).where(named).with_for_update(of=model)
    if issubclass(model, Owned):
        lock = lock.where(model.owned_by(viewer))
    query = select(model).where(named).execution_options(populate_existing=True)
    return ruled(cast("Select[Any]", lock), viewer), ruled(query, viewer)


def may_change(session: Session, record: Owned | SqlRow[Any]) -> bool:
    """Whether a loaded record is the viewer's to change: ``Owned.owned_by`` for a row in hand."""
    viewer = viewer_of(session)
    if viewer.scope is Scope.ALL or record.owner_id == viewer.user_id:
        return True
    if viewer.scope is Scope.TEAMS:
        return record.team_id in viewer.team_ids or (record.owner_id is None and record.team_id is None)
    return record.owner_id is None and record.team_id in viewer.team_ids
