"""What activities do when something happens."""

from uuid import UUID

from mancrel.activities import service as activities
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job


@on("message.sent")
def close_answered(job: Job) -> None:
    """Close the tasks of a conversation that was answered."""
    with job.completing() as session:
        activities.close_tasks_of(session, UUID(job.event.facts["conversation_id"]))
