"""The one rule that decides who sees which record, applied where the session meets the query.

A mapped class says its rule in ``visible(viewer)``; the session adds it to every ORM statement as
loader criteria, so list, detail, count, search, export, live updates and the AI cannot disagree.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import md5
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FetchedValue,
    ForeignKey,
    Index,
    Uuid,
    and_,
    column,
    false,
    or_,
    select,
    table,
    true,
)
from sqlalchemy import cast as cast_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class Scope(StrEnum):
    """How far a viewer sees: everything, their teams, or their own."""

    ALL = "all"
    TEAMS = "teams"
    OWN = "own"


@dataclass(frozen=True)
class Viewer:
    """On whose behalf a session reads and writes; ``via``: the API key that does so, for the audit."""

    scope: Scope
    user_id: UUID | None = None
    team_ids: frozenset[UUID] = frozenset()
    permissions: frozenset[str] = frozenset()
    via: str | None = None

    @property
    def is_system(self) -> bool:
        """Whether nobody in particular is looking (jobs, the command line)."""
        return self.user_id is None


SYSTEM = Viewer(scope=Scope.ALL)


class Ruled(Protocol):
    """A mapped class that says who sees its rows."""

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Return the criterion of rows that the viewer sees."""
        ...


class Owned:
    """A record with an owner and a team: the root of the visibility rule."""

    @declared_attr
    def owner_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """The user who looks after the record."""
        return mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def team_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """The team whose work it is."""
        return mapped_column(ForeignKey("teams.id", ondelete="SET NULL"), index=True)

    @classmethod
    def owned_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Rows that the viewer may change: their own, their teams', or all."""
        return _owned(cls, viewer)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Rows that the viewer sees."""
        return cls.rule(cls, viewer)

    @staticmethod
    def rule(record: Any, viewer: Viewer) -> ColumnElement[bool]:
        """Return the rule for the columns of the model or of its table: what is theirs to change."""
        return _owned(record, viewer)


class Opened(Owned):
    """A record that rows of other rooms open for reading too: a deal or thread its contact and company.

    ``seen_by`` are the keys of its owner and team and of all that opens it; a viewer holds keys too and sees
    what they have one for. Triggers keep it (migration 0024), for bulk statements and cascades open and close
    as well, and so that a list reads one column where it would have to ask for deals and threads of each row.
    """

    @declared_attr
    def seen_by(cls) -> Mapped[list[UUID]]:  # noqa: N805
        """The keys of those who see it; written by the database."""
        return mapped_column(ARRAY(Uuid), server_default=FetchedValue(), deferred=True)

    @staticmethod
    def rule(record: Any, viewer: Viewer) -> ColumnElement[bool]:
        """Return the rule: what the viewer has a key for."""
        if viewer.scope is Scope.ALL:
            return true()
        # Cast, for where a statement is written out (``kit/kept.py``) an array is one of texts.
        rule: ColumnElement[bool] = record.seen_by.overlap(cast_(keys_of(viewer), ARRAY(Uuid)))
        return rule


RULED = ("id", "owner_id", "team_id", "seen_by")


def of_seen(named: Any, model: type[Owned], viewer: Viewer) -> ColumnElement[bool]:
    """Return the rule of rows that take the visibility of the record that a column names."""
    if viewer.scope is Scope.ALL:
        return true()
    # The table, for under a session's rules the model would have the rule twice, and the planner, who takes
    # the two for independent, would expect a hundred rows for a thousand. And no more of its columns than
    # these: all are copied into each statement that is kept.
    whole = cast("Any", model).__table__
    asked = [column(one.name, one.type) for one in whole.c if one.name in RULED]
    rows: Any = table(whole.name, *asked).alias(f"seen_{whole.name}")
    rule: ColumnElement[bool] = named.in_(select(rows.c.id).where(model.rule(rows.c, viewer)))
    return rule


def seen_index(name: str) -> Index:
    """Return the index by which an opened record is found for a viewer."""
    return Index(f"{name}_seen_idx", "seen_by", postgresql_using="gin")


NOBODYS = UUID(int=0)
"""The key of records that have neither owner nor team."""


def keys_of(viewer: Viewer) -> list[UUID]:
    """Return what a viewer holds to see records that are opened: the rule of ``_owned`` in keys."""
    teams = sorted(viewer.team_ids)
    held = [*teams, NOBODYS] if viewer.scope is Scope.TEAMS else [_nobody_of(one) for one in teams]
    return [*held, *([viewer.user_id] if viewer.user_id else [])]


def _nobody_of(team_id: UUID) -> UUID:
    """Return the key of a team's records that have no owner."""
    return UUID(md5(f"nobody of {team_id}".encode(), usedforsecurity=False).hexdigest())


class OpenToAll:
    """A record that everyone who is signed in may read."""

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG003
        """Every row."""
        return true()


class AdminsOnly:
    """A record that only viewers who see everything may read."""

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Every row or none."""
        return true() if viewer.scope is Scope.ALL else false()


def _owned(record: Any, viewer: Viewer) -> ColumnElement[bool]:
    if viewer.scope is Scope.ALL:
        return true()
    if viewer.scope is Scope.TEAMS:
        nobodys = and_(record.owner_id.is_(None), record.team_id.is_(None))
        return or_(record.team_id.in_(viewer.team_ids), nobodys, record.owner_id == viewer.user_id)
    nobodys = and_(record.owner_id.is_(None), record.team_id.in_(viewer.team_ids))
    return or_(record.owner_id == viewer.user_id, nobodys)
