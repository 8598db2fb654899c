"""A whole Mancrel of real processes that can be killed, and the checker that counts afterwards."""

import contextlib
import email
import json
import os
import random
import signal
import socket
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from pathlib import Path
from typing import Any

import httpx
import psycopg

from mancrel.children import Child, free_port, spawn
from mancrel.embedded import Postgres, Valkey
from mancrel.intake.signatures import sign

LEASE_S = 2
PATIENCE_S = 120


def until(condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait for a condition, by looking."""
    end = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come true within {patience_s:.0f} s")
        threading.Event().wait(0.05)


def answers(url: str) -> bool:
    """Whether something answers well at an address."""
    try:
        return httpx.get(url, timeout=2).is_success
    except httpx.HTTPError:
        return False


@dataclass
class System:
    """Postgres, Valkey, sink, API, worker and beat, each a process of its own."""

    directory: Path
    extra: dict[str, str] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    down: set[str] = field(default_factory=set)
    entrances: dict[str, str] = field(default_factory=dict)  # process → another module than mancrel

    def __post_init__(self) -> None:
        self.directory.chmod(0o755)
        self.postgres = Postgres(self.directory)
        self.valkey = Valkey(self.directory)
        self.port, self.sink_port = free_port(), free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return os.environ | {
            "MANCREL_ENVIRONMENT": "test", "MANCREL_DATABASE_URL": self.postgres.url,
            "MANCREL_REDIS_URL": self.valkey.url, "MANCREL_SECRET_KEY": "a key that only the torture of Mancrel uses",
            "MANCREL_STATE_DIR": str(self.directory), "MANCREL_PORT": str(self.port), "MANCREL_PUBLIC_URL": self.base,
            "MANCREL_SMTP_HOST": "127.0.0.1", "MANCREL_SMTP_PORT": str(self.sink_port),
            "MANCREL_SMTP_SECURITY": "none", "MANCREL_SINK_DIR": str(self.directory / "outbox"),
            "MANCREL_SEND_DELAY_S": "0", "MANCREL_JOB_LEASE_S": str(LEASE_S), "MANCREL_SWEEP_S": "1",
            "MANCREL_IDLE_TRANSACTION_S": "15",
            "MANCREL_API_WORKERS": "1", **self.extra,
        }  # fmt: skip

    def start(self, name: str) -> None:
        """Start one process."""
        if name == "postgres":
            self.children[name] = self.postgres.start()
        elif name == "valkey":
            self.children[name] = self.valkey.start()
        else:
            module = self.entrances.get(name, "mancrel")
            command = [sys.executable, "-m", module, {"api": "serve"}.get(name, name)]
            self.children[name] = spawn(name, command, self.directory / f"{name}.log", env=self.env)

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill one process without warning, and its children with it."""
        child = self.children[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, how)
        child.process.wait()
        self.kills[name] += 1

    def restart(self, name: str) -> None:
        """Kill one process and start it again."""
        self.kill(name)
        self.start(name)

    def revive(self) -> None:
        """Start again what a failpoint ended, as a service manager would."""
        for name, child in list(self.children.items()):
            if child.process.poll() is not None and name not in self.down:
                self.start(name)

    def boot(self) -> None:
        """Start everything and wait until it answers."""
        for name in ("postgres", "valkey"):
            self.start(name)
        for command in ("migrate", "seed"):
            arguments = [command, "--users-only"] if command == "seed" else [command]
            child = spawn(
                command,
                [sys.executable, "-m", "mancrel", *arguments],
                self.directory / "setup.log",
                env=self.env,
            )
            assert child.process.wait() == 0, (self.directory / "setup.log").read_text()
        for name in ("sink", "worker", "beat", "api"):
            self.start(name)
        self.until_ready()
        self.sign_in()

    def until_ready(self) -> None:
        """Wait until the API answers."""
        until(lambda: answers(f"{self.base}/readyz"), "the API")

    def sink_listens(self) -> bool:
        """Whether the mail sink takes connections."""
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.sink_port)) == 0

    def sign_in(self) -> None:
        """Sign the admin in and open one source and one channel."""
        self.client = httpx.Client(base_url=f"{self.base}/api/v1", timeout=10)
        self.renew()
        self.source = self.client.post(
            "/catalogue/sources", json={"name": "torture", "kind": "generic"}
        ).json()
        self.channel = self.client.post("/channels", json={"kind": "email", "name": "torture"}).json()

    def renew(self) -> None:
        """Get a fresh access token."""
        login = {"email": "admin@mancrel.example", "password": "mancrel-demo"}
        token = self.client.post("/auth/login", json=login).json()["access_token"]
        self.client.headers["Authorization"] = f"Bearer {token}"

    def stop(self) -> None:
        """Stop everything."""
        for child in reversed(self.children.values()):
            child.stop(3)

    def connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Open a connection of one's own to the database."""
        return psycopg.connect(self.postgres.url.replace("+psycopg", ""), autocommit=True)

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database."""
        with self.connection() as connection:
            return connection.execute(query.encode()).fetchall()


@dataclass
class Load:
    """Posts signed mails and product events, and remembers what was accepted."""

    system: System
    accepted: dict[str, str] = field(default_factory=dict)  # webhook id → Message-ID or external id
    refused: int = 0
    failed: int = 0

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.system.base, timeout=5)

    def _post(self, target: dict[str, Any], body: bytes, name: str) -> bool:
        webhook_id, at = f"msg_{uuid.uuid4().hex}", int(time.time())
        headers = {
            "webhook-id": webhook_id, "webhook-timestamp": str(at),
            "webhook-signature": sign(target["secret"], webhook_id, at, body),
        }  # fmt: skip
        try:
            answer = self.client.post(target["webhook_path"], content=body, headers=headers)
        except httpx.HTTPError:
            self.failed += 1
            return False
        if answer.is_success:
            self.accepted[webhook_id] = name
        else:
            self.refused += 1
        return answer.is_success

    def mail(self, number: int, text: str = "My parcel came broken. Please help.") -> bool:
        """Post one mail of one customer."""
        message_id = f"<{number}.{uuid.uuid4().hex}@customer.test>"
        body = (
            f"From: C{number} <c{number}@customer.test>\r\nTo: shop@mancrel.example\r\nSubject: Question {number}\r\n"
            f"Message-ID: {message_id}\r\n\r\n{text}\r\n"
        ).encode()
        return self._post(self.system.channel, body, message_id)

    def raw(self, mail: bytes) -> bool:
        """Post a mail as it is."""
        return self._post(self.system.channel, mail, "raw")

    def product(self, number: int) -> bool:
        """Post one product event."""
        data = {
            "external_id": f"P{number}", "title": f"Lamp {number}", "price": "10.00", "currency": "EUR", "stock": 3,
        }  # fmt: skip
        body = json.dumps({"type": "product.upserted", "data": data}).encode()
        return self._post(self.system.source, body, f"P{number}")


def is_quiet(system: System) -> bool:
    """Whether no job waits or runs any more; mails to users may wait for a sink that is down."""
    waiting = "status IN ('pending', 'running', 'retrying')"
    if "sink" in system.down:
        waiting += " AND (status <> 'retrying' OR subscriber <> 'notifications.deliver_user_mail')"
    try:
        (count,) = system.sql(f"SELECT count(*) FROM jobs WHERE {waiting}")[0]
    except psycopg.Error:
        return False
    return bool(count == 0)


def outbox(system: System) -> list[str]:
    """Return the marks of all mails that left."""
    marks = []
    for path in (system.directory / "outbox").glob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        marks.append(str(mail["X-Mancrel-Message"]))
    return marks


@dataclass(frozen=True)
class Count:
    """What the checker found."""

    accepted: int
    lost: int
    twice: int
    sent: int
    sent_twice: int
    not_sent: int
    unknown: int
    dead: int


def count(system: System, load: Load) -> Count:
    """Compare what was accepted with what there is, and what was sent with what left."""
    mails = [name for name in load.accepted.values() if name.startswith("<")]
    products = {name for name in load.accepted.values() if not name.startswith("<")}
    kept = Counter(row[0] for row in system.sql("SELECT external_id FROM messages WHERE direction = 'in'"))
    known = Counter(row[0] for row in system.sql("SELECT external_id FROM products"))
    deliveries = system.sql("SELECT external_id FROM deliveries WHERE counts")
    stored = {row[0] for row in deliveries}
    lost = sum(kept[name] == 0 for name in mails) + sum(known[name] == 0 for name in products)
    lost += sum(webhook_id not in stored for webhook_id in load.accepted)
    twice = sum(times > 1 for times in (*kept.values(), *known.values()))
    twice += sum(row[0] for row in system.sql(_TWICE_DECIDED))
    left = Counter(outbox(system))
    out = system.sql("SELECT id, status FROM messages WHERE direction = 'out'")
    sent = [str(id_) for id_, status in out if status == "sent"]
    return Count(
        accepted=len(load.accepted), lost=lost, twice=twice, sent=len(sent),
        sent_twice=sum(times > 1 for times in left.values()), not_sent=sum(left[one] == 0 for one in sent),
        unknown=sum(status == "unknown" for _, status in out),
        dead=system.sql("SELECT count(*) FROM jobs WHERE status = 'dead'")[0][0],
    )  # fmt: skip


_TWICE_DECIDED = (
    "SELECT count(*) FROM (SELECT message_id FROM suggestions GROUP BY 1 HAVING count(*) > 1) AS t"
)


@contextlib.contextmanager
def running(directory: Path, **extra: str) -> Iterator[System]:
    """Run a system for the length of a block."""
    system = System(directory, extra)
    try:
        system.boot()
        yield system
    finally:
        system.stop()


def answer_all(system: System) -> int:
    """Reply by hand to every conversation, so that as many mails must leave; returns how many."""
    replied = 0
    cursor: str | None = None
    while True:
        params = {"limit": 200} | ({"cursor": cursor} if cursor else {})
        page = system.client.get("/conversations", params=params).json()
        for row in page["items"]:
            body = {"body": "Thank you, we look into it.", "private": False}
            replied += (
                system.client.post(f"/conversations/{row['id']}/messages", json=body).status_code == 201
            )
        cursor = page["next_cursor"]
        if cursor is None:
            return replied


def chaos(
    system: System, names: tuple[str, ...], kills: int, rng: random.Random, pause_s: tuple[float, float]
) -> None:
    """Kill processes at random moments."""
    for _ in range(kills):
        threading.Event().wait(rng.uniform(*pause_s))
        name = rng.choice(names)
        system.restart(name)
        if name in {"api", "postgres"}:
            system.until_ready()
