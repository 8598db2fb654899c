"""What people made of a suggestion: the label that confidence is measured by, and learnt from."""

from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_

from mancrel.assistant.models import Judgement
from mancrel.conversations.models import Suggestion

Columns = TypeVarTuple("Columns")

GOOD = "good"
DECIDED_BADLY = ("edited", "rejected")
INTENT: ColumnElement[str] = func.coalesce(Suggestion.inputs["intent"].astext, "other")
SENT_BY_ITSELF = and_(Suggestion.decision == "auto_send", Suggestion.status.in_(("scheduled", "sent")))
LABELLED = or_(Judgement.verdict.is_not(None), Suggestion.status.in_(("approved", *DECIDED_BADLY)))
APPROVED_UNEDITED: ColumnElement[int] = case(
    (Judgement.verdict == GOOD, 1),
    (Judgement.verdict.is_not(None), 0),
    (Suggestion.status == "approved", 1),
    else_=0,
)
"""1 if a person let the text stand, 0 if not; only where ``LABELLED``."""


def labelled(query: Select[*Columns]) -> Select[*Columns]:
    """Narrow a query of suggestions to those that people approved, edited, rejected or judged afterwards."""
    joined = query.outerjoin(Judgement, Judgement.suggestion_id == Suggestion.id)
    return joined.where(LABELLED, Suggestion.body.is_not(None))
