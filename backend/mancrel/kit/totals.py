"""How many rows a list has: exactly up to 10,000, and beyond that not at all.

To count thousands takes longer than to read a page. So a long list is not counted again while nothing has
changed: each process of the API hears of every change (``kit/live.py``), and forgets what it has counted.
"""

from threading import Lock
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mancrel.kit.db import viewer_of
from mancrel.kit.visibility import Viewer

MAX_TOTAL = 10_000
LONG_FOR_S = 60
WORTH_KEEPING = 1_000
KEPT_FOR_S = 10  # for what changes without being announced

Named = tuple[Viewer, str]
_long: TTLCache[Named, bool] = TTLCache(maxsize=10_000, ttl=LONG_FOR_S)
_lock = Lock()


class Counted:
    """The totals of long lists since the last change that was heard of."""

    def __init__(self) -> None:
        """Start deaf: nothing is kept until somebody listens."""
        self._kept: TTLCache[Named, int] = TTLCache(maxsize=10_000, ttl=KEPT_FOR_S)
        self._changes = 0
        self._listening = False

    def forget(self, *, listening: bool = True) -> None:
        """Forget all totals: something has changed; ``listening``: the next change will be heard of too."""
        with _lock:
            self._kept.clear()
            self._changes += 1
            self._listening = listening

    def moment(self) -> int:
        """Return how many changes were heard of, to be named when a total is kept."""
        return self._changes

    def recall(self, named: Named) -> int | None:
        """Return a list's total, if nothing has changed since it was counted."""
        return self._kept.get(named)

    def keep(self, named: Named, total: int, moment: int) -> None:
        """Keep a total that was counted since a moment, unless something changed meanwhile."""
        if self._listening and moment == self._changes:
            self._kept[named] = total


counted = Counted()


def total(session: Session, query: Select[Any], id_: Any, of: str | None) -> int | None:
    """Return how many rows a list has; None if there are more than are counted, or were a minute ago.

    A list that is too long to be counted seldom gets short. ``of`` names the list and all that narrows it;
    without a name it is always counted.
    """
    if of is None:
        found = count(session, query, id_, MAX_TOTAL)
        return found if found <= MAX_TOTAL else None
    named = (viewer_of(session), of)
    with _lock:
        if named in _long:
            return None
        known, moment = counted.recall(named), counted.moment()
    return _count(session, query, id_, named, moment) if known is None else known


def _count(session: Session, query: Select[Any], id_: Any, named: Named, moment: int) -> int | None:
    found = count(session, query, id_, MAX_TOTAL)
    with _lock:
        if found > MAX_TOTAL:
            _long[named] = True
            return None
        if found >= WORTH_KEEPING:
            counted.keep(named, found, moment)
    return found


def count(session: Session, query: Select[Any], id_: Any, most: int) -> int:
    """Return how many rows a query finds for its viewer, as far as one more than ``most``."""
    ids = query.with_only_columns(id_).order_by(None).limit(most + 1)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0
