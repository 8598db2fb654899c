"""How far people and companies have come: by themselves they only go forward."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.contacts.models import Company, Contact
from mancrel.kit import changes, events

FORWARD: Final = ("subscriber", "lead", "qualified", "opportunity", "customer", "evangelist")
"""Those that follow each other; ``other`` is none of them: a person said so, and so it stays."""


def advance(session: Session, record: Contact | Company, stage: str, *, reason: str, deal_id: UUID) -> bool:
    """Let a locked record come as far as a stage, unless it is there or further; returns whether it moved.

    ``reason`` and ``deal_id`` say in the event and in the audit what led to it.
    """
    if not _is_before(record.lifecycle, stage):
        return False
    with changes.because(session, deal_id=deal_id):
        record.lifecycle = stage
        if isinstance(record, Contact):
            record.screened_out = False
    kind = "contact.changed" if isinstance(record, Contact) else "company.changed"
    events.record(session, kind, record, fields=["lifecycle"], reason=reason, deal_id=str(deal_id))
    return True


def _is_before(now: str | None, stage: str) -> bool:
    if now is None:
        return True
    return now in FORWARD and FORWARD.index(now) < FORWARD.index(stage)
