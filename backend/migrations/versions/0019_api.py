"""API keys, idempotency keys, outgoing webhooks

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Apply."""
    _api_keys()
    _idempotency_keys()
    _webhooks()
    _webhook_deliveries()


def _row() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", MOMENT, server_default=sa.func.now(), nullable=False),
    )


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        *_row(),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("scopes", postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name="api_keys_owner_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="api_keys_pkey"),
        sa.UniqueConstraint("token_digest", name="api_keys_token_digest_key"),
    )
    op.create_index("api_keys_owner_id_idx", "api_keys", ["owner_id"])


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        *_row(),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("sealed_body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="idempotency_keys_user_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="idempotency_keys_pkey"),
        sa.UniqueConstraint("user_id", "key", name="idempotency_keys_user_id_key_key"),
    )
    op.create_index("idempotency_keys_created_at_idx", "idempotency_keys", ["created_at"])


def _webhooks() -> None:
    op.create_table(
        "wanted_events",
        sa.Column("subscriber", sa.String(), nullable=False),
        sa.Column("event_type", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subscriber", "event_type", name="wanted_events_pkey"),
    )
    op.create_table(
        "webhook_subscriptions",
        *_row(),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("types", postgresql.JSONB(), nullable=False),
        sa.Column("secrets", postgresql.JSONB(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("disabled_because", sa.String(), nullable=True),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("failing_since", "last_success_at", "quiet_until")),
        sa.Column("silent", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="webhook_subscriptions_pkey"),
    )


def _webhook_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        *_row(),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=True),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["webhook_subscriptions.id"],
            name="webhook_deliveries_subscription_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="webhook_deliveries_pkey"),
        sa.UniqueConstraint(
            "subscription_id", "event_id", name="webhook_deliveries_subscription_id_event_id_key"
        ),
    )
    op.create_index(
        "webhook_deliveries_subscription_id_created_at_id_idx",
        "webhook_deliveries",
        ["subscription_id", "created_at", "id"],
    )
    op.create_index("webhook_deliveries_created_at_idx", "webhook_deliveries", ["created_at"])
    op.create_table(
        "webhook_attempts",
        *_row(),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("manual", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("ms", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["webhook_deliveries.id"],
            name="webhook_attempts_delivery_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="webhook_attempts_pkey"),
    )
    op.create_index("webhook_attempts_delivery_id_idx", "webhook_attempts", ["delivery_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("webhook_attempts", "webhook_deliveries", "webhook_subscriptions", "wanted_events"):
        op.drop_table(table)
    op.drop_table("idempotency_keys")
    op.drop_table("api_keys")
