"""teams have a bin

Revision ID: 0004
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("teams", sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True))
    op.drop_constraint("teams_name_key", "teams", type_="unique")
    op.create_index(
        "teams_name_idx", "teams", ["name"], unique=True, postgresql_where=sa.text("deleted_at IS NULL")
    )


def downgrade() -> None:
    """Undo; what is in the bin is deleted, as it was before there was one."""
    op.execute("DELETE FROM teams WHERE deleted_at IS NOT NULL")
    op.drop_index("teams_name_idx", "teams")
    op.create_unique_constraint("teams_name_key", "teams", ["name"])
    op.drop_column("teams", "deleted_at")
