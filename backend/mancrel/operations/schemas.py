"""Shapes of operations on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from mancrel.kit.schema import In, Out, example

JobStatus = Literal["pending", "running", "done", "retrying", "dead", "cancelled"]


class Step(Out):
    """One thing that an empty workspace needs, and whether it is there."""

    name: Literal["channel", "contacts", "catalogue", "colleagues", "policies"]
    done: bool


class FirstStepsOut(Out):
    """The first steps of a workspace; ``dismissed``: an admin has put them away."""

    steps: list[Step]
    dismissed: bool


class FirstStepsPatch(In, json_schema_extra=example(dismissed=True)):
    """Put the first steps away, or show them again."""

    dismissed: bool


class JobOut(Out):
    """A piece of work."""

    id: int
    subscriber: str
    queue: str
    event_type: str | None
    subject_type: str | None
    subject_id: UUID | None
    status: JobStatus
    attempts: int
    max_attempts: int
    next_run_at: datetime | None
    last_error: str | None
    fingerprint: str | None
    created_at: datetime
    finished_at: datetime | None


class Try(Out):
    """One failed attempt."""

    attempt: int
    finished_at: datetime | None
    error: str | None


class JobDetail(JobOut):
    """A piece of work with each failed attempt."""

    tries: list[Try]


class QueueCounts(Out):
    """How a queue is doing."""

    queue: str
    pending: int
    running: int
    retrying: int
    dead: int
    done_last_hour: int
    oldest_due_at: datetime | None


class JobCounts(Out):
    """How all queues are doing."""

    queues: list[QueueCounts]


class DeadGroup(Out):
    """Dead letters of one cause."""

    fingerprint: str
    subscriber: str
    error: str
    count: int
    last_at: datetime


class DeadGroups(Out):
    """Dead letters grouped by cause, most recent first."""

    items: list[DeadGroup]


class RetryMany(In, json_schema_extra=example(status="dead")):
    """Which dead letters to replay: all, or those of one cause."""

    status: Literal["dead"] = "dead"
    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}$")] | None = None


class Retried(Out):
    """How many were put back."""

    count: int


class DeliveryOut(Out):
    """What was posted at a door, and what became of it."""

    id: UUID
    endpoint: str
    kind: str
    external_id: str | None
    status: str
    status_code: int
    reason: str | None
    field: str | None
    size: int
    received_at: datetime


class DeliveryDetail(DeliveryOut):
    """A delivery with its headers and raw body."""

    headers: dict[str, str]
    body: str
    body_encoding: Literal["utf-8", "base64"]
