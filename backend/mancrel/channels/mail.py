"""The values that a parsed or an outgoing e-mail is made of."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Address:
    """One mailbox; `email` is `local@domain`, or empty when there was none."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """Return what stands after the last @, in lower case."""
        return self.email.rpartition("@")[2].lower() if "@" in self.email else ""


NOBODY = Address("", "")


@dataclass(frozen=True)
class Attachment:
    """A file of a mail; `content_id` has no angle brackets."""

    name: str
    content_type: str
    size: int
    data: bytes
    content_id: str | None
    inline: bool


@dataclass(frozen=True)
class Bounce:
    """What a delivery report says; `permanent` means: never send there again."""

    recipient: str
    status: str
    action: str
    original_message_id: str | None
    permanent: bool


@dataclass(frozen=True)
class ParsedMail:
    """A mail as Mancrel sees it; header names are lower case, no value holds CR, LF or NUL."""

    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    from_: Address
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None
    text: str
    html: str | None
    new_text: str
    quoted_text: str
    attachments: tuple[Attachment, ...]
    automated: str | None
    bounce: Bounce | None
    headers: dict[str, list[str]]


@dataclass(frozen=True)
class Outgoing:
    """A mail to be written; `automatic` marks what no person has approved (R31)."""

    message_uuid: UUID
    message_id: str
    from_: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    date: datetime
    automatic: bool
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = field(default=())


class Unparsable(Exception):
    """A mail that cannot be read; `reason` says why in one word."""

    def __init__(self, reason: str) -> None:
        """Keep the reason for the quarantine list."""
        super().__init__(reason)
        self.reason = reason
