"""a deal that is taken back to its stage finds its place there

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("deal_stage_changes", sa.Column("left_place", sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("deal_stage_changes", "left_place")
