"""What the assistant's replies are worth: counts, rates and how well its confidence fits, for a period.

Sessions see what their viewer sees, so a manager's figures are those of the manager's teams.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from mancrel.assistant import calibration, configuration, learnt_confidence
from mancrel.assistant.calibration import Tally
from mancrel.assistant.models import Judgement
from mancrel.assistant.outcomes import APPROVED_UNEDITED, GOOD, INTENT, SENT_BY_ITSELF, labelled
from mancrel.conversations.models import Message, Suggestion

FEWEST = 10
FEWEST_TO_CALIBRATE = 50
MOST_REASONS = 6
RISK = 0.02
GUARD = "The guard cannot confirm a statement."
DRAFTS_ONLY = "The intent is set to drafts only."


@dataclass(frozen=True)
class Share:
    """A share with its exact 95 % interval; without a value where there are too few to say one."""

    value: float | None
    low: float | None
    high: float | None
    part: int
    n: int


def share(part: int, n: int) -> Share:
    """Return a share of a count."""
    if n < FEWEST:
        return Share(None, None, None, part, n)
    low, high = calibration.bounds(part, n)
    return Share(part / n, low, high, part, n)


def report(session: Session, days: int) -> dict[str, Any]:
    """Return every figure of the last days."""
    now = datetime.now(UTC)
    since = now - timedelta(days=days)
    rows = _by_intent(session, since)
    config = configuration.current(session)
    return {
        "days": days,
        "since": since,
        "computed_at": now,
        "fewest": FEWEST,
        **_rates(rows),
        "answered_after": _answered_after(session, since),
        "held_because": _held_because(session, since),
        "cost": _cost(session, since),
        "intents": [_described(row, configuration.intent_state(config, row["intent"])) for row in rows],
        "calibration": _calibration(session, since),
        "mode": config.mode,
        "confidence": learnt_confidence.in_use(session, config).version,
        "to_judge": _to_judge(session),
    }


def _latest(since: datetime) -> Select[Any]:
    """Select the newest suggestion about each message: what was drafted anew counts once."""
    newest = distinct_on(Suggestion.message_id)
    query = select(Suggestion.id).ext(newest).where(Suggestion.created_at >= since)
    return query.order_by(Suggestion.message_id, Suggestion.created_at.desc(), Suggestion.id.desc())


def _counted() -> dict[str, ColumnElement[bool]]:
    gates = Suggestion.inputs["gates"]
    return {
        "answerable": Suggestion.decision != "no_reply",
        "by_itself": SENT_BY_ITSELF,
        "shadowed": Suggestion.shadow,
        "approved": Suggestion.status == "approved",
        "edited": Suggestion.status == "edited",
        "rejected": Suggestion.status == "rejected",
        "escalated": Suggestion.decision == "escalate",
        "drafted": Suggestion.body.is_not(None),
        "unconfirmed": gates["unconfirmed"].as_integer() > 0,
        "judged": Judgement.verdict.is_not(None),
        "good": Judgement.verdict == GOOD,
    }


def _by_intent(session: Session, since: datetime) -> list[dict[str, Any]]:
    """Count what became of the messages of each intent, the most frequent first."""
    counts = [func.count().filter(rule).label(name) for name, rule in _counted().items()]
    volume = func.count().label("volume")
    intent = INTENT.label("intent")
    query = (
        select(intent, volume, *counts)
        .select_from(Suggestion)
        .outerjoin(Judgement, Judgement.suggestion_id == Suggestion.id)
        .where(Suggestion.id.in_(_latest(since)))
        .group_by(intent)
        .order_by(volume.desc(), intent)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def _rates(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    total = {name: sum(row[name] for row in rows) for name in ("volume", *_counted())}
    decided = total["approved"] + total["edited"] + total["rejected"]
    return {
        "messages": total["volume"],
        "answerable": total["answerable"],
        "automation": asdict(share(total["by_itself"], total["answerable"])),
        "shadowed": total["shadowed"],
        "approval": asdict(share(total["approved"], decided)),
        "handover": asdict(share(total["escalated"], total["answerable"])),
        "guard": asdict(share(total["unconfirmed"], total["drafted"])),
        "judged": asdict(share(total["good"], total["judged"])),
    }


def _described(row: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    return {**row, "judged_good": asdict(share(row["good"], row["judged"])), **state}


def _answered_after(session: Session, since: datetime) -> dict[str, Any]:
    """Return the median minutes from a customer's mail to the first answer to it, whoever wrote it."""
    asked, reply = aliased(Message), aliased(Message)
    waited = func.extract("epoch", func.min(reply.sent_at) - asked.created_at) / 60
    firsts = (
        select(waited.label("minutes"), func.bool_or(reply.automatic).label("automatic"))
        # No JOIN: there the rule of visibility would name the table, not its alias.
        .where(reply.conversation_id == asked.conversation_id, reply.in_reply_to == asked.external_id)
        .where(asked.direction == "in", asked.created_at >= since)
        .where(reply.direction == "out", reply.sent_at.is_not(None), ~reply.private)
        .group_by(asked.id, asked.created_at)
        .subquery()
    )
    by_itself = firsts.c.automatic
    median = func.percentile_cont(0.5).within_group(firsts.c.minutes)
    found = session.execute(
        select(
            func.count(),
            median,
            func.count().filter(by_itself),
            median.filter(by_itself),
            func.count().filter(~by_itself),
            median.filter(~by_itself),
        ).select_from(firsts)
    ).one()
    names = ("all", "by_itself", "by_people")
    return {
        name: {"n": n, "minutes": float(minutes) if n >= FEWEST else None}
        for name, n, minutes in zip(names, found[::2], found[1::2], strict=True)
    }


def _held_because(session: Session, since: datetime) -> list[dict[str, Any]]:
    """Return the most frequent reasons for which drafts were held."""
    held = func.jsonb_array_elements_text(Suggestion.inputs["gates"]["held"])
    each = select(held.label("why")).where(Suggestion.id.in_(_latest(since))).subquery()
    why = case(
        (each.c.why.startswith("The guard cannot confirm"), literal(GUARD)),
        (each.c.why.like("The intent % drafts only."), literal(DRAFTS_ONLY)),
        else_=each.c.why,
    ).label("reason")
    n = func.count().label("n")
    query = select(why, n).group_by(why).order_by(n.desc(), why).limit(MOST_REASONS)
    return [dict(row) for row in session.execute(query).mappings()]


def _cost(session: Session, since: datetime) -> dict[str, Any]:
    """Add up what language models used, also for drafts that were replaced later."""
    tokens, cost = Suggestion.inputs["tokens"].as_float(), Suggestion.inputs["cost"].as_float()
    query = select(func.count(), func.count(tokens), func.sum(tokens), func.sum(cost))
    drafts = query.select_from(Suggestion).where(Suggestion.created_at >= since, Suggestion.body.is_not(None))
    n, by_model, used, paid = session.execute(drafts).one()
    return {"drafts": n, "by_model": by_model, "tokens": int(used or 0), "cost": float(paid or 0)}


def _calibration(session: Session, since: datetime) -> dict[str, Any]:
    """Hold confidences against decisions; grouped by confidence, which has four digits."""
    query = labelled(
        select(Suggestion.confidence, func.count(), func.sum(APPROVED_UNEDITED)).select_from(Suggestion)
    ).where(Suggestion.created_at >= since)
    rows = session.execute(query.group_by(Suggestion.confidence))
    tallies = [Tally(sure, n, int(good)) for sure, n, good in rows]
    n = sum(one.n for one in tallies)
    found: dict[str, Any] = {"n": n, "fewest": FEWEST_TO_CALIBRATE, "bins": [], "curve": []}
    empty = dict.fromkeys(("ece", "brier", "aurc", "coverage_at_risk"))
    if n < FEWEST_TO_CALIBRATE:
        return {**found, **empty, "risk": RISK}
    points = calibration.risk_coverage(tallies)
    safe = [one.coverage for one in points if one.risk <= RISK]
    return {
        **found,
        "bins": [_bin(one) for one in calibration.bins(tallies, calibration.bins_for(n))],
        "ece": calibration.ece(tallies, calibration.bins_for(n)),
        "brier": calibration.brier(tallies),
        "curve": [asdict(one) for one in calibration.thinned(points)],
        "aurc": calibration.aurc(points),
        "risk": RISK,
        "coverage_at_risk": max(safe, default=0.0),
    }


def _bin(one: calibration.Bin) -> dict[str, Any]:
    low, high = calibration.bounds(one.good, one.n)
    return {**asdict(one), "approved": one.good / one.n, "approved_low": low, "approved_high": high}


def _to_judge(session: Session) -> int:
    query = select(func.count()).select_from(Judgement).where(Judgement.verdict.is_(None))
    return session.scalar(query) or 0
