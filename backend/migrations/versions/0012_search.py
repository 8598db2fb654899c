"""search: indexes over names and domains, and the words of messages

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WORDS = "to_tsvector('simple', left(coalesce(subject, '') || ' ' || new_text, 20000))"
BEGINNINGS = (("contacts", "name"), ("companies", "name"), ("deals", "title"), ("conversations", "subject"))


def upgrade() -> None:
    """Apply."""
    for column in ("name", "domain"):
        op.create_index(
            f"companies_{column}_trgm_idx", "companies", [column],
            postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"},
        )  # fmt: skip
    for table, column in BEGINNINGS:
        op.create_index(f"{table}_begins_idx", table, [sa.text(f"lower({column}) text_pattern_ops")])
    words = sa.Column("words", postgresql.TSVECTOR(), sa.Computed(WORDS, persisted=True), nullable=True)
    op.add_column("messages", words)
    op.create_index("messages_words_idx", "messages", ["words"], postgresql_using="gin")


def downgrade() -> None:
    """Take back."""
    op.drop_column("messages", "words")
    for table, _ in BEGINNINGS:
        op.drop_index(f"{table}_begins_idx", table)
    for column in ("name", "domain"):
        op.drop_index(f"companies_{column}_trgm_idx", "companies")
