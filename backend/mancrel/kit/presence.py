"""Who looks at a record or writes about it right now: in Redis for some seconds, and never relied upon."""

import time
from dataclasses import dataclass
from uuid import UUID

import orjson

from mancrel.kit import live

LASTS_S = 15


@dataclass(frozen=True)
class Presence:
    """Somebody at a record; ``state``: viewing or typing."""

    id: UUID
    name: str
    state: str


def note(subject_type: str, subject_id: UUID, who: Presence) -> None:
    """Note that somebody is there, and tell the browsers of those who see the record."""
    key = f"mancrel:presence:{subject_id}"
    seen = {"name": who.name, "state": who.state, "until": time.time() + LASTS_S}
    live.doorway.call("HSET", key, str(who.id), orjson.dumps(seen))
    live.doorway.call("EXPIRE", key, LASTS_S)
    live.tell(
        {
            "type": "presence",
            "subject_type": subject_type,
            "subject_id": str(subject_id),
            "user": {"id": str(who.id), "name": who.name},
            "state": who.state,
            "lasts_s": LASTS_S,
        }
    )


def leave(subject_type: str, subject_id: UUID, who: Presence) -> None:
    """Note that somebody has gone."""
    live.doorway.call("HDEL", f"mancrel:presence:{subject_id}", str(who.id))
    live.tell(
        {
            "type": "presence",
            "subject_type": subject_type,
            "subject_id": str(subject_id),
            "user": {"id": str(who.id), "name": who.name},
            "state": "gone",
            "lasts_s": 0,
        }
    )


def others(subject_id: UUID, but: UUID | None) -> list[Presence]:
    """Return who else is there; nobody when Redis is away."""
    found = live.doorway.call("HGETALL", f"mancrel:presence:{subject_id}") or {}
    people = []
    for id_, raw in found.items():
        seen = orjson.loads(raw)
        if seen["until"] > time.time() and id_.decode() != str(but):
            people.append(Presence(UUID(id_.decode()), seen["name"], seen["state"]))
    return sorted(people, key=lambda one: one.name)
