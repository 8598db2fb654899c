"""Real PostgreSQL and Valkey for each test process; settings are in place before Mancrel is imported."""

import gc
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from mancrel.children import Child, free_port
from mancrel.embedded import Postgres, Valkey
from tests.scheduling import Together

_children: list[Child] = []
_directory = tempfile.TemporaryDirectory(prefix="mancrel-tests-", ignore_cleanup_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Let tests run together that share what takes long to make."""
    return Together(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers of this test process (the xdist controller needs none)."""
    is_controller = getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput")
    if is_controller or config.option.collectonly:
        return
    # Each statement stays compiled: ever more to look through, and hardly any garbage.
    gc.set_threshold(700, 10, 300)
    root = Path(_directory.name)
    root.chmod(0o755)
    postgres, valkey = Postgres(root, durable=False), Valkey(root)
    _children.extend([postgres.start(), valkey.start()])
    os.environ.update(
        MANCREL_ENVIRONMENT="test",
        MANCREL_DATABASE_URL=postgres.url,
        MANCREL_REDIS_URL=valkey.url,
        MANCREL_SECRET_KEY="a key that only the tests of Mancrel use, 48 bytes",
        MANCREL_STATE_DIR=str(root),
        MANCREL_PUBLIC_URL="http://testserver",
        MANCREL_SMTP_HOST="127.0.0.1",
        MANCREL_SMTP_PORT=str(free_port()),
        MANCREL_SMTP_SECURITY="none",
        MANCREL_SINK_DIR=str(root / "outbox"),
        MANCREL_SEND_DELAY_S="0",
        # A machine that many share may hold a test up within a transaction for longer than 30 s.
        MANCREL_IDLE_TRANSACTION_S="600",
        MANCREL_OUTBOUND_LOOPBACK="true",
    )


def pytest_unconfigure() -> None:
    """Stop the servers; what is left is given back with the process, so nobody need look through it."""
    gc.freeze()
    for child in reversed(_children):
        child.stop()
    _directory.cleanup()


pytest_plugins = ["tests.fixtures"]
