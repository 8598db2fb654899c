"""a stage that goes keeps its place until its deals have moved on

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("stages", sa.Column("into_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("stages_into_id_fkey"), "stages", "stages", ["into_id"], ["id"])


def downgrade() -> None:
    """Take back."""
    op.drop_column("stages", "into_id")
