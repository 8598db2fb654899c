"""Load the sample shop; what is there already stays as it is."""

from collections.abc import Callable
from datetime import UTC, datetime

from mancrel.sample import catalogue, deals, people, profiles, talks

EVERY = 20


def load(team: str, tell: Callable[[str], None]) -> None:
    """Load what is missing: shop, people, conversations, deals. Broken off, it is completed next time.

    Args:
        team: the demo users' team, which answers the shop's channel.
        tell: takes a line about the progress now and then.

    """
    now = datetime.now(UTC)
    catalogue.load(now, team)
    cast = people.load(now)
    profiles.load(now)
    tell("The shelves are filled and the customers known; now their conversations are played.")

    def count(played: int) -> None:
        if played % EVERY == 0:
            tell(f"{played} conversations …")

    played = talks.load(now, cast, count)
    deals.load(now)
    tell(f"{played} conversations were added." if played else "The sample shop was complete already.")
