"""The migrations make what the models say."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import mancrel.models  # noqa: F401 - registers every table
from mancrel.kit.db import Base
from mancrel.kit.engines import engine


def _is_ours(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    """Partitions are made as time goes on, and indexes of custom fields as admins define them."""
    made_later = {"table": "events_", "index": "custom_"}
    return kind not in made_later or not (name or "").startswith(made_later[kind])


@pytest.mark.filterwarnings("ignore:Expression #1")
def test_the_database_is_what_the_models_say(database: None):
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        assert compare_metadata(context, Base.metadata) == []
