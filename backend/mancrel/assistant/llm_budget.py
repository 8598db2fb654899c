"""What may be asked of a language model: a day's budget, caps for one contact, and a breaker.

All three are rows in Postgres, so they hold across worker processes and while Redis is away. A call is
reserved before it is made and settled after it, each in a short transaction of its own. A worker that dies
in between leaves its reservation standing: the budget errs to the safe side.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, func, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.assistant import language_models
from mancrel.assistant.models import LlmCall, LlmServer, LlmUsage
from mancrel.kit.db import transaction

CAPS = ((timedelta(minutes=10), 3), (timedelta(hours=24), 20))
KEPT = timedelta(days=2)
FAILURES = 5
SHUT_S, LONGEST_SHUT_S = 60, 600
TRIAL_S = 90  # longer than any call: until the one that tries is back, nobody else asks


class NotAsked(Exception):
    """The model may not be asked; ``for_a_person`` when a person has to see the reply for that reason."""

    def __init__(self, reason: str, *, for_a_person: bool) -> None:
        """Say why."""
        super().__init__(reason)
        self.for_a_person = for_a_person


@dataclass(frozen=True)
class Reservation:
    """Tokens and money set aside for one call, on the day whose budget they count against."""

    day: date
    server: str
    tokens: int
    cost: Decimal


def reserve(contact_id: UUID | None, server: str, tokens: int, cost: Decimal) -> Reservation:
    """Set aside the most that one call can use; for nobody's message (a try) only the day's budget counts.

    Raises:
        NotAsked: the server failed lately, the day's budget is used up, or this contact had its share.

    """
    now = datetime.now(UTC)
    wanted = Reservation(now.date(), server, tokens, cost)
    with transaction() as session:
        if contact_id:
            _let_through(session, server, now)
        _book(session, wanted)
        if contact_id:
            _count(session, contact_id, now)
    return wanted


def _let_through(session: Session, name: str, now: datetime) -> None:
    """Refuse while the breaker is open; when its time is over, one call tries and the others wait."""
    server = session.get(LlmServer, name, with_for_update=True)
    if server is None or server.failures < FAILURES or server.shut_until is None:
        return
    if server.shut_until > now:
        raise NotAsked("The language model did not answer lately, so it is not asked.", for_a_person=False)
    server.shut_until = now + timedelta(seconds=TRIAL_S)


def _book(session: Session, wanted: Reservation) -> None:
    limits = language_models.limits(session)
    session.execute(insert(LlmUsage).values(day=wanted.day).on_conflict_do_nothing())
    fits = LlmUsage.tokens + wanted.tokens <= limits.tokens
    affordable = LlmUsage.cost + wanted.cost <= limits.cost if limits.cost else true()
    booking = (
        update(LlmUsage)
        .where(LlmUsage.day == wanted.day, fits, affordable)
        .values(
            tokens=LlmUsage.tokens + wanted.tokens,
            cost=LlmUsage.cost + wanted.cost,
            calls=LlmUsage.calls + 1,
        )
        .returning(LlmUsage.day)
    )
    if session.execute(booking).first() is None:
        raise NotAsked("The day's budget for the language model is used up.", for_a_person=True)


def _count(session: Session, contact_id: UUID, now: datetime) -> None:
    """Count a contact's calls; the day's row is locked by now, so no two are counted at once."""
    calls = select(func.count()).where(LlmCall.contact_id == contact_id)
    for period, most in CAPS:
        if (session.scalar(calls.where(LlmCall.called_at > now - period)) or 0) >= most:
            reason = "The language model was asked often enough for this contact for now."
            raise NotAsked(reason, for_a_person=True)
    session.add(LlmCall(contact_id=contact_id, called_at=now))


def settle(booked: Reservation, tokens: int | None, cost: Decimal | None, *, answered: bool) -> None:
    """Replace a reservation by what was used; None leaves it standing, for nobody knows.

    A server cannot use more than was reserved: what it reports beyond that is not believed.
    """
    with transaction() as session:
        _note_health(session, booked.server, answered=answered)
        if tokens is None or cost is None:
            return
        session.execute(
            update(LlmUsage)
            .where(LlmUsage.day == booked.day)
            .values(
                tokens=LlmUsage.tokens - booked.tokens + min(tokens, booked.tokens),
                cost=LlmUsage.cost - booked.cost + min(cost, booked.cost),
            )
        )


def _note_health(session: Session, name: str, *, answered: bool) -> None:
    """Count failures in a row. An answer that cannot be used is none: else a customer could shut the door."""
    if answered:
        session.execute(
            update(LlmServer)
            .where(LlmServer.name == name, LlmServer.failures > 0)
            .values(failures=0, shut_until=None)
        )
        return
    session.execute(insert(LlmServer).values(name=name).on_conflict_do_nothing())
    server = session.get_one(LlmServer, name, with_for_update=True)
    server.failures += 1
    if server.failures >= FAILURES:
        shut_s = min(LONGEST_SHUT_S, SHUT_S * 2 ** min(server.failures - FAILURES, 10))
        server.shut_until = datetime.now(UTC) + timedelta(seconds=shut_s)


def shut_until(session: Session, name: str) -> datetime | None:
    """Return until when a server is left alone because it kept failing."""
    server = session.get(LlmServer, name)
    until = server.shut_until if server and server.failures >= FAILURES else None
    return until if until and until > datetime.now(UTC) else None


def begin_anew(session: Session) -> None:
    """Forget failures: the model was set up anew, a new key say, and deserves to be asked."""
    session.execute(delete(LlmServer))


def forget(session: Session) -> None:
    """Drop counted calls that no cap looks at any more."""
    session.execute(delete(LlmCall).where(LlmCall.called_at < datetime.now(UTC) - KEPT))
