"""Tell people of something, once, the way they want to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, selectinload

from mancrel.accounts import service as accounts
from mancrel.accounts.models import User
from mancrel.kit import live
from mancrel.kit.db import Row, uuid7, viewer_of
from mancrel.notifications import mails
from mancrel.notifications.models import Notification, NotificationSettings
from mancrel.notifications.schemas import KINDS, Kind, RulesPatch

SHIPPED: dict[str, dict[str, Any]] = {
    "assigned": {"in_app": True, "mail": "digest"},
    "mentioned": {"in_app": True, "mail": "digest"},
    "reminder": {"in_app": True, "mail": "off"},
    "approval": {"in_app": True, "mail": "off"},
    "escalation": {"in_app": True, "mail": "digest"},
    "deal_won": {"in_app": True, "mail": "off"},
    "deal_lost": {"in_app": True, "mail": "off"},
    "webhook_ended": {"in_app": True, "mail": "now"},
    "import_ended": {"in_app": True, "mail": "off"},
    "replay_ended": {"in_app": True, "mail": "off"},
}


@dataclass(frozen=True)
class News:
    """What is told: ``key`` makes it once for each person, ``by_mail`` asks for a mail whatever the rule."""

    kind: Kind
    key: str
    subject_type: str
    subject_id: UUID
    title: str
    by_mail: bool = False


def tell(session: Session, user_ids: Iterable[UUID], news: News) -> None:
    """Tell active users of something, each by their own rules."""
    active = select(User).where(User.id.in_(list(user_ids)), User.is_active, User.deleted_at.is_(None))
    for user in session.scalars(active.order_by(User.id)):
        rule = rules_of(session, user.id)[news.kind]
        mail = "now" if news.by_mail else rule["mail"]
        if rule["in_app"] or mail != "off":
            _tell(session, user, news, in_app=rule["in_app"], mail=mail)


def _tell(session: Session, user: User, news: News, *, in_app: bool, mail: str) -> None:
    row = insert(Notification).values(
        id=uuid7(),
        user_id=user.id,
        kind=news.kind,
        key=news.key,
        subject_type=news.subject_type,
        subject_id=news.subject_id,
        title=news.title[:300],
        in_app=in_app,
        mail=mail,
        mailed_at=datetime.now(UTC) if mail == "now" else None,
    )
    made = session.scalar(row.on_conflict_do_nothing().returning(Notification.id))
    if made is None:
        return
    if in_app:
        live.announce(session, "notification.created", "notifications", made, to=user.id)
    if mail == "now":
        mails.queue(session, user, news.title, [(news.title, news.subject_type, news.subject_id)])


def settings_of(session: Session, user_id: UUID) -> NotificationSettings | None:
    """Return what a user set."""
    query = select(NotificationSettings).where(NotificationSettings.user_id == user_id)
    return session.scalars(query).one_or_none()


def rules_of(session: Session, user_id: UUID) -> dict[str, dict[str, Any]]:
    """Return how a user is told of each kind."""
    kept = settings_of(session, user_id)
    return {**SHIPPED, **(kept.rules if kept else {})}


def change_rules(session: Session, body: RulesPatch) -> None:
    """Change how the signed-in user is told; only what is named."""
    user_id = viewer_of(session).user_id
    session.execute(insert(NotificationSettings).values(id=uuid7(), user_id=user_id).on_conflict_do_nothing())
    query = select(NotificationSettings).where(NotificationSettings.user_id == user_id)
    kept = session.scalars(query.with_for_update()).one()
    kept.rules = {**kept.rules, **{kind: rule.model_dump() for kind, rule in body.rules.items()}}
    if "digest_hour" in body.model_fields_set:
        kept.digest_hour = body.digest_hour
    session.flush()


def described(session: Session, user_id: UUID) -> dict[str, Any]:
    """Describe a user's rules."""
    kept, rules = settings_of(session, user_id), rules_of(session, user_id)
    return {
        "rules": [{"kind": kind, **rules[kind]} for kind in KINDS],
        "digest_hour": kept.digest_hour if kept else 8,
    }


def unread(session: Session, user_id: UUID) -> int:
    """Return how many notifications a user has not read."""
    query = select(func.count()).select_from(Notification)
    mine = query.where(Notification.user_id == user_id, Notification.in_app, Notification.read_at.is_(None))
    return session.scalar(mine) or 0


def read(session: Session, user_id: UUID, ids: list[UUID], *, everything: bool) -> None:
    """Mark a user's notifications as read: these, or all."""
    mine = update(Notification).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    if not everything:
        mine = mine.where(Notification.id.in_(ids))
    session.execute(mine.values(read_at=datetime.now(UTC)))
    live.announce(session, "notification.read", "notifications", user_id, to=user_id)


def sees(session: Session, user_id: UUID, model: type[Row], id_: UUID) -> bool:
    """Whether a user may see a record."""
    query = select(User).where(User.id == user_id, User.is_active, User.deleted_at.is_(None))
    user = session.scalars(query.options(selectinload(User.teams))).one_or_none()
    if user is None:
        return False
    with Session(session.connection(), info={"viewer": accounts.viewer_for(user)}) as theirs:
        return theirs.scalar(select(model.id).where(model.id == id_)) is not None
