"""Bringing the database up to date, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from mancrel.catalogue.service import ensure_default_source
from mancrel.deals import pipelines
from mancrel.kit import events
from mancrel.kit.db import transaction
from mancrel.settings import settings

MIGRATIONS = Path(__file__).parents[1] / "migrations"
LOCK = 7_263_541


def config() -> Config:
    """Return Alembic's configuration."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def upgrade() -> None:
    """Run the migrations that are missing; a second process waits and then finds nothing to do."""
    engine = create_engine(settings().database_url.get_secret_value())
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            command.upgrade(config(), "head")
            with transaction() as session:
                events.make_partitions(session)
                secret = settings().catalog_secret
                ensure_default_source(session, secret.get_secret_value() if secret else None)
                pipelines.ensure_default(session)
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    engine.dispose()
