"""attachments: the id by which a mail's own HTML shows a picture

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("attachments", sa.Column("content_id", sa.String(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("attachments", "content_id")
