"""the language model is set up in the app; replays say how far they are

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSONB = postgresql.JSONB(astext_type=sa.Text())
NOW = sa.text("now()")
MONEY = sa.Numeric(16, 6)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "language_models",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("updated_at", TIME, server_default=NOW, nullable=False),
        sa.Column("base_url", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("output", sa.String(), nullable=True),
        sa.Column("timeout_s", sa.Float(), nullable=True),
        sa.Column("daily_tokens", sa.BigInteger(), nullable=True),
        sa.Column("daily_cost", MONEY, nullable=True),
        sa.Column("price_in", MONEY, nullable=True),
        sa.Column("price_out", MONEY, nullable=True),
        sa.Column("key_changed_at", TIME, nullable=True),
        sa.Column("keys", JSONB, server_default="{}", nullable=False),
        sa.Column("active", JSONB, server_default="{}", nullable=False),
        sa.Column("trial", JSONB, server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("language_models_pkey")),
    )
    op.add_column("assistant_settings", sa.Column("language_model_version", sa.Uuid(), nullable=True))
    for name in ("done", "planned"):
        op.add_column("replays", sa.Column(name, sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Take back: the environment's model is the only one again."""
    for name in ("planned", "done"):
        op.drop_column("replays", name)
    op.drop_column("assistant_settings", "language_model_version")
    op.drop_table("language_models")
