"""Shapes of notifications on the wire."""

from datetime import datetime
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from mancrel.kit.schema import WHOLE, Flag, In, Out, example

Kind = Literal[
    "assigned", "mentioned", "reminder", "approval", "escalation", "deal_won", "deal_lost", "webhook_ended",
    "import_ended", "replay_ended",
]  # fmt: skip
Mail = Literal["off", "now", "digest"]
Subject = Literal[
    "activity", "conversation", "deal", "contact", "company", "webhook", "import", "lesson",
    "replay",
    "contacts", "companies", "deals",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)


class NotificationOut(Out):
    """Something the signed-in user is told, and the record it leads to."""

    id: UUID
    kind: Kind
    subject_type: Subject
    subject_id: UUID
    title: str
    created_at: datetime
    read_at: datetime | None


class Unread(Out):
    """How many are not read."""

    unread: int


class Read(In, json_schema_extra=example(all=True)):
    """Which are read: these, or all."""

    ids: Annotated[list[UUID], Field(max_length=200)] = []
    all: Flag = False


class RuleIn(In):
    """How one kind is told."""

    in_app: Flag
    mail: Mail


class RuleOut(Out):
    """How one kind is told."""

    kind: Kind
    in_app: bool
    mail: Mail


class RulesOut(Out):
    """How the signed-in user is told of each kind, and the hour of their digest."""

    rules: list[RuleOut]
    digest_hour: int


class RulesPatch(In):
    """Changes: the named kinds, and the hour."""

    rules: Annotated[dict[Kind, RuleIn], Field(max_length=20)] = {}
    digest_hour: Annotated[int, Field(ge=0, le=23), WHOLE] = 8
