"""How a mail is judged at the door: it never is; only its sender is looked at, to keep order."""

import hashlib

from mancrel.intake.doors import MIB, door

HEAD_BYTES = 65_536


@door("email", max_bytes=40 * MIB)
def judge(body: bytes) -> str | None:
    """Mails of one sender are worked on in the order they came, so that threads grow in order."""
    head = body[:HEAD_BYTES]
    lowered = b"\n" + head.lower()
    at = lowered.find(b"\nfrom:")
    line = lowered[at + 6 :].partition(b"\n")[0] if at >= 0 else b""
    return hashlib.sha256(line.strip()).hexdigest()[:16]
