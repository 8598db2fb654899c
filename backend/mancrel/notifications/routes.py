"""HTTP of notifications: everybody's own."""

from typing import Annotated

from fastapi import Query
from sqlalchemy import select

from mancrel.accounts.deps import CurrentAccess, Db
from mancrel.kit.orders import Order
from mancrel.kit.pages import Page, PageOf, page
from mancrel.kit.routing import Router
from mancrel.notifications import service as notifications
from mancrel.notifications.models import Notification
from mancrel.notifications.schemas import NotificationOut, Read, RulesOut, RulesPatch, Unread

router = Router(prefix="/api/v1", tags=["notifications"])


@router.get("/notifications")
def list_notifications(
    session: Db,
    access: CurrentAccess,
    paging: PageOf,
    *,
    unread: Annotated[bool, Query(description="Only what is not read.")] = False,
) -> Page[NotificationOut]:
    """List what the signed-in user was told, newest first."""
    query = select(Notification).where(Notification.user_id == access.user_id, Notification.in_app)
    if unread:
        query = query.where(Notification.read_at.is_(None))
    found = page(session, query, Order(Notification.created_at, Notification.id), paging)
    items = [NotificationOut.model_validate(one) for one in found.rows]
    return Page(items=items, next_cursor=found.next_cursor, total=found.total)


@router.get("/notifications/unread")
def count_unread(session: Db, access: CurrentAccess) -> Unread:
    """Return how many are not read."""
    return Unread(unread=notifications.unread(session, access.user_id))


@router.post("/notifications/read")
def mark_read(body: Read, session: Db, access: CurrentAccess) -> Unread:
    """Mark some or all as read; returns how many are left."""
    notifications.read(session, access.user_id, body.ids, everything=body.all)
    return Unread(unread=notifications.unread(session, access.user_id))


@router.get("/settings/notifications")
def get_rules(session: Db, access: CurrentAccess) -> RulesOut:
    """Return how the signed-in user is told of each kind."""
    return RulesOut.model_validate(notifications.described(session, access.user_id))


@router.patch("/settings/notifications")
def change_rules(body: RulesPatch, session: Db, access: CurrentAccess) -> RulesOut:
    """Change how the signed-in user is told."""
    notifications.change_rules(session, body)
    return RulesOut.model_validate(notifications.described(session, access.user_id))
