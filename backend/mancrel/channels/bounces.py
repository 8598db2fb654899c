"""Delivery reports (R33): RFC 3464, and the letters that qmail, Exim and Exchange write instead."""

import re

from mancrel.channels.addresses import read as read_addresses
from mancrel.channels.automated import Headers, why_automated
from mancrel.channels.charsets import decode
from mancrel.channels.mail import NOBODY, Address, Bounce, Unparsable
from mancrel.channels.tree import Part, Span, split_headers

LOOKED_AT = 65_536
"""Characters of a report that are read."""

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])(\d\d)(?=[ \-#:])")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{1,40}):[ \t]*(.*)$")
_ADDRESS = re.compile(r"<?([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z0-9-]{2,63})>?")
_MESSAGE_ID = re.compile(r"^[> \t]*Message-ID:[ \t]*(<[^<>\s]{3,400}>)", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|failed|problem|report|notification)|returned mail|"
    r"failure notice|mail delivery|mail system error|could not (?:be )?(?:send|deliver)|non remis|"
    r"unzustellbar|nicht zugestellt|échec de (?:la )?remise|no se puede entregar|impossibile recapitare|"
    r"onbestelbaar|não entregue|niedostarcz|kan inte leverer|не доставлен|nedoručiteln",
    re.IGNORECASE,
)
_FOREVER = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|address|recipient)|does(?:n't| not) exist|"
    r"mailbox (?:unavailable|not found|disabled)|address rejected|"
    r"recipient (?:rejected|not found|address)|"
    r"permanent (?:error|failure|fatal)|account (?:has been )?(?:disabled|closed)|"
    r"host (?:or domain name )?not found|"
    r"invalid (?:recipient|mailbox|address)|unrouteable address|not our customer",
    re.IGNORECASE,
)
_FOR_NOW = re.compile(
    r"delay|will (?:keep trying|be retried|continue)|temporar|"
    r"over ?quota|quota exceeded|mailbox (?:is )?full|try again",
    re.IGNORECASE,
)
_STATUSES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED = frozenset(
    "text/rfc822-headers message/rfc822 message/rfc822-headers message/global message/global-headers".split()
)
_DONE = frozenset({"delivered", "relayed", "expanded"})


def leaves(part: Part) -> list[Part]:
    """Return the parts that hold something, in order."""
    if not part.children:
        return [part]
    return [leaf for child in part.children for leaf in leaves(child)]


def find(root: Part, headers: Headers, from_: Address, text: str) -> Bounce | None:
    """Return what a delivery report says, or None when the mail is none."""
    parts = leaves(root)
    statuses = [part.payload()[:LOOKED_AT] for part in parts if part.content_type in _STATUSES][:10]
    if statuses:
        fields = _status_fields(decode(b"\n\n".join(statuses), "utf-8"))
        return _bounce(fields, text[:LOOKED_AT], _returned_id(parts))
    if not _looks_like_one(headers, from_):
        return None
    return _from_text(headers, text[:LOOKED_AT], _returned_id(parts))


def _looks_like_one(headers: Headers, from_: Address) -> bool:
    subject = "".join(headers.get("subject", [""])[:1])
    if why_automated(headers, from_) != "bounce":
        return False
    return "x-failed-recipients" in headers or bool(_SUBJECT.search(subject[:200]))


def _status_fields(text: str) -> dict[str, str]:
    """Return the fields of the first recipient that failed, else of the first recipient."""
    chosen: dict[str, str] = {}
    for block in re.split(r"\n[ \t]*\n", text.replace("\r", "")):
        fields: dict[str, str] = {}
        for line in block.split("\n"):
            found = _FIELD.match(line[:1000])
            if found:
                fields.setdefault(found.group(1).lower(), found.group(2).strip())
            elif fields and line[:1] in {" ", "\t"}:
                last = next(reversed(fields))
                fields[last] = f"{fields[last]} {line.strip()}"[:1000]
        recipient = "final-recipient" in fields or "original-recipient" in fields
        if recipient and (not chosen or fields.get("action", "").lower() == "failed" != chosen.get("action")):
            chosen = {**fields, "action": fields.get("action", "").lower()}
    return chosen


def _bounce(fields: dict[str, str], text: str, message_id: str | None) -> Bounce:
    given = fields.get("final-recipient") or fields.get("original-recipient", "")
    recipient = (read_addresses(given.partition(";")[2] or given) or (NOBODY,))[0].email
    status = _code(fields.get("status", "")) or _code(fields.get("diagnostic-code", "")) or _code(text)
    action = fields.get("action", "").partition(" ")[0] or ("failed" if status.startswith("5") else "delayed")
    if not recipient:
        recipient = _first_address(text)
    permanent = action not in _DONE | {"delayed"} and status.startswith("5")
    return Bounce(recipient, status or "4.0.0", action, message_id or _id_in(text), permanent)


def _code(text: str) -> str:
    """Return the enhanced status code in a text, or one made of its SMTP reply code."""
    found = _STATUS.search(text)
    if found:
        return found.group()
    reply = _REPLY_CODE.search(text)
    return f"{reply.group(1)}.0.0" if reply else ""


def _from_text(headers: Headers, text: str, message_id: str | None) -> Bounce:
    """Read a report that only people were meant to read."""
    status = _code(text)
    if not status:
        status = "5.0.0" if _FOREVER.search(text) else "4.0.0"
    subject = "".join(headers.get("subject", [""])[:1])
    delayed = bool(_FOR_NOW.search(subject)) or (not status.startswith("5") and bool(_FOR_NOW.search(text)))
    failed = "".join(headers.get("x-failed-recipients", [""])[:1])
    recipient = (read_addresses(failed) or (NOBODY,))[0].email or _first_address(text)
    permanent = status.startswith("5") and not delayed
    return Bounce(
        recipient, status, "delayed" if delayed else "failed", message_id or _id_in(text), permanent
    )


def _first_address(text: str) -> str:
    for found in _ADDRESS.finditer(text[:8192]):
        local, _, domain = found.group(1).rpartition("@")
        if not local.lower().startswith(("mailer-daemon", "postmaster")):
            return f"{local}@{domain.lower()}"
    return ""


def _id_in(text: str) -> str | None:
    found = _MESSAGE_ID.search(text)
    return found.group(1) if found else None


def _returned_id(parts: list[Part]) -> str | None:
    """Return the Message-ID of the mail that a report gives back."""
    for part in parts:
        if part.content_type in _RETURNED:
            data = part.payload()[:LOOKED_AT].lstrip()
            try:
                fields, _ = split_headers(Span(data, 0, len(data)))
            except Unparsable:
                continue
            value = next((value for name, value in fields if name == "message-id"), "")
            found = re.search(r"<[^<>]{1,400}>", value)
            if found:
                return "".join(found.group().split())
    return None
