"""of the domains of a merged company a person chooses the one that leads

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("companies", sa.Column("chosen_domain", sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("companies", "chosen_domain")
