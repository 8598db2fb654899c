"""The kinds of doors: later rooms say how their deliveries are judged."""

from collections.abc import Callable
from dataclasses import dataclass

MIB = 1024 * 1024


class Malformed(Exception):
    """The body cannot be used; names the field that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        """Keep the field's dotted path and what is wrong with it."""
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Door:
    """How one kind of delivery is taken in.

    ``judge`` gets the raw body, raises ``Malformed``, and returns the key within which deliveries of
    this endpoint are worked on one after the other (None: in any order).
    """

    kind: str
    max_bytes: int
    judge: Callable[[bytes], str | None]

    @property
    def event_type(self) -> str:
        """The event that later rooms subscribe to."""
        return f"{self.kind}.delivered"


_doors: dict[str, Door] = {}


def door(kind: str, *, max_bytes: int) -> Callable[[Callable[[bytes], str | None]], None]:
    """Register how deliveries of a kind are judged."""

    def register(judge: Callable[[bytes], str | None]) -> None:
        _doors[kind] = Door(kind, max_bytes, judge)

    return register


def find_door(kind: str) -> Door | None:
    """Return the door of a kind."""
    return _doors.get(kind)
