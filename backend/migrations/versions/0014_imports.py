"""imports: files of records, their rows, and what those are known by

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSON = postgresql.JSONB()
NOW = sa.text("now()")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "imports",
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("layout", JSON, server_default="{}", nullable=False),
        sa.Column("columns", JSON, server_default="[]", nullable=False),
        sa.Column("mapping", JSON, server_default="{}", nullable=False),
        sa.Column("match_key", sa.String(), nullable=True),
        sa.Column("policy", sa.String(), server_default="create_update", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), server_default="0", nullable=False)
            for name in ("turn", "judged", "rows", "done", "total", "last_number")
        ),
        sa.Column("counts", JSON, server_default="{}", nullable=False),
        sa.Column("undone", JSON, server_default="{}", nullable=False),
        sa.Column("begun_at", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("updated_at", TIME, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("imports_by_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("imports_pkey")),
    )
    op.create_index(op.f("imports_by_id_created_at_idx"), "imports", ["by_id", "created_at"])
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("judged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("made_id", sa.Uuid(), nullable=True),
        sa.Column("before", JSON, server_default="{}", nullable=False),
        sa.Column("after", JSON, server_default="{}", nullable=False),
        sa.Column("undone", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("import_rows_import_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("import_rows_pkey")),
    )
    op.create_index("import_rows_outcome_idx", "import_rows", ["import_id", "judged", "outcome", "number"])
    op.create_table(
        "import_keys",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("import_keys_import_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "key", name=op.f("import_keys_pkey")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("import_keys")
    op.drop_table("import_rows")
    op.drop_table("imports")
