"""Sending mail by SMTP, and knowing what became of it; and the local sink of the demo."""

import smtplib
import ssl
from collections.abc import Callable, Collection
from email.parser import BytesHeaderParser, BytesParser
from email.policy import default
from enum import StrEnum
from functools import cache
from pathlib import Path

from mancrel.settings import Settings, settings

OK = 250
START_DATA = 354
SUCCESS = 200
MORE = 300
TRANSIENT = 400
PERMANENT = 500


class NotSent(Exception):
    """The server did not take the message; it certainly did not leave. Try again later."""


class Deferred(NotSent):
    """The server answers, but does not take this one message for now: greylisting, a full mailbox."""


class Refused(Exception):
    """The server will never take this message."""


class Outcome(StrEnum):
    """What is known after the last byte was written."""

    SENT = "sent"
    UNKNOWN = "unknown"


class Smtp:
    """One SMTP account."""

    def __init__(self, config: Settings) -> None:
        """Use this account."""
        self._config = config

    def _connect(self) -> smtplib.SMTP:
        config = self._config
        kind = smtplib.SMTP_SSL if config.smtp_security == "tls" else smtplib.SMTP
        client = kind(config.smtp_host, config.smtp_port, timeout=config.smtp_timeout_s)
        client.ehlo_or_helo_if_needed()
        if config.smtp_security == "starttls":
            client.starttls(context=ssl.create_default_context())
        if config.smtp_username and config.smtp_password:
            client.login(config.smtp_username, config.smtp_password.get_secret_value())
        return client

    def send(self, raw: bytes, from_address: str, to_address: str) -> Outcome:
        """Send one message to one recipient.

        Returns UNKNOWN when the connection broke after the text had begun to leave: the server may
        have taken it (RFC 5321, 6.1), so nobody may simply send it again.

        Raises:
            NotSent: refused for now, or nobody answers.
            Refused: refused for good.

        """
        try:
            client = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(str(error)) from error
        try:
            self._envelope(client, from_address, to_address)
        except (smtplib.SMTPException, OSError) as error:
            client.close()
            raise NotSent(str(error)) from error
        except (NotSent, Refused):
            client.close()
            raise
        return _write(client, raw)

    def _envelope(self, client: smtplib.SMTP, from_address: str, to_address: str) -> None:
        options = ["SMTPUTF8"] if not (from_address + to_address).isascii() else []
        steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: client.mail(from_address, options),
            lambda: client.rcpt(to_address),
            lambda: client.docmd("DATA"),
        )
        for step in steps:
            code, answer = step()
            if code not in {OK, 251, START_DATA}:
                text = f"{code} {answer.decode(errors='replace')}"
                raise Refused(text) if code >= PERMANENT else Deferred(text)


def _write(client: smtplib.SMTP, raw: bytes) -> Outcome:
    lines = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    stuffed = lines.replace(b"\r\n.", b"\r\n..")
    end = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
    try:
        client.send(stuffed + end)
        code, answer = client.getreply()
    except (smtplib.SMTPException, OSError):
        client.close()
        return Outcome.UNKNOWN
    text = f"{code} {answer.decode(errors='replace')}"
    client.close()
    if SUCCESS <= code < MORE:
        return Outcome.SENT
    if code >= PERMANENT:
        raise Refused(text)
    if code >= TRANSIENT:
        raise Deferred(text)
    return Outcome.UNKNOWN  # an answer that is none: the server may have taken it


def evidence_of(message_id: str, directory: Path | None) -> bool:
    """Whether the local sink holds a mail with this Message-ID; only a sink can tell this way."""
    if directory is None or not directory.is_dir():
        return False
    wanted = message_id.strip("<>")
    for path in directory.glob("*.eml"):
        head = BytesHeaderParser().parsebytes(path.read_bytes()[:65_536])
        if (head.get("Message-ID") or "").strip().strip("<>") == wanted:
            return True
    return False


def forget_copies(directory: Path | None, words: Collection[str]) -> int:
    """Delete the local sink's mails that have one of the words in them; returns how many."""
    if directory is None or not directory.is_dir():
        return 0
    wanted = [one.casefold() for one in words]
    found = [path for path in directory.glob("*.eml") if _says(path.read_bytes(), wanted)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _says(raw: bytes, words: Collection[str]) -> bool:
    mail = BytesParser(policy=default).parsebytes(raw)
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    said = "\n".join([*map(str, mail.values()), *map(str, parts)]).casefold()
    return any(word in said for word in words)


@cache
def smtp() -> Smtp:
    """Return the configured account."""
    return Smtp(settings())
