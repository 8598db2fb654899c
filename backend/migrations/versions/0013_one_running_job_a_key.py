"""of the jobs with one key at most one is running

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "jobs_running_key_idx",
        "jobs",
        ["key"],
        unique=True,
        postgresql_where=sa.text("status = 'running'"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("jobs_running_key_idx", table_name="jobs")
