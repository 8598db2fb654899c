"""Child processes: each is told to die with its parent, so a killed terminal leaves nothing behind."""

import ctypes
import os
import pwd
import random
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """Return a port that nobody listens on now.

    It is below those that systems give to outgoing connections: a client that tries a server which is
    being restarted could otherwise be given the server's port, and be connected with itself.
    """
    while True:
        port = random.randrange(16_384, 32_768)  # noqa: S311 - no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def dying_with_parent(how: signal.Signals) -> Callable[[], None]:
    """Return what a child does before it starts: be signalled when its parent ends."""
    libc, parent = ctypes.CDLL(None), os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@dataclass(frozen=True)
class Child:
    """A server process and how it is asked to end."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals = signal.SIGTERM

    def stop(self, timeout_s: float = 8) -> None:
        """Ask it to end, and insist after the time-out."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def spawn(
    name: str,
    command: list[str],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    group: bool = True,
) -> Child:
    """Start a child whose output goes to a file; it ends when we do."""
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            user=user,
            group=group_of(user),
            extra_groups=[] if user else None,
            # Its own group, so that Ctrl-C reaches only us and the order of stopping is ours.
            process_group=0 if group else None,
            preexec_fn=dying_with_parent(stop_signal),  # noqa: PLW1509 - no threads here
        )
    return Child(name, process, stop_signal)


def group_of(user: str | None) -> int | None:
    """Return the group of a system user."""
    return pwd.getpwnam(user).pw_gid if user else None
