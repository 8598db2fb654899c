"""The switch for all stops what is already leaving (R45): a thousand due, switched off, and then nothing leaves."""

import json
import os
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.torture.harness import Load, System, running, until
from tests.torture.settling import settle

FULL = os.environ.get("MANCREL_TORTURE") == "full"
QUEUED = 1000 if FULL else 120
CHANNELS = 4
"""An inbox sends at most 300 automatic replies an hour."""

HOLDS_WITHIN_S = 5
WAITING = "SELECT count(*) FROM messages WHERE status = 'queued' AND automatic"
OPEN = "SELECT count(*) FROM jobs WHERE subscriber = 'channels.deliver_message' AND status NOT IN ('done', 'dead')"
LEFT = "SELECT count(*) FROM messages WHERE status = 'sent' AND automatic"
SENT = (
    "SELECT s.model, s.model_version, s.inputs::text, s.sources::text, s.claims::text, s.confidence, s.parts::text"
    " FROM suggestions s WHERE s.status = 'sent'"
)
pytestmark = pytest.mark.timeout(3600 if FULL else 240)


def mail(number: int) -> bytes:
    """Return a question that is answered by itself; each from a domain of its own, as domains are capped."""
    return (
        f"From: C{number} <c{number}@d{number}.test>\r\nTo: shop@mancrel.example\r\nSubject: Question about a lamp\r\n"
        f"Message-ID: <{uuid.uuid4().hex}@d{number}.test>\r\n\r\nHello,\r\n\r\nhow much is Lamp 1?\r\n"
    ).encode()


def count(system: System, query: str) -> int:
    """Return the number that a query counts."""
    return int(system.sql(query)[0][0])


def queue_replies(system: System) -> None:
    """Let replies to as many mails wait to leave."""
    assert Load(system).product(1)
    settle(system)
    for number in range(CHANNELS):
        name = {"kind": "email", "name": f"shop {number}"}
        system.channel = system.client.post("/channels", json=name).json()
        load = Load(system)
        for place in range(QUEUED // CHANNELS):
            assert load.raw(mail(number * QUEUED + place))
    until(lambda: count(system, WAITING) == QUEUED, f"{QUEUED} replies that wait", 1800)


def switch_off(system: System) -> float:
    """Switch sending off for all; returns when that was answered."""
    system.renew()
    answer = system.client.patch("/settings/assistant", json={"auto_send_enabled": False}, timeout=30)
    assert answer.status_code == 200, answer.text
    return time.time()


def test_a_thousand_that_are_due_and_the_switch(tmp_path: Path):
    with running(tmp_path, MANCREL_SEND_DELAY_S="3600") as system:
        queue_replies(system)
        due = "UPDATE jobs SET next_run_at = now() WHERE subscriber = 'channels.deliver_message' RETURNING id"
        assert len(system.sql(due)) == QUEUED
        until(lambda: count(system, LEFT) >= QUEUED // 50, "the first to leave")
        stopped = switch_off(system)
        until(lambda: count(system, OPEN) == 0, "an end of what was due", 1800)
        times = [path.stat().st_mtime for path in (system.directory / "outbox").glob("*.eml")]
        late = [at - stopped for at in times if at > stopped + HOLDS_WITHIN_S]
        print(
            "left before",
            sum(at <= stopped for at in times),
            "after",
            sum(at > stopped for at in times),
            late,
        )
        assert late == []
        assert count(system, LEFT) == len(times) < QUEUED
        _records_are_complete(system, len(times))


def _records_are_complete(system: System, sent: int) -> None:
    """Each of those that left tells who wrote it, from what, how sure it was, and what the gates said."""
    rows = system.sql(SENT)
    assert len(rows) == sent
    for model, version, inputs, sources, claims, confidence, parts in rows:
        rests_on: dict[str, Any] = json.loads(inputs)
        assert model
        assert version
        assert rests_on["products"]
        assert rests_on["gates"]["held"] == []
        assert rests_on["gates"]["unconfirmed"] == 0
        assert json.loads(sources)
        assert json.loads(claims)
        assert json.loads(parts)
        assert confidence >= rests_on["gates"]["auto_threshold"]
