"""saved views of lists, and changes of many records at once

Revision ID: 0018
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSON = postgresql.JSONB()
NOW = sa.text("now()")


def upgrade() -> None:
    """Apply."""
    _saved_views()
    _default_views()
    _bulk_changes()
    _bulk_rows()


def _row() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("updated_at", TIME, server_default=NOW, nullable=False),
    )


def _saved_views() -> None:
    op.create_table(
        "saved_views",
        *_row(),
        sa.Column("deleted_at", TIME, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("shared", sa.String(), server_default="nobody", nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("columns", JSON, server_default="[]", nullable=False),
        sa.Column("filter", JSON, server_default="[]", nullable=False),
        sa.Column("sort", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name="saved_views_owner_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name="saved_views_team_id_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="saved_views_pkey"),
    )
    op.create_index("saved_views_owner_id_idx", "saved_views", ["owner_id"])
    op.create_index("saved_views_kind_position_id_idx", "saved_views", ["kind", "position", "id"])


def _default_views() -> None:
    op.create_table(
        "default_views",
        *_row(),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="default_views_user_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_views.id"], name="default_views_view_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="default_views_pkey"),
        sa.UniqueConstraint("user_id", "kind", name="default_views_user_id_kind_key"),
    )
    op.create_index("default_views_view_id_idx", "default_views", ["view_id"])


def _bulk_changes() -> None:
    op.create_table(
        "bulk_changes",
        *_row(),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("change", JSON, nullable=False),
        sa.Column("picked", sa.Boolean(), nullable=False),
        sa.Column("filter", JSON, server_default="[]", nullable=False),
        sa.Column("q", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), server_default="0", nullable=False)
            for name in ("turn", "done", "total", "last_number")
        ),
        sa.Column("counts", JSON, server_default="{}", nullable=False),
        sa.Column("undone", JSON, server_default="{}", nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="bulk_changes_by_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="bulk_changes_pkey"),
    )
    op.create_index("bulk_changes_by_id_created_at_idx", "bulk_changes", ["by_id", "created_at"])


def _bulk_rows() -> None:
    op.create_table(
        "bulk_rows",
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("before", JSON, server_default="{}", nullable=False),
        sa.Column("after", JSON, server_default="{}", nullable=False),
        sa.Column("undone", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bulk_id"], ["bulk_changes.id"], name="bulk_rows_bulk_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bulk_id", "number", name="bulk_rows_pkey"),
    )
    op.create_index("bulk_rows_outcome_idx", "bulk_rows", ["bulk_id", "outcome", "number"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("bulk_rows")
    op.drop_table("bulk_changes")
    op.drop_table("default_views")
    op.drop_table("saved_views")
