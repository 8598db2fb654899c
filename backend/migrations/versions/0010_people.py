"""contacts and companies in depth: several addresses, lifecycle, consent, custom fields; notes on companies

Revision ID: 0010
Revises: 0009
"""

import phonenumbers
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = postgresql.TIMESTAMP(timezone=True)
JSONB = postgresql.JSONB(astext_type=sa.Text())
COMPANY_TEXTS = (
    "lifecycle", "website", "phone", "industry", "size", "street", "postal_code", "city", "region", "country",
)  # fmt: skip
REGION = "DE"


def upgrade() -> None:
    """Apply."""
    _people()
    _identities()
    _consents()
    _custom_fields()
    _activities()


def _row() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", TIME, server_default=sa.text("now()"), nullable=False),
    ]


def _people() -> None:
    for name in COMPANY_TEXTS:
        op.add_column("companies", sa.Column(name, sa.String(), nullable=True))
    op.add_column("companies", sa.Column("tags", JSONB, server_default="[]", nullable=False))
    for name in ("lifecycle", "source"):
        op.add_column("contacts", sa.Column(name, sa.String(), nullable=True))
    op.add_column("contacts", sa.Column("consent", JSONB, server_default="{}", nullable=False))
    op.add_column("contacts", sa.Column("do_not_contact", sa.Boolean(), server_default="false", nullable=False))
    for table in ("contacts", "companies", "deals"):
        op.add_column(table, sa.Column("custom", JSONB, server_default="{}", nullable=False))


def _identities() -> None:
    op.add_column("identities", sa.Column("label", sa.String(), nullable=True))
    op.add_column("identities", sa.Column("is_primary", sa.Boolean(), server_default="false", nullable=False))
    op.drop_constraint("identities_kind_value_key", "identities", type_="unique")
    op.create_index(
        "identities_kind_value_idx", "identities", ["kind", "value"], unique=True,
        postgresql_where=sa.text("kind <> 'phone'"),
    )  # fmt: skip
    op.create_index(op.f("identities_value_idx"), "identities", ["value"])
    op.create_unique_constraint(
        op.f("identities_contact_id_kind_value_key"), "identities", ["contact_id", "kind", "value"]
    )
    op.execute(
        "UPDATE identities SET is_primary = true FROM (SELECT DISTINCT ON (contact_id) id FROM identities "
        "WHERE kind = 'email' ORDER BY contact_id, created_at, id) AS first WHERE first.id = identities.id"
    )
    _move_phones()
    op.drop_column("contacts", "phone")


def _move_phones() -> None:
    """Make every telephone number an identity; one that is none stays as it was written."""
    connection = op.get_bind()
    known = connection.execute(
        sa.text("SELECT id, phone, created_at FROM contacts WHERE btrim(phone) <> ''")
    ).all()
    rows = [{"contact": id_, "value": _number(phone), "at": at} for id_, phone, at in known]
    if rows:
        connection.execute(
            sa.text(
                "INSERT INTO identities (id, contact_id, kind, value, is_primary, created_at) "
                "VALUES (gen_random_uuid(), :contact, 'phone', :value, true, :at)"
            ),
            rows,
        )


def _number(written: str) -> str:
    try:
        number = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException:
        return written.strip()
    if not phonenumbers.is_possible_number(number):
        return written.strip()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _consents() -> None:
    op.create_table(
        "consents",
        *_row(),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("given_at", TIME, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("consents_contact_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("consents_by_id_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("consents_pkey")),
    )
    op.create_index(op.f("consents_contact_id_idx"), "consents", ["contact_id"])


def _custom_fields() -> None:
    op.create_table(
        "custom_fields",
        *_row(),
        sa.Column("deleted_at", TIME, nullable=True),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("options", JSONB, server_default="[]", nullable=False),
        sa.Column("required", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("indexed", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("custom_fields_pkey")),
        sa.UniqueConstraint("object", "key", name=op.f("custom_fields_object_key_key")),
    )
    op.create_table(
        "contact_settings",
        *_row(),
        sa.Column("phone_region", sa.String(), server_default=REGION, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("contact_settings_pkey")),
    )


def _activities() -> None:
    op.add_column("activities", sa.Column("company_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("activities_company_id_fkey"), "activities", "companies", ["company_id"], ["id"],
        ondelete="SET NULL",
    )  # fmt: skip
    op.create_index(op.f("activities_company_id_idx"), "activities", ["company_id"])
    op.create_index(op.f("activities_contact_id_idx"), "activities", ["contact_id"])


def downgrade() -> None:
    """Take back; of several numbers of a person the primary one stays."""
    op.drop_index(op.f("activities_contact_id_idx"), "activities")
    op.drop_index(op.f("activities_company_id_idx"), "activities")
    op.drop_column("activities", "company_id")
    for table in ("contact_settings", "custom_fields", "consents"):
        op.drop_table(table)
    op.add_column("contacts", sa.Column("phone", sa.String(), nullable=True))
    op.execute(
        "UPDATE contacts SET phone = i.value FROM identities i "
        "WHERE i.contact_id = contacts.id AND i.kind = 'phone' AND i.is_primary"
    )
    op.execute("DELETE FROM identities WHERE kind = 'phone'")
    op.drop_constraint("identities_contact_id_kind_value_key", "identities", type_="unique")
    op.drop_index(op.f("identities_value_idx"), "identities")
    op.drop_index("identities_kind_value_idx", "identities")
    op.create_unique_constraint("identities_kind_value_key", "identities", ["kind", "value"])
    for name in ("is_primary", "label"):
        op.drop_column("identities", name)
    for table in ("contacts", "companies", "deals"):
        op.drop_column(table, "custom")
    for name in ("do_not_contact", "consent", "source", "lifecycle"):
        op.drop_column("contacts", name)
    for name in ("tags", *COMPANY_TEXTS):
        op.drop_column("companies", name)
