"""Imports, the rows of their files, and what those rows are known by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mancrel.accounts.models import User
from mancrel.kit.db import Base, Row
from mancrel.kit.visibility import Scope, Viewer


class Import(Row, Base):
    """A file of records on its way in.

    ``layout`` is how it is read, ``columns`` its headings with samples, ``mapping`` the field of each.
    ``turn`` counts the checks, runs and undoings: what was left over of an earlier one does nothing.
    ``done`` of ``total`` is the progress of the present one; ``judged``: the turn that judged the rows last.
    """

    __tablename__ = "imports"
    __table_args__ = (Index(None, "by_id", "created_at"),)

    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    object: Mapped[str]
    file_name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]
    layout: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    columns: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]", default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    match_key: Mapped[str | None]
    policy: Mapped[str] = mapped_column(server_default="create_update")
    status: Mapped[str]
    error: Mapped[str | None]
    turn: Mapped[int] = mapped_column(server_default="0", default=0)
    judged: Mapped[int] = mapped_column(server_default="0", default=0)
    rows: Mapped[int] = mapped_column(server_default="0", default=0)
    done: Mapped[int] = mapped_column(server_default="0", default=0)
    total: Mapped[int] = mapped_column(server_default="0", default=0)
    last_number: Mapped[int] = mapped_column(server_default="0", default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    undone: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    begun_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    by: Mapped[User] = relationship(lazy="joined")

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever brought the file, and admins."""
        return true() if viewer.scope is Scope.ALL else cls.by_id == viewer.user_id


class OfImport:
    """A row that takes its import's visibility."""

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With its import."""
        if viewer.scope is Scope.ALL:
            return true()
        return cls.import_id.in_(select(Import.id).where(Import.visible(viewer)))


class ImportRow(OfImport, Base):
    """A row of the file, as it stands there, and what became of it.

    ``number`` is the one that a spreadsheet shows. ``before`` and ``after`` hold the fields that were
    written, ``made_id`` is a company that was made for it.
    """

    __tablename__ = "import_rows"
    __table_args__ = (Index("import_rows_outcome_idx", "import_id", "judged", "outcome", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    cells: Mapped[list[str]]
    judged: Mapped[int] = mapped_column(server_default="0", default=0)
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    record_id: Mapped[UUID | None]
    made_id: Mapped[UUID | None]
    before: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(server_default="{}", default=dict)
    undone: Mapped[str | None]


class ImportKey(OfImport, Base):
    """What a row of the file is known by: the first row with a key has it."""

    __tablename__ = "import_keys"

    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
