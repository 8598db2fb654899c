"""Alembic's entrance."""

from alembic import context
from sqlalchemy import create_engine

import mancrel.models  # noqa: F401 - every table
from mancrel.kit.db import Base
from mancrel.settings import settings

engine = create_engine(settings().database_url.get_secret_value())
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        include_object=lambda obj, name, kind, reflected, compare: (
            not (kind == "table" and (name or "").startswith("events_"))
            # of custom fields, made while the system runs
            and not (kind == "index" and (name or "").startswith("custom_") and reflected)
        ),
    )
    with context.begin_transaction():
        context.execute("SET lock_timeout = '5s'")
        context.run_migrations()
