"""The one rule that decides who sees which record, applied where the session meets the query.

A mapped class says its rule in ``visible(viewer)``; the session adds it to every ORM statement as
loader criteria, so list, detail, count, search, export, live updates and the AI cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, false, or_, true
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
    def reasons(cls, viewer: Viewer) -> list[ColumnElement[bool]]:
        """Return each reason to see a row by itself: it is theirs to change, or a later room opens it."""
        return [_owned(cls, viewer), *(also(viewer, cls).exists() for also in _also.get(cls, ()))]

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Rows that the viewer sees for any reason."""
        return seen(cls, viewer, cls)


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


Also = Callable[[Viewer, Any], Select[Any]]
"""The query, correlated to a record, that finds what opens it; the record is a model or its table's alias."""

_also: dict[type, list[Also]] = {}


def _owned(record: Any, viewer: Viewer) -> ColumnElement[bool]:
    if viewer.scope is Scope.ALL:
        return true()
    if viewer.scope is Scope.TEAMS:
        nobodys = and_(record.owner_id.is_(None), record.team_id.is_(None))
        return or_(record.team_id.in_(viewer.team_ids), nobodys, record.owner_id == viewer.user_id)
    nobodys = and_(record.owner_id.is_(None), record.team_id.in_(viewer.team_ids))
    return or_(record.owner_id == viewer.user_id, nobodys)


def seen(model: type[Owned], viewer: Viewer, record: Any) -> ColumnElement[bool]:
    """Return the rule of a model for the records whose columns are given.

    What opens a record is asked for as a value and not by EXISTS, which the planner would answer for all
    records at once before it reads the first row of a page.
    """
    if viewer.scope is Scope.ALL:
        return true()
    opened = [also(viewer, record).limit(1).scalar_subquery() for also in _also.get(model, ())]
    return or_(_owned(record, viewer), *(one.is_not(None) for one in opened))


def also_visible(model: type[Owned]) -> Callable[[Also], None]:
    """Let a later room open rows of an earlier one for reading (a thread opens its contact)."""

    def register(rule: Also) -> None:
        _also.setdefault(model, []).append(rule)

    return register
