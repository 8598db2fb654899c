"""personal data: exports and erasures of people, and how long things are kept

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSON = postgresql.JSONB()
NOW = sa.text("now()")


def upgrade() -> None:
    """Apply."""
    _person_exports()
    _erasures()
    op.create_table(
        "retention_rules",
        *_row(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=True),
        sa.Column("last_run_at", TIME, nullable=True),
        sa.Column("last_removed", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="retention_rules_pkey"),
        sa.UniqueConstraint("kind", name="retention_rules_kind_key"),
    )


def _row() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("updated_at", TIME, server_default=NOW, nullable=False),
    )


def _person_exports() -> None:
    op.create_table(
        "person_exports",
        *_row(),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), server_default="running", nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=True),
        sa.Column("counts", JSON, server_default="{}", nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("expires_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="person_exports_contact_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name="person_exports_by_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="person_exports_pkey"),
    )
    op.create_index("person_exports_contact_id_idx", "person_exports", ["contact_id"])
    op.create_index("person_exports_by_id_idx", "person_exports", ["by_id"])


def _erasures() -> None:
    op.create_table(
        "erasures",
        *_row(),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="running", nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("records", JSON, server_default="[]", nullable=False),
        sa.Column("step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("so_far", JSON, server_default="{}", nullable=False),
        sa.Column("counts", JSON, server_default="{}", nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="erasures_by_id_fkey", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="erasures_pkey"),
    )
    running = sa.text("status = 'running'")
    op.create_index(
        "erasures_running_idx", "erasures", ["contact_id"], unique=True, postgresql_where=running
    )
    op.create_index("erasures_created_at_id_idx", "erasures", ["created_at", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("retention_rules")
    op.drop_table("erasures")
    op.drop_table("person_exports")
