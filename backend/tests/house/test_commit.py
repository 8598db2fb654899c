"""A response must not leave before its transaction has committed."""

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.fixtures import Staff


def test_response_waits_for_the_commit(staff: Staff):
    order: list[str] = []

    def committed(_session: Session) -> None:
        order.append("committed")

    class Watch:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            async def watched(message):
                if message["type"] == "http.response.start":
                    order.append("answered")
                await send(message)

            await self.app(scope, receive, watched)

    async def ask() -> None:
        body = b'{"name": "Ann", "email": "ann@x.test"}'
        scope = {
            "type": "http", "method": "POST", "path": "/api/v1/contacts", "raw_path": b"/api/v1/contacts",
            "query_string": b"", "http_version": "1.1", "scheme": "http", "server": ("testserver", 80),
            "client": ("127.0.0.1", 1), "root_path": "",
            "headers": [
                (b"authorization", f"Bearer {staff.rep.token}".encode()), (b"content-type", b"application/json"),
            ],
        }  # fmt: skip

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(_message):
            return None

        await Watch(staff.rep.client.app)(scope, receive, send)

    event.listen(Session, "after_commit", committed)
    try:
        asyncio.run(ask())
    finally:
        event.remove(Session, "after_commit", committed)
    assert order[-2:] == ["committed", "answered"]


def test_a_failed_commit_is_no_success(staff: Staff):
    def fail(_session: Session) -> None:
        raise RuntimeError("the disk is full")

    event.listen(Session, "before_commit", fail)
    try:
        with pytest.raises(RuntimeError):
            staff.rep.post("/contacts", {"name": "Ann", "email": "ann@x.test"})
    finally:
        event.remove(Session, "before_commit", fail)
    assert staff.rep.get("/contacts").json()["items"] == []
