"""The database: declarative base, the engine of this process, and sessions opened for a viewer."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

import orjson
from psycopg.types.json import set_json_loads
from sqlalchemy import (
    ClauseElement,
    Engine,
    ExceptionContext,
    Executable,
    MetaData,
    Select,
    TableClause,
    True_,
    create_engine,
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
from mancrel.kit.errors import Forbidden, NotFound
from mancrel.kit.visibility import SYSTEM, Owned, Ruled, Scope, Viewer
from mancrel.settings import settings

set_json_loads(orjson.loads)  # a list of 50 people has 200 values of JSON


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


POOL_WAIT_S = 10
POOL_OVERFLOW = 10
"""Connections for what takes no turn (``kit/turns.py``): sign-in, who is let in, exports."""


class Row:
    """What most tables have: an id and the times of creation and last change."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


T = TypeVar("T", bound=Row)
Found = TypeVar("Found")


class NoViewer(RuntimeError):
    """A session was used without saying for whom."""


@cache
def _engine_of(pid: int) -> Engine:  # noqa: ARG001 - the key: a forked child never shares sockets
    return create_engine(
        settings().database_url.get_secret_value(),
        pool_size=settings().db_pool_size,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_WAIT_S,
        pool_pre_ping=False,
        pool_recycle=1800,
        hide_parameters=True,  # an error in a log must not quote customers
        connect_args={"connect_timeout": 3, "prepare_threshold": 3, "options": _let_go()},
    )


def _let_go() -> str:
    """End a transaction that says nothing for long: its process hangs, and others wait for its locks."""
    return f"-c idle_in_transaction_session_timeout={int(settings().idle_transaction_s * 1000)}"


def engine() -> Engine:
    """Return the engine of this process."""
    return _engine_of(os.getpid())


@cache
def _claims_of(pid: int) -> Engine:  # noqa: ARG001 - the key, as above
    # The statistics of a queue are always stale: left alone, the planner scans and sorts the whole
    # backlog for each claim (520 ms at 2,000 waiting jobs instead of 0.4). And losing a claim in a crash
    # of Postgres only runs the job again, so a claim need not wait for the disk.
    options = "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off -c synchronous_commit=off"
    options = f"{options} {_let_go()}"
    return create_engine(
        settings().database_url.get_secret_value(),
        pool_size=2,
        max_overflow=4,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",  # a claim is one statement
        skip_autocommit_rollback=True,
        connect_args={"connect_timeout": 3, "prepare_threshold": 1, "options": options},
    )


@event.listens_for(Engine, "handle_error")
def _quote_nobody(context: ExceptionContext) -> None:
    """Drop the detail of an error, which holds the failing row: it goes into logs and job records."""
    diagnosis = getattr(context.original_exception, "diag", None)
    if diagnosis is None or not diagnosis.message_detail:
        return
    message = str(diagnosis.message_primary)
    context.original_exception.args = (message,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (message,)


def claims_engine() -> Engine:
    """Return this process's engine for claiming jobs."""
    return _claims_of(os.getpid())


_sessions = sessionmaker(expire_on_commit=False)


def session_for(viewer: Viewer) -> Session:
    """Open a session that sees what the viewer sees."""
    return _sessions(bind=engine(), info={"viewer": viewer})


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


@event.listens_for(Session, "do_orm_execute")
def _apply_visibility(state: ORMExecuteState) -> None:
    viewer = viewer_of(state.session)
    if viewer.scope is Scope.ALL or state.is_column_load or _RULED in state.user_defined_options:
        return
    rules, held = _rules_for(viewer).items(), _held_by(state.statement)
    state.statement = state.statement.options(_RULED, *(rule for cls, rule in rules if cls in held))


def analyze(session: Session, *models: type[Row]) -> None:
    """Let the planner count some tables again, this transaction's own rows included."""
    names = ", ".join(cast("Any", model).__tablename__ for model in models)
    session.execute(text(f"ANALYZE {names}"))


def find(session: Session, model: type[T], id_: UUID, *options: ORMOption) -> T:
    """Return the row with this id, if the viewer sees it; ``options``: how to load what belongs to it.

    Raises:
        NotFound: there is none, or it is out of the viewer's reach (both look the same).

    """
    return found(session, model, session.scalars(by_id(model, id_).options(*options)).one_or_none())


def by_id(model: type[T], id_: UUID) -> Select[T]:
    """Return the query for one row."""
    return select(model).where(model.id == id_)


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
    lock = select(model.id).where(model.id == id_).with_for_update(of=model)
    if issubclass(model, Owned):
        lock = lock.where(model.owned_by(viewer_of(session)))
    if session.scalar(lock) is None:
        raise Forbidden("You can see this record, but only its owner's team may change it.")
    query = select(model).where(model.id == id_).execution_options(populate_existing=True)
    row = session.scalars(query).one()
    conditions.hold(session, row)
    return row


def may_change(session: Session, record: Owned | SqlRow[Any]) -> bool:
    """Whether a loaded record is the viewer's to change: ``Owned.owned_by`` for a row in hand."""
    viewer = viewer_of(session)
    if viewer.scope is Scope.ALL or record.owner_id == viewer.user_id:
        return True
    if viewer.scope is Scope.TEAMS:
        return record.team_id in viewer.team_ids or (record.owner_id is None and record.team_id is None)
    return record.owner_id is None and record.team_id in viewer.team_ids
