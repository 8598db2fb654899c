"""What may not leave by itself at all, looked at when a reply leaves: the assistant tells its switches."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.conversations.models import SendingStop

EVERYTHING = "*"


def in_words(why: str) -> str:
    """Return what is said of a reply that a switch took back: that it was a switch, once."""
    return why if "switched off" in why else f"Automatic sending was switched off. {why}"


def tell(session: Session, reasons: dict[str, str]) -> None:
    """Put these stops in force instead of those before: intent, or ``EVERYTHING``, → why."""
    session.execute(delete(SendingStop).where(SendingStop.intent.not_in(reasons)))
    if not reasons:
        return
    rows = [{"intent": intent, "reason": reason} for intent, reason in reasons.items()]
    told = insert(SendingStop).values(rows)
    session.execute(
        told.on_conflict_do_update(index_elements=["intent"], set_={"reason": told.excluded.reason})
    )


def against(session: Session, intent: str | None) -> str | None:
    """Return why nothing of an intent may leave by itself now, or None; what stops everything comes first."""
    meant = (EVERYTHING, intent or "other")
    query = select(SendingStop.reason).where(SendingStop.intent.in_(meant)).order_by(SendingStop.intent)
    return session.scalar(query.limit(1))
