"""the foundation

Revision ID: 0001
Revises:
"""

import pgvector.sqlalchemy
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for extension in ("vector", "pg_trgm", "unaccent"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.create_table(
        "address_bounces",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("address_bounces_pkey")),
    )
    op.create_index(op.f("address_bounces_address_idx"), "address_bounces", ["address"], unique=False)
    op.create_table(
        "articles",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("articles_pkey")),
    )
    op.create_table(
        "assistant_settings",
        sa.Column("auto_send_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("auto_threshold", sa.Double(), server_default="0.9", nullable=False),
        sa.Column("review_threshold", sa.Double(), server_default="0.6", nullable=False),
        sa.Column("send_delay_s", sa.Double(), nullable=True),
        sa.Column("intents", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("assistant_settings_pkey")),
    )
    op.create_table(
        "automatic_replies",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "sent_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("automatic_replies_pkey")),
    )
    op.create_index(
        op.f("automatic_replies_address_sent_at_idx"),
        "automatic_replies",
        ["address", "sent_at"],
        unique=False,
    )
    op.create_index(
        op.f("automatic_replies_conversation_id_sent_at_idx"),
        "automatic_replies",
        ["conversation_id", "sent_at"],
        unique=False,
    )
    op.create_table(
        "endpoints",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secrets", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("endpoints_pkey")),
        sa.UniqueConstraint("kind", "name", name=op.f("endpoints_kind_name_key")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", "created_at", name=op.f("events_pkey")),
        postgresql_partition_by="RANGE (created_at)",
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subscriber", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), server_default="", nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("event_type", sa.String(), nullable=True),
        sa.Column("subject_type", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("status", sa.String(), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("crashes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column(
            "next_run_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("lease_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("rung_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column(
            "tries", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("finished_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("jobs_pkey")),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index(
        "jobs_dead_idx", "jobs", ["fingerprint"], unique=False, postgresql_where=sa.text("status = 'dead'")
    )
    op.create_index(
        "jobs_due_idx",
        "jobs",
        ["queue", "next_run_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'retrying')"),
    )
    op.create_index(
        "jobs_fair_idx",
        "jobs",
        ["queue", "lane", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'retrying')"),
    )
    op.create_index(
        "jobs_key_idx",
        "jobs",
        ["key", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'retrying', 'running')"),
    )
    op.create_index(
        "jobs_lease_idx",
        "jobs",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "llm_usage",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tokens", sa.Integer(), server_default="0", nullable=False),
        sa.Column("calls", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("llm_usage_pkey")),
    )
    op.create_table(
        "login_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "failed_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("login_failures_pkey")),
    )
    op.create_index(
        op.f("login_failures_address_failed_at_idx"), "login_failures", ["address", "failed_at"], unique=False
    )
    op.create_index(
        op.f("login_failures_email_failed_at_idx"), "login_failures", ["email", "failed_at"], unique=False
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "next_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("schedules_pkey")),
    )
    op.create_table(
        "teams",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("teams_pkey")),
        sa.UniqueConstraint("name", name=op.f("teams_name_key")),
    )
    op.create_table(
        "users",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("last_login_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email", name=op.f("users_email_key")),
    )
    op.create_table(
        "vectors",
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("embedding", pgvector.sqlalchemy.vector.VECTOR(dim=384), nullable=False),
        sa.PrimaryKeyConstraint("collection", "id", name=op.f("vectors_pkey")),
    )
    op.create_index(
        "vectors_nearest_idx",
        "vectors",
        ["embedding"],
        unique=False,
        postgresql_using="hnsw",
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )
    op.create_table(
        "access_links",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("access_links_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("access_links_pkey")),
        sa.UniqueConstraint("token_digest", name=op.f("access_links_token_digest_key")),
    )
    op.create_index(op.f("access_links_user_id_idx"), "access_links", ["user_id"], unique=False)
    op.create_table(
        "auth_sessions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "rotated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("revoked_because", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("auth_sessions_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("auth_sessions_pkey")),
    )
    op.create_index(op.f("auth_sessions_user_id_idx"), "auth_sessions", ["user_id"], unique=False)
    op.create_table(
        "channels",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("failing_because", sa.String(), nullable=True),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["endpoint_id"], ["endpoints.id"], name=op.f("channels_endpoint_id_fkey")),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("channels_team_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("channels_pkey")),
    )
    op.create_table(
        "companies",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("companies_owner_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("companies_team_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("companies_pkey")),
    )
    op.create_index(
        "companies_domain_idx",
        "companies",
        ["domain"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(op.f("companies_owner_id_idx"), "companies", ["owner_id"], unique=False)
    op.create_index(op.f("companies_team_id_idx"), "companies", ["team_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("secret_id", sa.String(), nullable=True),
        sa.Column(
            "received_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["endpoints.id"], name=op.f("deliveries_endpoint_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("deliveries_pkey")),
    )
    op.create_index(
        "deliveries_once_idx",
        "deliveries",
        ["endpoint_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("counts"),
    )
    op.create_index(op.f("deliveries_received_at_idx"), "deliveries", ["received_at"], unique=False)
    op.create_index(
        "deliveries_unsettled_idx",
        "deliveries",
        ["status", "received_at"],
        unique=False,
        postgresql_where=sa.text("status NOT IN ('accepted', 'processed')"),
    )
    op.create_table(
        "memberships",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("memberships_team_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("memberships_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "team_id", name=op.f("memberships_pkey")),
    )
    op.create_index(op.f("memberships_team_id_idx"), "memberships", ["team_id"], unique=False)
    op.create_table(
        "sources",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("feed_url", sa.String(), nullable=True),
        sa.Column("poll_minutes", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("last_event_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["endpoint_id"], ["endpoints.id"], name=op.f("sources_endpoint_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("sources_pkey")),
        sa.UniqueConstraint("name", name=op.f("sources_name_key")),
    )
    op.create_table(
        "contacts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("tags", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("canonical_id", sa.Uuid(), nullable=True),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["canonical_id"], ["contacts.id"], name=op.f("contacts_canonical_id_fkey")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("contacts_company_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("contacts_owner_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("contacts_team_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("contacts_pkey")),
    )
    op.create_index(op.f("contacts_canonical_id_idx"), "contacts", ["canonical_id"], unique=False)
    op.create_index(op.f("contacts_company_id_idx"), "contacts", ["company_id"], unique=False)
    op.create_index(
        "contacts_listed_idx",
        "contacts",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("contacts_name_idx", "contacts", ["name"], unique=False)
    op.create_index(
        "contacts_name_trgm_idx",
        "contacts",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index(op.f("contacts_owner_id_idx"), "contacts", ["owner_id"], unique=False)
    op.create_index(op.f("contacts_team_id_idx"), "contacts", ["team_id"], unique=False)
    op.create_table(
        "products",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("price", sa.Numeric(precision=14, scale=4), server_default="0", nullable=False),
        sa.Column("currency", sa.String(), server_default="", nullable=False),
        sa.Column("stock", sa.Integer(), server_default="0", nullable=False),
        sa.Column("delivery_days", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("image_url", sa.String(), nullable=True),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("source_time", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("synced_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column(
            "words",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('simple', coalesce(title, '') || ' ' || coalesce(sku, '') || ' ' || coalesce(external_id, '')), 'A') || setweight(to_tsvector('simple', coalesce(brand, '') || ' ' || coalesce(category, '') || ' ' || coalesce(options::text, '')), 'B') || setweight(to_tsvector('simple', left(coalesce(description, ''), 20000)), 'C')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("products_source_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("products_pkey")),
        sa.UniqueConstraint("source_id", "external_id", name=op.f("products_source_id_external_id_key")),
    )
    op.create_index(op.f("products_category_idx"), "products", ["category"], unique=False)
    op.create_index(op.f("products_group_idx"), "products", ["group"], unique=False)
    op.create_index(
        "products_listed_idx",
        "products",
        ["title", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("products_sku_idx", "products", [sa.literal_column("lower(sku)")], unique=False)
    op.create_index(
        "products_title_trgm_idx",
        "products",
        ["title"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )
    op.create_index("products_words_idx", "products", ["words"], unique=False, postgresql_using="gin")
    op.create_table(
        "activities",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("done_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("activities_contact_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("activities_owner_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("activities_team_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("activities_pkey")),
        sa.UniqueConstraint("message_id", name=op.f("activities_message_id_key")),
    )
    op.create_index(op.f("activities_conversation_id_idx"), "activities", ["conversation_id"], unique=False)
    op.create_index(op.f("activities_created_at_id_idx"), "activities", ["created_at", "id"], unique=False)
    op.create_index(op.f("activities_owner_id_idx"), "activities", ["owner_id"], unique=False)
    op.create_index(op.f("activities_team_id_idx"), "activities", ["team_id"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("linked_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), server_default="open", nullable=False),
        sa.Column("snippet", sa.String(), server_default="", nullable=False),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("sentiment", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("suggestion_status", sa.String(), nullable=True),
        sa.Column("unread", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("waiting_since", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column(
            "last_message_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("snoozed_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column(
            "participants", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("conversations_channel_id_fkey")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("conversations_contact_id_fkey")),
        sa.ForeignKeyConstraint(
            ["linked_id"], ["conversations.id"], name=op.f("conversations_linked_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("conversations_owner_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("conversations_team_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("conversations_pkey")),
    )
    op.create_index(op.f("conversations_contact_id_idx"), "conversations", ["contact_id"], unique=False)
    op.create_index(
        "conversations_decision_idx",
        "conversations",
        ["decision", "suggestion_status", "last_message_at", "id"],
        unique=False,
    )
    op.create_index(op.f("conversations_owner_id_idx"), "conversations", ["owner_id"], unique=False)
    op.create_index(
        "conversations_owner_recent_idx", "conversations", ["owner_id", "last_message_at", "id"], unique=False
    )
    op.create_index("conversations_recent_idx", "conversations", ["last_message_at", "id"], unique=False)
    op.create_index(
        "conversations_status_idx", "conversations", ["status", "last_message_at", "id"], unique=False
    )
    op.create_index(
        "conversations_subject_trgm_idx",
        "conversations",
        ["subject"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"subject": "gin_trgm_ops"},
    )
    op.create_index(op.f("conversations_team_id_idx"), "conversations", ["team_id"], unique=False)
    op.create_index(
        "conversations_team_recent_idx", "conversations", ["team_id", "last_message_at", "id"], unique=False
    )
    op.create_table(
        "identities",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("identities_contact_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("identities_pkey")),
        sa.UniqueConstraint("kind", "value", name=op.f("identities_kind_value_key")),
    )
    op.create_index(op.f("identities_contact_id_idx"), "identities", ["contact_id"], unique=False)
    op.create_index(
        "identities_value_trgm_idx",
        "identities",
        ["value"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"value": "gin_trgm_ops"},
    )
    op.create_table(
        "messages",
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("in_reply_to", sa.String(), nullable=True),
        sa.Column("references", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), server_default="email", nullable=False),
        sa.Column("author_kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=True),
        sa.Column("from_address", sa.String(), nullable=True),
        sa.Column("reply_to", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("new_text", sa.String(), nullable=False),
        sa.Column("quoted_text", sa.String(), nullable=True),
        sa.Column("html", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.Column("private", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("automated", sa.String(), nullable=True),
        sa.Column("authentic", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("automatic", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("triage", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("suggestion_id", sa.Uuid(), nullable=True),
        sa.Column("leaves_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("messages_channel_id_fkey")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("messages_conversation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_pkey")),
        sa.UniqueConstraint("channel_id", "external_id", name=op.f("messages_channel_id_external_id_key")),
    )
    op.create_index(op.f("messages_conversation_id_idx"), "messages", ["conversation_id"], unique=False)
    op.create_index("messages_external_idx", "messages", ["external_id"], unique=False)
    op.create_index(
        "messages_leaving_idx",
        "messages",
        ["leaves_at"],
        unique=False,
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "messages_references_idx",
        "messages",
        ["references"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"references": "jsonb_path_ops"},
    )
    op.create_table(
        "attachments",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("attachments_conversation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("attachments_message_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("attachments_pkey")),
    )
    op.create_index(op.f("attachments_conversation_id_idx"), "attachments", ["conversation_id"], unique=False)
    op.create_index(op.f("attachments_message_id_idx"), "attachments", ["message_id"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("original_body", sa.String(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("claims", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reject_reason", sa.String(), nullable=True),
        sa.Column("sent_message_id", sa.Uuid(), nullable=True),
        sa.Column("history", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("suggestions_conversation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("suggestions_decided_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("suggestions_message_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("suggestions_pkey")),
    )
    op.create_index(op.f("suggestions_conversation_id_idx"), "suggestions", ["conversation_id"], unique=False)
    op.create_index(op.f("suggestions_created_at_id_idx"), "suggestions", ["created_at", "id"], unique=False)
    op.create_index(op.f("suggestions_message_id_idx"), "suggestions", ["message_id"], unique=False)
    op.create_index(
        "suggestions_waiting_idx",
        "suggestions",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    # Rows of months without a partition of their own must not be refused.
    op.execute("CREATE TABLE events_default PARTITION OF events DEFAULT")


def downgrade() -> None:
    """Undo."""
    op.drop_index(
        "suggestions_waiting_idx", table_name="suggestions", postgresql_where=sa.text("status = 'pending'")
    )
    op.drop_index(op.f("suggestions_message_id_idx"), table_name="suggestions")
    op.drop_index(op.f("suggestions_created_at_id_idx"), table_name="suggestions")
    op.drop_index(op.f("suggestions_conversation_id_idx"), table_name="suggestions")
    op.drop_table("suggestions")
    op.drop_index(op.f("attachments_message_id_idx"), table_name="attachments")
    op.drop_index(op.f("attachments_conversation_id_idx"), table_name="attachments")
    op.drop_table("attachments")
    op.drop_index(
        "messages_references_idx",
        table_name="messages",
        postgresql_using="gin",
        postgresql_ops={"references": "jsonb_path_ops"},
    )
    op.drop_index(
        "messages_leaving_idx", table_name="messages", postgresql_where=sa.text("status = 'queued'")
    )
    op.drop_index("messages_external_idx", table_name="messages")
    op.drop_index(op.f("messages_conversation_id_idx"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(
        "identities_value_trgm_idx",
        table_name="identities",
        postgresql_using="gin",
        postgresql_ops={"value": "gin_trgm_ops"},
    )
    op.drop_index(op.f("identities_contact_id_idx"), table_name="identities")
    op.drop_table("identities")
    op.drop_index("conversations_team_recent_idx", table_name="conversations")
    op.drop_index(op.f("conversations_team_id_idx"), table_name="conversations")
    op.drop_index(
        "conversations_subject_trgm_idx",
        table_name="conversations",
        postgresql_using="gin",
        postgresql_ops={"subject": "gin_trgm_ops"},
    )
    op.drop_index("conversations_status_idx", table_name="conversations")
    op.drop_index("conversations_recent_idx", table_name="conversations")
    op.drop_index("conversations_owner_recent_idx", table_name="conversations")
    op.drop_index(op.f("conversations_owner_id_idx"), table_name="conversations")
    op.drop_index("conversations_decision_idx", table_name="conversations")
    op.drop_index(op.f("conversations_contact_id_idx"), table_name="conversations")
    op.drop_table("conversations")
    op.drop_index(op.f("activities_team_id_idx"), table_name="activities")
    op.drop_index(op.f("activities_owner_id_idx"), table_name="activities")
    op.drop_index(op.f("activities_created_at_id_idx"), table_name="activities")
    op.drop_index(op.f("activities_conversation_id_idx"), table_name="activities")
    op.drop_table("activities")
    op.drop_index("products_words_idx", table_name="products", postgresql_using="gin")
    op.drop_index(
        "products_title_trgm_idx",
        table_name="products",
        postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )
    op.drop_index("products_sku_idx", table_name="products")
    op.drop_index(
        "products_listed_idx", table_name="products", postgresql_where=sa.text("deleted_at IS NULL")
    )
    op.drop_index(op.f("products_group_idx"), table_name="products")
    op.drop_index(op.f("products_category_idx"), table_name="products")
    op.drop_table("products")
    op.drop_index(op.f("contacts_team_id_idx"), table_name="contacts")
    op.drop_index(op.f("contacts_owner_id_idx"), table_name="contacts")
    op.drop_index(
        "contacts_name_trgm_idx",
        table_name="contacts",
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.drop_index("contacts_name_idx", table_name="contacts")
    op.drop_index(
        "contacts_listed_idx", table_name="contacts", postgresql_where=sa.text("deleted_at IS NULL")
    )
    op.drop_index(op.f("contacts_company_id_idx"), table_name="contacts")
    op.drop_index(op.f("contacts_canonical_id_idx"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_table("sources")
    op.drop_index(op.f("memberships_team_id_idx"), table_name="memberships")
    op.drop_table("memberships")
    op.drop_index(
        "deliveries_unsettled_idx",
        table_name="deliveries",
        postgresql_where=sa.text("status NOT IN ('accepted', 'processed')"),
    )
    op.drop_index(op.f("deliveries_received_at_idx"), table_name="deliveries")
    op.drop_index("deliveries_once_idx", table_name="deliveries", postgresql_where=sa.text("counts"))
    op.drop_table("deliveries")
    op.drop_index(op.f("companies_team_id_idx"), table_name="companies")
    op.drop_index(op.f("companies_owner_id_idx"), table_name="companies")
    op.drop_index(
        "companies_domain_idx", table_name="companies", postgresql_where=sa.text("deleted_at IS NULL")
    )
    op.drop_table("companies")
    op.drop_table("channels")
    op.drop_index(op.f("auth_sessions_user_id_idx"), table_name="auth_sessions")
    op.drop_table("auth_sessions")
    op.drop_index(op.f("access_links_user_id_idx"), table_name="access_links")
    op.drop_table("access_links")
    op.drop_index(
        "vectors_nearest_idx",
        table_name="vectors",
        postgresql_using="hnsw",
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )
    op.drop_table("vectors")
    op.drop_table("users")
    op.drop_table("teams")
    op.drop_table("schedules")
    op.drop_index(op.f("login_failures_email_failed_at_idx"), table_name="login_failures")
    op.drop_index(op.f("login_failures_address_failed_at_idx"), table_name="login_failures")
    op.drop_table("login_failures")
    op.drop_table("llm_usage")
    op.drop_index("jobs_lease_idx", table_name="jobs", postgresql_where=sa.text("status = 'running'"))
    op.drop_index(
        "jobs_key_idx",
        table_name="jobs",
        postgresql_where=sa.text("status IN ('pending', 'retrying', 'running')"),
    )
    op.drop_index(
        "jobs_fair_idx", table_name="jobs", postgresql_where=sa.text("status IN ('pending', 'retrying')")
    )
    op.drop_index(
        "jobs_due_idx", table_name="jobs", postgresql_where=sa.text("status IN ('pending', 'retrying')")
    )
    op.drop_index("jobs_dead_idx", table_name="jobs", postgresql_where=sa.text("status = 'dead'"))
    op.drop_table("jobs")
    op.drop_table("events")
    op.drop_table("endpoints")
    op.drop_index(op.f("automatic_replies_conversation_id_sent_at_idx"), table_name="automatic_replies")
    op.drop_index(op.f("automatic_replies_address_sent_at_idx"), table_name="automatic_replies")
    op.drop_table("automatic_replies")
    op.drop_table("assistant_settings")
    op.drop_table("articles")
    op.drop_index(op.f("address_bounces_address_idx"), table_name="address_bounces")
    op.drop_table("address_bounces")
