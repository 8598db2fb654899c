"""What the catalogue does when something happens."""

import structlog

from mancrel.adapters.embeddings import embedder
from mancrel.adapters.vectors import Filter, vectors
from mancrel.catalogue import search
from mancrel.catalogue import service as catalogue
from mancrel.catalogue.doors import parse
from mancrel.catalogue.heeding import heed
from mancrel.catalogue.schemas import Ordered
from mancrel.intake import service as intake
from mancrel.kit.db import transaction
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job

log = structlog.get_logger()


@on("catalog.delivered", queue="intake")
def apply_delivery(job: Job) -> None:
    """Apply a source's event to the catalogue."""
    with job.completing() as session:
        body, source = catalogue.delivered(session, job.subject_id)
        event = parse(body)
        if source is None or isinstance(event, Ordered):
            intake.settle(session, job.subject_id, "kept", "Orders are kept until they have a room.")
            return
        product = catalogue.apply(session, source, event, job.subject_id)
        reason = None if product else "A newer delivery was here first."
        intake.settle(session, job.subject_id, "processed", reason)


@on("product.changed", queue="ai")
def index_product(job: Job) -> None:
    """Bring the product's vector up to date; a new price or stock alone does not change its meaning."""
    text = None
    if not job.event.facts.get("same_text"):
        with transaction() as session:
            text = search.text_to_index(session, job.subject_id)
    embedding = embedder().embed([text])[0] if text else None
    with job.completing() as session:
        heed(session, job.subject_id)
        if embedding is not None:
            vectors(session).put(Filter(search.COLLECTION), job.subject_id, embedding)


@on("product.removed", queue="ai")
def forget_product(job: Job) -> None:
    """Take a removed product out of the index."""
    with job.completing() as session:
        heed(session, job.subject_id)
        vectors(session).remove(Filter(search.COLLECTION), [job.subject_id])
