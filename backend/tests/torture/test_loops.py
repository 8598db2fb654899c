"""Two Mancrels that answer each other stop after few mails (R30); only in `make torture`."""

import email
import os
import re
import threading
import uuid
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.torture.harness import Load, System, running, until
from tests.torture.settling import settle

pytestmark = [
    pytest.mark.skipif(os.environ.get("MANCREL_TORTURE") != "full", reason="the full run only"),
    pytest.mark.timeout(1200),
]
ASKS = "How much is Lamp 1, and is it in stock?"
TELLING = ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "X-Mancrel-Message", "X-Loop")
ROUNDS = 12


class Bridge:
    """Carries each mail that leaves one system into the other, once."""

    def __init__(self, one: System, two: System, *, strips: bool) -> None:
        self.ways = ((one, two), (two, one))
        self.strips = strips
        self.carried: set[Path] = set()
        self.sent = {id(one): 0, id(two): 0}

    def carry(self) -> int:
        """Carry what is new; returns how many mails that were."""
        moved = 0
        for sender, receiver in self.ways:
            for path in sorted((sender.directory / "outbox").glob("*.eml")):
                if path not in self.carried:
                    self.carried.add(path)
                    self.sent[id(sender)] += 1
                    moved += 1
                    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
                    assert Load(receiver).raw(self._changed(mail))
        return moved

    def _changed(self, mail: EmailMessage) -> bytes:
        """Return the mail as a robot without manners would send it: no telling header, the question again."""
        if not self.strips:
            return mail.as_bytes()
        for name in TELLING:
            del mail[name]
        robot = f"reply+{uuid.uuid4().hex[:8]}@{re.sub(r'^.*@', '', str(mail['From'])).strip('>')}"
        del mail["From"]
        mail["From"] = robot
        mail.set_content(ASKS)
        return mail.as_bytes()


@pytest.mark.parametrize("strips", [False, True], ids=["with headers", "stripped, ever new addresses"])
def test_two_that_answer_each_other_stop(tmp_path: Path, strips: bool):
    first, second = tmp_path / "one", tmp_path / "two"
    first.mkdir()
    second.mkdir()
    with (
        running(first, MANCREL_MAIL_FROM="shop@one.example") as one,
        running(second, MANCREL_MAIL_FROM="shop@two.example") as two,
    ):
        for system in (one, two):
            Load(system).product(1)
            until(lambda system=system: bool(system.sql("SELECT 1 FROM vectors")), "the product's index")
        bridge = Bridge(one, two, strips=strips)
        assert Load(one).mail(0, ASKS)
        idle = 0
        for _ in range(ROUNDS * 2):
            for system in (one, two):
                settle(system)
            idle = 0 if bridge.carry() else idle + 1
            if idle == 3:
                break
            threading.Event().wait(0.2)
        counts = list(bridge.sent.values())
        print(f"\ntwo Mancrels, {'stripped' if strips else 'with headers'}: sent {counts}")
        assert idle == 3
        assert 1 <= max(counts) <= 3
