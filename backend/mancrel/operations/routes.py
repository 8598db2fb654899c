"""HTTP of operations: what an admin watches."""

import base64
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may
from mancrel.intake import service as intake
from mancrel.intake.models import Delivery, Endpoint
from mancrel.kit.jobs import JobRow
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Text
from mancrel.operations import first_steps
from mancrel.operations import service as operations
from mancrel.operations.schemas import (
    DeadGroups,
    DeliveryDetail,
    DeliveryOut,
    FirstStepsOut,
    FirstStepsPatch,
    JobCounts,
    JobDetail,
    JobOut,
    JobStatus,
    Retried,
    RetryMany,
)

router = Router(prefix="/api/v1", tags=["operations"])
READ = may("operations:read")
WRITE = may("operations:write")


@router.get("/first-steps", dependencies=[READ])
def get_first_steps(session: Db) -> FirstStepsOut:
    """Return what this workspace needs at its beginning, and what of it is there."""
    told = {"steps": first_steps.steps(session), "dismissed": first_steps.dismissed(session)}
    return FirstStepsOut.model_validate(told)


@router.patch("/first-steps", dependencies=[WRITE])
def change_first_steps(body: FirstStepsPatch, session: Db) -> FirstStepsOut:
    """Put the first steps away for all admins, or show them again."""
    first_steps.dismiss(session, away=body.dismissed)
    return get_first_steps(session)


@router.get("/jobs", dependencies=[READ])
def list_jobs(
    session: Db,
    paging: PageOf,
    status: JobStatus | None = None,
    queue: Annotated[Text | None, Query(max_length=20)] = None,
    fingerprint: Annotated[Text | None, Query(max_length=64)] = None,
) -> Page[JobOut]:
    """List jobs, newest first."""
    query = select(JobRow)
    if status:
        query = query.where(JobRow.status == status)
    if queue:
        query = query.where(JobRow.queue == queue)
    if fingerprint:
        query = query.where(JobRow.fingerprint == fingerprint)
    found = page(session, query, Order(JobRow.id, JobRow.id), paging)
    items = [JobOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/jobs/counts", dependencies=[READ])
def count_jobs(session: Db) -> JobCounts:
    """Return how each queue is doing."""
    return JobCounts.model_validate({"queues": operations.counts(session)})


@router.get("/jobs/groups", dependencies=[READ])
def group_dead(session: Db) -> DeadGroups:
    """Return dead letters grouped by cause."""
    return DeadGroups.model_validate({"items": operations.dead_groups(session)})


@router.post("/jobs/retry", dependencies=[WRITE])
def retry_jobs(body: RetryMany, session: Db) -> Retried:
    """Replay dead letters: all, or those of one cause."""
    return Retried(count=operations.retry_many(session, body.fingerprint))


@router.get("/jobs/{job_id}", dependencies=[READ])
def get_job(job_id: int, session: Db) -> JobDetail:
    """Return a job with each failed attempt."""
    return JobDetail.model_validate(operations.find_job(session, job_id))


@router.post("/jobs/{job_id}/retry", dependencies=[WRITE])
def retry_job(job_id: int, session: Db) -> JobOut:
    """Replay a dead or cancelled job."""
    return JobOut.model_validate(operations.retry(session, operations.find_job(session, job_id)))


@router.post("/jobs/{job_id}/cancel", dependencies=[WRITE])
def cancel_job(job_id: int, session: Db) -> JobOut:
    """Take a waiting job out of its queue."""
    return JobOut.model_validate(operations.cancel(operations.find_job(session, job_id)))


def _delivery(delivery: Delivery, endpoint: Endpoint) -> dict[str, Any]:
    names = DeliveryOut.model_fields.keys() - {"endpoint", "kind"}
    fields = {name: getattr(delivery, name) for name in names}
    return {**fields, "endpoint": endpoint.name, "kind": endpoint.kind}


def _endpoints(session: Session) -> dict[UUID, Endpoint]:
    return {one.id: one for one in session.scalars(select(Endpoint))}


@router.get("/deliveries", dependencies=[READ])
def list_deliveries(
    session: Db,
    paging: PageOf,
    status: Annotated[Text | None, Query(max_length=20)] = None,
    endpoint: Annotated[Text | None, Query(max_length=64)] = None,
) -> Page[DeliveryOut]:
    """List what was posted at our doors, newest first."""
    query = select(Delivery)
    if status:
        query = query.where(Delivery.status == status)
    if endpoint:
        named = select(Endpoint.id).where(Endpoint.name == endpoint)
        query = query.where(Delivery.endpoint_id.in_(named))
    found = page(session, query, Order(Delivery.received_at, Delivery.id), paging)
    endpoints = _endpoints(session)
    items = [DeliveryOut.model_validate(_delivery(one, endpoints[one.endpoint_id])) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/deliveries/{delivery_id}", dependencies=[READ])
def get_delivery(delivery_id: UUID, session: Db) -> DeliveryDetail:
    """Return a delivery with its headers and raw body."""
    delivery = intake.read_delivery(session, delivery_id)
    try:
        body, encoding = delivery.body.decode(), "utf-8"
    except UnicodeDecodeError:
        body, encoding = base64.b64encode(delivery.body).decode(), "base64"
    return DeliveryDetail.model_validate(
        {
            **_delivery(delivery, _endpoints(session)[delivery.endpoint_id]),
            "headers": delivery.headers,
            "body": body,
            "body_encoding": encoding,
        }
    )
