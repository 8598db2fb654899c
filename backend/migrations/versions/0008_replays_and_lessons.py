"""replays before what is riskier is activated, corrections of labels, and lessons from edits

Revision ID: 0008
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
JSONB = postgresql.JSONB(astext_type=sa.Text())


def _row(*columns: sa.Column[object] | sa.ForeignKeyConstraint, table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )


def _to(table: str, column: str, other: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"{table}_{column}_fkey"), **options
    )


def upgrade() -> None:
    """Apply."""
    op.add_column("suggestions", sa.Column("reject_kind", sa.String(), nullable=True))
    op.add_column("assistant_settings", sa.Column("writer", sa.String(), nullable=True))
    _row(
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("candidate", JSONB, nullable=False),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("status", sa.String(), server_default="pending", nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("counts", JSONB, server_default="{}", nullable=False),
        sa.Column("cases", JSONB, server_default="[]", nullable=False),
        sa.Column("reasons", JSONB, server_default="[]", nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        _to("replays", "asked_by_id", "users", ondelete="SET NULL"),
        table="replays",
    )
    op.create_index(op.f("replays_fingerprint_created_at_idx"), "replays", ["fingerprint", "created_at"])
    _row(
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("replay_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        _to("activations", "replay_id", "replays", ondelete="SET NULL"),
        _to("activations", "by_id", "users", ondelete="SET NULL"),
        table="activations",
    )
    _row(
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("labels", JSONB, nullable=False),
        sa.Column("before", JSONB, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        _to("label_corrections", "conversation_id", "conversations", ondelete="CASCADE"),
        _to("label_corrections", "message_id", "messages", ondelete="CASCADE"),
        _to("label_corrections", "by_id", "users", ondelete="SET NULL"),
        sa.UniqueConstraint("message_id", name=op.f("label_corrections_message_id_key")),
        table="label_corrections",
    )
    op.create_index(op.f("label_corrections_conversation_id_idx"), "label_corrections", ["conversation_id"])
    _row(
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="noticed", nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        _to("lessons", "decided_by_id", "users", ondelete="SET NULL"),
        table="lessons",
    )
    op.create_index(op.f("lessons_status_intent_language_idx"), "lessons", ["status", "intent", "language"])
    _row(
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        _to("lesson_examples", "conversation_id", "conversations", ondelete="CASCADE"),
        _to("lesson_examples", "suggestion_id", "suggestions", ondelete="CASCADE"),
        _to("lesson_examples", "lesson_id", "lessons", ondelete="CASCADE"),
        sa.UniqueConstraint("lesson_id", "suggestion_id", name=op.f("lesson_examples_lesson_id_suggestion_id_key")),
        table="lesson_examples",
    )
    for column in ("conversation_id", "suggestion_id"):
        op.create_index(op.f(f"lesson_examples_{column}_idx"), "lesson_examples", [column])


def downgrade() -> None:
    """Take back."""
    for table in ("lesson_examples", "lessons", "label_corrections", "activations", "replays"):
        op.drop_table(table)
    op.drop_column("assistant_settings", "writer")
    op.drop_column("suggestions", "reject_kind")
