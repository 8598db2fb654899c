"""Automatic replies are judged afterwards; an intent whose replies are not good enough stops sending."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts.models import User
from mancrel.accounts.permissions import Role
from mancrel.activities import service as activities
from mancrel.activities.schemas import ActivityIn
from mancrel.assistant import configuration
from mancrel.assistant.calibration import upper_bound
from mancrel.assistant.models import AssistantSettings, Judgement
from mancrel.assistant.outcomes import DECIDED_BADLY, GOOD
from mancrel.conversations.models import Conversation, Message, Suggestion
from mancrel.kit import events
from mancrel.kit.db import find, uuid7, viewer_of
from mancrel.kit.errors import Conflict
from mancrel.kit.secrets import derived_key

FIRST = 50
DRAWN_OF_100 = 5
COUNTED = 50
"""So many of an intent's newest judged replies count: good ones of long ago do not hide bad ones now."""
WANTED = 0.90
WITHIN = timedelta(days=1)


class AlreadyJudged(Conflict):
    """This reply was already judged."""


@dataclass(frozen=True)
class Standing:
    """What people made of an intent's newest automatic replies, and of those that shadow mode held back."""

    n: int
    good: int
    wrong_fact: bool


def drawn(suggestion_id: UUID) -> bool:
    """Whether a reply is in the draw that goes on after an intent's first: by its id and a secret key."""
    digest = hmac.digest(derived_key("judging"), suggestion_id.bytes, "sha256")
    return int.from_bytes(digest[:8]) % 100 < DRAWN_OF_100


def fall_due(session: Session, message: Message | None) -> None:
    """Have an automatic reply that was sent judged, if it is among the intent's first or drawn."""
    if message is None or not message.automatic or message.suggestion_id is None:
        return
    suggestion = session.get(Suggestion, message.suggestion_id)
    if suggestion is None:
        return
    if session.scalars(select(Judgement.id).where(Judgement.suggestion_id == suggestion.id)).first():
        return
    intent = str(suggestion.inputs.get("intent") or "other")
    why = _why(session, suggestion.id, intent)
    if why is None:
        return
    judgement = Judgement(
        id=uuid7(),
        suggestion_id=suggestion.id,
        conversation_id=suggestion.conversation_id,
        intent=intent,
        drawn=why,
    )
    session.add(judgement)
    session.flush()
    _tell(session, "judgement.due", judgement)


def _why(session: Session, suggestion_id: UUID, intent: str) -> str | None:
    since = configuration.counted_from(configuration.current(session), intent)
    query = select(func.count()).where(
        Judgement.intent == intent, Judgement.drawn == "first", Judgement.created_at > since
    )
    if (session.scalar(query) or 0) < FIRST:
        return "first"
    return "sample" if drawn(suggestion_id) else None


def _tell(session: Session, type_: str, judgement: Judgement) -> None:
    thread = session.get_one(Conversation, judgement.conversation_id)
    events.record(
        session, type_, judgement, shown_as=thread, intent=judgement.intent, verdict=judgement.verdict
    )


def give(session: Session, judgement_id: UUID, verdict: str, note: str | None) -> Judgement:
    """Keep what a person thinks of an automatic reply.

    Raises:
        AlreadyJudged: somebody was faster.

    """
    find(session, Judgement, judgement_id)
    query = select(Judgement).where(Judgement.id == judgement_id).with_for_update(of=Judgement)
    whole = query.options(
        selectinload(Judgement.suggestion).options(
            selectinload(Suggestion.conversation), selectinload(Suggestion.message)
        )
    )
    judgement = session.scalars(whole.execution_options(populate_existing=True)).one()
    if judgement.verdict is not None:
        raise AlreadyJudged
    viewer = viewer_of(session)
    judgement.verdict, judgement.note = verdict, note
    judgement.judged_at = datetime.now(UTC)
    judgement.judged_by = session.get(User, viewer.user_id) if viewer.user_id else None
    session.flush()
    _tell(session, "judgement.given", judgement)
    return judgement


def standing(session: Session, intent: str, since: datetime) -> Standing:
    """Return what people made of an intent's replies since a time; the newest fifty count.

    A wrong fact counts by when a person confirmed it, whenever the reply was sent.
    """
    judged = select(Judgement.judged_at, Judgement.verdict).where(
        Judgement.intent == intent, Judgement.created_at > since, Judgement.verdict.is_not(None)
    )
    held_back = select(Suggestion.decided_at, Suggestion.status).where(
        Suggestion.shadow,
        Suggestion.created_at > since,
        Suggestion.status.in_(("approved", *DECIDED_BADLY)),
        Suggestion.inputs["intent"].astext == intent,
    )
    newest = [
        *session.execute(judged.order_by(Judgement.judged_at.desc()).limit(COUNTED)),
        *session.execute(held_back.order_by(Suggestion.decided_at.desc()).limit(COUNTED)),
    ]
    verdicts = [one for _, one in sorted(newest, key=lambda row: row[0], reverse=True)[:COUNTED]]
    good = sum(one in {GOOD, "approved"} for one in verdicts)
    return Standing(len(verdicts), good, _confirmed_wrong(session, intent, since))


def _confirmed_wrong(session: Session, intent: str, since: datetime) -> bool:
    newest = select(Judgement.verdict).where(Judgement.intent == intent, Judgement.judged_at > since)
    return "wrong_fact" in session.scalars(newest.order_by(Judgement.judged_at.desc()).limit(COUNTED)).all()


def reason_to_stop(found: Standing) -> str | None:
    """Return why an intent may no longer send by itself, or None."""
    if found.wrong_fact:
        return "a person confirmed a wrong fact in a reply that was sent by itself"
    most = upper_bound(found.good, found.n) if found.n else 1.0
    if most >= WANTED:
        return None
    bad = found.n - found.good
    return (
        f"{bad} of {found.n} judged replies should not have gone out as they were: with 95 % certainty "
        f"at most {most:.1%} are good, and it takes {WANTED:.0%}"
    )


def watch(session: Session, intent: str) -> None:
    """Let an intent switch itself off when its judged replies demand it, and tell an admin."""
    row = configuration.to_change(session)
    if configuration.mode_of(row, intent) != "on":
        return
    reason = reason_to_stop(standing(session, intent, configuration.counted_from(row, intent)))
    if reason is None:
        return
    configuration.switch_off(session, row, intent, f"Switched itself off because {reason}.")
    _ask_an_admin(session, row, intent)


def _ask_an_admin(session: Session, row: AssistantSettings, intent: str) -> None:
    """Give the admin who has been there longest the task of seeing to an intent."""
    query = select(User.id).where(User.role == Role.ADMIN, User.is_active, User.deleted_at.is_(None))
    admin = session.scalars(query.order_by(User.created_at, User.id).limit(1)).first()
    if admin is None:
        return
    body = (
        f"{row.intents[intent]['off_reason']} Replies are only drafted until you turn it on again: "
        "look at the judged replies on the AI quality page, and mend articles or products first."
    )
    title = f"Automatic replies are off: {intent.replace('_', ' ')}"
    activities.create(
        session, ActivityIn(title=title, body=body, owner_id=admin, due_at=datetime.now(UTC) + WITHIN)
    )
