"""Standard Webhooks 1.0: ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``.

Own code because the reference library raises bare ValueError and UnicodeDecodeError on hostile headers.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

TIMESTAMP = re.compile(r"[0-9]{1,12}\Z")
MAX_ID_CHARS = 256
MAX_SIGNATURES = 10
MIN_SECRET_BYTES = 24
MAX_SECRET_BYTES = 64


@dataclass(frozen=True)
class Secret:
    """One live secret of an endpoint."""

    id: str
    key: bytes


@dataclass(frozen=True)
class Signed:
    """What the three headers say, once they have the right form."""

    id: str
    timestamp: int
    signatures: tuple[bytes, ...]


class Refused(Exception):
    """The signature does not hold; the message says why, for the admin."""


def decode_secret(secret: str) -> bytes:
    """Return the key of a ``whsec_`` secret.

    Raises:
        ValueError: not ``whsec_`` and standard base64 of 24 to 64 bytes.

    """
    prefix, _, encoded = secret.partition("_")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        message = "the secret is not standard base64"
        raise ValueError(message) from error
    if prefix != "whsec" or not MIN_SECRET_BYTES <= len(key) <= MAX_SECRET_BYTES:
        message = "the secret must be whsec_ and base64 of 24 to 64 bytes"
        raise ValueError(message)
    return key


def read_headers(headers: Iterable[tuple[bytes, bytes]]) -> Signed:
    """Take the three headers apart.

    Raises:
        Refused: one is missing, doubled, or malformed.

    """
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name.startswith(b"webhook-"):
            if name in found:
                message = f"The header {name.decode('latin-1')} came twice."
                raise Refused(message)
            found[name] = value
    id_ = _ascii(found, b"webhook-id")
    timestamp = _ascii(found, b"webhook-timestamp")
    if not id_ or len(id_) > MAX_ID_CHARS or not id_.isprintable():
        message = "The header webhook-id is empty or too long."
        raise Refused(message)
    if not TIMESTAMP.match(timestamp):
        message = "The header webhook-timestamp is not a whole number of seconds."
        raise Refused(message)
    return Signed(id_, int(timestamp), _signatures(_ascii(found, b"webhook-signature")))


def _ascii(found: dict[bytes, bytes], name: bytes) -> str:
    value = found.get(name)
    if value is None:
        message = f"The header {name.decode()} is missing."
        raise Refused(message)
    if not value.isascii():
        message = f"The header {name.decode()} is not ASCII."
        raise Refused(message)
    return value.decode()


def _signatures(header: str) -> tuple[bytes, ...]:
    signatures = []
    for part in header.split(" ")[:MAX_SIGNATURES]:
        version, comma, encoded = part.partition(",")
        if version == "v1" and comma:
            try:
                signatures.append(base64.b64decode(encoded, validate=True))
            except binascii.Error:
                continue
    if not signatures:
        message = "The header webhook-signature holds no v1 signature."
        raise Refused(message)
    return tuple(signatures)


def verify(signed: Signed, body: bytes, secrets: Iterable[Secret], *, now: float, tolerance_s: int) -> Secret:
    """Return the secret that made the signature.

    Raises:
        Refused: the time is off by more than the tolerance, or no live secret fits.

    """
    if abs(now - signed.timestamp) > tolerance_s:
        message = f"The header webhook-timestamp is more than {tolerance_s} s from our clock."
        raise Refused(message)
    content = f"{signed.id}.{signed.timestamp}.".encode() + body
    for secret in secrets:
        expected = hmac.digest(secret.key, content, "sha256")
        if any(hmac.compare_digest(expected, given) for given in signed.signatures):
            return secret
    message = "The signature does not fit any live secret of this endpoint."
    raise Refused(message)


def sign(secret: str, id_: str, timestamp: int, body: bytes) -> str:
    """Return the ``webhook-signature`` header of a body (for clients, tests and outgoing webhooks)."""
    content = f"{id_}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(decode_secret(secret), content, "sha256")).decode()
