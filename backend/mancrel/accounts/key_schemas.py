"""Shapes of API keys on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from mancrel.accounts.permissions import GRANTS, KEYLESS, Role
from mancrel.kit.schema import In, Moment, Name, Out, Ref, example

GRANTABLE = tuple(sorted(GRANTS[Role.ADMIN] - KEYLESS))
"""What a key can be allowed: every permission but those to manage accounts and keys."""


def _grantable(value: str) -> str:
    if value not in GRANTABLE:
        message = f"must be one of {', '.join(GRANTABLE)}"
        raise ValueError(message)
    return value


Known = Annotated[str, Field(json_schema_extra={"enum": list(GRANTABLE)})]
Permission = Annotated[Known, AfterValidator(_grantable)]


class ApiKeyIn(In, json_schema_extra=example(name="Shop sync", scopes=["contacts:read", "contacts:write"])):
    """A new key; ``scopes`` are among its owner's permissions. Without an end it holds until revoked."""

    name: Name
    scopes: Annotated[list[Permission], Field(min_length=1, max_length=100)]
    expires_at: Moment | None = None


class ApiKeyOut(Out):
    """A key without its secret; ``prefix`` is how the secret begins."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    owner: Ref
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewApiKey(ApiKeyOut):
    """A new key with its secret, shown this once; sent as ``Authorization: Bearer mk_…``."""

    secret: str


class ScopesOut(Out):
    """What the signed-in user can allow a key."""

    scopes: list[Known]
