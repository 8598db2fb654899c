"""Who may do what: one table of words. Which rows they may do it to is the visibility rule's matter."""

from enum import StrEnum

from mancrel.kit.visibility import Scope


class Role(StrEnum):
    """A user's role."""

    ADMIN = "admin"
    MANAGER = "manager"
    REP = "rep"


SCOPES = {Role.ADMIN: Scope.ALL, Role.MANAGER: Scope.TEAMS, Role.REP: Scope.OWN}

_REP = frozenset(
    {
        "activities:read",
        "activities:write",
        "api_keys:read",
        "api_keys:write",
        "articles:read",
        "bulk_changes:write",
        "channels:read",
        "companies:read",
        "companies:write",
        "contacts:read",
        "contacts:write",
        "conversations:read",
        "conversations:write",
        "custom_fields:read",
        "deals:read",
        "deals:write",
        "directory:read",
        "exports:read",
        "imports:write",
        "pipelines:read",
        "products:read",
        "search:read",
        "suggestions:read",
        "suggestions:write",
        "teams:read",
        "timeline:read",
        "views:read",
        "views:write",
    }
)
_MANAGER = _REP | {
    "articles:write",
    "pipelines:write",
    "privacy:read",
    "products:write",
    "quality:read",
    "settings:read",
    "sources:read",
}
_ADMIN = _MANAGER | {
    "audit:read",
    "channels:write",
    "custom_fields:write",
    "operations:read",
    "operations:write",
    "privacy:write",
    "settings:write",
    "sources:write",
    "teams:write",
    "users:read",
    "users:write",
    "webhooks:read",
    "webhooks:write",
}

# What no API key is ever given: to change who comes in, and with what.
KEYLESS = frozenset({"api_keys:read", "api_keys:write", "teams:write", "users:read", "users:write"})

GRANTS: dict[Role, frozenset[str]] = {
    Role.ADMIN: frozenset(_ADMIN),
    Role.MANAGER: frozenset(_MANAGER),
    Role.REP: _REP,
}
