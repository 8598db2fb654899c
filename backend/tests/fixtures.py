"""What most tests ask for: an empty database, the API, people signed in, and senders of signed deliveries."""

import json
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from fastapi.testclient import TestClient

PASSWORD = "correct horse battery"
SIGNED_IN_S = 300


@pytest.fixture(scope="session")
def migrated() -> None:
    from mancrel.migrate import upgrade

    upgrade()


@pytest.fixture(scope="session")
def application(migrated: None) -> Iterator[TestClient]:
    from mancrel.kit import doorbell
    from tests.wiring import app

    with TestClient(app(), raise_server_exceptions=True) as client:
        doorbell.connect(lambda _queue, _times: None)  # tests run the jobs themselves
        yield client


@pytest.fixture(scope="session")
def password_hash() -> str:
    from mancrel.accounts.passwords import hash_password

    return hash_password(PASSWORD)


@pytest.fixture
def database(application: TestClient, tmp_path: Path) -> None:
    """An empty database."""
    from tests.emptying import empty

    empty()


@dataclass
class Person:
    """Someone who is signed in; in long tests again, for an access token holds for ten minutes."""

    client: TestClient
    id: uuid.UUID
    name: str
    email: str
    token: str
    headers: dict[str, str]
    signed_in_at: float = field(default_factory=time.monotonic)

    def sign_in_again(self) -> None:
        from mancrel.accounts import service
        from mancrel.accounts.models import User
        from mancrel.kit.db import transaction

        with transaction() as session:
            self.token = service.open_session(session, session.get_one(User, self.id)).access_token
        self.headers["Authorization"] = f"Bearer {self.token}"
        self.signed_in_at = time.monotonic()

    def request(self, method: str, path: str, **options: Any) -> Any:
        if time.monotonic() - self.signed_in_at > SIGNED_IN_S:
            self.sign_in_again()
        headers = {**self.headers, **options.pop("headers", {})}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.request("POST", path, json={} if json is None else json, **options)

    def patch(self, path: str, json: Any, **options: Any) -> Any:
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> Any:
        return self.request("DELETE", path, **options)


@dataclass
class Staff:
    """The people of a shop: an admin, and a manager and two reps in each of two teams."""

    admin: Person
    manager: Person
    rep: Person
    colleague: Person
    other_manager: Person
    other_rep: Person
    team_id: uuid.UUID
    other_team_id: uuid.UUID

    @property
    def everyone(self) -> dict[str, Person]:
        names = ("admin", "manager", "rep", "colleague", "other_manager", "other_rep")
        return {name: getattr(self, name) for name in names}


@pytest.fixture
def staff(database: None, application: TestClient, password_hash: str) -> Staff:
    from mancrel.accounts import service
    from mancrel.accounts.models import Team, User
    from mancrel.catalogue.service import ensure_default_source
    from mancrel.deals import pipelines
    from mancrel.kit.db import transaction, uuid7

    people: dict[str, Person] = {}
    users: dict[str, User] = {}
    with transaction() as session:
        ensure_default_source(session, None)
        pipelines.ensure_default(session)
        teams = [Team(id=uuid7(), name="Sales"), Team(id=uuid7(), name="Export")]
        session.add_all(teams)
        session.flush()
        roles = (
            ("admin", "admin", None), ("manager", "manager", 0), ("rep", "rep", 0),
            ("colleague", "rep", 0), ("other_manager", "manager", 1), ("other_rep", "rep", 1),
        )  # fmt: skip
        for name, role, team in roles:
            user = User(
                id=uuid7(), email=f"{name}@staff.test", name=name.title(), role=role, is_active=True,
                password_hash=password_hash,
            )  # fmt: skip
            user.teams = [] if team is None else [teams[team]]
            session.add(user)
            users[name] = user
        session.flush()
        for name, user in users.items():
            token = service.open_session(session, user).access_token
            headers = {"Authorization": f"Bearer {token}"}
            people[name] = Person(application, user.id, user.name, user.email, token, headers)
    return Staff(**people, team_id=teams[0].id, other_team_id=teams[1].id)


@dataclass
class Door:
    """A signed sender to one endpoint."""

    client: TestClient
    path: str
    secret: str
    id: str
    content_type: str

    def post(
        self, body: bytes, *, webhook_id: str | None = None, at: int | None = None, **headers: str
    ) -> Any:
        from mancrel.intake.signatures import sign

        webhook_id = webhook_id or f"msg_{uuid.uuid4().hex}"
        at = int(time.time()) if at is None else at
        signed = {
            "webhook-id": webhook_id,
            "webhook-timestamp": str(at),
            "webhook-signature": sign(self.secret, webhook_id, at, body),
            "content-type": self.content_type,
        }
        return self.client.post(self.path, content=body, headers={**signed, **headers})


@dataclass
class Shop(Door):
    """A catalogue source that posts products."""

    def put(self, external_id: str, *, webhook_id: str | None = None, **fields: Any) -> Any:
        data = {
            "external_id": external_id, "title": f"Product {external_id}", "price": "10.00", "currency": "EUR",
            "stock": 5, **fields,
        }  # fmt: skip
        body = json.dumps({"type": "product.upserted", "data": data}).encode()
        return self.post(body, webhook_id=webhook_id)

    def drop(self, external_id: str, **fields: Any) -> Any:
        data = {"external_id": external_id, **fields}
        return self.post(json.dumps({"type": "product.deleted", "data": data}).encode())


@pytest.fixture
def shop(staff: Staff, application: TestClient) -> Shop:
    made = staff.admin.post("/catalogue/sources", {"name": "shop", "kind": "generic"}).json()
    return Shop(application, made["webhook_path"], made["secret"], made["id"], "application/json")


@dataclass
class Mailbox(Door):
    """An e-mail channel, and customers who write to it."""

    address: str | None = None

    def write(
        self,
        text_: str,
        *,
        sender: str = "jane@customer.test",
        name: str = "Jane Doe",
        subject: str = "A question",
        message_id: str | None = None,
        webhook_id: str | None = None,
        **headers: str,
    ) -> str:
        """Post a mail; returns its Message-ID."""
        message_id = message_id or f"<{uuid.uuid4().hex}@customer.test>"
        lines = [
            f"From: {name} <{sender}>", f"To: {self.address or 'shop@mancrel.example'}", f"Subject: {subject}",
            f"Message-ID: {message_id}", "Date: Sun, 22 Nov 2026 10:00:00 +0000", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            *(f"{key.replace('_', '-')}: {value}" for key, value in headers.items()),
        ]  # fmt: skip
        raw = "\r\n".join([*lines, "", text_.replace("\n", "\r\n")]).encode()
        answer = self.post(raw, webhook_id=webhook_id)
        assert answer.status_code in {200, 202}, answer.text
        return message_id


@pytest.fixture
def mailbox(staff: Staff, application: TestClient) -> Mailbox:
    made = staff.admin.post("/channels", {"kind": "email", "name": "Shop", "settings": {}}).json()
    return Mailbox(application, made["webhook_path"], made["secret"], made["id"], "message/rfc822")


def work(*, times: int = 20) -> int:
    """Run every job that is due, in this process; returns how many ran."""
    from mancrel.kit import jobs, runner

    total = 0
    for _ in range(times):
        ran = sum(runner.drain(queue, budget_s=30) for queue in jobs.QUEUES)
        total += ran
        if not ran:
            return total
    raise AssertionError("jobs keep coming")


def thread_of(person: Person, message_id: str) -> dict[str, Any]:
    """Return the conversation that holds a message, as a person sees it."""
    found = person.get("/conversations", params={"external_id": message_id}).json()["items"]
    assert len(found) == 1, found
    return person.get(f"/conversations/{found[0]['id']}").json()


@dataclass
class Sink:
    """A real SMTP server on loopback that keeps what it is sent; it can be told to misbehave."""

    mails: list[Any] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    controller: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 kept"
        if answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            vars(mail)["envelope"] = (envelope.mail_from, envelope.rcpt_tos)
            with self.lock:
                self.mails.append(mail)
        return answer


@pytest.fixture
def sink() -> Iterator[Sink]:
    from mancrel.settings import settings

    handler = Sink()
    handler.controller = Controller(
        handler, hostname="127.0.0.1", port=settings().smtp_port, enable_SMTPUTF8=True
    )
    handler.controller.start()
    yield handler
    handler.controller.stop()
