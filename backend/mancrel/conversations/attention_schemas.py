"""Shapes of attention: what should get it first, and who gives it."""

from typing import Literal
from uuid import UUID

from mancrel.kit.schema import In, Out, example


class Turn(Out):
    """What it costs to let a suggestion wait (see ``waiting.py``); ``due_in_s`` is negative when overdue."""

    cost: float
    stake: float
    urgency: float
    pressure: float
    due_in_s: int


class PresenceIn(In, json_schema_extra=example(state="typing")):
    """What the caller does in a thread."""

    state: Literal["typing", "viewing", "gone"] = "typing"


class PresentOut(Out):
    """Somebody else who is in the thread."""

    id: UUID
    name: str
    state: Literal["typing", "viewing"]


class PresenceOut(Out):
    """Who else is in the thread."""

    others: list[PresentOut]
