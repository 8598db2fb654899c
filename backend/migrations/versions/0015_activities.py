"""activities repeat, remind and fill a calendar; people are notified

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
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
    _notifications()
    _rules_and_mails()


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


def _of_user(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"{table}_user_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"{table}_pkey"),
    )


def _notifications() -> None:
    op.create_table(
        "notifications",
        *_row(),
        *_of_user("notifications"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("mailed_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.UniqueConstraint("user_id", "key", name="notifications_user_id_key_key"),
    )
    op.create_index(
        "notifications_user_id_created_at_id_idx", "notifications", ["user_id", "created_at", "id"]
    )
    unread, digest = "read_at IS NULL AND in_app", "mail = 'digest' AND mailed_at IS NULL AND read_at IS NULL"
    for name, rule in (("unread", unread), ("digest", digest)):
        op.create_index(
            f"notifications_{name}_idx", "notifications", ["user_id"], postgresql_where=sa.text(rule)
        )


def _rules_and_mails() -> None:
    op.create_table(
        "notification_settings",
        *_row(),
        *_of_user("notification_settings"),
        sa.Column("rules", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("digest_hour", sa.Integer(), server_default="8", nullable=False),
        sa.Column("digested_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("user_id", name="notification_settings_user_id_key"),
    )
    op.create_table(
        "user_mails",
        *_row(),
        *_of_user("user_mails"),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="queued", nullable=False),
        sa.Column("error", sa.String(), nullable=True),
    )
    op.create_index("user_mails_user_id_idx", "user_mails", ["user_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("user_mails", "notification_settings", "notifications"):
        op.drop_table(table)
    op.drop_table("calendar_feeds")
    op.drop_table("reminders")
    op.drop_index("activities_one_open_idx", "activities")
    op.drop_index("activities_open_due_idx", "activities")
    op.drop_constraint("activities_series_id_series_no_key", "activities")
    for name, _ in COLUMNS:
        op.drop_column("activities", name)
    op.drop_column("users", "time_zone")
