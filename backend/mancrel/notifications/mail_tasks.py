"""The mails to users that go out: digests, and each mail at most once."""

from datetime import UTC, datetime, timedelta

from mancrel.adapters.smtp import NotSent, Outcome, Refused, evidence_of, smtp
from mancrel.channels import message_ids
from mancrel.channels.compose import Uncomposable, ascii_address, compose
from mancrel.channels.mail import Address, Outgoing
from mancrel.kit.db import transaction
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job
from mancrel.kit.secrets import derived_key
from mancrel.notifications import mails
from mancrel.settings import settings


@every(timedelta(minutes=5))
def send_digests(job: Job) -> None:
    """Queue the digests that are due."""
    with job.completing() as session:
        mails.digest(session)


@on("user_mail.queued", queue="outbound", leases=3)
def deliver_user_mail(job: Job) -> None:
    """Send a mail to a user: claim and commit, send, record. At most once."""
    with transaction() as session:
        plan = mails.claim(session, job.subject_id)
    if plan is None:
        return
    message_id = message_ids.make(
        derived_key("message-id"), ascii_address(settings().mail_from).rpartition("@")[2], plan.id
    )
    status, error = "sent", None
    if plan.resumed:
        status = "sent" if evidence_of(message_id, settings().sink_dir) else "unknown"
    else:
        try:
            if _send(plan, message_id) is Outcome.UNKNOWN:
                status = "unknown"
        except (Refused, Uncomposable) as refusal:
            status, error = "failed", str(refusal)
        except NotSent as away:
            with transaction() as session:
                mails.record(session, plan.id, "failed" if job.is_last_try else "queued", str(away))
            raise
    with job.completing() as session:
        mails.record(session, plan.id, status, error)


def _send(plan: mails.Plan, message_id: str) -> Outcome:
    mail = Outgoing(
        message_uuid=plan.id,
        message_id=message_id,
        from_=Address("Mancrel", settings().mail_from),
        to=(Address(plan.name, plan.address),),
        subject=plan.subject,
        text=plan.text,
        date=datetime.now(UTC),
        automatic=True,
    )
    sender = ascii_address(settings().mail_from)
    return smtp().send(compose(mail), sender, ascii_address(plan.address))
