"""Delivery reports of many servers (R33)."""

import pytest

from mancrel.channels.mail import Bounce
from mancrel.channels.mime import parse
from tests.channels.builders import mail, multipart, part

OURS = "<12345678123456781234567812345678.0123456789abcdef0123456789abcdef@shop.example>"
RETURNED = (
    "From: shop@shop.example\r\nTo: jane@x.example\r\n"
    f"Message-ID:\r\n {OURS}\r\nSubject: Your order\r\n\r\nHi"
)


def report(fields: str, text: str = "Sorry.", kind: str = "message/rfc822", **headers: str) -> bytes:
    """Return an RFC 3464 report."""
    status = part(f"Reporting-MTA: dns; mx.example\r\n\r\n{fields}\r\n", "message/delivery-status")
    given = {
        "from_": "MAILER-DAEMON@mx.example",
        "subject": "Undelivered Mail",
        "return_path": "<>",
        **headers,
    }
    return multipart(
        part(text), status, part(RETURNED, kind), kind="report; report-type=delivery-status", **given
    )


def letter(text: str, **headers: str) -> bytes:
    """Return a report that is only a letter, the mail given back in its text."""
    given = {"from_": "MAILER-DAEMON@mx.example", "subject": "failure notice", "return_path": "<>", **headers}
    return mail(
        f"{text}\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n{RETURNED}".replace(
            ":\r\n ", ": "
        ),
        **given,
    )


def fields(
    status: str, action: str = "failed", recipient: str = "rfc822; jane@x.example", **more: str
) -> str:
    lines = [f"Final-Recipient: {recipient}", f"Action: {action}", f"Status: {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join(line for line in lines if not line.endswith(": "))


PERMANENT: dict[str, tuple[bytes, str]] = {
    "postfix": (
        report(fields("5.1.1", Diagnostic_Code="smtp; 550 5.1.1 <jane@x.example> User unknown")),
        "5.1.1",
    ),
    "postfix headers only": (report(fields("5.1.1"), kind="text/rfc822-headers"), "5.1.1"),
    "sendmail": (report(fields("5.1.2", recipient="RFC822; jane@x.example")), "5.1.2"),
    "exim report": (report(fields("5.0.0", Diagnostic_Code="smtp; 550 no such user")), "5.0.0"),
    "exchange report": (report(fields("5.1.10", recipient="rfc822;jane@x.example")), "5.1.10"),
    "exchange without status": (report(fields("", Diagnostic_Code="smtp;550 5.4.1 Access denied")), "5.4.1"),
    "reply code only": (report(fields("", Diagnostic_Code="smtp; 550 no mailbox")), "5.0.0"),
    "gmail": (report(fields("5.2.1", Diagnostic_Code="smtp; 550-5.2.1 The account is disabled")), "5.2.1"),
    "comment in status": (report(fields("5.4.4 (unable to route)")), "5.4.4"),
    "original recipient only": (
        report("Original-Recipient: rfc822;jane@x.example\r\nAction: failed\r\nStatus: 5.7.1"),
        "5.7.1",
    ),
    "utf-8 report": (report(fields("5.1.1", recipient="utf-8; jane@x.example")), "5.1.1"),
    "second recipient failed": (
        report(f"{fields('2.0.0', 'delivered', 'rfc822; bob@x.example')}\r\n\r\n{fields('5.1.1')}"),
        "5.1.1",
    ),
    "angle brackets": (report(fields("5.3.0", recipient="RFC822; <jane@x.example>")), "5.3.0"),
    "folded field": (report(fields("5.1.1", Diagnostic_Code="smtp;\r\n 550 unknown")), "5.1.1"),
    "qmail": (
        letter(
            "Hi. This is the qmail-send program at mx.example.\r\n\r\n<jane@x.example>:\r\n"
            "Sorry, no mailbox here by that name. (#5.1.1)"
        ),
        "5.1.1",
    ),
    "qmail remote": (
        letter(
            "Hi. This is the qmail-send program.\r\n\r\n<jane@x.example>:\r\n"
            "1.2.3.4 does not like recipient.\r\nRemote host said: 550 unknown user"
        ),
        "5.0.0",
    ),
    "exim letter": (
        letter(
            "This message was created automatically by mail delivery software.\r\n"
            "  jane@x.example\r\n    Unrouteable address",
            subject="Mail delivery failed: returning message to sender",
            x_failed_recipients="jane@x.example",
        ),
        "5.0.0",
    ),
    "exchange letter": (
        letter(
            "Your message did not reach some or all of the intended recipients.\r\n\r\n"
            "jane@x.example\r\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
            subject="Undeliverable: Your order",
            from_="postmaster@x.example",
        ),
        "5.1.1",
    ),
    "german letter": (
        letter(
            "jane@x.example\r\nDie Adresse existiert nicht. 550 5.1.1",
            subject="Unzustellbar: Ihre Bestellung",
        ),
        "5.1.1",
    ),
    "domino": (
        letter(
            "User jane (jane@x.example) not listed: no such user", subject="DELIVERY FAILURE: User not listed"
        ),
        "5.0.0",
    ),
    "courier": (
        letter("<jane@x.example>:\r\n  550 User unknown", subject="NOTICE: mail delivery status."),
        "5.0.0",
    ),
    "aol": (
        letter(
            "The following addresses had permanent fatal errors\r\n<jane@x.example>",
            subject="Returned mail: User unknown",
        ),
        "5.0.0",
    ),
}
NOT_PERMANENT: dict[str, tuple[bytes, str, str]] = {
    "delayed": (report(fields("4.4.1", "delayed")), "4.4.1", "delayed"),
    "sendmail warning": (
        report(fields("4.2.2", "delayed", Diagnostic_Code="SMTP; 452 4.2.2 Mailbox full")),
        "4.2.2",
        "delayed",
    ),
    "given up after days": (report(fields("4.4.7", "failed")), "4.4.7", "failed"),
    "mailbox full": (report(fields("4.2.2", "failed")), "4.2.2", "failed"),
    "delayed with a hard code": (report(fields("5.0.0", "delayed")), "5.0.0", "delayed"),
    "delivered": (report(fields("2.1.5", "delivered")), "2.1.5", "delivered"),
    "relayed": (report(fields("2.0.0", "relayed")), "2.0.0", "relayed"),
    "exim delay letter": (
        letter(
            "Delivery to jane@x.example is delayed; delivery attempts will continue.",
            subject="Warning: message delayed 24 hours (Delivery Status Notification)",
        ),
        "4.0.0",
        "delayed",
    ),
    "quota letter": (
        letter("<jane@x.example>: mailbox is full, try again later", subject="failure notice"),
        "4.0.0",
        "delayed",
    ),
}
NO_BOUNCES = {
    "customer writing about a bounce": mail("My mail came back: 550 5.1.1 user unknown <a@b.example>"),
    "customer with the subject": mail("550 5.1.1", subject="Undelivered Mail Returned to Sender"),
    "vacation with a null path": mail("I am away", return_path="<>", auto_submitted="auto-replied"),
    "read receipt": multipart(
        part("read"),
        part(
            "Final-Recipient: rfc822; a@b.example\r\nDisposition: manual-action; displayed",
            "message/disposition-notification",
        ),
        kind="report; report-type=disposition-notification",
    ),
    "newsletter": mail("550 reasons", list_id="<news>"),
}


def test_reports_are_at_least_30() -> None:
    assert len(PERMANENT) + len(NOT_PERMANENT) >= 30


@pytest.mark.parametrize("name", PERMANENT)
def test_parse_reads_a_permanent_bounce(name: str) -> None:
    raw, status = PERMANENT[name]
    parsed = parse(raw)
    assert parsed.bounce == Bounce("jane@x.example", status, "failed", OURS, permanent=True)
    assert parsed.automated == "bounce"


@pytest.mark.parametrize("name", NOT_PERMANENT)
def test_parse_reads_a_bounce_that_is_not_permanent(name: str) -> None:
    raw, status, action = NOT_PERMANENT[name]
    parsed = parse(raw)
    assert parsed.bounce == Bounce("jane@x.example", status, action, OURS, permanent=False)
    assert parsed.automated == "bounce"


@pytest.mark.parametrize("name", NO_BOUNCES)
def test_parse_sees_no_bounce_in(name: str) -> None:
    assert parse(NO_BOUNCES[name]).bounce is None


def test_parse_survives_a_report_without_anything() -> None:
    raw = multipart(part("", "message/delivery-status"), kind="report; report-type=delivery-status")
    assert parse(raw).bounce == Bounce("", "4.0.0", "delayed", None, permanent=False)
