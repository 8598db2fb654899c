"""the assistant's switches are looked at when a reply leaves; who let less leave by itself is kept

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "sending_stops",
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("intent", name=op.f("pk_sending_stops")),
    )
    op.add_column("activations", sa.Column("accepted", sa.String(), nullable=True))
    op.execute(
        "INSERT INTO sending_stops SELECT '*', 'Automatic sending was switched off.'"
        " FROM assistant_settings WHERE mode <> 'on'"
    )
    op.execute(
        "INSERT INTO sending_stops SELECT one.key, 'Automatic sending of this intent was switched off.'"
        " FROM assistant_settings, jsonb_each(intents) AS one WHERE one.value ->> 'mode' <> 'on'"
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("activations", "accepted")
    op.drop_table("sending_stops")
