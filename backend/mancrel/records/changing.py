"""One change of a record among many: checked once before it begins, then done to each."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mancrel.accounts.models import Team, User
from mancrel.contacts import custom_values
from mancrel.contacts import service as contacts
from mancrel.contacts.custom_values import CustomFieldsUnclear
from mancrel.deals import pipelines
from mancrel.deals import service as deals
from mancrel.deals.models import LOST, Deal
from mancrel.deals.schemas import Move
from mancrel.kit import bins
from mancrel.kit.errors import Invalid, NotFound
from mancrel.records.lists import LISTS, TO_DEALS, TO_PEOPLE
from mancrel.records.schemas import ChangeIn

MAX_TAGS = 50


class ChangeUnclear(Invalid):
    """These records cannot be changed like that."""


class TooManyTags(Invalid):
    """A record has at most 50 tags."""


@dataclass(frozen=True)
class Act:
    """A change that is ready to be done: whom and what it names is loaded."""

    object: str
    values: dict[str, Any]
    owner: User | None
    team: Team | None


def checked(session: Session, kind: str, body: ChangeIn) -> dict[str, Any]:
    """Return a change as it is kept; refuses at once what would fail for every record.

    Raises:
        ChangeUnclear: nothing is changed, or these records have no such field.
        UnknownOwner: no such active user.
        UnknownTeam: no such team.
        UnknownStage: no such stage.
        CustomFieldsUnclear: a value does not fit its field.

    """
    values = body.model_dump(mode="json", exclude_unset=True)
    values = {name: value for name, value in values.items() if value not in ([], {}, False)}
    if not values:
        raise ChangeUnclear("Say what is to be changed.", field="change")
    if "delete" in values and len(values) > 1:
        raise ChangeUnclear("What goes to the bin is not changed besides.", field="change.delete")
    _refuse_unknown(kind, values)
    if values.get("owner_id"):
        contacts.owner_of(session, UUID(values["owner_id"]), "change.owner_id")
    if values.get("team_id"):
        contacts.team_of(session, UUID(values["team_id"]), "change.team_id")
    if "stage_id" in values:
        _check_stage(session, values["stage_id"])
    _check_custom(session, LISTS[kind].object, values.get("custom", {}))
    return values


def _refuse_unknown(kind: str, values: dict[str, Any]) -> None:
    foreign = (TO_PEOPLE | TO_DEALS) - LISTS[kind].given
    unknown = next((one for one in values if one in foreign), None)
    if unknown:
        words = unknown.removesuffix("_id").removesuffix("_on").replace("_", " ")
        raise ChangeUnclear(f"{kind.capitalize()} know no {words}.", field=f"change.{unknown}")


def _check_stage(session: Session, stage_id: str | None) -> None:
    if stage_id is None:
        raise ChangeUnclear("A deal is always in a stage.", field="change.stage_id")
    try:
        stage = pipelines.find_stage(session, UUID(stage_id))
    except NotFound as refusal:
        raise pipelines.UnknownStage(refusal.detail, field="change.stage_id") from refusal
    if stage.outcome == LOST:
        message = "Deals are lost one by one, each with the reason why."
        raise ChangeUnclear(message, field="change.stage_id")


def _check_custom(session: Session, object_: str, given: dict[str, Any]) -> None:
    try:
        custom_values.checked(session, object_, given, {})
    except CustomFieldsUnclear as refusal:
        for one in refusal.errors:
            one.field = f"change.{one.field}"
        raise


def ready(session: Session, object_: str, values: dict[str, Any]) -> Act:
    """Load whom a change names, after the records: their joined owners would hide the teams."""
    owner = contacts.owner_of(session, UUID(values["owner_id"])) if values.get("owner_id") else None
    team = contacts.team_of(session, UUID(values["team_id"])) if values.get("team_id") else None
    return Act(object_, values, owner, team)


def do(session: Session, act: Act, record: Any) -> None:
    """Change one record.

    Raises:
        TooManyTags: the record has no room for more.
        CustomFieldsUnclear: an option that only other records may keep.
        ReasonMissing: the stage is that of lost deals by now.

    """
    values = act.values
    if "delete" in values:
        bins.discard(record)
        return
    if "custom" in values:
        record.custom = custom_values.checked(session, act.object, values["custom"], record.custom)
    if {"add_tags", "remove_tags"} & set(values):
        record.tags = _tags(record.tags, values.get("add_tags", []), values.get("remove_tags", []))
    if "lifecycle" in values:
        record.lifecycle = values["lifecycle"]
    if "expected_close_on" in values:
        day = values["expected_close_on"]
        record.expected_close_on = date.fromisoformat(day) if day else None
    if "stage_id" in values:  # before it is given away, for then the user may no longer move it
        _move(session, record, UUID(values["stage_id"]))
    _give(act, record)


def _tags(known: list[str], add: list[str], remove: list[str]) -> list[str]:
    """Return the tags after a change; case does not tell tags apart."""
    off = {one.lower() for one in remove}
    kept = [one for one in known if one.lower() not in off]
    there = {one.lower() for one in kept}
    tags = [*kept, *(one for one in dict.fromkeys(add) if one.lower() not in there)]
    if len(tags) > MAX_TAGS and len(tags) > len(known):
        raise TooManyTags
    return tags


def _move(session: Session, deal: Deal, stage_id: UUID) -> None:
    if deal.stage_id != stage_id:
        deals.move(session, deal.id, Move(stage_id=stage_id, version=deal.version), together=True)


def _give(act: Act, record: Any) -> None:
    if act.owner:
        contacts.give(record, act.owner)
    elif "owner_id" in act.values:
        record.owner_id = None
    if "team_id" in act.values:
        contacts.hand_over(record, act.team)
