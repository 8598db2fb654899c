"""From a parsed mail to a message in a conversation."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.adapters.files import files
from mancrel.channels import message_ids
from mancrel.channels.authenticity import authentic_domain, contradicted_domain, from_domain
from mancrel.channels.automated import why_automated
from mancrel.channels.mail import Bounce, ParsedMail
from mancrel.channels.schemas import EmailSettings
from mancrel.conversations import sending, threads
from mancrel.conversations.models import Channel, Message
from mancrel.conversations.threads import File, Inbound
from mancrel.kit.secrets import derived_key
from mancrel.settings import settings

SUCCESSES = frozenset({"delivered", "relayed", "expanded"})
RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to")


@dataclass(frozen=True)
class Taken:
    """A parsed mail, and the delivery it came by."""

    mail: ParsedMail
    raw: bytes
    delivery_id: UUID


def receive(session: Session, channel: Channel, own: Collection[str], taken: Taken) -> Message:
    """Take a parsed mail into its conversation; a known Message-ID changes nothing.

    ``own``: the addresses that mail of ours comes from.
    """
    inbound = _inbound(channel, own, taken)
    kin = threads.kin_of(session, channel, inbound)
    if kin.itself:
        return kin.itself
    if taken.mail.bounce:
        _note_bounce(session, taken.mail.bounce)
    return threads.receive(session, channel, inbound, kin)


def _note_bounce(session: Session, bounce: Bounce) -> None:
    """Count a failure report, if it is about a mail that we did send: anyone can forge one."""
    ours = bounce.original_message_id
    if ours is None or bounce.action in SUCCESSES:
        return
    if message_ids.verify(derived_key("message-id"), ours) is not None:
        sending.record_bounce(session, ours, bounce.status, permanent=bounce.permanent)


def _inbound(channel: Channel, own: Collection[str], taken: Taken) -> Inbound:
    mail = taken.mail
    config = EmailSettings.model_validate(channel.settings)
    results = mail.headers.get("authentication-results", [])
    reply_to = mail.reply_to.email.lower() if mail.reply_to else None
    sender = mail.from_.email.lower()
    domain = from_domain(mail.headers)
    return Inbound(
        external_id=mail.message_id or f"<{hashlib.sha256(taken.raw).hexdigest()}@no-message-id.invalid>",
        from_address=sender,
        from_name=mail.from_.name,
        subject=mail.subject,
        text=mail.text,
        new_text=mail.new_text,
        quoted_text=mail.quoted_text,
        html=mail.html,
        in_reply_to=_believed(mail.in_reply_to),
        references=tuple(one for one in map(_believed, mail.references) if one),
        reply_to=reply_to if reply_to != sender else None,
        copied=tuple(one.email.lower() for one in (*mail.to, *mail.cc) if one.email),
        files=tuple(
            File(one.name, one.content_type, one.size, files().store(one.data), one.content_id)
            for one in mail.attachments
        ),
        automated=_automated(own, config, mail, results),
        authentic=bool(domain) and authentic_domain(results, config.authserv_id, domain or ""),
        delivery_id=taken.delivery_id,
    )


def _believed(message_id: str | None) -> str | None:
    """Drop an id of our own domain that we did not make."""
    own = settings().mail_from.rpartition("@")[2].lower()
    if message_id is None or not message_id.lower().endswith(f"@{own}>"):
        return message_id
    return message_id if message_ids.verify(derived_key("message-id"), message_id) else None


def _automated(
    own: Collection[str], config: EmailSettings, mail: ParsedMail, results: list[str]
) -> str | None:
    reason = mail.automated or why_automated(mail.headers, mail.from_, own, _is_to_us(config, mail))
    if reason is None and contradicted_domain(results, config.authserv_id):
        return "spam"
    return reason


def _is_to_us(config: EmailSettings, mail: ParsedMail) -> bool | None:
    if config.address is None:
        return None
    named = {one.email.lower() for one in (*mail.to, *mail.cc)}
    for header in RECIPIENT_HEADERS:
        named |= {value.strip().strip("<>").lower() for value in mail.headers.get(header, [])}
    return config.address in named
