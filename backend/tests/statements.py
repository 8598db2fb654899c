"""What this process asks its database, for tests that count statements or the rows they look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import event


class Statement(NamedTuple):
    """A statement as it went out, and its values."""

    text: str
    values: Any


@contextmanager
def asked() -> Iterator[list[Statement]]:
    """Collect the statements of this process's engines; what only reads goes through the first of them too."""
    from mancrel.kit.engines import claims_engine, engine

    seen: list[Statement] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        seen.append(Statement(statement, values))

    engines = (engine(), claims_engine())
    for one in engines:
        event.listen(one, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for one in engines:
            event.remove(one, "before_cursor_execute", note)
