"""Statements that are asked all day: a record by its id, and lists as they are opened.

Each is written out once for each viewer, so that SQLAlchemy need not build and recognise it again. One
without parameters has all of its values in it, and so is planned once for a connection: Postgres plans a list
with parameters each time, for what is best depends on them, and that was half of its work for fifty contacts.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from cachetools import TTLCache
from sqlalchemy import CursorResult, Dialect, Select
from sqlalchemy.orm import Session

from mancrel.kit.db import ruled, viewer_of
from mancrel.kit.visibility import Viewer

KEPT_FOR_S = 3600
MOST = 1000
"""Of all viewers; a connection keeps a hundred plans at most."""

Written = tuple[str, dict[str, Any]]

_written: TTLCache[tuple[Viewer, Hashable], Written] = TTLCache(maxsize=MOST, ttl=KEPT_FOR_S)
_lock = Lock()


def ask(
    session: Session, named: Hashable, build: Callable[[], Select[Any]], **values: Any
) -> CursorResult[Any]:
    """Ask for the rows of a statement; ``values``: of its parameters that have none.

    ``named`` stands for all that the statement is made of, but for the viewer, whose rules it is given.
    Values come as the driver reads them, so columns of a type of our own have no place here.
    """
    key = (viewer_of(session), named)
    with _lock:
        written = _written.get(key)
    if written is None:
        written = _write(ruled(build(), key[0]), session.get_bind().dialect, literal=not values)
        with _lock:
            _written[key] = written
    text, known = written
    return session.connection().exec_driver_sql(text, {**known, **values} or None)


def _write(statement: Select[Any], dialect: Dialect, *, literal: bool) -> Written:
    written = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True} if literal else {})
    return str(written), {} if literal else dict(written.params)
