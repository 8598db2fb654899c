"""The rules of the house that no linter knows."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mancrel import rooms  # noqa: F401 - every subscriber is registered
from mancrel.kit import failpoints, jobs

ROOT = Path(__file__).parents[2] / "mancrel"
FURNITURE_BANNED = {"utils", "helpers", "common", "base", "repository", "interfaces"}
ENTRANCES = {
    "app.py",
    "worker.py",
    "cli.py",
    "demo.py",
    "embedded.py",
    "migrate.py",
    "seed.py",
    "sink.py",
    "settings.py",
}
BELOW_PYTHON = {"isolate.py"}  # starts the parser with an environment of its own


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text())


def in_a_room(path: Path) -> bool:
    return len(path.parts) > 1 and path.parts[0] != "kit"


def found(test: Callable[[Path, Any], bool]) -> list[str]:
    return [
        f"{path}:{vars(node)['lineno']}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if test(path, node)
    ]


def test_imports_are_absolute():
    assert found(lambda _path, node: isinstance(node, ast.ImportFrom) and node.level > 0) == []


def test_nothing_is_imported_for_types_only():
    assert found(lambda _path, node: isinstance(node, ast.Name) and node.id == "TYPE_CHECKING") == []


def test_rooms_import_at_the_top():
    inside = []
    for path, tree in sources():
        if path.name == "cli.py":
            continue
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                nodes = (
                    node for node in ast.walk(function) if isinstance(node, (ast.Import, ast.ImportFrom))
                )
                inside += [f"{path}:{node.lineno}" for node in nodes]
    assert inside == []


def test_rooms_never_commit():
    def commits(path: Path, node: ast.AST) -> bool:
        return in_a_room(path) and isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}

    assert found(commits) == []


def test_rooms_know_no_http_exception():
    assert (
        found(
            lambda path, node: in_a_room(path) and isinstance(node, ast.Name) and node.id == "HTTPException"
        )
        == []
    )


def test_only_settings_and_entrances_read_the_environment():
    def reads(path: Path, node: ast.AST) -> bool:
        allowed = path.name in (ENTRANCES | BELOW_PYTHON)
        return not allowed and isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}

    assert found(reads) == []


def test_broad_excepts_stand_in_the_runner_and_the_entrances_only():
    def broad(path: Path, node: ast.AST) -> bool:
        named = isinstance(node, ast.ExceptHandler) and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
        return named and path.as_posix() not in {"kit/runner.py", "worker.py"}

    assert found(broad) == []


def test_rooms_use_orm_statements_only():
    """Visibility is added to ORM statements; raw SQL and tables would pass it by."""

    def raw(path: Path, node: ast.AST) -> bool:
        is_text = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"
        is_table = isinstance(node, ast.Attribute) and node.attr == "__table__"
        return in_a_room(path) and path.name not in {"models.py"} and (is_text or is_table)

    assert found(raw) == []


def test_celery_never_delays_or_retries():
    """Times are in Postgres: Celery's own eta, countdown and retry lose and double work (R21)."""

    def delays(_path: Path, node: ast.AST) -> bool:
        return (isinstance(node, ast.keyword) and node.arg in {"eta", "countdown", "autoretry_for"}) or (
            isinstance(node, ast.Attribute) and node.attr in {"retry"} and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        )  # fmt: skip

    assert found(delays) == []


def test_every_failpoint_is_reached_somewhere():
    reached = {
        node.args[0].value
        for _path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reach"
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert reached == failpoints.FAILPOINTS


def test_rooms_have_no_junk_drawers():
    assert [path for path, _ in sources() if path.stem in FURNITURE_BANNED] == []


def test_files_stay_short():
    long = {str(path): len((ROOT / path).read_text().splitlines()) for path, _ in sources()}
    assert {name: lines for name, lines in long.items() if lines > 320} == {}


def test_every_subscriber_has_a_queue():
    assert {one.queue for one in jobs._subscribers.values()} <= set(jobs.QUEUES)


def test_every_model_says_who_sees_it():
    from mancrel import models  # noqa: F401 - every table
    from mancrel.kit.db import Base

    assert [mapper.class_ for mapper in Base.registry.mappers if not hasattr(mapper.class_, "visible")] == []


def test_a_session_without_a_viewer_refuses():
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from mancrel.contacts.models import Contact
    from mancrel.kit.db import NoViewer
    from mancrel.kit.engines import engine

    with Session(engine()) as session, pytest.raises(NoViewer):
        session.scalars(select(Contact))


def test_celery_is_configured_as_measured():
    """R21."""
    import celery
    import kombu

    from mancrel.bell import HARD_LIMIT_S, VISIBILITY_S, app

    assert tuple(map(int, celery.__version__.split(".")[:2])) >= (5, 7)
    assert tuple(map(int, kombu.__version__.split(".")[:2])) >= (5, 7)
    assert app.conf.broker_transport_options["visibility_timeout"] == VISIBILITY_S > HARD_LIMIT_S
    assert app.conf.task_ignore_result
    assert app.conf.accept_content == ["json"]
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_time_limit > app.conf.task_soft_time_limit > 0
    assert app.conf.worker_max_memory_per_child
