"""pages of a list in the orders that people ask for are found by an index; what is not snoozed has no end of it

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

LISTED = {
    "contacts": ("updated_at",),
    "companies": ("name", "created_at", "updated_at"),
    "deals": ("amount", "expected_close_on", "updated_at"),
    "activities": ("due_at",),
}
THERE = sa.text("deleted_at IS NULL")
OPEN = sa.text("done_at IS NULL AND deleted_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER INDEX contacts_listed_idx RENAME TO contacts_by_created_at_idx")
    for table, columns in LISTED.items():
        for column in columns:
            op.create_index(f"{table}_by_{column}_idx", table, [column, "id"], postgresql_where=THERE)
    op.execute(
        "UPDATE conversations SET snoozed_until = NULL WHERE status <> 'snoozed' AND snoozed_until IS NOT NULL"
    )
    op.create_index("activities_own_open_idx", "activities", ["owner_id", "due_at"], postgresql_where=OPEN)


def downgrade() -> None:
    """Take back."""
    op.drop_index("activities_own_open_idx", "activities")
    for table, columns in LISTED.items():
        for column in columns:
            op.drop_index(f"{table}_by_{column}_idx", table)
    op.execute("ALTER INDEX contacts_by_created_at_idx RENAME TO contacts_listed_idx")
