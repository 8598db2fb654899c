"""Mails to users: claimed and committed, sent with a stable Message-ID, recorded; and the daily digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mancrel.accounts import service as accounts
from mancrel.accounts.models import User
from mancrel.kit import events
from mancrel.kit.db import uuid7
from mancrel.notifications.models import Notification, NotificationSettings, UserMail
from mancrel.settings import settings

PAGES = {
    "activity": "activities", "conversation": "inbox/{id}", "deal": "deals/{id}",
    "contact": "contacts/{id}", "company": "companies/{id}", "webhook": "settings/webhooks/{id}",
    "import": "imports/{id}", "lesson": "settings/lessons", "replay": "settings/model",
    "contacts": "contacts?filter=owner:eq:me", "companies": "companies?filter=owner:eq:me",
    "deals": "deals?show=list&filter=owner:eq:me",
}  # fmt: skip
MOST = 100

Line = tuple[str, str, UUID]
"""A title, and the kind and id of the record it leads to."""


@dataclass(frozen=True)
class Plan:
    """What is to be sent; ``resumed``: an earlier attempt began it, and nobody knows how it ended."""

    id: UUID
    name: str
    address: str
    subject: str
    text: str
    resumed: bool


def queue(session: Session, user: User, subject: str, lines: Sequence[Line]) -> None:
    """Queue a mail to a user: titles with links, no words of customers."""
    listed = "\n\n".join(f"{title}\n{_link(type_, id_)}" for title, type_, id_ in lines)
    text = f"Hello {user.name},\n\n{listed}\n\nWhat is mailed to you: {settings().public_url}/settings\n"
    mail = UserMail(id=uuid7(), user_id=user.id, subject=subject[:200], text=text, status="queued")
    session.add(mail)
    session.flush()
    events.record(session, "user_mail.queued", mail, key=f"user_mail:{mail.id}")


def _link(type_: str, id_: UUID) -> str:
    return f"{settings().public_url}/{PAGES[type_].format(id=id_)}"


def claim(session: Session, mail_id: UUID) -> Plan | None:
    """Begin to send; None when it is settled, or its user no longer comes in."""
    query = select(UserMail, User).join(User, User.id == UserMail.user_id).where(UserMail.id == mail_id)
    found = session.execute(query.with_for_update(of=UserMail)).one_or_none()
    if found is None or found[0].status not in {"queued", "sending"} or not found[1].is_active:
        return None
    mail, user = found
    resumed, mail.status = mail.status == "sending", "sending"
    return Plan(mail.id, user.name, user.email, mail.subject, mail.text, resumed)


def record(session: Session, mail_id: UUID, status: str, error: str | None = None) -> None:
    """Record what became of a mail."""
    session.execute(update(UserMail).where(UserMail.id == mail_id).values(status=status, error=error))


def digest(session: Session) -> int:
    """Queue the digest of everyone whose hour has come today; returns how many."""
    waits = select(Notification.user_id).where(
        Notification.mail == "digest", Notification.mailed_at.is_(None), Notification.read_at.is_(None)
    )
    for user_id in session.scalars(waits.distinct()).all():
        row = insert(NotificationSettings).values(id=uuid7(), user_id=user_id)
        session.execute(row.on_conflict_do_nothing())
    due = select(NotificationSettings).where(NotificationSettings.user_id.in_(waits))
    rows = session.scalars(due.with_for_update(skip_locked=True)).all()
    return sum(_digest(session, one) for one in rows)


def _digest(session: Session, kept: NotificationSettings) -> bool:
    now = datetime.now(accounts.zone_of(session, kept.user_id))
    user = session.get(User, kept.user_id)
    if user is None or not user.is_active or not _is_due(kept, now.date(), now.hour):
        return False
    kept.digested_on = now.date()
    mine = (
        select(Notification)
        .where(Notification.user_id == user.id, Notification.mail == "digest")
        .where(Notification.mailed_at.is_(None), Notification.read_at.is_(None))
        .order_by(Notification.created_at)
        .limit(MOST)
    )
    news = session.scalars(mine).all()
    for one in news:
        one.mailed_at = datetime.now(UTC)
    things = "1 thing" if len(news) == 1 else f"{len(news)} things"
    lines = [(one.title, one.subject_type, one.subject_id) for one in news]
    queue(session, user, f"Mancrel: {things} for you", lines)
    return True


def _is_due(kept: NotificationSettings, today: date, hour: int) -> bool:
    return hour >= kept.digest_hour and (kept.digested_on is None or kept.digested_on < today)
