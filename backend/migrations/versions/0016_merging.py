"""contacts are merged and taken apart; pairs that may be one person are suggested

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSONB = postgresql.JSONB(astext_type=sa.Text())
MAILBOX = (
    r"((regexp_replace(split_part(value::text, '@'::text, 1), '\+.*$|\.'::text, ''::text, 'g'::text) "
    r"|| '@'::text) || split_part(value::text, '@'::text, 2))"
)


def upgrade() -> None:
    """Apply."""
    op.create_index("contacts_person_idx", "contacts", [sa.text("coalesce(canonical_id, id)")])
    _merges()
    _duplicates()


def _row() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", TIME, server_default=sa.text("now()"), nullable=False),
    ]


def _merges() -> None:
    op.create_table(
        "merges",
        *_row(),
        sa.Column("keep_id", sa.Uuid(), nullable=False),
        sa.Column("moves", JSONB, nullable=False),
        sa.Column("written", JSONB, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["keep_id"], ["contacts.id"], name=op.f("merges_keep_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("merges_by_id_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["users.id"], name=op.f("merges_undone_by_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("merges_pkey")),
    )
    op.create_index(op.f("merges_keep_id_idx"), "merges", ["keep_id"])


def _duplicates() -> None:
    op.create_index(
        "identities_mailbox_idx", "identities", [sa.text(MAILBOX)], postgresql_where=sa.text("kind = 'email'")
    )
    op.create_table(
        "duplicate_pairs",
        *_row(),
        sa.Column("left_id", sa.Uuid(), nullable=False),
        sa.Column("right_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("dismissed_at", TIME, nullable=True),
        sa.Column("dismissed_by_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], ["contacts.id"], name=op.f(f"duplicate_pairs_{name}_fkey"), ondelete="CASCADE"
            )
            for name in ("left_id", "right_id")
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["users.id"], name=op.f("duplicate_pairs_dismissed_by_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("duplicate_pairs_pkey")),
        sa.UniqueConstraint("left_id", "right_id", name=op.f("duplicate_pairs_left_id_right_id_key")),
    )  # fmt: skip
    op.create_index(op.f("duplicate_pairs_right_id_idx"), "duplicate_pairs", ["right_id"])
    op.create_index(op.f("duplicate_pairs_score_id_idx"), "duplicate_pairs", ["score", "id"])
    op.create_table(
        "duplicate_scans",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("duplicate_scans_pkey")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("duplicate_scans")
    op.drop_table("duplicate_pairs")
    op.drop_index("identities_mailbox_idx", table_name="identities")
    op.drop_table("merges")
    op.drop_index("contacts_person_idx", table_name="contacts")
