"""companies are merged and taken apart; pairs that may be one are suggested

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSONB = postgresql.JSONB(astext_type=sa.Text())
FORMS = (
    "ab|ag|aps|as|asa|bv|co|company|corp|corporation|eg|ek|ev|gbr|gmbh|inc|incorporated|kft|kg|kgaa|lda|limited|"
    "llc|llp|lp|ltd|ltda|mbh|nv|og|ohg|oy|oyj|plc|pty|sa|sarl|sas|sasu|se|sl|slu|spa|srl|sro|ug"
)
PLAIN = r"btrim(regexp_replace(regexp_replace(lower(name), '[.''’]', '', 'g'), '\W+', ' ', 'g'))"
CORE_NAME = f"regexp_replace({PLAIN}, '( ({FORMS}))+$', '')"
SITE = r"regexp_replace(lower(website), '^(https?://)?(www\.)?|[/?#]+$', '', 'g')"
FOUND_BY = ("core_name", "site")


def upgrade() -> None:
    """Apply."""
    op.add_column("companies", sa.Column("canonical_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("companies_canonical_id_fkey"), "companies", "companies", ["canonical_id"], ["id"]
    )
    op.create_index(op.f("companies_canonical_id_idx"), "companies", ["canonical_id"])
    op.create_index("companies_shown_idx", "companies", [sa.text("coalesce(canonical_id, id)")])
    op.create_index(op.f("companies_phone_idx"), "companies", ["phone"])
    for name, expression in zip(FOUND_BY, (CORE_NAME, SITE), strict=True):
        op.add_column("companies", sa.Column(name, sa.String(), sa.Computed(expression, persisted=True)))
        op.create_index(
            f"companies_{name}_trgm_idx",
            "companies",
            [name],
            postgresql_using="gin",
            postgresql_ops={name: "gin_trgm_ops"},
        )
    _merges()
    _pairs()


def _row(table: str, *columns: sa.Column) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", TIME, server_default=sa.text("now()"), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )


def _refer(table: str, to: str, ondelete: str, *names: str) -> None:
    for name in names:
        key = op.f(f"{table}_{name}_fkey")
        op.create_foreign_key(key, table, to, [name], ["id"], ondelete=ondelete)


def _merges() -> None:
    _row(
        "company_merges",
        sa.Column("keep_id", sa.Uuid(), nullable=False),
        sa.Column("moves", JSONB, nullable=False),
        sa.Column("written", JSONB, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
    )
    _refer("company_merges", "companies", "CASCADE", "keep_id")
    _refer("company_merges", "users", "SET NULL", "by_id", "undone_by_id")
    op.create_index(op.f("company_merges_keep_id_idx"), "company_merges", ["keep_id"])


def _pairs() -> None:
    _row(
        "company_pairs",
        sa.Column("left_id", sa.Uuid(), nullable=False),
        sa.Column("right_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("dismissed_at", TIME, nullable=True),
        sa.Column("dismissed_by_id", sa.Uuid(), nullable=True),
        sa.UniqueConstraint("left_id", "right_id", name=op.f("company_pairs_left_id_right_id_key")),
    )
    _refer("company_pairs", "companies", "CASCADE", "left_id", "right_id")
    _refer("company_pairs", "users", "SET NULL", "dismissed_by_id")
    op.create_index(op.f("company_pairs_right_id_idx"), "company_pairs", ["right_id"])
    op.create_index(op.f("company_pairs_score_id_idx"), "company_pairs", ["score", "id"])


def downgrade() -> None:
    """Take back: what was merged is apart again."""
    op.drop_table("company_pairs")
    op.drop_table("company_merges")
    for name in FOUND_BY:
        op.drop_index(f"companies_{name}_trgm_idx", table_name="companies")
        op.drop_column("companies", name)
    op.drop_index(op.f("companies_phone_idx"), table_name="companies")
    op.drop_index("companies_shown_idx", table_name="companies")
    op.drop_column("companies", "canonical_id")
