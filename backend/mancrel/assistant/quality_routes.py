"""HTTP of judging, of the assistant's quality and of what it learnt."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts.deps import Db, may
from mancrel.assistant import configuration, judging, learnt_confidence, quality
from mancrel.assistant.models import ConfidenceFit, Judgement
from mancrel.assistant.quality_schemas import (
    ConfidenceOut,
    Days,
    FitOut,
    JudgementIn,
    JudgementOut,
    QualityOut,
)
from mancrel.conversations import wire
from mancrel.conversations.models import Conversation, Suggestion
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.kit.schema import Ref

router = Router(prefix="/api/v1", tags=["quality"])
SHOWN_FITS = 30


def _judgement(session: Session, one: Judgement) -> JudgementOut:
    fields: dict[str, Any] = {
        name: getattr(one, name)
        for name in JudgementOut.model_fields
        if name not in {"suggestion", "judged_by"}
    }
    by = Ref.model_validate(one.judged_by) if one.judged_by else None
    return JudgementOut.model_validate(
        {**fields, "suggestion": wire.queued(session, one.suggestion, one.created_at), "judged_by": by}
    )


@router.get("/judgements", dependencies=[may("suggestions:read")])
def list_judgements(session: Db, paging: PageOf, judged: bool = False) -> Page[JudgementOut]:  # noqa: FBT002 - a filter
    """List automatic replies that wait to be judged, oldest first; with ``judged`` those that were."""
    verdict = Judgement.verdict.is_not(None) if judged else Judgement.verdict.is_(None)
    query = (
        select(Judgement)
        .join(Conversation, Conversation.id == Judgement.conversation_id)
        .where(verdict, Conversation.deleted_at.is_(None))
        .options(
            selectinload(Judgement.suggestion).options(
                selectinload(Suggestion.conversation), selectinload(Suggestion.message)
            )
        )
    )
    found = page(session, query, Order(Judgement.created_at, Judgement.id, descending=judged), paging)
    items = [_judgement(session, one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.post("/judgements/{judgement_id}", dependencies=[may("suggestions:write")])
def give_judgement(judgement_id: UUID, body: JudgementIn, session: Db) -> JudgementOut:
    """Say what you think of a reply that was sent by itself."""
    return _judgement(session, judging.give(session, judgement_id, body.verdict, body.note))


@router.get("/quality", dependencies=[may("quality:read")])
def get_quality(session: Db, days: Days = 30) -> QualityOut:
    """Return the assistant's figures for the last 7, 30 or 90 days."""
    return QualityOut.model_validate(quality.report(session, days))


@router.get("/quality/confidence", dependencies=[may("quality:read")])
def get_confidence(session: Db) -> ConfidenceOut:
    """Return what the confidence was learnt from, newest first."""
    rows = session.scalars(select(ConfidenceFit).order_by(ConfidenceFit.version.desc()).limit(SHOWN_FITS))
    config = configuration.current(session)
    return ConfidenceOut.model_validate(
        {
            "choice": config.confidence,
            "in_use": learnt_confidence.in_use(session, config).version,
            "decisions": learnt_confidence.count(session),
            "fewest": learnt_confidence.FEWEST,
            "fits": [_fit(row) for row in rows],
        }
    )


def _fit(row: ConfidenceFit) -> FitOut:
    named = {name: getattr(row, name) for name in ("version", "created_at", "decisions", "adopted", "reason")}
    return FitOut.model_validate({**named, **row.figures})
