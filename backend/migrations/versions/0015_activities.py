"""activities repeat, remind and fill a calendar; people are notified

Revision ID: 0015
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
OPEN = sa.text("done_at IS NULL AND deleted_at IS NULL")
COLUMNS = (
    ("start_at", MOMENT), ("end_at", MOMENT), ("repeat", postgresql.JSONB()), ("series_id", sa.Uuid()),
    ("series_no", sa.Integer()), ("planned_at", MOMENT),
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.add_column("users", sa.Column("time_zone", sa.String(), nullable=True))
    for name, kind in COLUMNS:
        op.add_column("activities", sa.Column(name, kind, nullable=True))
    op.create_unique_constraint("activities_series_id_series_no_key", "activities", ["series_id", "series_no"])
    op.create_index("activities_open_due_idx", "activities", ["due_at"], postgresql_where=OPEN)
    op.create_index(
        "activities_one_open_idx", "activities", ["series_id"], unique=True, postgresql_where=OPEN
    )
    _reminders()
    _feeds()


def _row() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", MOMENT, server_default=sa.func.now(), nullable=False),
    )


def _reminders() -> None:
    op.create_table(
        "reminders",
        *_row(),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("minutes_before", sa.Integer(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("remind_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name="reminders_activity_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="reminders_pkey"),
    )
    op.create_index("reminders_activity_id_idx", "reminders", ["activity_id"])
    op.create_index(
        "reminders_due_idx", "reminders", ["remind_at"], postgresql_where=sa.text("sent_at IS NULL")
    )


def _feeds() -> None:
    op.create_table(
        "calendar_feeds",
        *_row(),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="calendar_feeds_user_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="calendar_feeds_pkey"),
        sa.UniqueConstraint("user_id", name="calendar_feeds_user_id_key"),
        sa.UniqueConstraint("token_digest", name="calendar_feeds_token_digest_key"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("calendar_feeds")
    op.drop_table("reminders")
    op.drop_index("activities_one_open_idx", "activities")
    op.drop_index("activities_open_due_idx", "activities")
    op.drop_constraint("activities_series_id_series_no_key", "activities")
    for name, _ in COLUMNS:
        op.drop_column("activities", name)
    op.drop_column("users", "time_zone")
