"""companies are listed by the domain that leads, which is chosen where a company has none of its own

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

LEADS = sa.text("coalesce(chosen_domain, domain)")
THERE = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.execute(
        "UPDATE companies SET chosen_domain = first.domain FROM (SELECT DISTINCT ON (canonical_id) canonical_id, domain"
        " FROM companies WHERE canonical_id IS NOT NULL AND domain IS NOT NULL ORDER BY canonical_id, id) first"
        " WHERE first.canonical_id = companies.id AND companies.domain IS NULL AND companies.chosen_domain IS NULL"
    )
    op.create_index("companies_by_main_domain_idx", "companies", [LEADS, "id"], postgresql_where=THERE)


def downgrade() -> None:
    """Take back."""
    op.drop_index("companies_by_main_domain_idx", "companies")
