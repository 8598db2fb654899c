"""What deals do when something happens."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.contacts import lifecycles
from mancrel.contacts.models import Company, Contact
from mancrel.deals import leaving
from mancrel.deals.models import OPEN, WON, Deal
from mancrel.kit.db import lock_to_change
from mancrel.kit.jobs import on
from mancrel.kit.runner import Job
from mancrel.kit.visibility import SYSTEM

LINKS = frozenset({"contact_id", "company_id"})


@on("stage.emptying", leases=2, max_attempts=5)
def empty_stage(job: Job) -> None:
    """Move the next deals of a stage that goes, in the name of whoever removed it."""
    with job.completing(replace(SYSTEM, user_id=job.event.actor_id)) as session:
        leaving.advance(session, job.subject_id)


@on("deal.created", "deal.changed")
def deal_was_opened(job: Job) -> None:
    """Let whom a deal is with be an opportunity at least; a customer if it was won at once."""
    linked = LINKS & set(job.event.facts.get("fields", LINKS))
    with job.completing() as session:
        if linked:
            _advance(session, job.subject_id, "deal.opened")


@on("deal.won")
def deal_was_won(job: Job) -> None:
    """Let whom a deal was won with be a customer at least."""
    with job.completing() as session:
        _advance(session, job.subject_id, "deal.won")


def _advance(session: Session, deal_id: UUID, reason: str) -> None:
    """Let a deal's contact and company follow it, as it is by now."""
    deal = session.get(Deal, deal_id)
    stage = {OPEN: "opportunity", WON: "customer"}.get(deal.status) if deal else None
    if deal is None or deal.deleted_at is not None or stage is None:
        return
    person = deal.contact.shown if deal.contact else None
    firm = deal.company.shown if deal.company else None
    if person and person.deleted_at is None:
        contact = lock_to_change(session, Contact, person.id)
        lifecycles.advance(session, contact, stage, reason=reason, deal_id=deal_id)
    if firm and firm.deleted_at is None:
        company = lock_to_change(session, Company, firm.id)
        lifecycles.advance(session, company, stage, reason=reason, deal_id=deal_id)
