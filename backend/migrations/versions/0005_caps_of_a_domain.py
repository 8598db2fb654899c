"""Automatic replies are counted by domain, and linked threads by the one they began with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("automatic_replies", sa.Column("domain", sa.String(), nullable=True))
    op.create_index(op.f("automatic_replies_domain_sent_at_idx"), "automatic_replies", ["domain", "sent_at"])
    op.create_index(op.f("conversations_linked_id_idx"), "conversations", ["linked_id"])


def downgrade() -> None:
    op.drop_index(op.f("conversations_linked_id_idx"), table_name="conversations")
    op.drop_index(op.f("automatic_replies_domain_sent_at_idx"), table_name="automatic_replies")
    op.drop_column("automatic_replies", "domain")
