"""Secrets: sealing at rest, random tokens, keys derived for one purpose."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from mancrel.settings import settings

TOKEN_BYTES = 32
SIGNING_BYTES = 32


def derived_key(purpose: str) -> bytes:
    """Return 32 bytes that belong to one purpose of this installation."""
    master = settings().secret_key.get_secret_value().encode()
    return hmac.digest(master, f"mancrel/{purpose}".encode(), "sha256")


@cache
def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("at-rest")))


def seal(secret: str) -> str:
    """Encrypt a secret for storage."""
    return _box().encrypt(secret.encode()).decode()


class Unreadable(RuntimeError):
    """A stored secret was sealed with another MANCREL_SECRET_KEY."""


def unseal(sealed: str) -> str:
    """Decrypt a stored secret.

    Raises:
        Unreadable: it was sealed with another key.

    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def new_token() -> str:
    """Return an opaque token of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Return what is stored of an opaque token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_signing_secret() -> str:
    """Return a new Standard Webhooks secret: ``whsec_`` and base64 of 32 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SIGNING_BYTES)).decode()


def entry(secret: str) -> dict[str, Any]:
    """Return how a secret is kept among those of an endpoint: sealed, with its times."""
    now = datetime.now(UTC).isoformat()
    return {"id": secrets.token_hex(6), "sealed": seal(secret), "created_at": now, "expires_at": None}


def live(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries that have not expired, oldest first."""
    now = datetime.now(UTC).isoformat()
    return [one for one in entries if one["expires_at"] is None or one["expires_at"] > now]


def rotated(entries: Sequence[dict[str, Any]], secret: str) -> tuple[list[dict[str, Any]], datetime]:
    """Add a secret; those before it hold for the overlap. Returns the entries, and its end."""
    until = datetime.now(UTC) + timedelta(hours=settings().secret_overlap_hours)
    old = [{**one, "expires_at": one["expires_at"] or until.isoformat()} for one in live(entries)]
    return [*old, entry(secret)], until
