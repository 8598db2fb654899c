"""The live socket: who is told what, and when it ends."""

from itertools import pairwise
from typing import Any

import orjson
import pytest
import redis
from starlette.websockets import WebSocketDisconnect

from mancrel.kit.live import CHANNEL
from mancrel.settings import settings
from tests.fixtures import Person, Staff


def hello(socket: Any, token: str) -> None:
    socket.send_text(orjson.dumps({"token": token}).decode())


def tell(event: str, kind: str, id_: str) -> None:
    frames = [{"type": "event", "event": event, "subject_type": kind, "subject_id": id_}]
    client = redis.Redis.from_url(settings().redis_url.get_secret_value())
    client.publish(CHANNEL, orjson.dumps(frames))
    client.close()


def frames_until(socket: Any, event: str) -> list[dict[str, Any]]:
    seen = []
    while True:
        frame = socket.receive_json()
        seen.append(frame)
        if frame.get("event") == event:
            return seen


def test_a_change_is_told_at_once(staff: Staff):
    with staff.rep.client.websocket_connect("/api/v1/live") as socket:
        hello(socket, staff.rep.token)
        assert socket.receive_json() == {"type": "ready"}
        made = staff.rep.post("/contacts", {"name": "Ann"}).json()
        frame = frames_until(socket, "contact.created")[-1]
        assert frame["subject_id"] == made["id"]
        assert frame["subject_type"] == "contact"


def test_what_one_may_not_see_is_not_told(staff: Staff):
    def listens(person: Person) -> list[dict[str, Any]]:
        with person.client.websocket_connect("/api/v1/live") as socket:
            hello(socket, person.token)
            assert socket.receive_json() == {"type": "ready"}
            hidden = staff.rep.post("/contacts", {"name": "Hidden"}).json()
            own = person.post("/companies", {"name": "Own"}).json()
            tell("probe", "company", own["id"])
            seen = frames_until(socket, "probe")
            assert hidden["id"] not in str(seen) or person is not staff.other_rep
            return seen

    assert "contact.created" not in str(listens(staff.other_rep))
    assert "contact.created" in str(listens(staff.manager))


@pytest.mark.parametrize("first", ["", "{}", "[]", "null", '{"token": 5}', '{"token": "x"}', "garbage"])
def test_a_stranger_is_shut_out(staff: Staff, first: str):
    with staff.rep.client.websocket_connect("/api/v1/live") as socket:
        socket.send_text(first)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4401


def test_the_hub_outlives_the_database(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    from sqlalchemy.exc import OperationalError

    from mancrel.operations import live

    def away(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("away"))

    with staff.rep.client.websocket_connect("/api/v1/live") as socket:
        hello(socket, staff.rep.token)
        assert socket.receive_json() == {"type": "ready"}
        with monkeypatch.context() as patch:
            patch.setattr(live, "_sees", away)
            tell("probe", "company", "01a202e2-519e-75f5-b4a4-000000000000")
            while socket.receive_json() != {"type": "resync"}:
                pass
        made = staff.rep.post("/contacts", {"name": "Ann"}).json()
        assert frames_until(socket, "contact.created")[-1]["subject_id"] == made["id"]


def test_the_deactivated_are_out_within_five_seconds_under_traffic(staff: Staff):
    import time

    with staff.rep.client.websocket_connect("/api/v1/live") as socket:
        hello(socket, staff.rep.token)
        assert socket.receive_json() == {"type": "ready"}
        staff.admin.patch(f"/users/{staff.rep.id}", {"is_active": False})
        began = time.monotonic()
        rounds = [began]
        with pytest.raises(WebSocketDisconnect) as closed:
            while time.monotonic() - began < 30:
                staff.colleague.post("/contacts", {"name": "Ann", "team_id": str(staff.team_id)})
                tell("probe", "team", str(staff.team_id))
                socket.receive_json()
                rounds.append(time.monotonic())
        assert closed.value.code == 4401
        slowest = max(after - before for before, after in pairwise(rounds))  # what one look costs here
        assert time.monotonic() - began < 5.5 + slowest
