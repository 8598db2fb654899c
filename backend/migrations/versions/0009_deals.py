"""pipelines, stages, deals with their items and history; activities belong to deals

Revision ID: 0009
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
AMOUNT = sa.Numeric(24, 4)


def upgrade() -> None:
    """Apply."""
    _pipelines()
    _deals()
    _items()
    _stage_changes()
    op.add_column("activities", sa.Column("deal_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("activities_deal_id_fkey"), "activities", "deals", ["deal_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("activities_deal_id_idx"), "activities", ["deal_id"])


def _row() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", TIME, server_default=sa.text("now()"), nullable=False),
    ]


def _to(table: str, column: str, target: str, on_delete: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"{table}_{column}_fkey")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)


def _pipelines() -> None:
    op.create_table(
        "pipelines",
        *_row(),
        sa.Column("deleted_at", TIME, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pipelines_pkey")),
    )
    op.create_table(
        "stages",
        *_row(),
        sa.Column("pipeline_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), server_default="open", nullable=False),
        sa.Column("stale_after_days", sa.Integer(), nullable=True),
        _to("stages", "pipeline_id", "pipelines", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("stages_pkey")),
    )
    op.create_index(op.f("stages_pipeline_id_idx"), "stages", ["pipeline_id"])


def _deals() -> None:
    op.create_table(
        "deals",
        *_row(),
        sa.Column("deleted_at", TIME, nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("pipeline_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("amount", AMOUNT, server_default="0", nullable=False),
        sa.Column("currency", sa.String(), server_default="EUR", nullable=False),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), server_default="open", nullable=False),
        sa.Column("lost_reason", sa.String(), nullable=True),
        sa.Column("order_key", sa.String(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("stage_entered_at", TIME, nullable=False),
        sa.Column("touched_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("next_activity_at", TIME, nullable=True),
        _to("deals", "owner_id", "users", "SET NULL"),
        _to("deals", "team_id", "teams", "SET NULL"),
        _to("deals", "pipeline_id", "pipelines", None),
        _to("deals", "stage_id", "stages", None),
        _to("deals", "contact_id", "contacts", "SET NULL"),
        _to("deals", "company_id", "companies", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("deals_pkey")),
    )
    for columns in (
        ["owner_id"], ["team_id"], ["contact_id"], ["company_id"], ["conversation_id"], ["created_at", "id"],
        ["pipeline_id", "stage_id", "order_key"], ["stage_id", "order_key"],
    ):  # fmt: skip
        op.create_index(op.f(f"deals_{'_'.join(columns)}_idx"), "deals", columns)
    op.create_index(
        "deals_title_trgm_idx", "deals", ["title"], postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )  # fmt: skip


def _items() -> None:
    op.create_table(
        "deal_items",
        *_row(),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", AMOUNT, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        _to("deal_items", "deal_id", "deals", "CASCADE"),
        _to("deal_items", "product_id", "products", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("deal_items_pkey")),
    )
    op.create_index(op.f("deal_items_deal_id_idx"), "deal_items", ["deal_id"])


def _stage_changes() -> None:
    op.create_table(
        "deal_stage_changes",
        *_row(),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("stage_name", sa.String(), nullable=False),
        sa.Column("entered_at", TIME, nullable=False),
        sa.Column("left_at", TIME, nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        _to("deal_stage_changes", "deal_id", "deals", "CASCADE"),
        _to("deal_stage_changes", "stage_id", "stages", "SET NULL"),
        _to("deal_stage_changes", "by_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("deal_stage_changes_pkey")),
    )
    op.create_index(op.f("deal_stage_changes_deal_id_idx"), "deal_stage_changes", ["deal_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("activities_deal_id_idx"), "activities")
    op.drop_column("activities", "deal_id")
    for table in ("deal_stage_changes", "deal_items", "deals", "stages", "pipelines"):
        op.drop_table(table)
