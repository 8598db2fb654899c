"""Indexes over an expression that come and go while the system runs, for what users define themselves.

They are built without holding up writers (CONCURRENTLY), which no transaction can contain: only jobs do it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, text
from sqlalchemy.dialects import postgresql

from mancrel.kit.engines import engine


@contextmanager
def _outside_transactions() -> Iterator[Connection]:
    with engine().connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def create(name: str, table: str, expression: ColumnElement[Any]) -> None:
    """Build an index of a table over an expression, then its id, unless it is there and whole.

    Args:
        name: of the index; ours, never a user's word.
        table: its table.
        expression: immutable, with its constants written out.

    """
    sql = expression.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    with _outside_transactions() as connection:
        valid = connection.scalar(
            text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)"), {"name": name}
        )
        if valid is False:  # an earlier attempt was broken off
            connection.exec_driver_sql(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} (({sql}), id)")


def drop(name: str) -> None:
    """Remove an index, if it is there."""
    with _outside_transactions() as connection:
        connection.exec_driver_sql(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
