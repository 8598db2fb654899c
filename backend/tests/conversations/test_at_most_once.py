"""Workers killed at random moments around a send: nothing leaves twice, nothing is lost (R34)."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from mancrel.accounts import service as accounts
from mancrel.accounts.models import User
from mancrel.conversations.models import Message
from mancrel.kit import runner
from mancrel.kit.db import transaction
from mancrel.kit.engines import engine
from mancrel.kit.sweep import sweep
from tests.fixtures import Mailbox, Person, Sink, Staff, thread_of, work

FULL = os.environ.get("MANCREL_TORTURE") == "full"
KILLS = 500 if FULL else 25
UNHURT = 5


def _send_one() -> None:
    job = runner.claim("outbound")
    if job:
        runner.run(job)


def _send_and_die(after_s: float | None) -> bool:
    """Let a worker of its own send one mail and kill it meanwhile; returns whether it died of that."""
    worker = multiprocessing.get_context("fork").Process(target=_send_one, daemon=True)
    worker.start()
    worker.join(after_s)
    worker.kill()
    worker.join()
    return worker.exitcode == -signal.SIGKILL


def _settle() -> None:
    with engine().begin() as connection:
        connection.execute(
            text("UPDATE jobs SET lease_until = now() - interval '1 s' WHERE status = 'running'")
        )
    sweep()
    work()


def _admin(staff: Staff) -> Person:
    """The admin with a fresh token: the full run may outlast one."""
    with transaction() as session:
        user = session.get_one(User, staff.admin.id)
        token = accounts.open_session(session, user).access_token
    return replace(staff.admin, token=token, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.timeout(900)
def test_workers_killed_around_a_send_send_at_most_once(staff: Staff, mailbox: Mailbox, sink: Sink):
    message_id = mailbox.write("My parcel came broken.")
    work()
    thread = thread_of(staff.admin, message_id)
    rng = random.Random(11)
    sends, killed, takes_s = 0, 0, 0.0
    while killed < KILLS:
        body = {"body": f"Thank you, we look into it. ({sends})", "private": False}
        assert _admin(staff).post(f"/conversations/{thread['id']}/messages", body).status_code == 201
        sends += 1
        if sends <= UNHURT:  # how long a send takes here, so that kills fall before, within and after it
            started = time.perf_counter()
            _send_and_die(None)
            takes_s = max(takes_s, time.perf_counter() - started)
        else:
            killed += _send_and_die(rng.uniform(0.0, takes_s))
    _settle()
    with transaction() as session:
        out = list(session.scalars(select(Message).where(Message.direction == "out")))
    left = Counter(str(mail["X-Mancrel-Message"]) for mail in sink.mails)
    states = Counter(message.status for message in out)
    print(f"\nkilled {killed} in {sends} sends: {dict(states)}, left {len(sink.mails)}")
    assert max(left.values()) == 1
    assert set(states) <= {"sent", "unknown"}
    assert states["unknown"] <= killed
    assert all(left[str(one.id)] == 1 for one in out if one.status == "sent")
