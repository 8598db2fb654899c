"""Access tokens (JWT, one pinned algorithm) and refresh tokens (opaque, rotating)."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from jose import JWTError, jwt

from mancrel.kit.errors import Unauthenticated
from mancrel.kit.secrets import derived_key
from mancrel.settings import settings

ALGORITHM = "HS256"
ISSUER = "mancrel"
AUDIENCE = "mancrel-api"
REQUIRED = ("exp", "iat", "iss", "aud", "sub", "typ", "sid")
MAX_TOKEN_CHARS = 4096


@dataclass(frozen=True)
class Access:
    """What a good access token says."""

    user_id: UUID
    session_id: UUID


@dataclass(frozen=True)
class Refresh:
    """What a refresh token claims, before its session is looked at."""

    session_id: UUID
    generation: int
    mac: bytes


def issue_access(user_id: UUID, session_id: UUID) -> tuple[str, int]:
    """Return a new access token and the seconds it lives."""
    lifetime = timedelta(minutes=settings().access_token_minutes)
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "sid": str(session_id),
        "typ": "access",
        "iat": now,
        "exp": now + lifetime,
    }
    token = jwt.encode(claims, derived_key("access-token").hex(), algorithm=ALGORITHM)
    return str(token), int(lifetime.total_seconds())


def read_access(token: str) -> Access:
    """Check an access token.

    Raises:
        Unauthenticated: anything at all is wrong with it.

    """
    if len(token) > MAX_TOKEN_CHARS:
        raise Unauthenticated
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != ALGORITHM or "crit" in header:
            raise Unauthenticated
        claims = jwt.decode(
            token,
            derived_key("access-token").hex(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={f"require_{name}": True for name in ("exp", "iat", "iss", "aud", "sub")},
        )
        if any(name not in claims for name in REQUIRED) or claims["typ"] != "access":
            raise Unauthenticated
        return Access(UUID(claims["sub"]), UUID(claims["sid"]))
    except (JWTError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise Unauthenticated from error


def refresh_token(session_id: UUID, seed: str, generation: int) -> str:
    """Return the refresh token of one generation; the same each time it is asked for."""
    mac = _refresh_mac(session_id, seed, generation)
    return f"{session_id.hex}.{generation}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def _refresh_mac(session_id: UUID, seed: str, generation: int) -> bytes:
    message = f"{session_id.hex}.{generation}.{seed}".encode()
    return hmac.digest(derived_key("refresh-token"), message, "sha256")


def read_refresh(token: str) -> Refresh:
    """Take a refresh token apart.

    Raises:
        Unauthenticated: it has not the form of one.

    """
    try:
        session_id, generation, mac = token.split(".")
        return Refresh(UUID(session_id), int(generation), base64.urlsafe_b64decode(mac + "=="))
    except (ValueError, binascii.Error) as error:
        raise Unauthenticated from error


def is_genuine(refresh: Refresh, seed: str) -> bool:
    """Whether the token was made by us for its session and generation."""
    return hmac.compare_digest(refresh.mac, _refresh_mac(refresh.session_id, seed, refresh.generation))
