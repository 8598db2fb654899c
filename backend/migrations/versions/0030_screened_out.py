"""contacts of whom only spam and automated mail is known stay out of the lists

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BACKFILL = """
UPDATE contacts SET screened_out = true
WHERE source = 'email' AND owner_id IS NULL AND canonical_id IS NULL
AND id IN (SELECT contact_id FROM conversations WHERE intent IN ('spam', 'automated'))
AND NOT EXISTS (
    SELECT FROM conversations c JOIN messages m ON m.conversation_id = c.id
    WHERE c.contact_id = contacts.id
    AND (m.direction = 'out' OR coalesce(m.triage ->> 'intent', '') NOT IN ('spam', 'automated'))
)
"""


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "contacts", sa.Column("screened_out", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.execute(BACKFILL)


def downgrade() -> None:
    """Take back."""
    op.drop_column("contacts", "screened_out")
