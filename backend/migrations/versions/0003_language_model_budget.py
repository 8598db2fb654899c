"""the budget of language models, the line that says who wrote, and a pause for a contact

Revision ID: 0003
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "llm_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column(
            "called_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("llm_calls_pkey")),
    )
    op.create_index(
        op.f("llm_calls_contact_id_called_at_idx"), "llm_calls", ["contact_id", "called_at"], unique=False
    )
    op.create_table(
        "llm_servers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shut_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("llm_servers_pkey")),
    )
    op.alter_column("llm_usage", "tokens", type_=sa.BigInteger())
    op.add_column("llm_usage", sa.Column("cost", sa.Numeric(16, 6), server_default="0", nullable=False))
    op.add_column(
        "assistant_settings",
        sa.Column("disclosure_enabled", sa.Boolean(), server_default="true", nullable=False),
    )
    op.add_column(
        "assistant_settings",
        sa.Column(
            "disclosure", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
    )
    op.add_column("contacts", sa.Column("ai_paused", sa.Boolean(), server_default="false", nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column("contacts", "ai_paused")
    op.drop_column("assistant_settings", "disclosure")
    op.drop_column("assistant_settings", "disclosure_enabled")
    op.drop_column("llm_usage", "cost")
    op.alter_column("llm_usage", "tokens", type_=sa.Integer())
    op.drop_table("llm_servers")
    op.drop_index(op.f("llm_calls_contact_id_called_at_idx"), table_name="llm_calls")
    op.drop_table("llm_calls")
