"""Message-IDs of our own that nobody else can make (R28): `<uuid.hmac@domain>`."""

import hashlib
import hmac
import re
from uuid import UUID

_OURS = re.compile(r"<?([0-9a-f]{32})\.([0-9a-f]{32})@([A-Za-z0-9.-]{1,253})>?")


def make(key: bytes, domain: str, message_uuid: UUID) -> str:
    """Return the Message-ID of a message, with angle brackets; `domain` in ASCII form."""
    domain = domain.lower()
    return f"<{message_uuid.hex}.{_mark(key, message_uuid, domain)}@{domain}>"


def verify(key: bytes, message_id: str) -> UUID | None:
    """Return the message that a Message-ID of ours names; None for anybody else's."""
    found = _OURS.fullmatch(message_id.strip()) if len(message_id) < 400 else None
    if found is None:
        return None
    message_uuid = UUID(found.group(1))
    expected = _mark(key, message_uuid, found.group(3).lower())
    return message_uuid if hmac.compare_digest(expected, found.group(2)) else None


def _mark(key: bytes, message_uuid: UUID, domain: str) -> str:
    """Return 128 bits of HMAC-SHA-256 as hexadecimal digits."""
    return hmac.new(key, b"message-id:" + message_uuid.bytes + domain.encode(), hashlib.sha256).hexdigest()[
        :32
    ]
