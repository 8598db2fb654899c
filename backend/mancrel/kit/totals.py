"""How many rows a list has: exactly up to 10,000, and beyond that not at all."""

from threading import Lock
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mancrel.kit.db import viewer_of
from mancrel.kit.visibility import Viewer

MAX_TOTAL = 10_000
LONG_FOR_S = 60

_long: TTLCache[tuple[Viewer, str], bool] = TTLCache(maxsize=10_000, ttl=LONG_FOR_S)
_lock = Lock()


def total(session: Session, query: Select[Any], id_: Any, of: str | None) -> int | None:
    """Return how many rows a list has; None if there are more than are counted, or were a minute ago.

    To count ten thousand takes longer than to read a page, and a list that long seldom gets short. ``of``
    names the list and all that narrows it; without a name it is always counted.
    """
    named = (viewer_of(session), of) if of else None
    with _lock:
        if named in _long:
            return None
    found = count(session, query, id_, MAX_TOTAL)
    if found <= MAX_TOTAL:
        return found
    if named:
        with _lock:
            _long[named] = True
    return None


def count(session: Session, query: Select[Any], id_: Any, most: int) -> int:
    """Return how many rows a query finds for its viewer, as far as one more than ``most``."""
    ids = query.with_only_columns(id_).order_by(None).limit(most + 1)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0
