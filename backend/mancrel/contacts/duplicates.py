"""Records that may be one: pairs found by a timed job, and a look while somebody types.

What two have in common are reasons; each has a weight, and together they give the score,
``1 - product(1 - weight)``. Which reasons there are is said for contacts and for companies apart.
"""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased, lazyload

from mancrel.contacts.merge_models import DuplicateScan, Pairing
from mancrel.kit import events
from mancrel.kit.canonical import shown_as, whole_ones
from mancrel.kit.db import find, find_to_change, system_in, transaction, uuid7, viewer_of
from mancrel.kit.totals import MAX_TOTAL

SLICE, MOST_CANDIDATES, MOST_NEAR, SWITCHBOARD, LIKELY = 300, 20_000, 50, 5, 5
ALIKE = 92
"""From where on ``token_sort_ratio`` calls two names alike."""
TRIGRAMS = "0.6"
START = UUID(int=0)

Found = set[tuple[UUID, UUID]]


@dataclass(frozen=True)
class Kind:
    """What is compared.

    ``candidates`` returns pairs of rows worth comparing, each question of it served by an index; ``known``
    what is compared of the records among some that are shown and not in the bin; ``reasons_of`` what speaks
    for two of those being one, and ``is_pair`` whether that is enough. ``scans``: the names of its searches.
    """

    model: type[Any]
    pair: type[Any]
    weights: dict[str, float]
    candidates: Callable[[Session, list[UUID]], Found]
    known: Callable[[Session, set[UUID]], dict[UUID, Any]]
    reasons_of: Callable[[Any, Any], list[str]]
    is_pair: Callable[[set[str]], bool]
    scans: tuple[str, str]

    def score_of(self, reasons: Iterable[str]) -> float:
        """Return how likely two are one, from 0 to 1."""
        return round(1 - math.prod(1 - self.weights[one] for one in reasons), 4)


def waiting(session: Session, kind: Kind) -> int | None:
    """Return how many records came and were not compared with the others yet; None: more than 10,000."""
    with system_in(session) as system:
        after = _reached(system, kind.scans[0])
    model = kind.model
    there = (model.deleted_at.is_(None), model.canonical_id.is_(None))
    some = select(model.id).where(model.id > after, *there).limit(MAX_TOTAL + 1)
    count = session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return count if count <= MAX_TOTAL else None


def _reached(session: Session, scan_name: str) -> UUID:
    return session.scalar(select(DuplicateScan.after_id).where(DuplicateScan.kind == scan_name)) or START


def catch_up(kind: Kind, seconds: float) -> None:
    """Compare the records that came since the last time with all others, for some seconds.

    That is a slice at least, each in a transaction of its own: nothing waits long for what it has locked.
    """
    until = time.monotonic() + seconds
    while True:
        with transaction() as session:
            more = _next(session, kind, kind.scans[0])
        if not more or time.monotonic() >= until:
            return


def go_round(session: Session, kind: Kind) -> None:
    """Compare the next records of the round with all others: what was changed, or came in another order."""
    name = kind.scans[1]
    if not _next(session, kind, name):
        _reach(session, name, START)


def _next(session: Session, kind: Kind, name: str) -> bool:
    """Compare the next slice of a search; False when all that there are had been compared."""
    query = select(kind.model.id).where(kind.model.id > _reached(session, name))
    ids = list(session.scalars(query.order_by(kind.model.id).limit(SLICE)))
    if ids:
        _compare(session, kind, ids)
        _reach(session, name, ids[-1])
    return bool(ids)


def _reach(session: Session, name: str, id_: UUID) -> None:
    row = insert(DuplicateScan).values(kind=name, after_id=id_)
    put = row.on_conflict_do_update(index_elements=["kind"], set_={"after_id": row.excluded.after_id})
    session.execute(put)


def _compare(session: Session, kind: Kind, ids: list[UUID]) -> None:
    """Write the pairs that these records make, and drop those that they no longer make."""
    known, found = kind.known(session, set(ids)), set[tuple[UUID, UUID]]()
    candidates = {tuple(sorted(each)) for each in _shown(session, kind, kind.candidates(session, ids))}
    known |= kind.known(session, {id_ for each in candidates for id_ in each} - known.keys())
    for left, right in sorted(candidates):
        if left not in known or right not in known:
            continue
        reasons = kind.reasons_of(known[left], known[right])
        if kind.is_pair(set(reasons)):
            found.add((left, right))
            _keep(session, kind, left, right, reasons)
    mine = or_(kind.pair.left_id.in_(ids), kind.pair.right_id.in_(ids))
    for pair in session.scalars(select(kind.pair).where(mine, kind.pair.dismissed_at.is_(None))):
        if (pair.left_id, pair.right_id) not in found:
            session.delete(pair)


def _shown(session: Session, kind: Kind, found: Found) -> Found:
    """Return pairs of the records that rows are shown as."""
    rows = {id_ for each in found for id_ in each}
    shown = session.execute(select(kind.model.id, shown_as(kind.model)).where(kind.model.id.in_(rows)))
    whole = {id_: record for id_, record in shown}  # noqa: C416 - rows are no pairs to mypy
    return {(whole[a], whole[b]) for a, b in found if whole[a] != whole[b]}


def _keep(session: Session, kind: Kind, left: UUID, right: UUID, reasons: list[str]) -> None:
    row = insert(kind.pair).values(id=uuid7(), left_id=left, right_id=right, reasons=reasons)
    row = row.values(score=kind.score_of(reasons))
    new = {"score": row.excluded.score, "reasons": row.excluded.reasons}
    session.execute(row.on_conflict_do_update(index_elements=["left_id", "right_id"], set_=new))


def alike(session: Session, model: Any, name: str, ids: list[UUID]) -> Found:
    """Return pairs of rows whose names, in a column that has an index of trigrams, are nearly the same."""
    _look_closely(session)
    me, them = aliased(model), aliased(model)
    mine, theirs = getattr(me, name), getattr(them, name)
    query = select(me.id, them.id).join(them, mine.op("%")(theirs)).where(me.id.in_(ids), me.id != them.id)
    return pairs(session, query.options(lazyload("*")).limit(MOST_CANDIDATES))


def pairs(session: Session, query: Select[UUID, UUID]) -> Found:
    """Return the pairs of different rows that a query finds."""
    return {(one, other) for one, other in session.execute(query) if one != other}


def near(session: Session, column: Any, typed: str) -> set[UUID]:
    """Return the records of which a name, in a column with an index of trigrams, is nearly what is typed."""
    _look_closely(session)
    query = select(shown_as(column.class_)).where(column.op("%")(typed)).limit(MOST_NEAR)
    return set(session.scalars(query))


def _look_closely(session: Session) -> None:
    session.execute(select(func.set_config("pg_trgm.similarity_threshold", TRIGRAMS, True)))  # noqa: FBT003


def crowded(column: Any, *rules: ColumnElement[bool]) -> Select[Any]:
    """Return the values that more than a few rows have: of a switchboard, say."""
    return select(column).where(*rules).group_by(column).having(func.count() > SWITCHBOARD)


def name_alike(one: str, other: str) -> list[str]:
    """Return the reason that two names give, if they give one; the order of words does not count."""
    ratio = fuzz.token_sort_ratio(one, other)
    if not one or ratio < ALIKE:
        return []
    return ["same_name" if ratio == 100 else "similar_name"]


def suggested(kind: Kind) -> Select[Any]:
    """Return the query of the pairs that are shown: both there, not merged, not dismissed."""
    there = whole_ones(kind.model, in_bin=False)
    query = select(kind.pair).where(kind.pair.left_id.in_(there), kind.pair.right_id.in_(there))
    return query.where(kind.pair.dismissed_at.is_(None))


def dismiss(session: Session, kind: Kind, pair_id: UUID, *, dismissed: bool) -> Pairing:
    """Remember that two are not the same, or forget it again.

    Raises:
        NotFound: out of reach.
        Forbidden: neither is the viewer's to change.

    """
    pair: Pairing = find(session, kind.pair, pair_id)
    left = find_to_change(session, kind.model, pair.left_id)
    pair.dismissed_at = datetime.now(UTC) if dismissed else None
    pair.dismissed_by_id = viewer_of(session).user_id if dismissed else None
    session.flush()
    type_ = "duplicate.dismissed" if dismissed else "duplicate.suggested"
    events.record(session, type_, pair, shown_as=left)
    return pair


@dataclass(frozen=True)
class Likely:
    """A record that may be the one that is typed, and why."""

    record: Any
    reasons: list[str]
    score: float


def likely(session: Session, kind: Kind, typed: Any, ids: set[UUID], telling: set[str]) -> list[Likely]:
    """Return which of some records may be the one that is typed, the likeliest first.

    ``telling``: the reasons of which there must be one.
    """
    known = kind.known(session, ids)
    reasons = {id_: kind.reasons_of(typed, one) for id_, one in known.items()}
    found = {id_: given for id_, given in reasons.items() if telling & set(given)}
    ranked = sorted((kind.score_of(given), id_) for id_, given in found.items())[::-1][:LIKELY]
    query = select(kind.model).where(kind.model.id.in_([id_ for _, id_ in ranked]))
    records = {one.id: one for one in session.scalars(query).unique()}
    return [Likely(records[id_], found[id_], score) for score, id_ in ranked]
