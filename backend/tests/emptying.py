"""An empty database for each test: what was written to is emptied, and nothing else."""

from collections.abc import Collection

from sqlalchemy import text

from mancrel.accounts.callers import viewers
from mancrel.intake.store import intake
from mancrel.kit.db import Base
from mancrel.kit.engines import engine

MOST_BYTES = 4_000_000
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"

_EMPTY = """
DO $$
DECLARE
  written regclass[];
  one regclass;
BEGIN
  LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE;
  SELECT array_agg(oid::regclass) INTO written FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL (ARRAY[{kept}])
      AND pg_relation_size(oid) > 0;
  IF {whole} AND (SELECT sum(pg_relation_size(each)) FROM unnest(written) each) > {most} THEN
    TRUNCATE {names} RESTART IDENTITY CASCADE;
    RETURN;
  END IF;
  SET LOCAL session_replication_role = replica;
  FOREACH one IN ARRAY coalesce(written, '{{}}') LOOP
    IF EXISTS (SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
               WHERE i.indrelid = one AND m.amname = 'hnsw') THEN
      EXECUTE format('TRUNCATE %s CASCADE', one);  -- the dead would take places among the nearest
    ELSE
      EXECUTE format('DELETE FROM %s', one);
    END IF;
  END LOOP;
  IF {whole} THEN
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
      FROM pg_sequences WHERE last_value IS NOT NULL;
  END IF;
END $$
"""


def filled() -> set[str]:
    """Return the names of the tables that hold rows."""
    with engine().connect() as connection:
        tables = connection.scalars(text(_TABLES)).all()
        return {name for name in tables if connection.scalar(text(f"SELECT EXISTS (SELECT FROM {name})"))}


def empty(keep: Collection[str] = ()) -> None:
    """Empty every table, sequences too, and forget what this process remembers; waits for who still writes.

    ``keep``: tables that stay as they are; then the sequences go on too.

    TRUNCATE makes new files for each table and index, 50 ms for all of them, and foreign keys tie nearly all
    together. So the few rows of a usual test are deleted (past the triggers, some of which refuse that), and
    only tables that grew big are truncated.
    """
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    kept = ", ".join(f"'{name}'" for name in ("alembic_version", *keep))
    statement = _EMPTY.format(names=names, most=MOST_BYTES, kept=kept, whole=not keep)
    with engine().begin() as connection:
        connection.execute(text(statement.replace(":", "\\:")))
    viewers._known.clear()
    intake._known.clear()
