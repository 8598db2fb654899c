"""`make demo`: everything on one machine, supervised, gone without a trace when it ends."""

import fcntl
import json
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import httpx
from rich.console import Console

from mancrel.children import Child, free_port, spawn
from mancrel.embedded import CannotStart, Postgres, Valkey, write_private

READY_TIMEOUT_S = 90
RESTART_WINDOW_S = 60
MAX_RESTARTS = 10
RETRY_S = 1
STOP_TIMEOUT_S = 15
SERVERS_STOP_S = 5
SERVERS = ("postgres", "valkey")
console = Console(highlight=False, soft_wrap=True)


class Stopped(BaseException):
    """Somebody told us to stop; not an error, so nothing that catches errors keeps it."""


class Demo:
    """The processes of a demo, started in order and stopped in reverse."""

    def __init__(self, state_dir: Path, port: int, *, sample_data: bool) -> None:
        """Say where and on which port."""
        self.state = state_dir
        self.port = port
        self.sample_data = sample_data
        self.children: list[Child] = []
        self.starters: dict[str, Callable[[], Child]] = {}
        self.restarts: list[float] = []
        self.retry_at = 0.0
        self.stopping = False
        self.env = dict(os.environ)

    def run(self) -> int:
        """Start, serve until told to stop, and stop; returns the exit code."""
        os.umask(0o077)
        with _locked(self.state):
            try:
                for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(one, self._told_to_stop)
                self._serve()
            except Stopped:
                return 0
            finally:
                self._stop()

    def _told_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        if not self.stopping:  # whatever we wait for just now, a start included
            self.stopping = True
            raise Stopped

    def _serve(self) -> NoReturn:
        for step in self._steps():
            console.print(f"  {step} …")
        self._announce()
        while True:
            self._revive()
            time.sleep(0.25)

    def _steps(self) -> Iterator[str]:
        yield "Starting PostgreSQL and Valkey"
        postgres, valkey = Postgres(self.state), Valkey(self.state)
        self._start("postgres", postgres.start)
        self._start("valkey", valkey.start)
        self._configure(postgres.url, valkey.url)
        yield "Bringing the database up to date"
        self._once("migrate")
        yield "Loading the sample shop" if self.sample_data else "Adding the demo users"
        self._once("seed", *([] if self.sample_data else ["--users-only"]))
        yield "Starting the mail sink, the worker and its clock"
        self._spawn("sink", "sink")
        self._spawn("worker", "worker")
        self._spawn("beat", "beat")
        yield "Starting the API"
        self._spawn("api", "serve")
        self._wait_until_ready()

    def _configure(self, database_url: str, redis_url: str) -> None:
        kept = _secrets(self.state)
        sink_port = free_port()
        defaults = {
            "MANCREL_ENVIRONMENT": "demo",
            "MANCREL_SECRET_KEY": kept["secret_key"],
            "MANCREL_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "MANCREL_LOG_JSON": "true",
        }
        self.env = defaults | self.env
        self.env |= {
            "MANCREL_DATABASE_URL": database_url,
            "MANCREL_REDIS_URL": redis_url,
            "MANCREL_STATE_DIR": str(self.state),
            "MANCREL_PORT": str(self.port),
        }
        if "MANCREL_SMTP_HOST" not in os.environ:
            self.env |= {
                "MANCREL_SMTP_HOST": "127.0.0.1",
                "MANCREL_SMTP_PORT": str(sink_port),
                "MANCREL_SMTP_SECURITY": "none",
                "MANCREL_SINK_DIR": str(self.state / "outbox"),
            }

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "mancrel", *arguments]

    def _spawn(self, name: str, *arguments: str) -> None:
        log = self.state / f"{name}.log"
        self._start(name, lambda: spawn(name, self._command(*arguments), log, env=self.env))

    def _start(self, name: str, starter: Callable[[], Child]) -> None:
        self.starters[name] = starter
        self.children.append(starter())

    def _revive(self) -> None:
        """Start again what was killed; what keeps ending ends the demo with a word on why."""
        now = time.monotonic()
        for place, child in enumerate(self.children):
            if child.process.poll() is None or now < self.retry_at:
                continue
            self.restarts = [at for at in self.restarts if at > now - RESTART_WINDOW_S] + [now]
            if len(self.restarts) > MAX_RESTARTS:
                self._check_alive()
            console.print(f"  The process '{child.name}' ended; starting it again.")
            try:
                self.children[place] = self.starters[child.name]()
            except CannotStart as error:  # its last processes may not be gone yet, say
                console.print(f"  {error}", markup=False)
                self.retry_at = time.monotonic() + RETRY_S

    def _once(self, *arguments: str) -> None:
        log = self.state / "setup.log"
        child = spawn(arguments[0], self._command(*arguments), log, env=self.env)
        self.children.append(child)
        code = child.process.wait()
        self.children.remove(child)
        if code != 0:
            tail = log.read_text(errors="replace")[-1500:]
            message = f"`mancrel {' '.join(arguments)}` failed. The end of {log}:\n{tail}"
            raise CannotStart(message)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < until:
            self._check_alive()
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        message = f"The API did not become ready in {READY_TIMEOUT_S} s; see {self.state}/api.log."
        raise CannotStart(message)

    def _check_alive(self) -> None:
        for child in self.children:
            if child.process.poll() is not None:
                log = self.state / f"{child.name}.log"
                tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
                message = f"The process '{child.name}' ended. The end of {log}:\n{tail}"
                raise CannotStart(message)

    def _announce(self) -> None:
        console.print(
            "\nSign in as admin@mancrel.example, manager@mancrel.example or rep@mancrel.example; "
            "the password is mancrel-demo.\n"
            f"Outgoing mail is kept in {self.state / 'outbox'}.\n"
            "This demo speaks plain http: its session cookie is not marked Secure.\n"
        )
        print(f"Mancrel is ready at http://127.0.0.1:{self.port}", flush=True)  # noqa: T201 - the contract

    def _stop(self) -> None:
        self.stopping = True
        until = time.monotonic() + STOP_TIMEOUT_S
        for child in reversed(self.children):
            if child.name not in SERVERS:
                child.process.send_signal(child.stop_signal)
        for child in reversed(self.children):
            ends = until if child.name in SERVERS else until - SERVERS_STOP_S
            child.stop(timeout_s=max(ends - time.monotonic(), 0))


def _secrets(state: Path) -> dict[str, str]:
    path = state / "secrets.json"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        write_private(unfinished, json.dumps({"secret_key": secrets.token_urlsafe(48)}))
        unfinished.rename(path)
    try:
        return dict(json.loads(path.read_text()))
    except ValueError as error:
        message = f"{path} cannot be read. Restore it, or move {state} away to start anew."
        raise CannotStart(message) from error


@contextmanager
def _locked(state: Path) -> Iterator[None]:
    state.mkdir(parents=True, exist_ok=True)
    # Postgres runs as a user of its own when we are root, and must pass through.
    state.chmod(0o711 if os.geteuid() == 0 else 0o700)
    with ExitStack() as stack:
        lock = stack.enter_context((state / "lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = (
                f"Another Mancrel already runs with the state directory {state}. "
                "Stop it, or choose another with MANCREL_STATE_DIR."
            )
            raise CannotStart(message) from error
        yield


def check_port(port: int) -> None:
    """Refuse a port that is in use.

    Raises:
        CannotStart: somebody listens there.

    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = (
                f"Port {port} is in use. Stop what listens there, or choose another: "
                f"MANCREL_PORT={port + 1} make demo"
            )
            raise CannotStart(message) from error


def demo(state_dir: Path, port: int, *, sample_data: bool) -> int:
    """Run the demo; returns the exit code."""
    try:
        check_port(port)
        return Demo(state_dir.resolve(), port, sample_data=sample_data).run()
    except CannotStart as error:
        console.print(f"\n{error}", style="bold", markup=False)
        return 1
    except OSError as error:
        console.print(f"\nCannot use {state_dir}: {error}", style="bold", markup=False)
        return 1
