"""HTTP of calendar feeds: the address is the user's secret, so the feed is open to whoever holds it."""

from typing import Annotated

from fastapi import Path, Response

from mancrel.accounts.deps import CurrentAccess, Db, may
from mancrel.activities import feeds
from mancrel.activities.schemas import FeedAddress, FeedOut
from mancrel.kit.routing import Router
from mancrel.kit.schema import Text

router = Router(prefix="/api/v1/calendar", tags=["activities"])
READ = may("activities:read")
ICS = "text/calendar"


@router.get("", dependencies=[READ])
def get_feed(session: Db, _access: CurrentAccess) -> FeedOut:
    """Return whether the signed-in user has a calendar address."""
    feed = feeds.mine(session)
    return FeedOut(created_at=feed.created_at if feed else None)


@router.post("", status_code=201, dependencies=[READ])
def rotate_feed(session: Db, _access: CurrentAccess) -> FeedAddress:
    """Make a new calendar address, shown once; the one before is no longer good."""
    return FeedAddress(url=feeds.rotate(session))


@router.delete("", status_code=204, dependencies=[READ])
def remove_feed(session: Db, _access: CurrentAccess) -> None:
    """Take the calendar address back."""
    feeds.remove(session)


@router.get(
    "/{token}",
    response_class=Response,
    responses={200: {"content": {ICS: {"schema": {"type": "string"}}}, "description": "The calendar."}},
)
def read_feed(token: Annotated[Text, Path(max_length=100)]) -> Response:
    """Return the open activities of the address's user as a calendar."""
    headers = {"Cache-Control": "private, max-age=300", "Referrer-Policy": "no-referrer"}
    return Response(feeds.read(token), media_type=ICS, headers=headers)
