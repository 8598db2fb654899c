"""When something is to be done again: RFC 5545 rules in the owner's local time.

The plan keeps the local time of its first occurrence, so nine o'clock stays nine o'clock across a change of
the clocks, and the 31st comes back after the months that lack it (those have it on their last day).
"""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

from mancrel.activities.schemas import Repeat
from mancrel.kit.errors import Invalid
from mancrel.kit.schema import LAST_YEAR

FREQUENCIES = {"day": DAILY, "week": WEEKLY, "month": MONTHLY, "year": YEARLY}
WEEKDAYS = {"mo": MO, "tu": TU, "we": WE, "th": TH, "fr": FR, "sa": SA, "su": SU}
EVERY_MONTH_HAS = 28


class UnclearRepeat(Invalid):
    """This cannot be repeated like that."""


def plan_of(repeat: Repeat, first: datetime | None, zone: ZoneInfo) -> dict[str, Any]:
    """Return what is kept of a repetition that begins at a time, in its owner's zone.

    Raises:
        UnclearRepeat: it has no date to begin with, or the parts contradict each other.

    """
    if first is None:
        raise UnclearRepeat("What is repeated needs a date.", field="due_at")
    if repeat.until and repeat.count:
        raise UnclearRepeat("It ends on a day or after so many times, not both.", field="repeat.until")
    if repeat.weekdays and repeat.every != "week":
        raise UnclearRepeat("Weekdays are for what is repeated by weeks.", field="repeat.weekdays")
    local = first.astimezone(zone).replace(tzinfo=None)
    return {**repeat.model_dump(mode="json"), "from": local.isoformat(), "zone": zone.key}


def following(plan: dict[str, Any], number: int, planned_at: datetime, now: datetime) -> datetime | None:
    """Return when the occurrence after the ``number``-th is due; what was missed meanwhile is left out."""
    if plan["count"] and number >= plan["count"]:
        return None
    zone = ZoneInfo(plan["zone"])
    day = datetime.combine(planned_at.astimezone(zone).date(), time.max)
    found = _rule(plan).after(max(day, now.astimezone(zone).replace(tzinfo=None)))
    if found is None or found.year > LAST_YEAR:
        return None
    return datetime.combine(found.date(), found.time(), zone).astimezone(UTC)


def _rule(plan: dict[str, Any]) -> rrule:
    first = datetime.fromisoformat(plan["from"])
    until = datetime.combine(datetime.fromisoformat(plan["until"]), time.max) if plan["until"] else None
    days: dict[str, Any] = {}
    if plan["every"] == "week" and plan["weekdays"]:
        days = {"byweekday": [WEEKDAYS[one] for one in plan["weekdays"]]}
    elif plan["every"] in {"month", "year"} and first.day > EVERY_MONTH_HAS:
        days = {"bymonthday": range(EVERY_MONTH_HAS, first.day + 1), "bysetpos": -1}
        if plan["every"] == "year":
            days["bymonth"] = first.month
    return rrule(FREQUENCIES[plan["every"]], dtstart=first, interval=plan["interval"], until=until, **days)
