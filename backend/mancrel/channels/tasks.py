"""What channels do: take mails in, and deliver what is queued."""

from datetime import UTC, datetime
from uuid import UUID

import structlog

from mancrel.accounts import people
from mancrel.accounts.models import User
from mancrel.adapters.smtp import Deferred, NotSent, Outcome, Refused, evidence_of, smtp
from mancrel.channels import message_ids, receiving
from mancrel.channels import service as channels
from mancrel.channels.compose import Uncomposable, ascii_address, compose
from mancrel.channels.isolate import parse_isolated
from mancrel.channels.mail import Address, Outgoing, ParsedMail, Unparsable
from mancrel.channels.receiving import Taken
from mancrel.channels.schemas import EmailSettings
from mancrel.conversations import sending
from mancrel.intake import service as intake
from mancrel.kit.db import transaction, uuid7
from mancrel.kit.failpoints import reach
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job
from mancrel.kit.secrets import derived_key
from mancrel.settings import settings

log = structlog.get_logger()


@on("email.delivered", queue="intake")
def receive_mail(job: Job) -> None:
    """Parse a delivered mail in a killable process and take it into its conversation."""
    with transaction() as session:
        raw, endpoint_id = intake.taken(session, job.subject_id)
    mail, reason = _parsed(raw)
    with job.completing() as session:
        mailboxes = channels.mailboxes(session)
        channel = mailboxes.get(endpoint_id)
        if mail is None or channel is None:
            intake.settle(session, job.subject_id, "quarantined", reason or "Its channel is gone.")
            return
        own = channels.own_addresses(mailboxes.values())
        receiving.receive(session, channel, own, Taken(mail, raw, job.subject_id))
        intake.settle(session, job.subject_id, "processed")


def _parsed(raw: bytes) -> tuple[ParsedMail | None, str | None]:
    try:
        mail = parse_isolated(raw)
    except Unparsable as error:
        return None, f"The mail cannot be read: {error.reason}."
    if not mail.from_.email:
        return None, "The mail names no sender."
    return mail, None


def _from_address(config: EmailSettings) -> str:
    return config.address or settings().mail_from


@on("message.queued", queue="outbound", leases=3)
def deliver_message(job: Job) -> None:
    """Send a queued message: claim and commit, send, record. At most once."""
    with transaction() as session:
        plan = sending.claim(session, job.subject_id, _own_id(job.subject_id))
    reach("outbox.after_claim")
    if plan is None:
        return
    if plan.resumed:
        _settle_interrupted(job, plan)
        return
    config = EmailSettings.model_validate(plan.channel_settings)
    try:
        raw = compose(_outgoing(plan, config))
        outcome = smtp().send(raw, ascii_address(_from_address(config)), ascii_address(plan.to_address))
    except (Refused, Uncomposable) as error:
        # A server may refuse one recipient or one text for good: that says nothing of the others.
        _record_failure(job, "failed", str(error), of_channel=False)
        return
    except NotSent as error:
        with transaction() as session:
            status = "failed" if job.is_last_try else "queued"
            away = not isinstance(error, Deferred)
            sending.record_failure(session, plan.message_id, status, str(error), of_channel=away)
        raise
    reach("outbox.after_send")
    if outcome is Outcome.UNKNOWN and not _evidence(plan):
        _record_failure(job, "unknown", "The connection broke while the mail was leaving.")
        return
    with job.completing() as session:
        sending.record_sent(session, plan.message_id)


def _own_id(message_id: UUID) -> str:
    domain = ascii_address(settings().mail_from).rpartition("@")[2]
    return message_ids.make(derived_key("message-id"), domain, message_id)


def _outgoing(plan: sending.Plan, config: EmailSettings) -> Outgoing:
    return Outgoing(
        message_uuid=plan.message_id,
        message_id=plan.external_id or _own_id(plan.message_id),
        from_=Address(config.from_name or "", _from_address(config)),
        to=(Address(plan.to_name, plan.to_address),),
        subject=plan.subject,
        text=plan.text,
        date=datetime.now(UTC),
        automatic=plan.automatic,
        in_reply_to=plan.in_reply_to,
        references=plan.references,
    )


def _evidence(plan: sending.Plan) -> bool:
    return evidence_of(plan.external_id or "", settings().sink_dir)


def _settle_interrupted(job: Job, plan: sending.Plan) -> None:
    """Settle what an earlier attempt began and did not record: never send again blindly."""
    if _evidence(plan):
        with job.completing() as session:
            sending.record_sent(session, plan.message_id)
        return
    _record_failure(job, "unknown", "Mancrel was interrupted while it sent this mail.")


def _record_failure(job: Job, status: str, reason: str, *, of_channel: bool = True) -> None:
    with job.completing() as session:
        sending.record_failure(session, job.subject_id, status, reason, of_channel=of_channel)


@on("password.reset_requested", queue="outbound")
def send_reset_link(job: Job) -> None:
    """Mail a link that lets the user set a new password."""
    with transaction() as session:
        user = session.get(User, job.subject_id)
        if user is None:
            return
        link, address, name = people.new_reset_link(session, user), user.email, user.name
    mail = Outgoing(
        message_uuid=(uuid := uuid7()),
        message_id=_own_id(uuid),
        from_=Address("Mancrel", settings().mail_from),
        to=(Address(name, address),),
        subject="Set a new password for Mancrel",
        text=f"Hello {name},\n\nto set a new password, open this link within two hours:\n\n{link}\n\n"
        "If you did not ask for it, you need do nothing.\n",
        date=datetime.now(UTC),
        automatic=True,
    )
    smtp().send(compose(mail), ascii_address(settings().mail_from), ascii_address(address))


@on("message.unknown", queue="default")
def seek_evidence(job: Job) -> None:
    """Look once more whether a message of unknown fate did leave."""
    with job.completing() as session:
        message = sending.find_unknown(session, job.subject_id)
        if message and evidence_of(message.external_id or "", settings().sink_dir):
            sending.record_sent(session, message.id)
