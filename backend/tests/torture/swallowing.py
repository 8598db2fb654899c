"""One subscriber more: it dies, as by an out-of-memory kill, of products called poison (R23)."""

import os
import signal

from mancrel.catalogue.models import Product
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job


@on("product.changed", queue="default")
def swallow(job: Job) -> None:
    """Note what was swallowed, or die of it."""
    with job.completing() as session:
        if session.get_one(Product, job.subject_id).title.startswith("poison"):
            os.kill(os.getpid(), signal.SIGKILL)
