"""Sending a delivery in two phases: claim and commit, call, record; and what follows from the answer."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from mancrel.kit import events, outbound
from mancrel.kit.db import uuid7
from mancrel.kit.secrets import live, unseal
from mancrel.webhooks import service as webhooks
from mancrel.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookSubscription
from mancrel.webhooks.types import TEST

# Standard Webhooks: at once, then after these; 75.6 hours in all.
PAUSES_S = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.2
SHORTEST_S, LONGEST_S = 1, 86_400
GONE = 410
GIVEN_UP_AFTER = timedelta(days=5)
SILENCES, QUIET = 3, timedelta(seconds=60)
ANSWER_BYTES = 1024
INTERRUPTED = "Mancrel was interrupted before the answer came."


@dataclass(frozen=True)
class Plan:
    """What one attempt sends, and where."""

    delivery_id: UUID
    attempt_id: UUID
    url: str
    body: bytes
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: an answer, or the reason why there is none."""

    status: int | None
    answer: str | None
    error: str | None
    ms: int
    retry_after_s: float | None = None

    @property
    def is_good(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and outbound.is_success(self.status)


def claim(session: Session, delivery_id: UUID, *, manual: bool) -> Plan | None:
    """Begin an attempt; None when there is nothing to send, or not now."""
    query = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id)
    delivery = session.scalars(query.with_for_update(of=WebhookDelivery)).one_or_none()
    if delivery is None or (not manual and delivery.status not in {"pending", "sending"}):
        return None
    one = delivery.subscription
    if one.deleted_at or not (one.is_active or manual):
        delivery.status, delivery.next_attempt_at = "cancelled", None
        return None
    delivery.attempts += not manual
    attempt = _begun(session, delivery, manual=manual)
    if not manual and one.quiet_until and one.quiet_until > datetime.now(UTC):
        reason = f"Not tried: the last {one.silent} attempts at this address were not answered."
        _follow_up(session, delivery, attempt, Outcome(None, None, reason, 0))
        return None
    if not manual:
        delivery.status, delivery.next_attempt_at = "sending", None
    secrets = tuple(unseal(kept["sealed"]) for kept in live(one.secrets))
    return Plan(delivery.id, attempt.id, one.url, delivery.body.encode(), secrets)


def _begun(session: Session, delivery: WebhookDelivery, *, manual: bool) -> WebhookAttempt:
    attempt = WebhookAttempt(id=uuid7(), delivery_id=delivery.id, manual=manual, error=INTERRUPTED)
    attempt.began_at = datetime.now(UTC)
    session.add(attempt)
    session.flush()
    return attempt


def headers(plan: Plan, at: datetime) -> dict[str, str]:
    """Sign an attempt with every live secret, the newest first."""
    id_ = str(plan.delivery_id)
    signed = [Webhook(secret).sign(id_, at, plan.body.decode()) for secret in reversed(plan.secrets)]
    return {
        "content-type": "application/json",
        "webhook-id": id_,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def call(plan: Plan) -> Outcome:
    """Make the attempt."""
    at = datetime.now(UTC)
    try:
        answer = outbound.post(plan.url, plan.body, headers(plan, at), keep=ANSWER_BYTES)
    except (outbound.Blocked, outbound.Unreachable, outbound.TooLarge) as reason:
        return Outcome(None, None, str(reason), _since(at))
    said = answer.body.decode(errors="replace").replace("\x00", "")
    error = None if outbound.is_success(answer.status) else f"The receiver answered {answer.status}."
    return Outcome(answer.status, said, error, _since(at), _asked_to_wait(answer.headers.get("retry-after")))


def _since(at: datetime) -> int:
    return int((datetime.now(UTC) - at).total_seconds() * 1000)


def _asked_to_wait(retry_after: str | None) -> float | None:
    """Return the seconds of a Retry-After, between a second and a day; None where there is none to read."""
    if not retry_after:
        return None
    try:
        wait = float(retry_after)
    except ValueError:
        try:
            wait = (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(wait, SHORTEST_S), LONGEST_S) if math.isfinite(wait) else None


def record(session: Session, plan: Plan, outcome: Outcome) -> None:
    """Keep how an attempt ended, and see to what follows."""
    query = select(WebhookDelivery).where(WebhookDelivery.id == plan.delivery_id)
    delivery = session.scalars(query.with_for_update(of=WebhookDelivery)).one_or_none()
    attempt = session.get(WebhookAttempt, plan.attempt_id)
    if delivery and attempt:
        _follow_up(session, delivery, attempt, outcome)


def _follow_up(
    session: Session, delivery: WebhookDelivery, attempt: WebhookAttempt, outcome: Outcome
) -> None:
    attempt.status_code, attempt.ms = outcome.status, outcome.ms
    attempt.answer, attempt.error = outcome.answer, outcome.error
    one, now = delivery.subscription, datetime.now(UTC)
    if outcome.is_good:
        delivery.status, delivery.next_attempt_at, delivery.delivered_at = "delivered", None, now
        one.failing_since, one.silent, one.quiet_until, one.last_success_at = None, 0, None, now
    else:
        _note_failure(one, outcome, now)
        if delivery.status != "delivered":  # a second delivery that fails takes nothing back
            _retry(session, delivery, outcome, now, manual=attempt.manual)
        _end_if_hopeless(session, one, outcome, now)
    session.flush()
    events.record(session, "webhook_delivery.tried", delivery, depth=1, status=delivery.status)


def _note_failure(one: WebhookSubscription, outcome: Outcome, now: datetime) -> None:
    one.failing_since = one.failing_since or now
    if outcome.status is not None:
        one.silent = 0
    elif one.quiet_until is None or one.quiet_until <= now:  # it was tried, and nobody answered
        one.silent += 1
        one.quiet_until = now + QUIET if one.silent >= SILENCES else None


def _retry(
    session: Session, delivery: WebhookDelivery, outcome: Outcome, now: datetime, *, manual: bool
) -> None:
    """Plan the next attempt of the schedule; one by hand leaves the plan as it is, and a test has none."""
    if outcome.status == GONE or delivery.attempts > len(PAUSES_S) or delivery.type == TEST:
        delivery.status, delivery.next_attempt_at = "failed", None
        return
    if manual:
        return
    pause = PAUSES_S[delivery.attempts - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
    delivery.status = "pending"
    delivery.next_attempt_at = now + timedelta(seconds=outcome.retry_after_s or pause)
    events.record(
        session,
        "webhook_delivery.failed",
        delivery,
        run_at=delivery.next_attempt_at,
        depth=1,
        attempts=delivery.attempts,
    )


def _end_if_hopeless(session: Session, one: WebhookSubscription, outcome: Outcome, now: datetime) -> None:
    if not one.is_active:
        return
    if outcome.status == GONE:
        webhooks.disable(session, one, "The receiver answered 410 Gone: it wants no more.")
    elif one.failing_since and now - one.failing_since >= GIVEN_UP_AFTER:
        webhooks.disable(session, one, "Nothing could be delivered for five days.")


def due_again(session: Session, delivery_id: UUID, attempts: int) -> None:
    """Send again what waits since this attempt, unless it was delivered or given up meanwhile."""
    delivery = session.get(WebhookDelivery, delivery_id)
    if delivery and delivery.status == "pending" and delivery.attempts == attempts:
        webhooks.send(session, delivery)
