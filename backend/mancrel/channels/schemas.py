"""Shapes of channels on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mancrel.kit.schema import Email, Flag, In, Name, Out, Ref, Text, example


class EmailSettings(BaseModel):
    """How an e-mail channel works.

    ``address`` is what customers write to and what replies come from; ``authserv_id`` names the mail
    server whose Authentication-Results are believed; without ``auto_send`` no reply leaves by itself.
    """

    model_config = ConfigDict(extra="allow")

    address: Email | None = None
    from_name: Name | None = None
    authserv_id: Text | None = None
    auto_send: Flag = True


class ChannelIn(
    In, json_schema_extra=example(kind="email", name="Shop", settings={"address": "shop@shop.example"})
):
    """A new channel."""

    kind: Literal["email"]
    name: Name
    settings: EmailSettings = EmailSettings()
    team_id: UUID | None = None


class ChannelPatch(In):
    """Changes to a channel."""

    name: Name = ""
    settings: EmailSettings = EmailSettings()
    is_active: Flag = True
    team_id: UUID | None = None


class ChannelOut(Out):
    """A channel, and how it is doing."""

    id: UUID
    kind: str
    name: str
    settings: EmailSettings
    webhook_path: str
    is_active: bool
    last_received_at: datetime | None
    health: Literal["ok", "behind", "failing"]
    failing_because: str | None
    failing_since: datetime | None
    team: Ref | None
    updated_at: datetime


class NewChannel(ChannelOut):
    """A new channel with its secret, shown this once."""

    secret: str


class NewSecret(Out):
    """A new secret, shown this once; the old one holds until ``overlap_until``."""

    secret: str
    overlap_until: datetime
