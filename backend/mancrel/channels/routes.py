"""HTTP of channels."""

from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mancrel.accounts.deps import Db, may, shelf
from mancrel.channels import service as channels
from mancrel.channels.schemas import ChannelIn, ChannelOut, ChannelPatch, NewChannel, NewSecret
from mancrel.conversations import health
from mancrel.conversations.models import Channel
from mancrel.intake import service as intake
from mancrel.kit.db import viewer_of
from mancrel.kit.orders import Order, sorting
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Ref, changes
from mancrel.kit.visibility import Scope

router = Router(prefix="/api/v1/channels", tags=["channels"])


ChannelRows = Annotated[ColumnElement[bool], shelf(Channel, "channels:write")]
ChannelOrder = Annotated[
    Order, sorting(Channel.id, "created_at", Channel.name, Channel.kind, Channel.created_at)
]
SHOWN_TO_ALL = ("address", "from_name", "auto_send")


def _fields(
    session: Session, channel: Channel, names: dict[UUID, str], last: dict[UUID, Any]
) -> dict[str, Any]:
    kept = channel.settings
    if viewer_of(session).scope is not Scope.ALL:
        kept = {name: kept[name] for name in SHOWN_TO_ALL if name in kept}
    return {
        "id": channel.id,
        "kind": channel.kind,
        "name": channel.name,
        "settings": kept,
        "webhook_path": f"/api/v1/webhooks/{channel.kind}/{names[channel.endpoint_id]}",
        "is_active": channel.is_active,
        "last_received_at": last.get(channel.endpoint_id),
        "health": "failing" if channel.failing_because else "ok",
        "failing_because": channel.failing_because,
        "failing_since": channel.failing_since,
        "team": Ref.model_validate(channel.team) if channel.team else None,
        "updated_at": channel.updated_at,
    }


def _out(session: Session, channel: Channel) -> ChannelOut:
    names = intake.names(session, [channel.endpoint_id])
    last = intake.last_received(session, [channel.endpoint_id])
    return ChannelOut.model_validate(_fields(session, channel, names, last))


@router.get("", dependencies=[may("channels:read")])
def list_channels(session: Db, paging: PageOf, rows: ChannelRows, order: ChannelOrder) -> Page[ChannelOut]:
    """List channels."""
    query = select(Channel).where(rows)
    found = page(session, query, order, paging)
    endpoint_ids = [one.endpoint_id for one in found.rows]
    names = intake.names(session, endpoint_ids)
    last = intake.last_received(session, endpoint_ids)
    items = [ChannelOut.model_validate(_fields(session, one, names, last)) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("", status_code=201, dependencies=[may("channels:write")])
def create_channel(body: ChannelIn, session: Db) -> NewChannel:
    """Open a channel; its secret is shown this once."""
    channel, secret = channels.create(session, body)
    return NewChannel.model_validate({**_out(session, channel).model_dump(), "secret": secret})


@router.get("/{channel_id}", dependencies=[may("channels:read")])
def get_channel(channel_id: UUID, session: Db) -> ChannelOut:
    """Return a channel."""
    return _out(session, channels.find_channel(session, channel_id))


@router.patch("/{channel_id}", dependencies=[may("channels:write")])
def change_channel(channel_id: UUID, body: ChannelPatch, session: Db) -> ChannelOut:
    """Change a channel; an inactive one refuses deliveries."""
    channel = channels.channel_to_change(session, channel_id)
    values = changes(body)
    if "settings" in values:
        named = changes(body.settings)
        values["settings"] = {
            name: value for name, value in (channel.settings | named).items() if value is not None
        }
    return _out(session, channels.change(session, channel, values))


@router.delete("/{channel_id}", status_code=204, dependencies=[may("channels:write")])
def delete_channel(channel_id: UUID, session: Db) -> None:
    """Move a channel to the bin; its door is shut, its conversations stay."""
    channels.remove(session, channels.channel_to_change(session, channel_id))


@router.post("/{channel_id}/restore", dependencies=[may("channels:write")])
def restore_channel(channel_id: UUID, session: Db) -> ChannelOut:
    """Take a channel out of the bin and open its door again."""
    return _out(session, channels.restore(session, channel_id))


@router.post("/{channel_id}/rotate", dependencies=[may("channels:write")])
def rotate_secret(channel_id: UUID, session: Db) -> NewSecret:
    """Give a channel a new secret; the old one holds for the overlap."""
    secret, until = intake.rotate(session, channels.channel_to_change(session, channel_id).endpoint)
    return NewSecret(secret=secret, overlap_until=until)


@router.post("/{channel_id}/recover", dependencies=[may("channels:write")])
def recover_channel(channel_id: UUID, session: Db) -> ChannelOut:
    """Say that an unhealthy channel works again: replies may leave by themselves."""
    channel = channels.channel_to_change(session, channel_id)
    health.recovered(session, channel)
    return _out(session, channel)
