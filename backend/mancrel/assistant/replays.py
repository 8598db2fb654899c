"""The replay gate: a riskier configuration is tried on what people decided before it may act."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.assistant import candidates, shipped_evaluation, switches
from mancrel.assistant.candidates import Candidate
from mancrel.assistant.learning_models import Replay
from mancrel.assistant.models import Judgement
from mancrel.conversations.models import Suggestion
from mancrel.kit import events
from mancrel.kit.db import system_in, transaction, uuid7, viewer_of
from mancrel.kit.jobs import JobRow, Status

DECIDED = ("approved", "edited", "rejected")
HARMFUL = ("wrong_fact", "should_not_send")
REFUSING = {"wrong_fact": "wrong_fact", "should_not_have_sent": "should_not_send"}
"""What a judgement afterwards says of a reply, in the words of a rejection."""

MOST = 200
ENOUGH = 50
MOST_SILENT = 10
"""A model that gives no usable draft for more than one in so many has not been tried."""

SHOWN = 100
NAMED = 5
COUNTED = (
    "replayed", "evaluated", "sent_before", "sent_after", "would_send_refused", "unsupported_before",
    "unsupported_after", "changed",
)  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """A decided suggestion, or a case of the evaluation, under two configurations.

    ``harmful``: a person refused it for its facts or said that nothing was to be sent; of the evaluation's
    cases, those that are no reply to send. ``unsupported``: statements that nothing carries.
    ``written``: by the candidate's own writer; where a model failed, that draft says nothing.
    ``unconfirmed``: the first words of the new draft that nothing carries.
    """

    id: str
    conversation_id: str | None
    title: str
    status: str
    harmful: bool
    before: bool
    after: bool
    unsupported_before: int = 0
    unsupported_after: int = 0
    confidence_before: float = 0.0
    confidence_after: float = 0.0
    written: bool = True
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stored:
    """What is kept of a decided suggestion: enough to decide anew under other thresholds."""

    id: UUID
    conversation_id: UUID
    message_id: UUID
    intent: str
    status: str
    reject_kind: str | None
    confidence: float
    held: bool
    unsupported: int

    def tried(self, before: Candidate, after: Candidate) -> Tried:
        """Decide it under both configurations."""
        return Tried(
            str(self.id),
            str(self.conversation_id),
            self.intent,
            self.reject_kind if self.status == "rejected" and self.reject_kind else self.status,
            self.status == "rejected" and self.reject_kind in HARMFUL,
            candidates.sends(before, self.intent, self.confidence, held=self.held),
            candidates.sends(after, self.intent, self.confidence, held=self.held),
            self.unsupported,
            self.unsupported,
            self.confidence,
            self.confidence,
        )


def decided(session: Session) -> list[Stored]:
    """Return the suggestions that people decided or judged last, newest first."""
    at = func.coalesce(Judgement.judged_at, Suggestion.decided_at)
    query = (
        select(Suggestion, Judgement.verdict)
        .outerjoin(Judgement, Judgement.suggestion_id == Suggestion.id)
        .where(or_(Suggestion.status.in_(DECIDED), Judgement.verdict.is_not(None)), at.is_not(None))
        .where(Suggestion.decision.in_(("review", "auto_send")))
        .order_by(at.desc())
        .limit(MOST)
    )
    return [_stored(one, verdict) for one, verdict in session.execute(query)]


def enough(stored: Sequence[Stored]) -> bool:
    """Whether these decisions can speak for themselves; what a rule held anyway says nothing."""
    return sum(not one.held for one in stored) >= ENOUGH


def _stored(one: Suggestion, verdict: str | None) -> Stored:
    gates = one.inputs.get("gates", {})
    held = [why for why in gates.get("held", ()) if not switches.is_switch(why)]
    return Stored(
        one.id,
        one.conversation_id,
        one.message_id,
        str(one.inputs.get("intent", "other")),
        "rejected" if verdict in REFUSING else one.status,
        REFUSING.get(verdict or "", one.reject_kind),
        one.confidence,
        bool(held),
        int(gates.get("unconfirmed", 0)),
    )


def on_evaluation(before: Candidate, after: Candidate) -> list[Tried]:
    """Try thresholds and modes on the shipped evaluation of the built-in writer.

    What the shipped configuration sends already is not held against a candidate.
    """
    shipped = candidates.shipped(before)
    tried = []
    for one in shipped_evaluation.cases():
        held = one.held or not one.written
        sent = [
            candidates.sends(each, one.intent, one.confidence, held=held) for each in (before, after, shipped)
        ]
        tried.append(
            Tried(
                one.id,
                None,
                one.kind,
                "evaluation",
                not one.right and not sent[2],
                sent[0],
                sent[1],
                int(one.wrong),
                int(one.wrong),
                one.confidence,
                one.confidence,
            )
        )
    return tried


@dataclass(frozen=True)
class Verdict:
    """What a replay found."""

    passes: bool
    basis: str
    counts: dict[str, Any]
    cases: list[dict[str, Any]]
    reasons: list[str]


def judge(own: Sequence[Tried], evaluation: Sequence[Tried]) -> Verdict:
    """Refuse a candidate that would send what people refused, or states more that nothing carries."""
    tried = [*own, *evaluation]
    harm = [one for one in tried if one.after and one.harmful]
    before = sum(one.unsupported_before for one in tried if one.before)
    after = sum(one.unsupported_after for one in tried if one.after)
    drafts = [sum(one.unsupported_before for one in tried), sum(one.unsupported_after for one in tried)]
    reasons = []
    silent = sum(not one.written for one in tried)
    if silent * MOST_SILENT > len(tried):
        reasons.append(f"It failed at {silent} of {len(tried)} drafts, so it was not tried enough.")
    if len(tried) < ENOUGH:
        reasons.append(f"Only {len(tried)} drafts fit the time and tokens of a replay, of {ENOUGH} at least.")
    if harm:
        reasons.append(
            f"It would send {len(harm)} of the replies that were refused for their facts or at all."
        )
    if after > before and not _only_more_sent(tried):
        reasons.append(f"What leaves would state {after} unsupported facts instead of {before}.")
    elif drafts[1] > drafts[0]:
        reasons.append(f"Its drafts state {drafts[1]} unsupported facts instead of {drafts[0]}.")
    changed = [
        one for one in tried if one.before != one.after or one.unsupported_after != one.unsupported_before
    ]
    shown = sorted({*harm, *changed}, key=lambda one: (not (one.after and one.harmful), one.id))[:SHOWN]
    counts = {
        "replayed": len(own),
        "evaluated": len(evaluation),
        "sent_before": sum(one.before for one in tried),
        "sent_after": sum(one.after for one in tried),
        "would_send_refused": len(harm),
        "unsupported_before": drafts[0],
        "unsupported_after": drafts[1],
        "changed": len(changed),
    }
    basis = "decisions" if not evaluation else "both" if own else "evaluation"
    cases = [{**asdict(one), "refused": one.after and one.harmful} for one in shown]
    return Verdict(not reasons, basis, counts, cases, reasons)


def _only_more_sent(tried: Sequence[Tried]) -> bool:
    """Tell whether nothing unsupported was added by what is newly sent: the harm counts that already."""
    return not any(one.after and not one.before and one.unsupported_after for one in tried)


def stored_verdict(session: Session, before: Candidate, after: Candidate) -> Verdict:
    """Judge what needs no new drafts: thresholds and modes."""
    stored = decided(session)
    own = [one.tried(before, after) for one in stored]
    return judge(own, [] if enough(stored) else on_evaluation(before, after))


def ask(session: Session, before: Candidate, after: Candidate) -> Replay:
    """Keep a wish for a replay; a job does it."""
    kept = _kept(session, before, after)
    events.record(session, "replay.asked", kept, key="replays", fingerprint=after.fingerprint)
    return kept


def at_once(session: Session, before: Candidate, after: Candidate) -> Replay:
    """Replay from what is stored, within this transaction."""
    kept = _kept(session, before, after)
    finish(session, kept, stored_verdict(session, before, after))
    return kept


def _kept(session: Session, before: Candidate, after: Candidate) -> Replay:
    user_id = viewer_of(session).user_id
    kept = Replay(
        id=uuid7(),
        fingerprint=after.fingerprint,
        candidate=asdict(after),
        changes=difference(before, after),
        status="pending",
        counts=dict.fromkeys(COUNTED, 0),
        asked_by=session.get(User, user_id) if user_id else None,
    )
    session.add(kept)
    session.flush()
    return kept


def difference(before: Candidate, after: Candidate) -> dict[str, list[Any]]:
    """Return what differs between two configurations, old and new."""
    old, new = asdict(before), asdict(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def finish(session: Session, replay: Replay, verdict: Verdict) -> None:
    """Keep what a replay found."""
    replay.status, replay.verdict = "done", "pass" if verdict.passes else "fail"
    replay.basis, replay.counts = verdict.basis, verdict.counts
    replay.cases, replay.reasons = verdict.cases, verdict.reasons
    replay.finished_at = datetime.now(UTC)
    session.flush()
    events.record(session, "replay.finished", replay, verdict=replay.verdict)


def unconfirmed(cases: Sequence[dict[str, Any]]) -> list[str]:
    """Return words of new drafts that nothing carries, where the old ones said less, most frequent first."""
    worse = [one for one in cases if one["unsupported_after"] > one["unsupported_before"]]
    found = Counter(word for one in worse for word in one["unconfirmed"])
    return [word for word, _ in found.most_common(NAMED)]


def progress(replay_id: UUID, done: int, planned: int) -> None:
    """Tell how far a replay is."""
    with transaction() as session:
        so_far = update(Replay).where(Replay.id == replay_id).values(done=done, planned=planned)
        session.execute(so_far.execution_options(synchronize_session=False))


def impossible() -> Verdict:
    """Refuse a model that was taken away before its replay began."""
    reason = "The language model was set up differently meanwhile, so this one could not be tried."
    return Verdict(False, "decisions", dict.fromkeys(COUNTED, 0), [], [reason])  # noqa: FBT003 - named there


def gave_up(session: Session, replay: Replay) -> bool:
    """Tell whether the job of a replay is a dead letter; replayed from there, it goes on."""
    if replay.status != "pending":
        return False
    dead = select(JobRow.id).where(JobRow.subject_id == replay.id, JobRow.status == Status.DEAD)
    with system_in(session) as system:
        return system.scalar(dead.limit(1)) is not None
