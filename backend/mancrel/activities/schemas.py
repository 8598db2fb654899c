"""Shapes of activities on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from mancrel.kit.schema import Body, Flag, In, Moment, Name, Ref, Timed

Kind = Literal["task", "note", "call", "meeting"]


class ActivityIn(In):
    """A new activity."""

    kind: Kind = "task"
    title: Name
    body: Body | None = None
    due_at: Moment | None = None
    owner_id: UUID | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None
    deal_id: UUID | None = None


class ActivityPatch(In):
    """Changes to an activity; ``done`` closes or reopens it."""

    title: Name = ""
    body: Body | None = None
    due_at: Moment | None = None
    owner_id: UUID | None = None
    done: Flag = False


class ActivityOut(Timed):
    """Something to do or done; ``editable``: the viewer may change it."""

    id: UUID
    kind: Kind
    title: str
    body: str | None
    due_at: datetime | None
    done_at: datetime | None
    owner: Ref | None
    team: Ref | None
    conversation_id: UUID | None
    deal_id: UUID | None
    contact: Ref | None
    company: Ref | None
    editable: bool
