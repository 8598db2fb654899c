"""The live socket: who is told what, and when it ends."""

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
