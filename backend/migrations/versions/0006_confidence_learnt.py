"""automatic replies are judged afterwards, confidence is learnt from decisions, and everything can run in shadow"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())
TIME = postgresql.TIMESTAMP(timezone=True)


def _row() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", TIME, server_default=sa.text("now()"), nullable=False),
    ]


def upgrade() -> None:
    _shadow()
    _judgements()
    op.create_table(
        "confidence_fits",
        *_row(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("bias", sa.Float(), nullable=False),
        sa.Column("weights", JSON, nullable=False),
        sa.Column("intents", JSON, nullable=False),
        sa.Column("channels", JSON, nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("confidence_fits_pkey")),
        sa.UniqueConstraint("version", name=op.f("confidence_fits_version_key")),
    )
    # What was decided so far says its intent in the message only.
    op.execute(
        "UPDATE suggestions SET inputs = inputs || jsonb_build_object('intent', m.triage->>'intent') "
        "FROM messages m WHERE m.id = message_id AND NOT inputs ? 'intent' AND m.triage IS NOT NULL"
    )


def _shadow() -> None:
    op.add_column(
        "assistant_settings", sa.Column("mode", sa.String(), server_default="on", nullable=False)
    )
    op.execute("UPDATE assistant_settings SET mode = 'off' WHERE NOT auto_send_enabled")
    op.drop_column("assistant_settings", "auto_send_enabled")
    op.add_column(
        "assistant_settings", sa.Column("confidence", sa.String(), server_default="learnt", nullable=False)
    )
    op.add_column("suggestions", sa.Column("shadow", sa.Boolean(), server_default="false", nullable=False))
    op.create_index(
        "suggestions_shadow_idx", "suggestions", ["decided_at"], postgresql_where=sa.text("shadow")
    )


def _judgements() -> None:
    op.create_table(
        "judgements",
        *_row(),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("drawn", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("judged_at", TIME, nullable=True),
        sa.Column("judged_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("judgements_conversation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestions.id"],
            name=op.f("judgements_suggestion_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["judged_by_id"], ["users.id"], name=op.f("judgements_judged_by_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("judgements_pkey")),
        sa.UniqueConstraint("suggestion_id", name=op.f("judgements_suggestion_id_key")),
    )
    op.create_index(op.f("judgements_conversation_id_idx"), "judgements", ["conversation_id"])
    op.create_index(op.f("judgements_intent_created_at_idx"), "judgements", ["intent", "created_at"])
    op.create_index(op.f("judgements_created_at_id_idx"), "judgements", ["created_at", "id"])


def downgrade() -> None:
    op.drop_table("confidence_fits")
    op.drop_table("judgements")
    op.drop_index("suggestions_shadow_idx", table_name="suggestions")
    op.drop_column("suggestions", "shadow")
    op.drop_column("assistant_settings", "confidence")
    op.add_column(
        "assistant_settings",
        sa.Column("auto_send_enabled", sa.Boolean(), server_default="true", nullable=False),
    )
    op.execute("UPDATE assistant_settings SET auto_send_enabled = mode = 'on'")
    op.drop_column("assistant_settings", "mode")
