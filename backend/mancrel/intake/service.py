"""Endpoints and their secrets: create, rotate, look up; and reading deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.orm import Session, undefer

from mancrel.intake.models import Delivery, Endpoint
from mancrel.intake.signatures import decode_secret
from mancrel.kit import events
from mancrel.kit.errors import Conflict, NotFound
from mancrel.kit.secrets import digest, entry, live, new_signing_secret, rotated, unseal

REFUSED_KEPT = 1000


class DuplicateEndpoint(Conflict):
    """An endpoint with this name already exists."""


def _configured(endpoint: Endpoint) -> str | None:
    """Return the digest of the configured secret applied last; the newest entry carries it on."""
    configured: str | None = endpoint.secrets[-1].get("configured") if endpoint.secrets else None
    return configured


def create_endpoint(
    session: Session, kind: str, name: str, secret: str | None = None
) -> tuple[Endpoint, str]:
    """Open a door; returns it and its secret, which is shown once.

    Raises:
        DuplicateEndpoint: the name is taken for this kind.

    """
    if by_name(session, kind, name):
        raise DuplicateEndpoint(field="name")
    secret = secret or new_signing_secret()
    decode_secret(secret)
    endpoint = Endpoint(kind=kind, name=name, secrets=[entry(secret)])
    session.add(endpoint)
    session.flush()
    events.record(session, "endpoint.created", endpoint)
    return endpoint, secret


def by_name(session: Session, kind: str, name: str) -> Endpoint | None:
    """Return an endpoint by kind and name."""
    query = select(Endpoint).where(Endpoint.kind == kind, Endpoint.name == name)
    return session.scalars(query).one_or_none()


def names(session: Session, endpoint_ids: list[UUID]) -> dict[UUID, str]:
    """Return the names of endpoints for any viewer: they are part of a channel's public path.

    Read past the session, which would hide an endpoint from everyone but admins.
    """
    query = select(Endpoint.id, Endpoint.name).where(Endpoint.id.in_(endpoint_ids))
    return {row[0]: row[1] for row in session.connection().execute(query)}


def rotate(session: Session, endpoint: Endpoint, secret: str | None = None) -> tuple[str, datetime]:
    """Give an endpoint a new secret; the old one holds for the overlap. Returns both."""
    secret = secret or new_signing_secret()
    decode_secret(secret)
    configured = _configured(endpoint)
    entries, until = rotated(endpoint.secrets, secret)
    endpoint.secrets = [*entries[:-1], {**entries[-1], "configured": configured}]
    session.flush()
    events.record(session, "endpoint.rotated", endpoint)
    return secret, until


def live_secrets(endpoint: Endpoint) -> list[dict[str, Any]]:
    """Return the entries of secrets that have not expired, oldest first."""
    return live(endpoint.secrets)


def ensure_endpoint(session: Session, kind: str, name: str, secret: str | None) -> Endpoint:
    """Return the endpoint, made if missing; a configured secret rotates it when the setting changed.

    A setting that stayed as it was brings no secret back that was rotated away meanwhile.
    """
    endpoint = by_name(session, kind, name)
    if endpoint is None:
        endpoint = create_endpoint(session, kind, name, secret)[0]
    if not secret or _configured(endpoint) == digest(secret):
        return endpoint
    if secret not in {unseal(one["sealed"]) for one in endpoint.secrets} or _configured(endpoint):
        rotate(session, endpoint, secret)
    endpoint.secrets = [*endpoint.secrets[:-1], {**endpoint.secrets[-1], "configured": digest(secret)}]
    session.flush()
    return endpoint


def read_delivery(session: Session, delivery_id: UUID) -> Delivery:
    """Return a delivery with its body."""
    query = select(Delivery).where(Delivery.id == delivery_id).options(undefer(Delivery.body))
    delivery = session.scalars(query).one_or_none()
    if delivery is None:
        raise NotFound("There is no such delivery.")
    return delivery


def taken(session: Session, delivery_id: UUID) -> tuple[bytes, UUID]:
    """Return the body of a delivery and its endpoint: what a job needs, without headers and the rest."""
    row = session.execute(_TAKEN, {"delivery": delivery_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such delivery.")
    return row.body, row.endpoint_id


_TAKEN = select(Delivery.body, Delivery.endpoint_id).where(Delivery.id == bindparam("delivery"))
_SETTLE = (
    update(Delivery)
    .where(Delivery.id == bindparam("delivery"))
    .values(status=bindparam("become"), reason=bindparam("because"))
    .execution_options(synchronize_session=False)
)


def settle(session: Session, delivery_id: UUID, status: str, reason: str | None = None) -> None:
    """Say what became of an accepted delivery."""
    session.execute(_SETTLE, {"delivery": delivery_id, "become": status, "because": reason})


def last_received(session: Session, endpoint_ids: list[UUID]) -> dict[UUID, datetime]:
    """Return when each endpoint last took something in."""
    query = (
        select(Delivery.endpoint_id, func.max(Delivery.received_at))
        .where(Delivery.endpoint_id.in_(endpoint_ids), Delivery.counts)
        .group_by(Delivery.endpoint_id)
    )
    return dict(session.execute(query).all())


def older_than(before: datetime) -> Select[UUID]:
    """Return the query of the ids of deliveries that came before."""
    return select(Delivery.id).where(Delivery.received_at < before)


def drop(session: Session, ids: Sequence[UUID]) -> None:
    """Forget deliveries, their bodies and headers."""
    session.execute(delete(Delivery).where(Delivery.id.in_(ids)))


def purge_refused(session: Session) -> None:
    """Drop all but the newest refused deliveries."""
    kept = select(Delivery.received_at).where(Delivery.status == "refused")
    edge = session.scalar(kept.order_by(Delivery.received_at.desc()).offset(REFUSED_KEPT).limit(1))
    if edge:
        refused = delete(Delivery).where(Delivery.status == "refused", Delivery.received_at <= edge)
        session.execute(refused)
