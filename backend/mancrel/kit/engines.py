"""The engines of this process: for transactions, for what only reads, and for claims of jobs."""

import os
from functools import cache

import orjson
from psycopg.types.json import set_json_loads
from sqlalchemy import Engine, ExceptionContext, create_engine, event

from mancrel.settings import settings

set_json_loads(orjson.loads)  # a list of 50 people has 200 values of JSON

POOL_WAIT_S = 10
POOL_OVERFLOW = 10
"""Connections for what takes no turn (``kit/turns.py``): sign-in, who is let in, exports."""


@cache
def _engine_of(pid: int) -> Engine:  # noqa: ARG001 - the key: a forked child never shares sockets
    return create_engine(
        settings().database_url.get_secret_value(),
        pool_size=settings().db_pool_size,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_WAIT_S,
        pool_pre_ping=False,
        skip_autocommit_rollback=True,
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
def _reading_of(pid: int) -> Engine:
    # The same connections. Postgres gives each statement a view of its own anyway (READ COMMITTED), and a
    # transaction around one that reads is two ways more to the database.
    return _engine_of(pid).execution_options(isolation_level="AUTOCOMMIT")


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


def reading_engine() -> Engine:
    """Return this process's engine for what only reads: each statement by itself, without a transaction."""
    return _reading_of(os.getpid())


def claims_engine() -> Engine:
    """Return this process's engine for claiming jobs."""
    return _claims_of(os.getpid())
