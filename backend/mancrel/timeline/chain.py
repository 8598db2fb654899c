"""The chain of changes: linked on a schedule, anchored outside the database, verified by a command."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mancrel.kit.changes import UNCHAINED, Change, digest_of, link_of
from mancrel.settings import settings

BATCH = 2_000
ONE_AT_A_TIME = 0x4348414E  # a number of our own among the database's advisory locks


@dataclass(frozen=True)
class Head:
    """The newest link; its digest in hexadecimal."""

    seq: int
    link: str


@dataclass(frozen=True)
class Found:
    """What a verification found; ``problem`` names the first broken place, None when all holds."""

    verified: int
    anchors: int
    problem: str | None


def head(session: Session) -> Head | None:
    """Return the end of the chain."""
    query = (
        select(Change.seq, Change.link).where(Change.seq.is_not(None)).order_by(Change.seq.desc()).limit(1)
    )
    row = session.execute(query).one_or_none()
    return Head(row.seq, row.link.hex()) if row else None


def seal(session: Session) -> Head | None:
    """Link what is not linked yet; returns the new end, None when there was nothing to link."""
    session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    last = head(session)
    seq, link = (last.seq, bytes.fromhex(last.link)) if last else (0, UNCHAINED)
    rows = list(session.scalars(select(Change).where(Change.seq.is_(None)).order_by(Change.id).limit(BATCH)))
    linked = []
    for row in rows:
        seq += 1
        link = link_of(row, seq, link)
        linked.append({"id": row.id, "seq": seq, "link": link})
    if not linked:
        return None
    session.execute(update(Change), linked)
    return Head(seq, link.hex())


def anchor(end: Head) -> None:
    """Write an end of the chain where who can rewrite the database may not reach."""
    line = json.dumps({"at": datetime.now(UTC).isoformat(), "seq": end.seq, "link": end.link})
    with anchors_file().open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def anchors_file() -> Path:
    """Return where the ends of the chain are written; back it up elsewhere than the database."""
    path = settings().audit_anchors or settings().state_dir / "audit-anchors.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _anchors() -> dict[int, str]:
    path = anchors_file()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [json.loads(line) for line in lines if line.strip()]
    return {row["seq"]: row["link"] for row in rows}


def verify(session: Session) -> Found:
    """Compute the chain anew, and compare it with every anchor."""
    anchors, seq, link = _anchors(), 0, UNCHAINED
    for row in _in_order(session):
        seq += 1
        problem = _problem(row, seq, link, anchors.get(seq))
        if problem:
            return Found(seq - 1, len(anchors), problem)
        link = row.link or UNCHAINED
    last = max(anchors, default=0)
    gone = f"The anchors know {last} links, and the chain ends after {seq}." if last > seq else None
    return Found(seq, len(anchors), gone)


def waiting(session: Session) -> int:
    """Return how many changes are not linked yet."""
    return session.scalar(select(func.count()).select_from(Change).where(Change.seq.is_(None))) or 0


def _in_order(session: Session) -> Iterator[Change]:
    query = select(Change).where(Change.seq.is_not(None)).order_by(Change.seq)
    for some in session.scalars(query.execution_options(yield_per=BATCH)).partitions():
        yield from some


def _problem(row: Change, seq: int, before: bytes, anchored: str | None) -> str | None:
    if row.seq != seq:
        return f"Link {seq} is missing: {row.seq} follows {seq - 1}."
    if row.link != link_of(row, seq, before):
        return f"Link {seq} ({row.id}) was altered, or what is before it."
    if anchored and anchored != (row.link or b"").hex():
        return f"Link {seq} ({row.id}) is not the one that was anchored: the chain was written anew."
    if row.diff is not None and digest_of(row.diff, row.salt or b"") != row.digest:
        return f"The values of link {seq} ({row.id}) were altered."
    return None
