"""changes: who changed what, before and after, chained

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
ONLY_ADDED = """
CREATE FUNCTION changes_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND (NEW.id, NEW.created_at, NEW.subject_type, NEW.subject_id, NEW.action, NEW.actor_id, NEW.via, NEW.digest)
      IS NOT DISTINCT FROM
      (OLD.id, OLD.created_at, OLD.subject_type, OLD.subject_id, OLD.action, OLD.actor_id, OLD.via, OLD.digest)
    AND (OLD.seq IS NULL OR (NEW.seq, NEW.link) IS NOT DISTINCT FROM (OLD.seq, OLD.link))
    AND (NEW.diff IS NULL OR NEW.diff IS NOT DISTINCT FROM OLD.diff)
    AND (NEW.salt IS NULL OR NEW.salt IS NOT DISTINCT FROM OLD.salt)
  THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'changes are only ever added: they are linked once, and erased, but never altered';
END $$
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("diff", postgresql.JSONB(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("changes_pkey")),
        sa.UniqueConstraint("seq", name=op.f("changes_seq_key")),
    )
    op.create_index(op.f("changes_subject_id_created_at_id_idx"), "changes", ["subject_id", "created_at", "id"])
    op.create_index(op.f("changes_actor_id_id_idx"), "changes", ["actor_id", "id"])
    unlinked = sa.text("seq IS NULL")
    op.create_index("changes_unlinked_idx", "changes", ["id"], postgresql_where=unlinked)
    op.execute(ONLY_ADDED)
    op.execute(
        "CREATE TRIGGER changes_are_only_added BEFORE UPDATE OR DELETE ON changes "
        "FOR EACH ROW EXECUTE FUNCTION changes_are_only_added()"
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("changes")
    op.execute("DROP FUNCTION changes_are_only_added()")
