"""versions of articles, knowledge gaps, the quote ledger, who has taken over, and the order of the queue

Revision ID: 0007
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import Vector
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSON = postgresql.JSONB(astext_type=sa.Text())
WATCHED = sa.text("status IN ('holds', 'outdated')")
OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    """Apply."""
    _article_versions()
    _gaps()
    _quotes()
    _corrections()
    op.add_column("channels", sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    op.add_column("channels", sa.Column("failing_since", TIME, nullable=True))
    op.add_column("conversations", sa.Column("ai_paused", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("conversations", sa.Column("writing_until", TIME, nullable=True))
    op.add_column("conversations", sa.Column("writing_name", sa.String(), nullable=True))
    op.add_column("suggestions", sa.Column("stake", sa.Float(), server_default="10", nullable=False))
    op.add_column("suggestions", sa.Column("urgency", sa.Float(), server_default="2", nullable=False))
    op.add_column("suggestions", sa.Column("waits_since", TIME, nullable=True))
    op.add_column("suggestions", sa.Column("patience_s", sa.Integer(), server_default="86400", nullable=False))


def _times() -> list[sa.Column]:
    return [
        sa.Column("created_at", TIME, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", TIME, server_default=sa.text("now()"), nullable=False),
    ]


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _to(table: str, column: str, target: str, on_delete: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"{table}_{column}_fkey")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)


def _article_versions() -> None:
    op.create_table(
        "article_versions",
        _id(),
        *_times(),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        _to("article_versions", "article_id", "articles", "CASCADE"),
        _to("article_versions", "author_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("article_versions_pkey")),
        sa.UniqueConstraint("article_id", "version", name=op.f("article_versions_article_id_version_key")),
    )
    op.execute(
        "INSERT INTO article_versions (id, created_at, article_id, version, title, body, language) "
        "SELECT gen_random_uuid(), updated_at, id, version, title, body, language FROM articles"
    )


def _gaps() -> None:
    op.create_table(
        "gaps",
        _id(),
        *_times(),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("embedding", Vector(384), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="open", nullable=False),
        sa.Column("last_asked_at", TIME, server_default=sa.text("now()"), nullable=False),
        sa.Column("reopened_at", TIME, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("article_id", sa.Uuid(), nullable=True),
        _to("gaps", "article_id", "articles", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("gaps_pkey")),
    )
    op.create_index(op.f("gaps_article_id_idx"), "gaps", ["article_id"])
    op.create_index(op.f("gaps_last_asked_at_id_idx"), "gaps", ["last_asked_at", "id"])
    op.create_table(
        "gap_questions",
        _id(),
        *_times(),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        _to("gap_questions", "conversation_id", "conversations", "CASCADE"),
        _to("gap_questions", "gap_id", "gaps", "CASCADE"),
        _to("gap_questions", "message_id", "messages", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("gap_questions_pkey")),
        sa.UniqueConstraint("message_id", name=op.f("gap_questions_message_id_key")),
    )
    op.create_index(op.f("gap_questions_conversation_id_idx"), "gap_questions", ["conversation_id"])
    op.create_index(op.f("gap_questions_gap_id_idx"), "gap_questions", ["gap_id"])


def _quotes() -> None:
    op.create_table(
        "quotes",
        _id(),
        *_times(),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("article_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("fact", JSON, nullable=False),
        sa.Column("stated", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("quoted_at", TIME, nullable=False),
        sa.Column("status", sa.String(), server_default="holds", nullable=False),
        _to("quotes", "conversation_id", "conversations", "CASCADE"),
        _to("quotes", "message_id", "messages", "CASCADE"),
        _to("quotes", "product_id", "products", "SET NULL"),
        _to("quotes", "article_id", "articles", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("quotes_pkey")),
    )
    for column in ("conversation_id", "message_id", "product_id", "article_id"):
        op.create_index(op.f(f"quotes_{column}_idx"), "quotes", [column])
    op.create_index("quotes_watched_idx", "quotes", ["conversation_id"], postgresql_where=WATCHED)


def _corrections() -> None:
    op.create_table(
        "corrections",
        _id(),
        *_times(),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), server_default="open", nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("claims", JSON, server_default="[]", nullable=False),
        sa.Column("edited", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_message_id", sa.Uuid(), nullable=True),
        _to("corrections", "conversation_id", "conversations", "CASCADE"),
        _to("corrections", "message_id", "messages", "CASCADE"),
        _to("corrections", "decided_by_id", "users", None),
        sa.PrimaryKeyConstraint("id", name=op.f("corrections_pkey")),
    )
    op.create_index(op.f("corrections_conversation_id_idx"), "corrections", ["conversation_id"])
    op.create_index(op.f("corrections_message_id_idx"), "corrections", ["message_id"])
    op.create_index(op.f("corrections_created_at_id_idx"), "corrections", ["created_at", "id"])
    op.create_index(
        "corrections_open_key", "corrections", ["conversation_id"], unique=True, postgresql_where=OPEN
    )


def downgrade() -> None:
    """Take back."""
    for column in ("patience_s", "waits_since", "urgency", "stake"):
        op.drop_column("suggestions", column)
    for column in ("writing_name", "writing_until", "ai_paused"):
        op.drop_column("conversations", column)
    for column in ("failing_since", "failures"):
        op.drop_column("channels", column)
    for table in ("corrections", "quotes", "gap_questions", "gaps", "article_versions"):
        op.drop_table(table)
