"""Putting a configuration to work: what is riskier only after a passing replay, or by an admin's word."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from mancrel.accounts.models import User
from mancrel.assistant import candidates, configuration, lessons, losses, model_setup, replays, writers
from mancrel.assistant.candidates import Candidate
from mancrel.assistant.learning_models import Activation, Lesson, Replay
from mancrel.assistant.models import AssistantSettings, Judgement
from mancrel.conversations.models import Suggestion
from mancrel.kit import events
from mancrel.kit.db import uuid7, viewer_of
from mancrel.kit.errors import Conflict

HOLDS_FOR = timedelta(days=7)
WAY = (
    "Try it first under Settings, Model (POST /api/v1/assistant/replays with the same values); when the "
    "verdict is 'pass', do this again. An admin may give an 'override_reason' instead."
)


class NotReplayed(Conflict):
    """This lets more leave by itself, and no replay of exactly it has passed since a reply was refused."""


class ReplayFailed(Conflict):
    """The replay of this configuration did not pass."""


class SendsFewer(Conflict):
    """It would send much less by itself than now. Send ``accept_fewer`` with the change if that is meant."""


def change(session: Session, values: dict[str, Any]) -> AssistantSettings:
    """Change settings; the riskier ones need a passing replay or the reason of an override.

    Raises:
        NotReplayed: no replay of this configuration yet.
        ReplayFailed: it would send what people refused.
        SendsFewer: it would send much less than now, and nobody said that this is meant.

    """
    override, fewer = values.pop("override_reason", None), values.pop("accept_fewer", False)
    before = candidates.present(session)
    after = candidates.changed(session, before, values)
    risks = candidates.riskier(before, after)
    crossing = after.review_threshold > after.auto_threshold  # refused below, whatever a replay says
    tried = risks and not override and not crossing
    replay, lost = _allowed(session, before, after, risks, fewer=fewer) if tried else (None, None)
    if "writer" in values:
        values["writer"] = after.writer
    row = configuration.change(session, values)
    if "writer" in values:
        model_setup.put_to_work(session, row)
    if risks:
        _keep(session, row, before, after, replay, override, lost)
    return row


def decide(session: Session, lesson_id: UUID, values: dict[str, Any]) -> Lesson:
    """Accept or dismiss a lesson, or switch it off; one is accepted like any riskier change of settings.

    Raises:
        NotProposed: it stands otherwise.
        NotReplayed, ReplayFailed, SendsFewer: as above.

    """
    before = candidates.present(session)
    lesson = lessons.decide(session, lesson_id, values["status"])
    after = candidates.present(session)
    risks, override = candidates.riskier(before, after), values.get("override_reason")
    if risks:
        fewer = values.get("accept_fewer", False)
        replay, lost = (None, None) if override else _allowed(session, before, after, risks, fewer=fewer)
        _keep(session, configuration.current(session), before, after, replay, override, lost)
    return lesson


def _allowed(
    session: Session, before: Candidate, after: Candidate, risks: list[str], *, fewer: bool
) -> tuple[Replay, str | None]:
    """Return the replay by which a configuration may act, and its warning that was accepted."""
    replay = _replay(session, before, after, risks)
    lost = losses.of_replay(replay.counts)
    if lost and not fewer:
        raise SendsFewer(f"{lost} {SendsFewer.__doc__}")
    return replay, lost


def _replay(session: Session, before: Candidate, after: Candidate, risks: list[str]) -> Replay:
    if risks == ["intents"] and after.writer in {before.writer, writers.BUILT_IN}:
        # From what is stored, so it costs nothing to be sure.
        replay: Replay | None = replays.at_once(session, before, after)
    else:
        replay = _newest(session, after.fingerprint)
    if replay is None:
        raise NotReplayed(f"{NotReplayed.__doc__} {WAY}")
    if replay.verdict != "pass":
        raise ReplayFailed(f"{ReplayFailed.__doc__} {' '.join(replay.reasons)} {WAY}")
    return replay


def _newest_harm(session: Session) -> datetime | None:
    """Return when a person last refused a reply for its facts or at all, before or after it was sent."""
    judged = select(func.max(Judgement.judged_at)).where(Judgement.verdict.in_(replays.REFUSING))
    rejected = select(func.max(Suggestion.decided_at)).where(
        Suggestion.status == "rejected", Suggestion.reject_kind.in_(replays.HARMFUL)
    )
    return max((at for one in (judged, rejected) if (at := session.scalar(one))), default=None)


def _newest(session: Session, fingerprint: str) -> Replay | None:
    """Return the last finished replay of exactly this configuration, while it still counts.

    One that was asked for before the newest harm knows nothing of it.
    """
    harm = _newest_harm(session)
    query = (
        select(Replay)
        .where(Replay.fingerprint == fingerprint, Replay.status == "done")
        .where(Replay.finished_at > datetime.now(UTC) - HOLDS_FOR)
        .where(Replay.created_at > harm if harm else true())
        .order_by(Replay.finished_at.desc(), Replay.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def _keep(
    session: Session,
    row: AssistantSettings,
    before: Candidate,
    after: Candidate,
    replay: Replay | None,
    override: str | None,
    lost: str | None,
) -> None:
    user_id = viewer_of(session).user_id
    kept = Activation(
        id=uuid7(),
        fingerprint=after.fingerprint,
        changes=replays.difference(before, after),
        override_reason=override,
        accepted=lost,
        replay_id=replay.id if replay else None,
        by=session.get(User, user_id) if user_id else None,
    )
    session.add(kept)
    session.flush()
    type_ = "assistant.overridden" if override else "assistant.activated"
    events.record(
        session,
        type_,
        row,
        activation_id=str(kept.id),
        fingerprint=after.fingerprint,
        sends_fewer=lost is not None,
    )


def history(session: Session) -> list[Activation]:
    """Return the last activations, newest first."""
    query = select(Activation).order_by(Activation.created_at.desc(), Activation.id.desc()).limit(20)
    return list(session.scalars(query))
