"""What activities do when something happens."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from mancrel.activities import reminders
from mancrel.activities import service as activities
from mancrel.kit.jobs import every, on
from mancrel.kit.runner import Job


@every(timedelta(seconds=15))
def remind(job: Job) -> None:
    """Remind owners of what is due: claimed in this job's own transaction, so each reminder is given once."""
    with job.completing() as session:
        reminders.give(session)


@on("message.sent")
def close_answered(job: Job) -> None:
    """Close the tasks of a conversation that was answered."""
    with job.completing() as session:
        facts = job.event.facts
        if not facts.get("answers", True):
            return
        newer = [UUID(one) for one in facts.get("newer", [])]
        activities.close_tasks_of(session, UUID(facts["conversation_id"]), newer)


@on("message.failed")
def tell_of_failure(job: Job) -> None:
    """Give a person the task of seeing to a reply that did not leave."""
    _see_to(job, "A reply could not be sent")


@on("message.unknown")
def tell_of_unknown(job: Job) -> None:
    """Give a person the task of finding out whether a reply left."""
    _see_to(job, "Nobody knows whether a reply was sent")


@on("message.bounced")
def tell_of_bounce(job: Job) -> None:
    """Give a person the task of reaching a contact whose address does not take mail."""
    _see_to(job, "A reply came back undelivered")


def _see_to(job: Job, title: str) -> None:
    facts = job.event.facts
    with job.completing() as session:
        activities.ask_a_person(
            session,
            message_id=job.subject_id,
            conversation_id=UUID(facts["conversation_id"]),
            contact_id=UUID(facts["contact_id"]),
            owner_id=UUID(facts["owner_id"]) if facts.get("owner_id") else None,
            team_id=UUID(facts["team_id"]) if facts.get("team_id") else None,
            title=title,
            body="See the conversation for the reason and for what can be done.",
            due_at=datetime.now(UTC) + timedelta(hours=4),
        )
