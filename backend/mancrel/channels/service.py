"""Channels: create, change, and how they are doing."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from mancrel.accounts import teams
from mancrel.channels.schemas import ChannelIn, EmailSettings
from mancrel.conversations.models import Channel
from mancrel.intake import service as intake
from mancrel.kit import bins, events
from mancrel.kit.db import find, find_to_change, uuid7
from mancrel.kit.errors import Invalid
from mancrel.settings import settings


class UnknownTeam(Invalid):
    """There is no such team."""


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48]
    return slug or "channel"


def create(session: Session, body: ChannelIn, secret: str | None = None) -> tuple[Channel, str]:
    """Open a channel; returns it and its secret, shown once."""
    if body.team_id and not teams.exists(session, body.team_id):
        raise UnknownTeam(field="team_id")
    id_ = uuid7()
    slug = _slug(body.name)
    if intake.by_name(session, body.kind, slug):
        slug = f"{slug}-{id_.hex[-8:]}"
    endpoint, secret = intake.create_endpoint(session, body.kind, slug, secret)
    channel = Channel(
        id=id_,
        kind=body.kind,
        name=body.name,
        settings=body.settings.model_dump(exclude_none=True),
        endpoint_id=endpoint.id,
        team_id=body.team_id,
        is_active=True,
    )
    channel.endpoint = endpoint
    session.add(channel)
    session.flush()
    events.record(session, "channel.created", channel)
    return channel, secret


def find_channel(session: Session, channel_id: UUID) -> Channel:
    """Return a channel with its endpoint."""
    find(session, Channel, channel_id)
    return _with_endpoint(session, channel_id)


def channel_to_change(session: Session, channel_id: UUID) -> Channel:
    """Return a channel with its endpoint, locked for a change."""
    find_to_change(session, Channel, channel_id)
    return _with_endpoint(session, channel_id)


def _with_endpoint(session: Session, channel_id: UUID) -> Channel:
    query = select(Channel).where(Channel.id == channel_id).options(joinedload(Channel.endpoint))
    return session.scalars(query).one()


_MAILBOXES = select(Channel).where(Channel.kind == "email").options(lazyload(Channel.team))


def mailboxes(session: Session) -> dict[UUID, Channel]:
    """Return the channels for e-mail by their endpoints."""
    return {one.endpoint_id: one for one in session.scalars(_MAILBOXES)}


def change(session: Session, channel: Channel, values: dict[str, Any]) -> Channel:
    """Change a channel; an inactive one refuses deliveries."""
    team_id = values.get("team_id")
    if team_id and not teams.exists(session, team_id):
        raise UnknownTeam(field="team_id")
    for name, value in values.items():
        setattr(channel, name, value)
    channel.endpoint.is_active = channel.is_active
    session.flush()
    events.record(session, "channel.changed", channel)
    return channel


def remove(session: Session, channel: Channel) -> None:
    """Move a channel to the bin; its door is shut, its conversations stay."""
    bins.discard(channel)
    channel.endpoint.is_active = False
    events.record(session, "channel.deleted", channel)


def restore(session: Session, channel_id: UUID) -> Channel:
    """Take a channel out of the bin; its door opens again unless it was switched off before."""
    bins.restore(session, Channel, channel_id)
    session.flush()
    channel = find_channel(session, channel_id)
    channel.endpoint.is_active = channel.is_active
    session.flush()
    events.record(session, "channel.restored", channel)
    return channel


def own_addresses(mailboxes: Iterable[Channel]) -> set[str]:
    """Return the addresses that mail of ours comes from."""
    given = {EmailSettings.model_validate(one.settings).address for one in mailboxes}
    return {one for one in given if one} | {settings().mail_from.lower()}
